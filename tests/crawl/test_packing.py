"""Plain files packed as a shard: the same bytes for the same files, a URL for each, nothing left out."""

import os
import random
from pathlib import Path

import pytest

from crawl.archive import read_pages
from crawl.packing import pack_files
from pipeline.records import RawPage

WHEN = 1_700_000_000


def put(folder: Path, **files: str) -> list[Path]:
    """Write files (``__`` stands for a folder, ``_`` for the dot) with one fixed time."""
    paths = []
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, (WHEN, WHEN))
        paths.append(path)
    return paths


def urls(archive: Path) -> list[str]:
    return [page.url for page in read_pages(archive)]


def test_the_order_of_the_arguments_does_not_change_a_byte(tmp_path: Path) -> None:
    files = put(tmp_path / "in", a_html="<p>一</p>", b_txt="二", c_htm="三")
    shuffled = files[:]
    random.Random(1).shuffle(shuffled)
    pack_files(files, tmp_path / "1.warc.gz")
    pack_files([*shuffled, files[0]], tmp_path / "2.warc.gz")
    pack_files([tmp_path / "in"], tmp_path / "3.warc.gz")
    assert (tmp_path / "1.warc.gz").read_bytes() == (tmp_path / "2.warc.gz").read_bytes()
    assert (tmp_path / "1.warc.gz").read_bytes() == (tmp_path / "3.warc.gz").read_bytes()


def test_content_type_and_time_come_from_the_file(tmp_path: Path) -> None:
    put(tmp_path / "in", 页_shtml="<p>村</p>", note_txt="村", paper_pdf="%PDF-1.7", odd_xyz="?")
    pack_files([tmp_path / "in"], tmp_path / "out.warc.gz")
    pages = [page for page in read_pages(tmp_path / "out.warc.gz") if isinstance(page, RawPage)]
    assert {page.url: page.headers[0][1] for page in pages} == {
        "file:///%E9%A1%B5.shtml": "text/html",
        "file:///note.txt": "text/plain",
        "file:///paper.pdf": "application/pdf",
        "file:///odd.xyz": "application/octet-stream",
    }
    assert {page.fetched.timestamp() for page in pages} == {WHEN}


def test_folders_are_walked_but_archives_and_hidden_files_are_not_pages(tmp_path: Path) -> None:
    put(tmp_path / "in", a_txt="1", deep__er__b_txt="2", x_warc_gz="3", _hidden="4")
    assert pack_files([tmp_path / "in"], tmp_path / "out.warc.gz") == 2
    assert urls(tmp_path / "out.warc.gz") == ["file:///a.txt", "file:///deep/er/b.txt"]


def test_two_files_of_one_name_get_a_url_each(tmp_path: Path) -> None:
    put(tmp_path, one__a_txt="1", two__a_txt="2")
    pack_files([tmp_path / "two", tmp_path / "one"], tmp_path / "out.warc.gz")
    assert urls(tmp_path / "out.warc.gz") == ["file:///one/a.txt", "file:///two/a.txt"]


def test_a_missing_file_is_named_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gone\.html"):
        pack_files([tmp_path / "gone.html"], tmp_path / "out.warc.gz")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_a_page_of_no_bytes(tmp_path: Path) -> None:
    put(tmp_path / "in", a_html="")
    pack_files([tmp_path / "in"], tmp_path / "out.warc.gz")
    assert [page.body for page in read_pages(tmp_path / "out.warc.gz") if isinstance(page, RawPage)] == [b""]
