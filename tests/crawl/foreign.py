"""Records and packs as other tools lay them out, by hand."""

import gzip
import zipfile
from collections.abc import Sequence
from pathlib import Path

URL = "http://www.x.gov.cn/a/1.html"


def record(
    kind: str, url: str, block: bytes, *more: str, version: str = "1.0", date: str = "2024-05-01T04:00:00Z"
) -> bytes:
    """A record with its headers in the order and the spelling given."""
    head = [f"WARC/{version}", f"WARC-Type: {kind}"]
    head += [f"WARC-Target-URI: {url}"] if url else []
    head += [f"WARC-Date: {date}", "WARC-Record-ID: <urn:uuid:0f0e0d0c-0000-4000-8000-000000000001>", *more]
    return "\r\n".join([*head, f"Content-Length: {len(block)}", "", ""]).encode() + block + b"\r\n\r\n"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    head = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: text/html; charset=utf-8",))]
    return "\r\n".join([*head, "", ""]).encode() + body


def response(body: bytes, *headers: str, url: str = URL, more: Sequence[str] = (), **given: str) -> bytes:
    kind = "Content-Type: application/http;msgtype=response"
    return record("response", url, http(body, *headers), kind, *more, **given)


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:])
    return b"".join(b"%x;name=value\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


def browsertrix(path: Path, *bodies: tuple[str, bytes]) -> Path:
    """A WACZ with pages in one archive, and texts, screenshots and page infos in others."""
    info = record("resource", f"urn:pageinfo:{URL}", b"{}", "Content-Type: application/json", version="1.1")
    text = record("resource", f"urn:text:{URL}", "村集体".encode(), "Content-Type: text/plain", version="1.1")
    shot = record("resource", f"urn:view:{URL}", b"\x89PNG", "Content-Type: image/png", version="1.1")
    answers = [response(body, url=url, version="1.1", date="2024-05-01T04:00:00.5Z") for url, body in bodies]
    with zipfile.ZipFile(path, "w") as pack:
        pack.writestr("archive/rec-1-20240501-0.warc.gz", b"".join(map(gzip.compress, [*answers, info])))
        pack.writestr("archive/text-20240501-0.warc.gz", gzip.compress(text))
        pack.writestr("archive/screenshots-20240501-0.warc.gz", gzip.compress(shot))
        pack.writestr("indexes/index.cdx.gz", gzip.compress(b"!meta 0 {}\n"))
        pack.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        pack.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
    return path
