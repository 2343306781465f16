"""Cells of CSV that spreadsheets would run or terminals obey are made harmless; all else stays as it is."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import httpx
import pytest

from serve.cells import harmless, is_suspect, line, rewritten
from tests.serve.conftest import LIMITS

Serve = Callable[..., AbstractContextManager[httpx.Client]]
QUERY = "SELECT ?o { ?s ?p ?o } ORDER BY ?s"
HOSTILE = ("=1+1", "+cmd", "-x", "@SUM(A1)", "＝1", '=a,\\"b\\"', "bell\\u0007", "esc\\u001B[2J")
PLAIN = ("-5", "+0.5", "1-2", "a=b", '乡村, \\"村\\"\\n=第二行', "")
QUADS = "".join(f'<http://a/{n}> <http://a/p> "{text}" .\n' for n, text in enumerate((*HOSTILE, *PLAIN)))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-项目", "'-项目"),
        ("-5", "-5"),
        ("-5万", "'-5万"),
        ("+1.5e3", "+1.5e3"),
        ("＠a", "'＠a"),
        ("a\x1b[2Jb\x00", "a\N{REPLACEMENT CHARACTER}[2Jb\N{REPLACEMENT CHARACTER}"),
        ("两行\n=1", "两行\n=1"),
        ("", ""),
    ],
)
def test_a_cell_is_harmless(text: str, cell: str) -> None:
    assert harmless(text) == cell


@pytest.mark.parametrize("text", ["", "a,b\r\n-5,x=1\r\n", '"a\n b","c-d"\r\n'])
def test_csv_without_such_cells_is_left_alone(text: str) -> None:
    assert not is_suspect(io.BytesIO(text.encode()))


def test_csv_is_rewritten_cell_by_cell() -> None:
    text = line(["a", "b"]) + b'=1,"x,=2"\r\n"@ ""q""",-3\r\n'
    assert is_suspect(io.BytesIO(text))
    assert b"".join(rewritten(io.BytesIO(text))) == b'a,b\r\n\'=1,"x,=2"\r\n"\'@ ""q""",-3\r\n'


def test_the_endpoints_csv_is_harmless_and_its_other_forms_exact(serve: Serve) -> None:
    with serve(QUADS) as client:
        cells = [row[0] if row else "" for row in csv.reader(io.StringIO(answer(client, "csv")))][1:]
        assert len(cells) == len(HOSTILE) + len(PLAIN)
        for cell in cells:
            assert harmless(cell) == cell
        assert {"'=1+1", "-5", "+0.5", "1-2", '乡村, "村"\n=第二行'} <= set(cells)
        assert b"\n=1+1\n" not in answer(client, "json").encode()
        assert '"=1+1"' in answer(client, "json")
        assert '"=1+1"' in answer(client, "tsv")


def test_csv_can_be_exact(serve: Serve) -> None:
    with serve(QUADS, replace(LIMITS, csv_exact=True)) as client:
        assert "\r\n=1+1\r\n" in answer(client, "csv")


def answer(client: httpx.Client, form: str) -> str:
    found = client.get("/query", params={"query": QUERY, "format": form})
    assert found.status_code == 200, found.text
    return found.text
