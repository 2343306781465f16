"""The data folder: files whole or not at all, one writer, a store that is never written while it is read, any URL."""

import gzip
from collections.abc import Callable
from pathlib import Path

import fsspec
import pytest
from click.testing import Result
from pyoxigraph import Store

from flows.storage import BusyError, DataFolder
from flows.store.folders import NoStoreError, link, next_folder, reading, switch, tidy

Run = Callable[..., Result]
Pages = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(str(tmp_path), tmp_path)


def test_a_published_file_replaces_the_one_before_and_leaves_its_scratch_place(folder: DataFolder) -> None:
    for text in ("one", "two"):
        with folder.scratch() as scratch:
            (scratch / "x").write_text(text)
            folder.publish(scratch / "x", "graph/x")
            assert not (scratch / "x").exists()
    assert folder.open("graph/x").read() == b"two"
    assert folder.find("graph", "x") == ["graph/x"]
    assert not any((folder.local / ".tmp").iterdir())


def test_find_leaves_hidden_files_out_and_what_is_not_there_is_empty(folder: DataFolder) -> None:
    for name in ("raw/a/1.warc.gz", "raw/a/.2.warc.gz", "raw/.b/3.warc.gz", "raw/a/4.warc.gz.part"):
        path = folder.local / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert folder.find("raw", ".warc.gz") == ["raw/a/1.warc.gz"]
    assert folder.find("nowhere", "") == []


def test_a_file_knows_whether_it_stands_in_raw(folder: DataFolder, tmp_path: Path) -> None:
    assert folder.inside(tmp_path / "raw" / "a" / "1.warc.gz") == "raw/a/1.warc.gz"
    assert folder.inside(tmp_path / "else.warc.gz") is None


def test_the_lock_is_for_one_and_is_free_afterwards(folder: DataFolder) -> None:
    with folder.locked(), pytest.raises(BusyError, match=r"process \d+ is writing"), folder.locked():
        pass
    with folder.locked():
        pass


def test_a_store_that_is_read_stays_until_its_reader_leaves(folder: DataFolder) -> None:
    with pytest.raises(NoStoreError), reading(folder):
        pass
    first, second = (make_store(folder) for _ in range(2))
    switch(folder, first)
    with reading(folder) as held:
        switch(folder, second)
        tidy(folder, keep=second)
        assert held == first
        assert len(list(Store.read_only(str(held)))) == 0
    tidy(folder, keep=second)
    assert not first.exists()
    assert link(folder) == second


def make_store(folder: DataFolder) -> Path:
    path = next_folder(folder)
    Store(str(path)).flush()
    return path


def test_a_folder_at_a_url_gives_the_same_release_as_a_local_one(
    xiangtu: Run, pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = pages(3)
    name = "releases/2026-01-31/xiangtu.nq.gz"
    for url in ("memory://xiangtu-test", str(tmp_path / "plain")):
        monkeypatch.setenv("XIANGTU_LOCAL", str(tmp_path / "local") if "://" in url else "")
        for arguments in (("build", inputs), ("build",), ("export", "--date", "2026-01-31"), ("query", "money")):
            result = xiangtu(arguments[0], "--data", url, *arguments[1:])
            assert result.exit_code == 0, result.stderr
    remote = fsspec.filesystem("memory").cat_file(f"/xiangtu-test/{name}")
    assert gzip.decompress(remote)
    assert remote == (tmp_path / "plain" / name).read_bytes()
    kept = {p.name for p in (tmp_path / "local").iterdir()}
    assert kept == {"state.sqlite", "state.sqlite.seal", "store", ".stores", ".lock", ".tmp"}
