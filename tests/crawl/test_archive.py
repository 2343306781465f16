"""Archives: what is written is read back; what others wrote is read; damage is told and costs only what it hit."""

import gzip
import io
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from crawl.archive import (
    PARTIAL,
    Archive,
    Capture,
    Check,
    Damage,
    Role,
    read_answers,
    read_captures,
    read_pages,
    recover,
)
from pipeline.records import RawPage, Refusal

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
HTML = [("Content-Type", "text/html; charset=utf-8")]


def write(folder: Path, *bodies: bytes, role: Role = "article") -> Path:
    with Archive(folder, "demo") as archive:
        for n, body in enumerate(bodies):
            archive.write(
                f"http://x.cn/{n}.html", NOON, 200, HTML, body, role=role, request=("GET", [("Host", "x.cn")], b"")
            )
    return archive.files[0]


def foreign(*records: tuple[str, bytes, dict[str, str]], gzipped: bool = True) -> bytes:
    """A WARC as others write it: response records of (URL, body, HTTP headers)."""
    writer = BufferWARCWriter(gzip=gzipped)
    for url, body, headers in records:
        status = headers.pop(":status", "200 OK")
        http = StatusAndHeaders(status, list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http)
        )
    return writer.get_contents()  # type: ignore[no-any-return]


def pages(path: Path) -> list[RawPage]:
    return [page for page in read_pages(path) if isinstance(page, RawPage)]


def damage(path: Path) -> list[Damage]:
    return [page for page in read_pages(path) if isinstance(page, Damage)]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    body = "<p>朗江村投入3万元</p>".encode()
    (page,) = pages(write(tmp_path, body))
    assert (page.url, page.fetched, page.status, page.body) == ("http://x.cn/0.html", NOON, 200, body)
    assert ("Content-Type", "text/html; charset=utf-8") in page.headers


def test_other_tools_find_our_archives_in_order(tmp_path: Path) -> None:
    path = write(tmp_path, b"one", b"two")
    warcio = [sys.executable, "-m", "warcio.cli", "check", str(path)]
    assert subprocess.run(warcio, capture_output=True, check=False).returncode == 0


def test_lists_and_walls_are_archived_but_are_no_pages(tmp_path: Path) -> None:
    path = write(tmp_path, b"a list", role="list")
    assert pages(path) == []
    assert [capture.role for capture in read_captures(path)] == ["list"]


def test_files_rotate_by_size_and_bear_their_name_only_when_complete(tmp_path: Path) -> None:
    with Archive(tmp_path, "demo", max_file_bytes=900) as archive:
        for n in range(4):
            archive.write(f"http://x.cn/{n}", NOON, 200, HTML, b"x")
        assert [path.name.endswith(PARTIAL) for path in tmp_path.iterdir()].count(True) <= 1
    assert len(archive.files) > 1
    assert sum(len(pages(path)) for path in archive.files) == 4
    assert not list(tmp_path.glob(f"*{PARTIAL}"))


def test_an_archive_without_captures_leaves_no_file(tmp_path: Path) -> None:
    with Archive(tmp_path / "raw", "demo"):
        pass
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize("lost", [1, 40, 300])
def test_what_a_killed_crawl_left_is_completed_to_its_last_whole_record(tmp_path: Path, lost: int) -> None:
    whole = write(tmp_path, b"one", b"two", b"three")
    partial = whole.with_name(whole.name + PARTIAL)
    partial.write_bytes(whole.read_bytes()[:-lost])
    whole.unlink()
    (done,) = recover(tmp_path)
    assert done == whole
    assert damage(done) == []
    assert [page.body for page in pages(done)][:2] == [b"one", b"two"]


