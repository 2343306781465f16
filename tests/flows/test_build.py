"""What a build promises: only what is new is done, whole or not at all, and the same bytes in whatever order."""

import gzip
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from pyoxigraph import NamedNode, Store

from crawl.archive import Archive
from flows.store.merged import GRAPH
from ontology.iris import XT
from serve.search.schema import NoIndexError, opened
from tests.flows.conftest import page

Run = Callable[..., Result]
Pages = Callable[..., Path]


def nquads(data: Path) -> bytes:
    """The newest release's N-Quads, still packed."""
    newest = max(folder for folder in (data / "releases").iterdir() if folder.name[:1].isdigit())
    return newest.joinpath("xiangtu.nq.gz").read_bytes()


def outputs(data: Path) -> dict[str, bytes]:
    """Every shard's outputs."""
    return {
        str(p.relative_to(data)): p.read_bytes()
        for kind in ("pages", "graph", "quarantine", "captures", "readings", "rows")
        for p in (data / kind).iterdir()
    }


def graphs(data: Path) -> int:
    """How many pages the store holds."""
    store = Store.read_only(str(data / "store"))
    return sum(1 for _ in store.quads_for_pattern(None, NamedNode(XT.fetched), None, GRAPH))


def capture(folder: Path, url: str, html: str, day: int, site: str = "demo") -> None:
    """An archive with one answer, fetched on a day of May 2024."""
    with Archive(folder, site) as archive:
        archive.write(url, datetime(2024, 5, day, tzinfo=UTC), 200, [("Content-Type", "text/html")], html.encode())


def test_pages_become_a_shard_with_its_outputs_and_a_store(xiangtu: Run, pages: Pages, data: Path) -> None:
    result = xiangtu("build", pages(3))
    assert result.exit_code == 0, result.stderr
    (table,), (graph,), (quarantine,) = ([*(data / kind).iterdir()] for kind in ("pages", "graph", "quarantine"))
    assert table.stem == graph.name.removesuffix(".nq.gz") == quarantine.stem
    rows = pq.read_table(table).to_pylist()
    assert [row["url"] for row in rows] == ["file:///000.html", "file:///001.html", "file:///002.html"]
    assert all(row["text"] and row["title"] and row["raw"] and row["published"] == "2024-04-26T10:00" for row in rows)
    assert quarantine.read_bytes() == b""
    assert graphs(data) == 3


def test_building_again_does_nothing_and_says_so(xiangtu: Run, built: Pages, data: Path) -> None:
    folder = built(2)
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*") if path.suffix in (".gz", ".parquet", ".jsonl")}
    for arguments in ((), (folder,)):
        result = xiangtu("build", *arguments)
        assert result.exit_code == 0
        assert "nothing to do" in result.stderr
    after = {path: path.stat().st_mtime_ns for path in data.rglob("*") if path.suffix in (".gz", ".parquet", ".jsonl")}
    assert after == before


def test_an_index_of_an_older_version_is_made_again(xiangtu: Run, pages: Pages, data: Path) -> None:
    assert xiangtu("build", pages(2)).exit_code == 0
    with closing(sqlite3.connect(data / "store" / "index.sqlite")) as db, db:
        db.execute("UPDATE notes SET value = '0' WHERE key = 'version'")
    with pytest.raises(NoIndexError):
        opened(data / "store")
    assert xiangtu("build").exit_code == 0
    opened(data / "store").close()


def test_any_order_and_number_of_inputs_gives_the_same_bytes(xiangtu: Run, pages: Pages, tmp_path: Path) -> None:
    files = sorted(pages(5).iterdir())
    shuffled = random.Random(7).sample(files, len(files))
    ways = {
        "at-once": [files],
        "shuffled": [shuffled],
        "one-by-one": [[f] for f in shuffled],
        "folder": [[files[0].parent]],
    }
    results = set()
    for name, runs in ways.items():
        own = tmp_path / name
        for inputs in runs:
            assert xiangtu("build", "--data", own, *inputs).exit_code == 0
        assert xiangtu("export", "--data", own).exit_code == 0
        results.add(nquads(own))
    assert len(results) == 1


