"""Bad input: the run goes on, the quarantine says why and where the page's bytes are, the exit code says so."""

import gzip
import json
import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from click.testing import Result
from typer.testing import CliRunner

from crawl.archive import Archive, read_captures
from flows.cli import commands
from tests.flows.conftest import page

Run = Callable[..., Result]

MB = 1024 * 1024
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"
NO_ARTICLE = "<html><body><div id=app></div><script src=/a.js></script></body></html>"

BAD = {
    "empty.html": b"",
    "paper.pdf": PDF,
    "paper.html": PDF,
    "cut.html.gz": gzip.compress(page(1).encode() * 20)[:200],
    "no-article.html": NO_ARTICLE.encode(),
    "huge.html": page(2).encode().replace(b"</div></div>", b"<p>" + "山".encode() * (10 * MB) + b"</p></div></div>"),
    "zeros.html": bytes(4096),
}


def quarantined(data: Path) -> dict[str, dict[str, Any]]:
    """The quarantine's entries by the last part of the URL."""
    entries = [json.loads(line) for path in (data / "quarantine").iterdir() for line in path.open(encoding="utf-8")]
    return {entry["url"].rsplit("/", 1)[-1]: entry for entry in entries}


@pytest.fixture(scope="module")
def bad_and_good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """A build of all bad files with a good one among them: what it said, and its data folder."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "in").mkdir()
    (folder / "in" / "good.html").write_text(page(3), "utf-8")
    for name, content in BAD.items():
        (folder / "in" / name).write_bytes(content)
    build = ["build", "--data", str(folder / "data"), str(folder / "in")]
    return CliRunner().invoke(commands, build, terminal_width=120), folder / "data"


def test_the_good_one_among_bad_files_is_read(bad_and_good: tuple[Result, Path]) -> None:
    result, data = bad_and_good
    assert result.exit_code == 3, result.stderr
    assert re.search(r"pages in the store +1\b", result.stderr)
    assert quarantined(data).keys() == BAD.keys()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_quarantined_with_its_reason_and_where_its_bytes_are(
    name: str, bad_and_good: tuple[Result, Path]
) -> None:
    result, data = bad_and_good
    entry = quarantined(data)[name]
    assert entry["url"] == f"file:///{name}"
    assert entry["reason"] in result.stderr
    assert entry["detail"]
    offsets = {capture.offset for capture in read_captures(data / entry["raw"])}
    assert entry["offset"] in offsets


@pytest.mark.parametrize(
    ("name", "reason"), [("empty.html", "empty"), ("paper.pdf", "damaged"), ("huge.html", "too-large")]
)
def test_the_reason_is_a_stable_slug(name: str, reason: str, bad_and_good: tuple[Result, Path]) -> None:
    assert quarantined(bad_and_good[1])[name]["reason"] == reason


def test_where_nothing_at_all_was_read_the_exit_code_says_so(xiangtu: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    assert xiangtu("build", tmp_path / "empty.html").exit_code == 1
    assert quarantined(data)["empty.html"]["reason"] == "empty"


def test_broken_encodings_are_read_as_far_as_they_go_or_refused_but_never_raised(
    xiangtu: Run, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = page(1)
    utf8 = bytearray(text.encode())
    utf8[len(utf8) // 2 : len(utf8) // 2 + 2] = b"\xff\xfe"
    (folder / "invalid.html").write_bytes(bytes(utf8))
    (folder / "gbk.html").write_bytes(text.replace("utf-8", "gb2312").encode("gb18030"))
    (folder / "lying.html").write_bytes(text.encode("gb18030"))
    (folder / "cut.html").write_bytes(text.encode()[:-301])
    (folder / "utf16.html").write_bytes(text.encode("utf-16"))
    result = xiangtu("build", folder)
    assert result.exit_code in (0, 3)
    import pyarrow.parquet as pq

    rows = {row["url"]: row for path in (data / "pages").iterdir() for row in pq.read_table(path).to_pylist()}
    assert len(rows) + len(quarantined(data)) == 5
    for name in ("invalid", "gbk", "lying"):
        assert "人居环境整治" in rows[f"file:///{name}.html"]["title"]
    assert all(row["text"].encode() for row in rows.values())


def test_an_archive_cut_in_the_middle_gives_what_is_whole_and_reports_the_rest(xiangtu: Run, data: Path) -> None:
    folder = data / "raw" / "demo"
    with Archive(folder, "demo") as archive:
        for number in range(4):
            when = datetime(2024, 5, 1, tzinfo=UTC)
            html = [("Content-Type", "text/html")]
            archive.write(f"http://a.example.com/{number}.html", when, 200, html, page(number).encode())
    (path,) = folder.iterdir()
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * 0.9)])
    result = xiangtu("build")
    assert result.exit_code == 3
    (entry,) = quarantined(data).values()
    assert entry["reason"] == "truncated"
    assert entry["raw"] == f"raw/demo/{path.name}"
    assert 0 < entry["offset"] < path.stat().st_size
    assert "pages read" in result.stderr


def test_a_file_called_an_archive_that_is_none_is_reported(xiangtu: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "no.warc.gz").write_bytes(b"no archive at all")
    (tmp_path / "good.html").write_text(page(1), "utf-8")
    result = xiangtu("build", tmp_path / "no.warc.gz", tmp_path / "good.html")
    assert result.exit_code == 3
    assert len(quarantined(data)) == 1


def test_a_folder_of_junk_is_read_for_what_is_in_it(xiangtu: Run, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.html").write_text(page(5), "utf-8")
    (folder / "deep" / "er" / "good.html").write_text(page(1), "utf-8")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(3000))
    (folder / "名字 有空格#?.html").write_text(page(2), "utf-8")
    (folder / "broken-link.html").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder)
    result = xiangtu("build", folder)
    assert result.exit_code == 3
    assert set(quarantined(data)) == {"photo.jpg"}


def test_a_page_on_which_the_pipeline_fails_is_quarantined_with_the_place_of_the_error(
    xiangtu: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.run import reading
    from pipeline.read import read_page

    def failing(raw: Any, site: Any) -> Any:
        if raw.url.endswith("/002.html"):
            raise ZeroDivisionError("a defect")
        return read_page(raw, site)

    monkeypatch.setattr(reading, "read_page", failing)
    for number in (1, 2):
        (tmp_path / f"00{number}.html").write_text(page(number), "utf-8")
    result = xiangtu("build", tmp_path / "001.html", tmp_path / "002.html")
    assert result.exit_code == 3
    entry = quarantined(data)["002.html"]
    assert entry["reason"] == "error"
    assert entry["detail"].startswith("ZeroDivisionError in test_bad_input.py:")


def test_a_page_whose_graph_violates_a_shape_is_quarantined_and_its_neighbours_are_not(
    xiangtu: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rdflib import RDF, URIRef

    from flows.run import shard
    from ontology.iris import XT
    from pipeline.graph.emit import page_triples
    from pipeline.graph.written import written

    def wrong(reading: Any, fetched: Any, iris: Any) -> Any:
        triples = page_triples(reading, fetched, iris)
        if reading.article.url.endswith("/002.html"):
            return written((*triples, (URIRef("https://w3id.org/xiangtu/fact/0"), RDF.type, XT.Fact)))
        return written(triples)

    monkeypatch.setattr(shard, "page_written", wrong)
    for number in (1, 2, 3):
        (tmp_path / f"00{number}.html").write_text(page(number), "utf-8")
    assert xiangtu("build", *sorted(tmp_path.glob("*.html"))).exit_code == 3
    entries = quarantined(data)
    assert set(entries) == {"002.html"}
    assert entries["002.html"]["reason"] == "shape"
    assert "fact/0" in entries["002.html"]["detail"]


def test_nothing_of_what_was_refused_is_lost_when_it_is_built_again(xiangtu: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(page(3), "utf-8")
    (tmp_path / "empty.html").write_bytes(b"")
    inputs = (tmp_path / "good.html", tmp_path / "empty.html")
    xiangtu("build", *inputs)
    result = xiangtu("build", *inputs)
    assert result.exit_code == 0
    assert "1 page in quarantine" in result.stderr
    assert set(quarantined(data)) == {"empty.html"}


GBK = os.fsdecode("乡镇".encode("gbk"))


def test_a_name_that_is_no_utf8_is_read_under_its_bytes(xiangtu: Run, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"{GBK}.html").write_text(page(1), "utf-8")
    (folder / "good.html").write_text(page(2), "utf-8")
    assert xiangtu("build", folder).exit_code == 0
    import pyarrow.parquet as pq

    rows = [row for path in (data / "pages").iterdir() for row in pq.read_table(path).to_pylist()]
    assert {row["url"] for row in rows} == {"file:///%CF%E7%D5%F2.html", "file:///good.html"}
    tagged = xiangtu("tag", folder)
    assert tagged.exit_code == 0
    assert [json.loads(line)["page"].rsplit("/", 1)[-1] for line in tagged.stdout.splitlines()] == [
        "good.html",
        "%CF%E7%D5%F2.html",
    ]


@pytest.mark.parametrize("inside", [False, True])
def test_an_archive_with_such_a_name_or_a_very_long_one_is_read_then_and_ever_after(
    inside: bool, xiangtu: Run, data: Path, tmp_path: Path
) -> None:
    folder = data / "raw" / "demo" if inside else tmp_path / "in"
    with Archive(folder, "demo") as archive:
        when = datetime(2024, 5, 1, tzinfo=UTC)
        archive.write("http://a.example.com/1.html", when, 200, [("Content-Type", "text/html")], page(1).encode())
    (path,) = folder.iterdir()
    for name in (GBK, "很长" * 40 + "x"):
        path = path.rename(folder / f"{name}.warc.gz")
        result = xiangtu("build", *(() if inside else (folder,)))
        assert result.exit_code == 0, result.stderr
        assert xiangtu("build").exit_code == 0
    assert "1 page" in xiangtu("build").stderr


def test_an_archive_that_changes_while_it_is_read_is_reported_and_read_the_next_time(
    xiangtu: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.run import shard

    html, when = [("Content-Type", "text/html")], datetime(2024, 5, 1, tzinfo=UTC)
    for number in (1, 2):
        with Archive(data / "raw" / f"s{number}", "demo") as archive:
            archive.write(f"http://a.example.com/{number}.html", when, 200, html, page(number).encode())
    (growing,) = (data / "raw" / "s1").iterdir()
    more = growing.read_bytes()
    real = shard.answers_of

    def growing_answers(path: Path, limit: int, **part: Any) -> Any:
        yield from real(path, limit, **part)
        if path == growing:
            path.write_bytes(path.read_bytes() + more)

    monkeypatch.setattr(shard, "answers_of", growing_answers)
    result = xiangtu("build")
    assert result.exit_code == 3
    assert "changed while it was read" in result.stderr
    monkeypatch.setattr(shard, "answers_of", real)
    assert xiangtu("build").exit_code == 0
    assert "2 archives up to date, 2 pages" in xiangtu("build").stderr


def test_an_archive_replaced_by_one_of_equal_size_and_time_is_noticed_when_forced(xiangtu: Run, data: Path) -> None:
    folder = data / "raw" / "demo"
    html, when = [("Content-Type", "text/html")], datetime(2024, 5, 1, tzinfo=UTC)
    with Archive(folder, "demo") as archive:
        archive.write("http://a.example.com/1.html", when, 200, html, page(1).encode())
    (path,) = folder.iterdir()
    assert xiangtu("build").exit_code == 0
    stat, body = path.stat(), bytearray(path.read_bytes())
    body[4] ^= 1  # the time in the gzip header, which says nothing
    path.write_bytes(bytes(body))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert "nothing to do" in xiangtu("build").stderr
    assert "archives read       1 of 1" in xiangtu("build", "--force").stderr


def test_a_pdf_that_ends_who_reads_it_is_quarantined_once_and_all_others_are_read(
    xiangtu: Run, data: Path, tmp_path: Path
) -> None:
    from tests.pipeline.attachments.hostile import PDFS

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.pdf").write_bytes(PDFS["60 MB of one operator"]())
    for number in (1, 2):
        (folder / f"{number}.html").write_text(page(number), "utf-8")
    assert xiangtu("build", folder).exit_code == 3
    assert quarantined(data)["bad.pdf"]["reason"] in ("killed", "too-large")
    again = xiangtu("build", folder)
    assert again.exit_code == 0
    assert "2 pages, 1 page in quarantine" in again.stderr


def test_a_name_of_a_person_in_a_files_name_gets_into_nothing_that_is_published(
    xiangtu: Run, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "村民张建国救助.html").write_text(page(3), "utf-8")
    (folder / "李小红.html").write_bytes(b"")
    result = xiangtu("build", folder)
    assert result.exit_code == 3, result.stderr
    (name,) = quarantined(data)
    assert unquote(name).startswith("李某某-")
    graph = b"".join(gzip.decompress(path.read_bytes()) for path in (data / "graph").iterdir())
    assert quote("村民张某某-").encode() in graph
    outputs = graph + b"".join(p.read_bytes() for kind in ("captures", "quarantine") for p in (data / kind).iterdir())
    assert not any(quote(secret).encode() in outputs for secret in ("张建国", "建国", "李小红"))
