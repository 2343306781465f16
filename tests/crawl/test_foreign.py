"""Archives as other tools lay them out, written here by hand: wget, Heritrix, Common Crawl, browsertrix."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest

from crawl.archive import Check, read_answers, read_pages
from pipeline.records import RawPage
from tests.crawl.foreign import URL, browsertrix, chunked, http, record, response

TEXT = "<p>村集体经济收入三万元</p>".encode()


def pages(tmp_path: Path, *records: bytes, name: str = "a.warc.gz") -> list[RawPage]:
    data = b"".join(map(gzip.compress, records)) if name.endswith("gz") else b"".join(records)
    (path := tmp_path / name).write_bytes(data)
    found = list(read_pages(path))
    assert all(isinstance(page, RawPage) for page in found), found
    return [page for page in found if isinstance(page, RawPage)]


@pytest.mark.parametrize("name", ["wget.warc", "wget.warc.gz"])
def test_wget_puts_addresses_in_brackets_and_its_log_among_the_records(tmp_path: Path, name: str) -> None:
    log = "metadata://gnu.org/software/wget/warc/"
    info = record("warcinfo", "", b"software: Wget/1.21\r\n", "Content-Type: application/warc-fields")
    request = record(
        "request", f"<{URL}>", b"GET /a/1.html HTTP/1.1\r\n\r\n", "Content-Type: application/http;msgtype=request"
    )
    found = pages(
        tmp_path,
        info,
        request,
        response(chunked(TEXT), "Content-Type: text/html", "Transfer-Encoding: chunked", url=f"<{URL}>"),
        record("metadata", f"<{log}MANIFEST.txt>", b"<urn:uuid:1>\n", "Content-Type: text/plain"),
        record("resource", f"<{log}wget.log>", b"saved\n", "Content-Type: text/plain"),
        name=name,
    )
    assert [(page.url, page.body) for page in found] == [(URL, TEXT)]


def test_common_crawl_renames_the_encodings_that_it_has_undone(tmp_path: Path) -> None:
    headers = ("content-type: text/html", "X-Crawler-Content-Encoding: gzip", "X-Crawler-Transfer-Encoding: chunked")
    more = ("WARC-Truncated: length", "WARC-Identified-Payload-Type: text/html", "WARC-IP-Address: 192.0.2.1")
    metadata = record("metadata", URL, b"fetchTimeMs: 250\r\n", "Content-Type: application/warc-fields")
    (found,) = pages(tmp_path, response(TEXT, *headers, more=more), metadata)
    assert (found.body, found.status) == (TEXT, 200)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (("Content-Encoding: br",), brotli.compress(TEXT)),
        (("Content-Encoding: gzip", "Transfer-Encoding: chunked"), chunked(gzip.compress(TEXT))),
        (("Content-Encoding: BR", "Transfer-Encoding: Chunked"), chunked(brotli.compress(TEXT))),
        (("Transfer-Encoding: chunked",), TEXT),  # said to be chunked, and joined already
        (("Content-Length: 999999",), TEXT),
    ],
)
def test_encodings_are_undone_whoever_left_them(tmp_path: Path, headers: tuple[str, ...], body: bytes) -> None:
    (found,) = pages(tmp_path, response(body, "Content-Type: text/html", *headers))
    assert found.body == TEXT


def test_warc_1_1_has_fractions_of_seconds(tmp_path: Path) -> None:
    (found,) = pages(tmp_path, response(TEXT, version="1.1", date="2024-05-01T04:00:00.123456Z"), name="a.warc")
    assert found.fetched == datetime(2024, 5, 1, 4, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize("named", [True, False])
def test_revisits_say_that_a_page_is_as_it_was_with_and_without_the_capture_that_they_refer_to(
    tmp_path: Path, named: bool
) -> None:
    profile = "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    refers = (f"WARC-Refers-To-Target-URI: {URL}", "WARC-Refers-To-Date: 2024-05-01T04:00:00Z") if named else ()
    revisit = record(
        "revisit",
        URL,
        http(b""),
        "Content-Type: application/http;msgtype=response",
        profile,
        *refers,
        date="2024-06-01T04:00:00Z",
    )
    assert [page.body for page in pages(tmp_path, response(TEXT), revisit)] == [TEXT]
    (check,) = [answer for answer in read_answers(tmp_path / "a.warc.gz") if isinstance(answer, Check)]
    assert (check.url, check.what) == (URL, "unchanged")


def test_names_and_pictures_that_heritrix_keeps_are_no_pages(tmp_path: Path) -> None:
    dns = record(
        "response", "dns:www.x.gov.cn", b"20240501 www.x.gov.cn. 60 IN A 192.0.2.1\n", "Content-Type: text/dns"
    )
    picture = response(b"\x89PNG", "Content-Type: image/png", url="http://www.x.gov.cn/a.png")
    assert [page.url for page in pages(tmp_path, dns, picture, response(TEXT))] == [URL]


def test_browsertrix_packs_texts_and_screenshots_beside_the_pages(tmp_path: Path) -> None:
    path = browsertrix(tmp_path / "crawl.wacz", (URL, TEXT))
    assert [getattr(page, "url", page) for page in read_pages(path)] == [URL]
