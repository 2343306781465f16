# The few verbs of the project; each is safe to call again.
PYTHON ?= $(or $(shell for p in 3.11 3.12 3.13; do command -v python$$p && break; done),python3.11)
VENV := .venv
BIN := $(VENV)/bin
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: help install install-dev demo test bare lint train yasgui score floors docs clean
help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) not found; install Python 3.11, 3.12 or 3.13, or call: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# uv takes a tenth of pip's time and asks pip's index; where it can't be had or fails, pip does the same.
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
INDEX = $$(printenv PIP_INDEX_URL || $(BIN)/python -m pip config get global.index-url 2>/dev/null)
UV = $(PIP) uv && index=$(INDEX); UV_SYSTEM_CERTS=true $${index:+env UV_DEFAULT_INDEX=$$index} \
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@($(UV) -e .) || $(PIP) --no-compile -e .
	@touch $@

$(VENV)/.installed-dev: $(BIN)/python pyproject.toml constraints.txt
	@($(UV) -e '.[dev,learn]') || $(PIP) --no-compile -e '.[dev,learn]'
	@touch $(VENV)/.installed $@

install: $(VENV)/.installed  ## the virtual environment with what the project needs, pinned

install-dev: $(VENV)/.installed-dev  ## the same with what tests and checks need

demo: install  ## crawl the demo site over HTTP, build its graph, answer three questions
	$(BIN)/xiangtu demo

test: install-dev  ## the tests
	$(BIN)/python -m pytest

bare: install-dev  ## the tests and the demo as on a machine without fonts, browser, settings, home
	bash tests/bare.sh $(MAKE) test demo

lint: install-dev  ## ruff and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

train: install-dev  ## learn the weights that the project ships from corpus/train; the same pages give the same bytes
	$(BIN)/python -m corpus.learning

yasgui:  ## the query page's editor (YASGUI, MIT), by npm; without it the page is a plain form
	@command -v npm >/dev/null || { echo "make: npm not found; the query page stays a plain form without it" >&2; exit 1; }
	@folder=$$(mktemp -d) && npm pack --silent --pack-destination "$$folder" @zazuko/yasgui@4.6.2 >/dev/null \
	  && tar -xzf "$$folder"/*.tgz -C "$$folder" && mkdir -p serve/endpoint/yasgui \
	  && cp "$$folder"/package/package.json "$$folder"/package/build/yasgui.min.js "$$folder"/package/build/yasgui.min.css serve/endpoint/yasgui/ \
	  && rm -r "$$folder"

score: install-dev  ## the figures on the annotated pages (MISSES=1: what is wrong on them)
	$(BIN)/python -m corpus.gate score $(if $(MISSES),--misses)

floors: install-dev  ## lift the quality gate's floors to the figures of now
	$(BIN)/python -m corpus.gate raise

docs: install-dev  ## make what the READMEs show anew
	$(BIN)/python -m tests.readme.readme
	$(BIN)/python -m ontology.readme

clean:  ## remove the virtual environment and the data folder
	rm -rf $(VENV) data