def test_a_partial_file_without_a_record_is_dropped(tmp_path: Path) -> None:
    (tmp_path / f"demo-1.warc.gz{PARTIAL}").write_bytes(b"\x1f\x8b\x08\x00\x00")
    assert recover(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("gzipped", [True, False])
def test_a_cut_archive_yields_what_is_whole_then_says_where_it_is_cut(tmp_path: Path, gzipped: bool) -> None:
    data = foreign(*[(f"http://x.cn/{n}", bytes([65 + n]) * 400, dict(HTML)) for n in range(3)], gzipped=gzipped)
    (path := tmp_path / "cut.warc").write_bytes(data[:-100])
    *whole, last = read_pages(path)
    assert [page.url for page in whole] == ["http://x.cn/0", "http://x.cn/1"]
    assert isinstance(last, Refusal)
    assert isinstance(last, Damage)
    assert last.reason == "truncated"
    assert 0 < last.offset < len(data)
    assert f"offset {last.offset}" in last.detail


def test_damage_in_the_middle_costs_only_the_record_it_hit(tmp_path: Path) -> None:
    members = [foreign((f"http://x.cn/{n}", f"<p>{n}</p>".encode() * 99, dict(HTML))) for n in range(3)]
    broken = members[1][:60] + b"\x00" * 20 + members[1][80:]
    (path := tmp_path / "a.warc.gz").write_bytes(members[0] + broken + members[2])
    assert [page.url for page in pages(path)] == ["http://x.cn/0", "http://x.cn/2"]
    (hurt,) = damage(path)
    assert (hurt.reason, hurt.offset) == ("damaged", len(members[0]))


def test_plain_records_are_found_again_after_a_wrong_length(tmp_path: Path) -> None:
    records = [foreign((f"http://x.cn/{n}", b"<p>x</p>", dict(HTML)), gzipped=False) for n in range(3)]
    wrong = records[1].replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 1", 1)
    wrong = wrong if wrong != records[1] else records[1]
    (path := tmp_path / "a.warc").write_bytes(records[0] + wrong + records[2])
    assert pages(path)[0].url == "http://x.cn/0"
    assert len(damage(path)) >= 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 not an archive\n" * 50, "damaged"),
        (gzip.compress(b"just some text\n" * 50, mtime=0), "damaged"),
        (b"\x1f\x8b\x08", "truncated"),
        (b"WARC/1.0\r\n", "truncated"),
    ],
)
def test_a_file_that_is_no_archive_is_one_report(tmp_path: Path, data: bytes, reason: str) -> None:
    (path := tmp_path / "bad.warc.gz").write_bytes(data)
    assert [(type(page), page.reason) for page in read_pages(path) if isinstance(page, Damage)] == [(Damage, reason)]
    assert pages(path) == []


def test_one_gzip_member_around_all_records_is_read_too(tmp_path: Path) -> None:
    plain = foreign(("http://x.cn/0", b"a", dict(HTML)), ("http://x.cn/1", b"b", dict(HTML)), gzipped=False)
    (path := tmp_path / "a.warc.gz").write_bytes(gzip.compress(plain))
    assert [page.body for page in read_pages(path) if isinstance(page, RawPage)] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body, wbits=-15)),
        ("br", brotli.compress),
        ("gzip", lambda body: body),
    ],
)
def test_content_encodings_are_undone(tmp_path: Path, encoding: str, encode: object) -> None:
    body = "村集体经济收入".encode() * 50
    data = foreign(("http://x.cn/", encode(body), {"Content-Type": "text/html", "Content-Encoding": encoding}))  # type: ignore[operator]
    (path := tmp_path / "a.warc.gz").write_bytes(data)
    assert pages(path)[0].body == body


def test_chunks_are_joined(tmp_path: Path) -> None:
    chunked = b"3\r\n<p>\r\n4\r\n</p>\r\n0\r\n\r\n"
    data = foreign(("http://x.cn/", chunked, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}))
    (path := tmp_path / "a.warc.gz").write_bytes(data)
    assert pages(path)[0].body == b"<p></p>"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_bomb_is_reported_not_loaded(tmp_path: Path, encoding: str) -> None:
    pack = {"gzip": gzip.compress, "br": partial(brotli.compress, quality=3)}[encoding]
    bomb = pack(b"\0" * 200_000_000)
    data = foreign(("http://x.cn/bomb", bomb, {"Content-Type": "text/html", "Content-Encoding": encoding}))
    (path := tmp_path / "a.warc.gz").write_bytes(data)
    del bomb, data
    tracemalloc.start()
    (hurt,) = damage(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (hurt.url, hurt.reason) == ("http://x.cn/bomb", "too-large")
    assert peak < 80_000_000


def test_a_page_over_the_limit_is_reported_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, b"x" * 3000, b"small")
    first, second = read_pages(path, max_bytes=2000)
    assert isinstance(first, Damage)
    assert first.reason == "too-large"
    assert isinstance(second, RawPage)


def test_only_successful_pages_count_in_archives_of_others(tmp_path: Path) -> None:
    data = foreign(
        ("http://x.cn/page", b"<p>", {"Content-Type": "text/html"}),
        ("http://x.cn/style", b"p{}", {"Content-Type": "text/css"}),
        ("http://x.cn/gone", b"<p>", {"Content-Type": "text/html", ":status": "404 Not Found"}),
        ("http://x.cn/moved", b"", {"Location": "/page", ":status": "302 Found"}),
    )
    (path := tmp_path / "a.warc.gz").write_bytes(data)
    assert [page.url for page in read_pages(path)] == ["http://x.cn/page"]


