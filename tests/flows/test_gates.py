"""The gate before a release: what blocks, what warns, what a data folder's own file says, what a sudden drop is."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from flows.release.gates import GateError, GateResult, gate_of, read_gates
from flows.settings import load
from flows.storage import data_folder

Run = Callable[..., Result]
Pages = Callable[..., Path]


def gate(data: Path) -> GateResult:
    return gate_of(data_folder(load(data=str(data))))


def test_a_good_folder_holds_all_assertions_and_keeps_its_figures(xiangtu: Run, built: Pages, data: Path) -> None:
    built(3)
    result = gate(data)
    assert (result.blocking, result.warnings) == ([], [])
    assert result.figures["pages"] == 3
    assert result.figures["facts"] > 3
    (kept,) = (data / "reports" / "gates.jsonl").read_text().splitlines()
    assert json.loads(kept)["figures"] == result.figures


def test_too_little_blocks_and_little_warns(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    (data / "gates.yaml").write_text(
        "overall: {facts_per_page: {least: {block: 500, warn: 600}}, share_with_place: {least: {warn: 1.1}}}"
    )
    result = gate(data)
    assert [line.split()[0] for line in result.blocking] == ["facts_per_page"]
    assert [line.split()[0] for line in result.warnings] == ["share_with_place"]


def test_graphs_that_break_a_shape_block_and_their_site_is_named(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    with sqlite3.connect(data / "state.sqlite") as db:
        sql = "INSERT INTO captures (page, url, shard, reason) SELECT 'p', 'u', name, 'shape' FROM shards"
        db.execute(sql)
    result = gate(data)
    assert any(line.startswith("share_misshapen is 0.333") for line in result.blocking)
    assert any(line.startswith("share_misshapen of files is 0.333") for line in result.warnings)


def test_a_sudden_drop_against_the_last_runs_blocks(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    reports = data / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "gates.jsonl").write_text('{"figures": {"pages": 10, "facts": 100}}\n' * 3)
    assert any(line.startswith("the drop of pages is 0.8") for line in gate(data).blocking)


def test_a_site_is_held_to_bounds_of_its_own_and_to_its_last_runs(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    (data / "gates.yaml").write_text(
        "sites: {files: {facts_per_page: {least: {block: 500}}, share_with_place: {least: {warn: 1.1}}}}\n"
        "drops: {runs: 2, sites: {pages: {warn: 0.5}}}"
    )
    reports = data / "reports"
    reports.mkdir(exist_ok=True)
    (reports / "gates-sites.jsonl").write_text('{"files": {"pages": 8, "facts": 9}, "gone": {"pages": 1}}\n' * 3)
    result = gate(data)
    assert [line.partition(" is ")[0] for line in result.blocking] == ["facts_per_page of files"]
    assert [line.partition(" is ")[0] for line in result.warnings] == [
        "share_with_place of files",
        "the drop of pages of files",
    ]
    kept = json.loads((reports / "gates-sites.jsonl").read_text().splitlines()[-1])
    assert (kept["files"]["pages"], kept["files"]["facts"] > 2) == (2, True)


def test_what_the_reader_is_held_to_on_annotated_pages_may_block(xiangtu: Run, built: Pages, data: Path) -> None:
    built(2)
    (data / "gates.yaml").write_text('reader: {"check: facts (whole)": {least: {block: 0.99}}}')
    result = gate(data)
    assert [line.partition(" is ")[0] for line in result.blocking] == ["check: facts (whole)"]
    (data / "gates.yaml").write_text('reader: {"check: luck": {least: {block: 0.99}}}')
    with pytest.raises(GateError, match=r"reader\.check: luck: no such figure; there are check: amounts"):
        gate(data)


@pytest.mark.parametrize("text", ["overall: [", "overall: {facts: {lest: 1}}", "drops: {runs: many}"])
def test_a_file_that_is_no_gates_says_where_it_is_wrong(tmp_path: Path, text: str) -> None:
    (tmp_path / "gates.yaml").write_text(text)
    with pytest.raises(GateError, match=r"gates\.yaml"):
        read_gates(tmp_path / "gates.yaml")
