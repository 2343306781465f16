"""What starts a command stays light: each loads what it needs, when it needs it."""

import subprocess
import sys

import pytest

HEAVY = "spacy httpx numpy pyarrow pypinyin opencc prefect dask scrapy rdflib pyshacl pandas lxml starlette"
"""What takes a tenth of a second and more to import."""


def loaded_by(code: str) -> set[str]:
    """The packages that a new Python has imported after this."""
    said = f"{code}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    return set(subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True).stdout.split())


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("import flows.cli", ""),
        ("import flows.show.asking, serve.ask", "rdflib"),
        ("import crawl.archive, crawl.packing", ""),
        ("import pipeline.read", "spacy numpy opencc"),
    ],
    ids=["help", "query", "archives", "reading"],
)
def test_nothing_heavy_is_loaded_that_is_not_needed(code: str, needed: str) -> None:
    assert loaded_by(code) & set(HEAVY.split()) <= set(needed.split())
