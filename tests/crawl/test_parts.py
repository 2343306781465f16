"""A large archive is cut where its parts, each read by itself, give what the whole gives."""

import gzip
import io
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from crawl.archive import Capture, Check, cuts, read_answers

BODY = "<html><body><p>某村新修道路{}公里。</p>{}</body></html>"


def response(writer: BufferWARCWriter, number: int, status: str = "200 OK") -> None:
    body = BODY.format(number, "。" * 300).encode()
    http = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
    url = f"http://x.cn/{number}.html"
    writer.write_record(
        writer.create_warc_record(url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http)
    )


def revisit(writer: BufferWARCWriter, url: str, of: int) -> None:
    digest = f"sha1:{of}"
    told = {"WARC-Refers-To-Target-URI": f"http://x.cn/{of}.html"}
    record = writer.create_revisit_record(url, digest, f"http://x.cn/{of}.html", "2024-05-01T12:00:00Z")
    for name, value in told.items():
        record.rec_headers.replace_header(name, value)
    writer.write_record(record)


def archive(path: Path, *, gzipped: bool = True, tied: int | None = None) -> Path:
    """Forty pages, each tenth gone, each seventh seen again unchanged; at the end one that is the copy of ``tied``."""
    writer = BufferWARCWriter(gzip=gzipped)
    for number in range(40):
        response(writer, number, "404 Not Found" if number % 10 == 9 else "200 OK")
        if number % 7 == 6:
            revisit(writer, f"http://x.cn/{number}.html", number)
    if tied is not None:
        revisit(writer, "http://x.cn/copy.html", tied)
    path.write_bytes(writer.get_contents())
    return path


def told(answer: Capture | Check) -> object:
    return (answer.offset, answer.page, answer.digest) if isinstance(answer, Capture) else answer


def in_parts(path: Path, size: int) -> list[object]:
    bounds = [0, *cuts(path, size), path.stat().st_size]
    assert all(end - start >= size for start, end in pairwise(bounds))
    return [told(answer) for start, end in pairwise(bounds) for answer in read_answers(path, start=start, end=end)]


@pytest.mark.parametrize("gzipped", [True, False])
@pytest.mark.parametrize("damaged", [True, False])
def test_the_parts_give_what_the_whole_gives(tmp_path: Path, gzipped: bool, damaged: bool) -> None:
    path = archive(tmp_path / ("x.warc.gz" if gzipped else "x.warc"), gzipped=gzipped)
    if damaged:
        content = bytearray(path.read_bytes())
        at = content.index(b"\x1f\x8b\x08" if gzipped else b"WARC/1.", len(content) // 3)
        content[at + 12 : at + 60] = b"\0" * 48
        path.write_bytes(content)
    whole = [told(answer) for answer in read_answers(path)]
    size = path.stat().st_size // 5
    assert len(cuts(path, size)) >= 2
    assert in_parts(path, size) == whole


def test_no_cut_parts_a_copy_from_what_it_is_a_copy_of(tmp_path: Path) -> None:
    free, tied = archive(tmp_path / "free.warc.gz"), archive(tmp_path / "tied.warc.gz", tied=20)
    size = free.stat().st_size // 8
    original = next(a.offset for a in read_answers(tied) if isinstance(a, Capture) and a.page.url.endswith("/20.html"))
    assert max(cuts(free, size)) > original
    assert 0 < max(cuts(tied, size)) <= original
    assert in_parts(tied, size) == [told(answer) for answer in read_answers(tied)]


def test_what_is_packed_as_a_whole_stays_whole(tmp_path: Path) -> None:
    plain = archive(tmp_path / "x.warc", gzipped=False)
    packed = tmp_path / "x.warc.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert cuts(packed, 500) == []
    wacz = tmp_path / "x.wacz"
    wacz.write_bytes(b"PK\x05\x06" + b"\0" * 18)
    assert cuts(wacz, 1) == []


def test_a_member_that_refers_to_itself_is_read_once(tmp_path: Path) -> None:
    writer = BufferWARCWriter(gzip=False)
    response(writer, 1)
    page = writer.get_contents()
    writer = BufferWARCWriter(gzip=False)
    revisit(writer, "http://x.cn/copy.html", 1)
    copy = writer.get_contents()
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(copy + page + copy))  # one member: all of them begin where it does
    found = [a.page.url for a in read_answers(path) if isinstance(a, Capture)]
    assert len(found) == 3
