"""What can be taken from a page: rows with their sources, whole, and safe in a spreadsheet."""

import io
import re

import pytest
from starlette.testclient import TestClient

from tests.serve.explorer.asking import rows, text
from tests.serve.explorer.world import (
    IRIS,
    VILLAGE,
)


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("", {"300000", "450000", "600000", "550000", "1000000"}),
        ("&year=2023", {"600000", "550000"}),
        ("&status=planned", {"1000000"}),
        ("&indicator=investment", set()),
        ("&indicator=collective-income&year=2021", {"300000"}),
    ],
)
def test_filters_stand_in_the_address_and_downloads_hold_what_is_shown(
    client: TestClient, query: str, values: set[str]
) -> None:
    path = f"/place/{VILLAGE}?below=0{query}"
    downloaded = rows(client, f"{path}&format=csv&table=facts")
    assert {row["value"].removesuffix(".0") for row in downloaded} == values
    as_json = client.get(f"{path}&format=json&table=facts").json()
    assert {str(int(row["value"])) for row in as_json} == values
    shown = re.search(r'<table class="t-facts">.*?</table>', text(client, path), re.DOTALL)
    assert (shown[0].count("<tr>") - 1 if shown else 0) == len(values)


def test_a_workbook_holds_the_same(client: TestClient) -> None:
    from openpyxl import load_workbook

    answer = client.get(f"/place/{VILLAGE}?format=xlsx&table=facts")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    names, *cells = sheet.iter_rows(values_only=True)
    assert names[2] == "amount"
    assert len(cells) == 5


def test_every_download_of_facts_has_their_sources(client: TestClient) -> None:
    for path in (
        f"/place/{VILLAGE}?table=facts",
        "/indicator/collective-income?table=ranking",
        f"/compare?place={VILLAGE}",
    ):
        for row in rows(client, f"{path}&format=csv"):
            assert row["url"].startswith("http://")
            assert row["sentence"]
            assert row["fact_iri"].startswith(IRIS.base)


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/?table=provinces-facts", "/place/"),
        ("/?table=widest", "/program/"),
        ("/?table=planned-done", "/"),
        ("/?table=pages", ""),
        ("/program/points-system?table=spread", "/program/points-system"),
        ("/indicator/collective-income?year=2023&table=years", "/indicator/collective-income?year="),
        ("/search?q=积分&table=sentences", ""),
        ("/ask/newest?code=会同县&table=newest", ""),
    ],
)
def test_every_other_download_says_where_its_rows_come_from(client: TestClient, path: str, leads: str) -> None:
    found = rows(client, f"{path}&format=csv")
    assert found
    for row in found:
        if leads:
            assert row["source_address"].startswith(f"http://testserver{leads}")
        else:
            assert row["url"].startswith("http")


def test_a_spreadsheet_takes_no_cell_for_a_formula() -> None:
    from serve.explorer.tables import Cell, as_csv, table

    assert b"'=1+1" in as_csv(table("t", "a", [(Cell("=1+1"),)]))
