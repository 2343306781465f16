"""The data page: releases and what changed between two of them, the gate, what was refused."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from starlette.testclient import TestClient

from serve.explorer.data import GATES, INDEX, Releases
from serve.search.build import make_index
from tests.serve.explorer.world import IRIS, make_app_on, make_store, pages

PAGE, GONE = str(IRIS.page("http://a.example/income")), str(IRIS.page("http://gone.example/"))
FIRST, SECOND, THIRD = "2026-01-01", "2026-02-01", "2026-02-01.2"


class Folder:
    """A data folder on the disk, as the explorer sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.opened = list[str]()

    def find(self, rel: str, *suffixes: str) -> list[str]:
        found = (str(path.relative_to(self.path)) for path in sorted((self.path / rel).rglob("*")))
        return [rel for rel in found if rel.endswith(suffixes)]

    def open(self, rel: str) -> IO[bytes]:
        self.opened.append(rel)
        return (self.path / rel).open("rb")

    def info(self, rel: str) -> tuple[int, str]:
        state = (self.path / rel).stat()
        return state.st_size, str(state.st_mtime_ns)


def release(folder: Path, name: str, pages: str, ended: str = "", changes: str = "") -> dict[str, object]:
    """A release with its lists, and what the index says of it."""
    home = folder / "releases" / name
    home.mkdir(parents=True)
    for file, text in (("pages.tsv.gz", pages), ("ended.tsv.gz", ended), ("changes.tsv.gz", changes)):
        (home / file).write_bytes(gzip.compress(text.encode()))
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(home.iterdir()))
    (home / "SHA256SUMS").write_text("".join(sums))
    return {"name": name, "pipeline": "1", "since": None, "changes": {}}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three releases: between the last two a page was found gone; and two runs of the gate."""
    old, new = ("".join(sorted((f"{PAGE}\t{graph}\tx\n", f"{GONE}\t1\tx\n"))) for graph in (1, 2))
    first, second = release(tmp_path, FIRST, old), release(tmp_path, SECOND, new, "", f"{PAGE}\tchanged\tpipeline\n")
    third = release(tmp_path, THIRD, new, f"{GONE}\t{GONE}\tnow\n", f"{GONE}\tended\tgone\n")
    second |= {"since": FIRST, "pipeline": "2", "changes": {"pages changed (pipeline)": 1, "quads added": 7}}
    third |= {"since": SECOND, "pipeline": "2", "changes": {"appearances ended (gone)": 1}}
    (tmp_path / INDEX).write_text(json.dumps({"latest": THIRD, "releases": [first, second, third]}))
    finding = {"figure": "share_refused", "of": "", "value": 0.4, "side": "most", "limit": 0.3, "blocks": False}
    runs = [
        {"moment": "2026-01-01T00:00:00Z", "figures": {"pages": 10, "share_refused": 0.1}},
        {"moment": "2026-02-01T00:00:00Z", "figures": {"pages": 12, "share_refused": 0.4},
         "bounds": {"share_refused": {"most": {"block": 0.9, "warn": 0.3}}},
         "findings": [finding, {**finding, "of": "a.example", "value": 0.9, "limit": 0.5}]},
    ]  # fmt: skip
    (tmp_path / "reports").mkdir()
    (tmp_path / GATES).write_text("".join(json.dumps(run) + "\n" for run in runs))
    return tmp_path


@pytest.fixture
def client(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = make_store(tmp_path_factory.mktemp("store") / "store", pages())
    refused = {"refused": '{"soft-404": 3}', "refused_by_host": '[["a.example", "soft-404", 2], ["<b>", "wall", 1]]'}
    make_index(store, IRIS.base, refused, {PAGE: ("demo/one.warc.gz", "abc123")})
    app = make_app_on(store, Releases(Folder(data)))
    with TestClient(app, headers={"accept": "text/html", "accept-language": "zh-CN"}) as client:
        yield client


def rows(client: TestClient, table: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/data?format=csv&table={table}{query}")
    assert answer.status_code == 200, answer.text[:300]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_what_changed_since_the_release_before_is_told_with_its_cause(client: TestClient) -> None:
    assert [list(row.values())[:4] for row in rows(client, "causes")] == [["网页上的陈述", "ended", "gone", "1"]]
    assert [(row["page"], row["cause"]) for row in rows(client, "changes")] == [(GONE, "gone")]
    page = client.get("/data").text
    assert f"{SECOND} 至 {THIRD} 的变化" in page
    assert "网页已从网上消失" in page


def test_any_two_releases_are_compared(client: TestClient) -> None:
    found = rows(client, "causes", f"&release={THIRD}&since={FIRST}")
    assert [(row["what_changed"], row["cause"]) for row in found] == [("ended", "gone"), ("changed", "pipeline")]
    found = rows(client, "changes", f"&release={SECOND}&since={FIRST}")
    assert [(row["page"], row["cause"]) for row in found] == [(PAGE, "pipeline")]
    assert "荒坡变果园" in client.get(f"/data?release={SECOND}&since={FIRST}").text


def test_a_release_says_itself_what_changed_so_its_lists_are_not_read(data: Path) -> None:
    folder = Folder(data)
    changes = Releases(folder).changes(SECOND, THIRD)
    assert dict(changes.counts) == {("appearances", "ended", "gone"): 1}
    assert not any(rel.endswith("pages.tsv.gz") for rel in folder.opened)


def test_the_index_is_read_again_when_a_release_is_made(data: Path) -> None:
    releases = Releases(Folder(data))
    assert releases.names() == [FIRST, SECOND, THIRD]
    (data / INDEX).write_text(json.dumps({"latest": FIRST, "releases": [{"name": FIRST}]}))
    assert releases.names() == [FIRST]


def test_files_are_told_with_size_sum_and_what_they_hold(client: TestClient, data: Path) -> None:
    found = {row["file"]: row for row in rows(client, "files")}
    path = data / "releases" / THIRD / "changes.tsv.gz"
    assert found["changes.tsv.gz"]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found["changes.tsv.gz"]["size"] == str(path.stat().st_size)
    assert "逐条变化" in found["changes.tsv.gz"]["holds"]
    assert client.get(f"/data/releases/{THIRD}/changes.tsv.gz").content == path.read_bytes()


def test_the_gate_tells_its_figures_their_bounds_and_what_is_out_of_them(client: TestClient) -> None:
    found = [(row["figure"], row["now"], row["before"], row["bound"], row["verdict"]) for row in rows(client, "gate")]
    assert found == [
        ("pages", "12", "10", "", "holds"),
        ("share_refused", "0.4", "0.1", "至多 30.0%", "warns"),
        ("share_refused", "0.9", "", "至多 50.0%", "warns"),
    ]
    assert "a.example" in client.get("/data").text


def test_refusals_are_told_by_reason_and_by_site(client: TestClient) -> None:
    assert [(row["reason"], row["count"]) for row in rows(client, "refused")] == [("soft-404", "3")]
    found = rows(client, "refused-by-site")
    assert [(row["host"], row["reason"], row["count"]) for row in found] == [
        ("a.example", "soft-404", "2"), ("<b>", "wall", "1")]  # fmt: skip
    page = client.get("/data").text
    assert "页面不存在" in page
    assert "<b><" not in page


def test_a_page_tells_in_which_archive_it_is(client: TestClient) -> None:
    page = client.get(f"/{PAGE.removeprefix(IRIS.base)}").text
    assert "demo/one.warc.gz" in page
    assert "abc123" in page


def test_a_folder_without_releases_and_runs_says_so(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store", pages())
    with TestClient(make_app_on(store, Releases(Folder(tmp_path))), headers={"accept": "text/html"}) as client:
        page = client.get("/data", headers={"accept-language": "en"}).text
    assert "There is no release yet" in page
    assert "It has not run yet" in page
