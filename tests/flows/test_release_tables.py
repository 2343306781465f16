"""A release for people without RDF, its other forms, and what changed as quads that make the new one of the old."""

import csv
import gzip
import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from openpyxl import load_workbook
from pyoxigraph import RdfFormat, parse
from typer.testing import CliRunner

from flows.cli import commands
from flows.release.rows import columns
from flows.release.sheets import TABLES, typed
from flows.release.workbook import workbook
from tests.flows.conftest import page

Run = Callable[..., Result]
Pages = Callable[..., Path]


@pytest.fixture(scope="module")
def released(built_once: Pages, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of three pages with a release, which is only read."""
    data = tmp_path_factory.mktemp("released") / "data"
    shutil.copytree(built_once(3) / "data", data, symlinks=True)
    assert CliRunner().invoke(commands, ["export", "--data", str(data)]).exit_code == 0
    return data


def newest(data: Path) -> Path:
    return max((path for path in (data / "releases").glob("2*")), key=lambda path: path.stat().st_mtime)


@pytest.fixture
def release(released: Path) -> Path:
    return newest(released)


def rows(release: Path, name: str) -> list[dict[str, str]]:
    with (release / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_fact_has_a_row_with_its_place_sentence_and_page(release: Path) -> None:
    (row,) = (row for row in rows(release, "facts") if row["value"] == "1000000")
    assert (row["province"], row["county"], row["place"], row["place_code"]) == (
        *("新疆维吾尔自治区", "额敏县", "额敏镇", "654221100"),
    )
    assert (row["unit"], row["modality"], row["qualifier"]) == ("CNY", "actual", "exact")
    assert "投入资金100万元" in row["sentence"]
    assert row["page"] == "file:///000.html"
    assert row["title"] == "额敏镇扎实推进人居环境整治第0期观察"


def test_csv_parquet_and_workbook_hold_the_same_rows(release: Path) -> None:
    book = load_workbook(release / "xiangtu.xlsx", read_only=True)
    for name in TABLES:
        count = len(rows(release, name))
        assert count == pq.ParquetFile(release / f"{name}.parquet").metadata.num_rows
        assert count == sum(1 for _ in book[name].iter_rows()) - 1
    explained = [tuple(cell.value for cell in row[:2]) for row in book["columns"].iter_rows(min_row=2)]
    assert explained == [(name, column) for name in TABLES for column in columns(name)]


def test_a_workbook_holds_each_cell_of_its_csv(release: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(release, again)
    odd = (again / "facts.csv").read_text("utf-8-sig").replace("扎实推进", "<扎实>&  推进")
    (again / "facts.csv").write_text(odd, "utf-8-sig")
    workbook(again, "xiangtu.xlsx", TABLES)
    book = load_workbook(again / "xiangtu.xlsx", read_only=True)
    for name in TABLES:
        told = [[typed(column, cell) for column, cell in row.items()] for row in rows(again, name)]
        found = book[name].iter_rows(min_row=2, max_col=len(columns(name)), values_only=True)
        assert [list(row) for row in found] == told
    assert any("<扎实>&  推进" in row["title"] for row in rows(again, "facts"))


def test_a_workbook_tells_nothing_of_when_it_was_made(release: Path, tmp_path: Path) -> None:
    shutil.copytree(release, tmp_path / "again")
    time.sleep(1.1)
    workbook(tmp_path / "again", "xiangtu.xlsx", TABLES)
    assert (tmp_path / "again" / "xiangtu.xlsx").read_bytes() == (release / "xiangtu.xlsx").read_bytes()


def test_a_csv_opens_in_a_spreadsheet_as_chinese(release: Path) -> None:
    assert (release / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbffact,claim,province")


@pytest.mark.parametrize(
    ("name", "form"), [("xiangtu.trig.gz", RdfFormat.TRIG), ("xiangtu.jsonld.gz", RdfFormat.JSON_LD)]
)
def test_other_forms_say_the_same_quads(release: Path, name: str, form: RdfFormat) -> None:
    def quads(file: Path, form: RdfFormat) -> set[str]:
        return {str(quad) for quad in parse(gzip.decompress(file.read_bytes()), form, lenient=True)}

    assert quads(release / name, form) == quads(release / "xiangtu.nq.gz", RdfFormat.N_QUADS)


def test_the_old_dump_with_what_changed_is_the_new_one(
    released: Path, release: Path, xiangtu: Run, pages: Pages, data: Path
) -> None:
    shutil.copytree(released, data, symlinks=True)
    folder = pages(4)
    (folder / "001.html").write_text(page(1, money=777), "utf-8")
    assert xiangtu("build", folder).exit_code == 0
    assert xiangtu("export").exit_code == 0
    newer = newest(data)
    assert newer.name != release.name

    def lines(folder: Path, name: str) -> set[bytes]:
        return set(gzip.decompress((folder / name).read_bytes()).splitlines())

    added, removed = lines(newer, "added.nq.gz"), lines(newer, "removed.nq.gz")
    assert added
    assert removed
    assert (lines(release, "xiangtu.nq.gz") - removed) | added == lines(newer, "xiangtu.nq.gz")


def test_the_index_names_every_release_its_files_and_the_latest(release: Path) -> None:
    index = json.loads((release.parent / "index.json").read_text("utf-8"))
    (entry,) = index["releases"]
    assert index["latest"] == entry["name"] == release.name
    assert {file["name"] for file in entry["files"]} == {path.name for path in release.iterdir()}
