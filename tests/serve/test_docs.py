"""The documentation of serve keeps up, and what help and README show runs."""

import re
from pathlib import Path

import httpx
from typer.testing import CliRunner

from flows import settings
from flows.cli import commands
from serve import client, errors
from serve.endpoint.routes import routes
from tests.serve.conftest import rows

HOME = Path(__file__).parents[2] / "serve"
README = (HOME / "README.md").read_text("utf-8")


def test_every_module_is_in_the_readme() -> None:
    for path in HOME.glob("*.py"):
        assert path.name == "__init__.py" or f"`{path.name}`" in README, path.name


def test_every_setting_that_it_names_is_one() -> None:
    known = {row.env for row in settings.table()}
    assert set(re.findall(r"XIANGTU_[A-Z_]+", README)) <= known
    assert {name for name in known if name.startswith("XIANGTU_QUERY_")} <= set(re.findall(r"XIANGTU_[A-Z_]+", README))


def test_every_error_is_there_with_its_status() -> None:
    for kind in errors.KINDS.values():
        assert re.search(rf"{kind.status} `{kind.reason}`", README), kind


def test_every_address_is_there() -> None:
    for route in routes():
        first = "/" + route.path.split("/")[1].split(".")[0] if route.path != "/" else "/query"
        assert first in README or route.path in README or first in ("/update",), route.path


def test_every_method_of_the_client_is_there() -> None:
    for name in vars(client.Graph):
        assert name.startswith("_") or f"graph.{name}(" in README, name


def test_the_example_of_serve_is_answered(demo_client: httpx.Client) -> None:
    shown = CliRunner().invoke(commands, ["serve", "--help"], terminal_width=400).stdout
    (query,) = re.findall(r"--data-urlencode 'query=(.*?)'", shown)
    assert rows(demo_client.post("/query", data={"query": query}))