def test_an_archive_gives_the_same_outputs_wherever_it_is_built(xiangtu: Run, tmp_path: Path) -> None:
    made = []
    capture(tmp_path / "in", "http://a.example.com/1.html", page(1), 1)
    for name in ("one", "two"):
        xiangtu("build", "--data", tmp_path / name, tmp_path / "in")
        made.append(outputs(tmp_path / name))
    assert made[0] == made[1]


def test_a_newer_capture_replaces_the_page_in_the_store_and_in_releases(xiangtu: Run, data: Path) -> None:
    url = "http://a.example.com/1.html"
    capture(data / "raw" / "demo", url, page(1, money=111), 1)
    xiangtu("build")
    capture(data / "raw" / "demo", url, page(1, money=222), 2)
    result = xiangtu("build")
    assert result.exit_code == 0
    xiangtu("export")
    dump = "".join(line for line in gzip.decompress(nquads(data)).decode().splitlines() if in_page_graph(line))
    assert "222万元" in dump
    assert "111万元" not in dump
    assert graphs(data) == 1
    quads = Store.read_only(str(data / "store")).quads_for_pattern(None, None, None, GRAPH)
    text = " ".join(q.object.value for q in quads if hasattr(q.object, "value"))
    assert "222万元" in text
    assert "111万元" not in text


def in_page_graph(line: str) -> bool:
    """Whether an N-Quads line is of a page's graph."""
    return "/page/" in line.rpartition("<")[2]


def test_an_older_capture_read_later_changes_nothing_but_the_history(xiangtu: Run, data: Path) -> None:
    url = "http://a.example.com/1.html"
    found = []
    for day, money in ((2, 222), (1, 111)):
        capture(data / "raw" / "demo", url, page(1, money=money), day)
        xiangtu("build")
        xiangtu("export")
        found.append(gzip.decompress(nquads(data)).decode().splitlines())
    assert [line for line in found[0] if in_page_graph(line)] == [line for line in found[1] if in_page_graph(line)]
    assert found[0] != found[1]


def test_both_captures_of_a_page_in_one_archive_are_kept_but_one_graph(xiangtu: Run, data: Path) -> None:
    url = "http://a.example.com/1.html"
    with Archive(data / "raw" / "demo", "demo") as archive:
        for day, money in ((2, 222), (1, 111)):
            when = datetime(2024, 5, day, tzinfo=UTC)
            archive.write(url, when, 200, [("Content-Type", "text/html")], page(1, money=money).encode())
    xiangtu("build")
    (table,), (graph,) = ([*(data / kind).iterdir()] for kind in ("pages", "graph"))
    assert pq.read_table(table).num_rows == 2
    lines = gzip.decompress(graph.read_bytes()).decode().splitlines()
    assert len({line.rpartition("<")[2] for line in lines}) == 2, "the older one stands in a graph of its own"
    assert graphs(data) == 1


def test_two_captures_of_the_same_moment_are_settled_by_their_bytes_not_their_order(
    xiangtu: Run, tmp_path: Path
) -> None:
    results = set()
    for order in ((111, 222), (222, 111)):
        own = tmp_path / str(order[0])
        for number, money in enumerate(order):
            capture(own / "raw" / f"s{number}", "http://a.example.com/1.html", page(1, money=money), 1)
            xiangtu("build", "--data", own)
        xiangtu("export", "--data", own)
        results.add(nquads(own))
    assert len(results) == 1