def test_answers_tell_what_is_gone_and_what_is_unchanged_too(tmp_path: Path) -> None:
    url, later = "http://x.cn/1.html", NOON + timedelta(days=1)
    with Archive(tmp_path, "demo") as archive:
        digest = archive.write(url, NOON, 200, HTML, b"<p>")
        archive.write_unchanged(url, later, 304, [], digest, NOON)
        archive.write("http://x.cn/404.html", later, 404, HTML, b"<p>", asked=url)
        archive.write(url, later, 500, HTML, b"<p>")
        archive.write(url, later, 403, HTML, b"<p>", role="wall")
    (path,) = archive.files
    assert [answer for answer in read_answers(path) if isinstance(answer, Check)] == [
        Check(url, later, "unchanged", NOON),
        Check("http://x.cn/404.html", later, "gone", None, "article", url),
    ]
    assert len(list(read_answers(path))) == 3
    assert len(list(read_captures(path))) == 1


@pytest.mark.parametrize("gzipped", [True, False])
def test_what_has_the_bytes_of_another_address_is_read_with_them(tmp_path: Path, gzipped: bool) -> None:
    writer = BufferWARCWriter(gzip=gzipped)
    http = StatusAndHeaders("200 OK", list(HTML), protocol="HTTP/1.1")
    for url, body in (("http://x.cn/1.html", b"<p>1"), ("http://x.cn/2.html", b"<p>2")):
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=4, http_headers=http)
        )
    digest = next(iter(read_captures_of(writer, tmp_path))).digest
    for of, named in (("http://x.cn/1.html", digest), ("http://x.cn/2.html", "sha1:UNKNOWN")):
        writer.write_record(
            writer.create_revisit_record(f"{of}?again", named, of, "2024-05-01T00:00:00Z", http_headers=http)
        )
    found = [(a.page.url, a.page.body) for a in read_captures_of(writer, tmp_path) if isinstance(a.page, RawPage)]
    assert found == [
        ("http://x.cn/1.html", b"<p>1"),
        ("http://x.cn/2.html", b"<p>2"),
        ("http://x.cn/1.html?again", b"<p>1"),
        ("http://x.cn/2.html?again", b"<p>2"),
    ]


def read_captures_of(writer: BufferWARCWriter, folder: Path) -> list[Capture]:
    (path := folder / "a.warc.gz").write_bytes(writer.get_contents())
    return list(read_captures(path))


def test_what_has_the_bytes_of_another_address_is_not_unchanged_and_told_where_they_are_not_at_hand(
    tmp_path: Path,
) -> None:
    writer = BufferWARCWriter(gzip=True)
    http = StatusAndHeaders("200 OK", list(HTML), protocol="HTTP/1.1")
    for of in ("http://x.cn/1.html", "http://x.cn/2.html"):
        writer.write_record(
            writer.create_revisit_record("http://x.cn/1.html", "sha1:A", of, "2024-05-01T00:00:00Z", http_headers=http)
        )
    (path := tmp_path / "a.warc.gz").write_bytes(writer.get_contents())
    check, told = read_answers(path)
    assert isinstance(check, Check)
    assert isinstance(told, Capture)
    assert isinstance(told.page, Damage)
    assert (told.page.reason, told.page.url) == ("elsewhere", "http://x.cn/1.html")


