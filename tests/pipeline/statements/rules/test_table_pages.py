"""Whole pages with tables as county offices write them (``tables.yaml``): every fact that is read, and no other.

In the cases ``<`` is a cell merged with the one to its left, ``^`` one merged with the one above it.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.read import read_page
from pipeline.records import Fact, RawPage, Reading, Site

SITE = Site("huitong", "会同县人民政府", "431225")
CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("tables.yaml").read_text("utf-8"))
FETCHED = datetime(2023, 5, 6, tzinfo=UTC)
INTRODUCED = "现将有关情况予以公示，欢迎社会各界监督。"


def cells(rows: list[list[str]]) -> list[str]:
    """The rows as HTML, merged cells as spans."""
    lines = []
    for r, row in enumerate(rows):
        line = ""
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            across = next((i for i in range(c + 1, len(row)) if row[i] != "<"), len(row)) - c
            down = next((i for i in range(r + 1, len(rows)) if c >= len(rows[i]) or rows[i][c] != "^"), len(rows)) - r
            line += f"<td colspan={across} rowspan={down}>{text}</td>"
        lines.append(f"<tr>{line}</tr>")
    return lines


def read(case: dict[str, Any]) -> Reading:
    rows = [line.split("|") for line in case["rows"].strip().split("\n")]
    above = "".join(f"<p>{line}</p>" for line in (INTRODUCED, *case.get("above", ())))
    page = (
        f"<html><head><meta name=ArticleTitle content='{case['title']}'>"
        f"<meta name=PubDate content='2023-05-06'></head><body><h1>{case['title']}</h1>"
        f"<div id=zoom>{above}<table>{''.join(cells(rows))}</table></div></body></html>"
    )
    found = read_page(
        RawPage("https://www.example.gov.cn/1.html", datetime(2023, 5, 6, tzinfo=UTC), page.encode()), SITE
    )
    assert isinstance(found, Reading), found
    return found


def shown(fact: Fact, reading: Reading) -> str:
    """A fact in the cases' notation; of programmes only those that stand in the table: which names a title or a caption
    holds is not its business.
    """
    value = f"{fact.value.normalize():f}" + (f"-{fact.value_max.normalize():f}" if fact.value_max else "")
    per = f"/{fact.per}" if fact.per else ""
    parts = [fact.where.name if fact.where else "", fact.when or "", "planned" if fact.modality == "planned" else ""]
    table = min(block.start for block in reading.article.blocks if block.kind == "row")
    program = f" {{{fact.program.text}}}" if fact.program and fact.program.start >= table else ""
    return f"{value} {fact.unit}{per} {fact.what} @ {' '.join(part for part in parts if part)}{program}"


@pytest.mark.parametrize("name", CASES)
def test_a_page_with_a_table_states(name: str) -> None:
    reading = read(CASES[name])
    assert [shown(fact, reading) for fact in reading.facts] == CASES[name]["facts"]


@pytest.mark.parametrize("name", CASES)
def test_each_fact_is_quoted_letter_for_letter_with_its_number_within(name: str) -> None:
    reading = read(CASES[name])
    for fact in reading.facts:
        assert reading.article.text[fact.start : fact.end] == fact.quote == fact.quote.strip()
        assert fact.start <= fact.number[0] < fact.number[1] <= fact.end
        assert "\n" not in fact.quote


@pytest.mark.parametrize("name", CASES)
def test_no_person_of_a_table_is_kept(name: str) -> None:
    """Persons' names in the cases end in 某某, their numbers have a star or are 11 digits long."""
    text = read(CASES[name]).article.text
    assert "某某" not in text
    assert "***" not in text
    assert "13800001111" not in text