def test_a_new_pipeline_reads_everything_again_and_leaves_no_old_shard(
    xiangtu: Run, built: Pages, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(2)
    old = set(outputs(data))
    for module in ("flows.run.version", "flows.run.build"):
        monkeypatch.setattr(f"{module}.pipeline_version", lambda: "another")
    result = xiangtu("build")
    assert result.exit_code == 0
    assert not old & set(outputs(data))
    assert len(outputs(data)) == len(old)
    assert graphs(data) == 2


def test_shards_are_taken_up_without_being_read_again_when_the_state_is_lost(
    xiangtu: Run, built: Pages, data: Path
) -> None:
    built(2)
    before = {path: path.stat().st_mtime_ns for path in (data / "graph").iterdir()}
    for path in data.glob("state.sqlite*"):
        path.unlink()
    shutil.rmtree(data / ".stores")
    (data / "store").unlink()
    assert xiangtu("build").exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (data / "graph").iterdir()} == before
    assert graphs(data) == 2


@pytest.mark.parametrize("kind", ["pages", "quarantine", "captures", "graph"])
def test_a_shard_with_an_output_missing_is_made_again(xiangtu: Run, built: Pages, data: Path, kind: str) -> None:
    built(2)
    before = outputs(data)
    next((data / kind).iterdir()).unlink()
    for path in data.glob("state.sqlite*"):
        path.unlink()
    assert xiangtu("build").exit_code == 0
    assert outputs(data) == before


def test_what_was_read_from_an_archive_that_is_gone_stays_until_pruned(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "one", "http://a.example.com/1.html", page(1), 1)
    capture(data / "raw" / "two", "http://a.example.com/2.html", page(2), 1)
    xiangtu("build")
    shutil.rmtree(data / "raw" / "two")
    result = xiangtu("build")
    assert "gone" in result.stderr
    assert graphs(data) == 2
    assert xiangtu("build", "--prune").exit_code == 0
    assert graphs(data) == 1
    assert len(outputs(data)) == 6


def test_the_same_archive_under_two_names_is_one_shard(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "one", "http://a.example.com/1.html", page(1), 1)
    (source,) = (data / "raw" / "one").iterdir()
    shutil.copyfile(source, source.with_name("copy.warc.gz"))
    xiangtu("build")
    assert len(list((data / "graph").iterdir())) == 1


def test_the_lists_of_our_own_crawl_are_no_pages(xiangtu: Run, data: Path) -> None:
    with Archive(data / "raw" / "demo", "demo") as archive:
        when = datetime(2024, 5, 1, tzinfo=UTC)
        html = [("Content-Type", "text/html")]
        archive.write("http://a.example.com/", when, 200, html, b"<a href=1.html>", role="list")
        archive.write("http://a.example.com/1.html", when, 200, html, page(1).encode())
    result = xiangtu("build")
    assert result.exit_code == 0
    assert [p.read_bytes() for p in (data / "quarantine").iterdir()] == [b""]


def test_an_empty_data_folder_says_what_to_do(xiangtu: Run) -> None:
    result = xiangtu("build")
    assert result.exit_code == 1
    assert "xiangtu crawl" in result.stderr


def test_an_input_that_is_not_there_is_an_error_that_names_it(xiangtu: Run, tmp_path: Path) -> None:
    result = xiangtu("build", tmp_path / "nowhere.html")
    assert result.exit_code == 1
    assert "nowhere.html" in result.stderr


def test_a_second_writer_is_told_who_is_writing(xiangtu: Run, pages: Pages, data: Path) -> None:
    from flows.storage import DataFolder

    with DataFolder(str(data), data).locked():
        result = xiangtu("build", pages(1))
    assert result.exit_code == 1
    assert str(os.getpid()) in result.stderr


def test_a_store_s_index_is_filled_from_the_rows_that_shards_keep_or_else_from_their_graphs(
    xiangtu: Run, pages: Pages, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anew() -> bytes:
        shutil.rmtree(data / ".stores", ignore_errors=True)
        assert xiangtu("build").exit_code == 0
        return (data / "store" / "index.sqlite").read_bytes()

    xiangtu("build", pages(3))
    index = (data / "store" / "index.sqlite").read_bytes()
    with monkeypatch.context() as patched:
        patched.delattr("flows.store.graphs.page_rows")
        assert anew() == index
    monkeypatch.setattr("flows.store.kept_rows.unpacked", lambda _: None)
    assert anew() == index