@pytest.mark.parametrize("what", ["a record of nothing", "revisits"])
def test_an_archive_gives_no_more_than_it_may_and_says_so(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawl.archive.reading.GIVEN_BYTES", 1 << 20)
    url, named, http = "http://x.cn/0.html", "sha1:A", StatusAndHeaders("200 OK", HTML, protocol="HTTP/1.1")
    writer = BufferWARCWriter(gzip=True)
    body = bytes(8 << 20) if what == "a record of nothing" else b"<p>" + bytes(100_000)
    told = {"WARC-Payload-Digest": named}
    writer.write_record(
        writer.create_warc_record(
            url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=told
        )
    )
    for n in range(40 if what == "revisits" else 1):
        writer.write_record(
            writer.create_revisit_record(f"{url}?{n}", named, url, "2024-05-01T00:00:00Z", http_headers=http)
        )
    path = tmp_path / "a.warc.gz"
    path.write_bytes(writer.get_contents())
    *read, last = read_captures(path, max_bytes=200_000)
    assert isinstance(last.page, Damage)
    assert last.page.reason == "too-large"
    assert "the rest is not read" in last.page.detail
    assert len(read) < 20


def test_wacz_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as pack:
        pack.writestr("datapackage.json", "{}")
        pack.writestr("archive/data.warc.gz", foreign(("http://x.cn/", b"<p>", dict(HTML))))
    assert [page.url for page in read_pages(tmp_path / "a.wacz")] == ["http://x.cn/"]


def test_a_wacz_that_is_no_zip_is_one_report(tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(b"PK\x03\x04 nothing")
    assert [hurt.reason for hurt in damage(tmp_path / "a.wacz")] == ["damaged"]


def test_a_name_and_password_in_an_address_are_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(foreign(("http://name:secret@x.cn/1.html?a=b@c", b"<p>", dict(HTML))))
    assert [page.url for page in read_pages(tmp_path / "a.warc.gz")] == ["http://x.cn/1.html?a=b@c"]


ODD = {
    "a day that UTC has not": (b"9999-12-31T23:59:59-14:00", "200 OK"),
    "a day before all days": (b"0001-01-01T00:00:00+14:00", "200 OK"),
    "a month that is none": (b"2024-13-40T00:00:00Z", "200 OK"),
    "a raised digit for a status": (b"2024-05-01T00:00:00Z", "\u00b200 OK"),
    "a status of five thousand digits": (b"2024-05-01T00:00:00Z", "2" * 5000 + " OK"),
    "no status": (b"2024-05-01T00:00:00Z", " "),
}


@pytest.mark.parametrize("name", ODD)
def test_a_record_with_an_odd_date_or_status_costs_itself_at_the_most(name: str, tmp_path: Path) -> None:
    date, status = ODD[name]
    html = {"Content-Type": "text/html"}
    parts = [foreign((f"http://x.cn/{n}", b"<p>water</p>", dict(html))) for n in range(2)]
    parts.insert(1, foreign(("http://x.cn/odd", b"<p>odd</p>", {":status": "999 odd", **html}), gzipped=False))
    for at, part in enumerate(parts):
        raw = part if at == 1 else gzip.decompress(part)
        if at == 1:
            head, line, rest = raw.partition(b"HTTP/1.1 999 odd")
            assert line
            spoken = b"HTTP/1.1 " + status.encode()
            size = int(head.split(b"Content-Length: ")[1].split()[0])
            head = head.replace(b"Content-Length: %d" % size, b"Content-Length: %d" % (size + len(spoken) - len(line)))
            begin, _, end = head.partition(b"WARC-Date: ")
            raw = begin + b"WARC-Date: " + date + b"\r\n" + end.partition(b"\r\n")[2] + spoken + rest
        parts[at] = gzip.compress(raw)
    (tmp_path / "odd.warc.gz").write_bytes(b"".join(parts))
    answers = list(read_answers(tmp_path / "odd.warc.gz"))
    read = [answer.page for answer in answers if isinstance(answer, Capture)]
    assert {page.url for page in read if isinstance(page, RawPage)} >= {"http://x.cn/0", "http://x.cn/1"}
    assert all(page.fetched.utcoffset() == timedelta(0) for page in read if isinstance(page, RawPage))


def test_a_revisit_that_refers_to_a_day_that_is_none_is_read(tmp_path: Path) -> None:
    record = (
        b"WARC/1.0\r\nWARC-Type: revisit\r\nWARC-Target-URI: http://x.cn/0\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
        b"WARC-Refers-To-Date: 9999-12-31T23:59:59-14:00\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    )
    (tmp_path / "r.warc.gz").write_bytes(gzip.compress(record))
    (check,) = read_answers(tmp_path / "r.warc.gz")
    assert isinstance(check, Check)
    assert check.since == datetime.fromtimestamp(0, UTC)


def test_whatever_a_record_does_to_its_reader_it_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crawl.archive import reading

    def failing(record: object, limit: int) -> bytes:
        if b"bad" in (body := real(record, limit)):
            raise RecursionError("a defect")
        return body

    real = reading._body
    monkeypatch.setattr(reading, "_body", failing)
    path = write(tmp_path, b"<p>good</p>", b"<p>bad</p>", b"<p>better</p>")
    found = list(read_pages(path))
    assert [page.url for page in found] == [f"http://x.cn/{n}.html" for n in range(3)]
    assert isinstance(found[1], Damage)
    assert "RecursionError" in found[1].detail
