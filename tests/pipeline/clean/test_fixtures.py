"""A page of each CMS family, both newspaper systems and each state, in our own words, with the article expected."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.clean import clean
from pipeline.records import Article, RawPage, Refusal
from tests.pipeline.clean.pages import FETCHED, grids, lines

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.html"))


def of(article: Article, field: str) -> Any:
    if field == "body":
        return lines(article)
    if field == "tables":
        return [
            {"header_rows": t.header_rows, "caption": t.caption, "unit": t.unit, "rows": rows}
            for t, rows in zip(article.tables, grids(article), strict=True)
        ]
    value = getattr(article, field)
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_the_page_reads_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    answer = clean(RawPage(expected.pop("url"), FETCHED, path.read_bytes(), expected.pop("status", 200)))
    if "refusal" in expected:
        assert isinstance(answer, Refusal), answer.text
        assert answer.reason == expected["refusal"]
        return
    assert isinstance(answer, Article), answer
    assert {field: of(answer, field) for field in expected} == expected


@pytest.mark.parametrize("path", [p for p in FIXTURES if not p.stem.startswith("refused")], ids=lambda p: p.stem)
def test_blocks_cover_the_text_line_by_line(path: Path) -> None:
    article = clean(RawPage("", FETCHED, path.read_bytes()))
    assert isinstance(article, Article)
    assert [article.text[b.start : b.end] for b in article.blocks] == article.text.split("\n")
    assert article.text.startswith(article.title)


def test_reading_again_gives_the_same() -> None:
    pages = [RawPage("", FETCHED, path.read_bytes()) for path in FIXTURES]
    assert [clean(page) for page in pages] == [clean(page) for page in reversed(pages)][::-1]
