"""The tools for assistants, called through the protocol's own client over standard input and output."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.storage import DataFolder
from ontology.iris import DEFAULT_BASE
from serve.search.build import make_index
from serve.search.schema import FILE

mcp = pytest.importorskip("mcp", reason="the extra 'mcp' is not installed")
HOME = Path(__file__).parents[2]
Calls = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def call(demo: DataFolder) -> Callable[[Calls], list[Any]]:
    """Calls tools one after the other; gives their results."""

    async def calling(calls: Calls) -> list[Any]:
        arguments = ["-m", "flows.cli", "mcp", "--data", str(demo.local)]
        command = mcp.StdioServerParameters(command=sys.executable, args=arguments, cwd=HOME, env=dict(os.environ))
        store = (demo.local / "store").resolve()
        if not (store / FILE).is_file():
            make_index(store, DEFAULT_BASE)
        async with mcp.Client(command) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            assert names == {"search", "dossier", "evidence", "list_questions", "ask", "query"}
            return [await client.call_tool(name, values) for name, values in calls]

    return lambda calls: asyncio.run(asyncio.wait_for(calling(calls), 120))


def table(result: Any) -> dict[str, Any]:
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content or json.loads(result.content[0].text)
    return found


def test_an_assistant_finds_a_place_reads_its_dossier_and_asks(call: Callable[[Calls], list[Any]]) -> None:
    found, dossier, listed, series, counted = call(
        [
            ("search", {"text": "额肯呼都格嘎查"}),
            ("dossier", {"code": "152922", "limit": 5}),
            ("list_questions", {}),
            ("ask", {"name": "series", "parameters": {"code": "152922"}}),
            ("query", {"sparql": "SELECT ?f ?v { ?f a xt:Fact ; xt:value ?v }", "limit": 3}),
        ]
    )
    assert any(thing["name"] == "额肯呼都格嘎查" for thing in table(found)["things"])
    assert all("额肯呼都格" in row["sentence"] for row in table(found)["sentences"])
    assert len(table(dossier)["rows"]) == 5 < table(dossier)["rows_in_all"]
    assert "dossier" in {row["name"] for row in table(listed)["rows"]}
    assert table(series)["rows"]
    assert len(table(counted)["rows"]) == 3 < table(counted)["rows_in_all"]
    (evidence,) = call([("evidence", {"fact": table(counted)["rows"][0]["f"]})])
    assert table(evidence)["rows"][0]["url"].startswith("http")


def test_what_can_not_be_answered_is_a_sentence(call: Callable[[Calls], list[Any]]) -> None:
    results = call(
        [
            ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
            ("query", {"sparql": "INSERT DATA { <a:a> <a:b> 1 }"}),
            ("dossier", {"code": "会同县"}),
            ("ask", {"name": "nope"}),
            ("evidence", {"fact": "x> {"}),
        ]
    )
    assert all(result.is_error for result in results)
    said = [result.content[0].text for result in results]
    words = ("SERVICE", "nothing writes", "search for the place", "there are", "no IRI")
    for text, word in zip(said, words, strict=True):
        assert word in text
