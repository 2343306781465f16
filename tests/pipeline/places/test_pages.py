import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.places import read_places
from pipeline.records import Article, Block

PAGES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("pages.yaml").read_text("utf-8"))
MARK = re.compile(r"\{([^=}]+)=([0-9]+|-)\}")


def read(marked: str) -> tuple[Article, list[tuple[int, str, str | None]]]:
    """The article of a marked page, and its places as (start, text, code)."""
    text, places, last = "", [], 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        places.append((len(text), mark[1], None if mark[2] == "-" else mark[2]))
        text += mark[1]
        last = mark.end()
    text += marked[last:]
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    blocks = [
        Block(start, start + len(line), "paragraph" if start else "title")
        for start, line in zip(starts, lines, strict=True)
    ]
    return Article("http://example.invalid/", text, tuple(blocks), lines[0]), places


@pytest.mark.parametrize("page", [pytest.param(page, id=page["page"]) for page in PAGES])
def test_a_page(page: dict[str, Any]) -> None:
    article, expected = read(page["text"].strip())
    places = read_places(article)
    assert [(m.start, m.text, m.code) for m in places.mentions] == expected
    assert places.home == page["home"]
    assert all(article.text[m.start : m.end] == m.text for m in places.mentions)
