"""Raw answers kept as WARC, and pages read back from anyone's WARC, WACZ or ARC.

Ours: request and response records, each its own gzip member, every member written in one go, under a temporary name
until the file is complete. A killed crawl so loses at most the record being written; ``recover`` keeps the rest.
"""

import hashlib
import os
import uuid
import zipfile
import zlib
from base64 import b32encode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Literal, Self

import brotli
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from crawl.streams import DamageError, Stretch, drain, is_gzip, next_record
from pipeline.records import RawPage, Refusal

Role = Literal["article", "list", "robots", "attachment", "wall", "other"]
Headers = Iterable[tuple[str, str]]

MAX_PAGE_BYTES = 10 * 1024 * 1024
"""A page beyond it is reported, not loaded; the longest list of payments met in county pages is under 3 MB."""
MAX_FILE_BYTES = 512 * 1024 * 1024
"""An archive is rotated here: half of Common Crawl's usual gigabyte, a shard of a few minutes' work."""
ROLE_HEADER = "Xiangtu-Role"
ASKED_HEADER = "Xiangtu-Asked"
"""The address that a list showed, where redirects led on from it."""
VIA_HEADER = "Xiangtu-Via"
"""The article that an attachment hangs on."""
SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz", ".wacz")
PARTIAL = ".part"
PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")


@dataclass(frozen=True, slots=True)
class Damage(Refusal):
    """What could not be read of an archive, and the offset of its record in the file."""

    offset: int = 0


@dataclass(frozen=True, slots=True)
class Capture:
    """A page, or what could not be read, with the offset of its record in its file and its role in our crawl."""

    offset: int
    page: RawPage | Damage
    role: str | None = None
    digest: str | None = None
    """The payload's digest as the record states it."""
    asked: str | None = None
    via: str | None = None
    """The article that an attachment hangs on."""


def is_archive(path: Path) -> bool:
    """Whether a file's name says WARC, ARC or WACZ."""
    return path.name.lower().endswith(SUFFIXES)


def read_pages(path: str | Path, max_bytes: int = MAX_PAGE_BYTES) -> Iterator[RawPage | Damage]:
    """The pages of an archive in its order, one at a time; damage comes as a ``Damage`` (a Refusal) in its place.

    Successful answers of HTML or plain text and resource records; our own lists, robots.txt and walls are left out.
    ``body`` has its transfer and content encodings undone. Raises OSError only if the file can't be opened.
    """
    for capture in read_captures(path, max_bytes):
        if capture.role in (None, "article"):
            yield capture.page


def read_captures(path: str | Path, max_bytes: int = MAX_PAGE_BYTES) -> Iterator[Capture]:
    """As ``read_pages``, but of every role, with offsets."""
    path = Path(path)
    with path.open("rb") as source:
        if path.name.lower().endswith(".wacz"):
            yield from _read_wacz(source, path.name, max_bytes)
        else:
            yield from _read_stream(source, path.name, max_bytes)


def _read_wacz(source: BinaryIO, name: str, max_bytes: int) -> Iterator[Capture]:
    try:
        with zipfile.ZipFile(source) as pack:
            inner = sorted(n for n in pack.namelist() if n.startswith("archive/") and n.endswith((".warc", ".warc.gz")))
            if not inner:
                yield Capture(0, Damage(name, "damaged", "a WACZ without archive/*.warc.gz"))
            for member in inner:
                with pack.open(member) as stream:
                    yield from _read_stream(stream, f"{name}!{member}", max_bytes)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield Capture(0, Damage(name, "damaged", f"not a readable WACZ: {error}"))


def _read_stream(source: BinaryIO, name: str, max_bytes: int) -> Iterator[Capture]:
    """Records of a plain or gzipped file; after damage, on from the next record that can be found."""
    gzipped = is_gzip(source)
    size = source.seek(0, os.SEEK_END)
    if not size:
        yield Capture(0, Damage(name, "empty", "a file of 0 bytes"))
    offset: int | None = 0
    while offset is not None and offset < size:
        reader = _Records(source, offset, gzipped=gzipped, max_bytes=max_bytes)
        try:
            yield from reader
            offset = reader.stretch.end()
        except DamageError as error:
            reason, detail = error.args
            at = reader.offset
            yield Capture(at, Damage(name, reason, f"offset {at}: {detail}", at))
            offset = next_record(source, at + 1, gzipped=gzipped)


class _Records:
    """The records of one stretch. ``offset`` is where the record being read begins in the file."""

    def __init__(self, source: BinaryIO, offset: int, *, gzipped: bool, max_bytes: int) -> None:
        self.stretch = Stretch(source, offset, gzipped=gzipped)
        self.offset = offset
        self._base = 0 if gzipped else offset
        self._gzipped = gzipped
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[Capture]:
        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
        line = self._next_line()
        while line:
            if not self._gzipped:
                self.offset = self._base + self.stretch.tell() - len(line)
            try:
                record = loader.parse_record_stream(self.stretch, line)
            except (ArchiveLoadFailed, EOFError, ValueError, IndexError, AttributeError) as error:
                raise DamageError("damaged", f"not a WARC record: {str(error)[:120]}") from None
            if record.rec_type is None or record.length is None:
                raise DamageError("truncated", "the record's headers are cut off")
            if page := self._page(record):
                yield page
            while record.raw_stream.read(64 * 1024):
                pass
            if getattr(record.raw_stream, "limit", 0):
                raise DamageError("truncated", f"{record.raw_stream.limit} bytes of the record are missing")
            line = self._next_line()

    def _next_line(self) -> bytes:
        self.stretch.new_record()
        while (line := self.stretch.readline()) and not line.strip():
            pass
        return line

    def _page(self, record: Any) -> Capture | None:
        """The record as a page if it is one."""
        head = record.rec_headers
        url = head.get_header("WARC-Target-URI") or ""
        role = head.get_header(ROLE_HEADER)
        http = record.http_headers
        if record.rec_type == "response" and http is not None:
            status = int(code) if (code := http.get_statuscode()).isdigit() else 0
            kind = (http.get_header("Content-Type") or "").split(";")[0].strip().lower()
            wanted = 200 <= status < 300 and (role is not None or kind in PAGE_TYPES)
            headers = tuple((str(k), str(v)) for k, v in http.headers)
        elif record.rec_type == "resource":
            status, wanted = 200, True
            headers = (("Content-Type", record.content_type or ""),)
        else:
            return None
        if not wanted:
            return None
        body = _body(record, self._max_bytes)
        if len(body) > self._max_bytes:
            detail = f"offset {self.offset}: more than {self._max_bytes} bytes"
            return Capture(self.offset, Damage(url, "too-large", detail, self.offset), role)
        fetched = _date(head.get_header("WARC-Date"))
        page = RawPage(url, fetched, body, status, headers)
        stated = (head.get_header(name) for name in ("WARC-Payload-Digest", ASKED_HEADER, VIA_HEADER))
        return Capture(self.offset, page, role, *stated)


def _date(text: str | None) -> datetime:
    """A WARC-Date; the epoch where it is missing or wrong."""
    try:
        date = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _body(record: Any, limit: int) -> bytes:
    """The payload with its encodings undone, up to one byte over the limit. Raises DamageError if it is cut."""
    stream, http = record.raw_stream, record.http_headers
    if http and (http.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    parts: list[bytes] = []
    got = 0
    while got <= limit and (part := stream.read(min(64 * 1024, limit + 1 - got))):
        parts.append(part)
        got += len(part)
    body = b"".join(parts)
    missing = getattr(record.raw_stream, "limit", 0)
    if got <= limit and missing:
        raise DamageError("truncated", f"{missing} bytes of the record are missing")
    return decode_content(body, (http.get_header("Content-Encoding") or "") if http else "", limit)


def decode_content(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo a Content-Encoding, up to one byte over the limit; what is not so encoded stays as it is."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip", "deflate"):
            for bits in (32 + zlib.MAX_WBITS, -zlib.MAX_WBITS):
                with suppress(zlib.error):
                    body = zlib.decompressobj(bits).decompress(body, limit + 1)
                    break
        elif name == "br":
            with suppress(brotli.error):
                body = _unbrotli(body, limit)
    return body


def _unbrotli(body: bytes, limit: int) -> bytes:
    machine, parts, got, feed = brotli.Decompressor(), [], 0, body
    while got <= limit and not machine.is_finished():
        part = machine.process(feed, output_buffer_limit=limit + 1 - got)
        feed = b""
        if not part:
            break
        parts.append(part)
        got += len(part)
    return b"".join(parts)


class Archive:
    """Writes the captures of one site, rotated by size; a context manager.

    Files are ``<site>-<time of the first capture>-<number>.warc.gz``, with ``.part`` after it until complete.
    """

    def __init__(self, folder: Path, site: str, *, agent: str = "", max_file_bytes: int = MAX_FILE_BYTES) -> None:
        self.folder, self.site, self.agent, self.max_file_bytes = folder, site, agent, max_file_bytes
        self.files: list[Path] = []
        self._out: BinaryIO | None = None
        self._path = folder
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(
        self,
        url: str,
        fetched: datetime,
        status: int,
        headers: Headers,
        body: bytes,
        *,
        role: Role = "article",
        asked: str | None = None,
        via: str | None = None,
        request: tuple[str, Headers, bytes] | None = None,
    ) -> str:
        """Append an answer and the request (method, headers, body) that it answers; returns the payload's digest.

        ``body`` is as it came, content encoding and all. Raises OSError if the disk does.
        """
        digest = payload_digest(body)
        date = warc_date(fetched)
        given = _fit(headers, len(body))
        stated = {"WARC-Date": date, ROLE_HEADER: role, ASKED_HEADER: asked, VIA_HEADER: via}
        with BytesIO() as buffer:
            records = BufferWARCWriter(gzip=True)
            response = records.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                length=len(body),
                http_headers=StatusAndHeaders(_status_line(status), given, protocol="HTTP/1.1"),
                warc_headers_dict={name: value for name, value in stated.items() if value},
            )
            if request is None:
                records.write_record(response)
            else:
                records.write_request_response_pair(_request_record(records, url, *request), response)
            buffer.write(records.get_contents())
            self._append(buffer.getvalue(), date)
        return digest

    def write_unchanged(
        self, url: str, fetched: datetime, status: int, headers: Headers, digest: str, first: datetime
    ) -> None:
        """Append a revisit record: the capture of ``first`` still holds, as 304 or the same bytes said."""
        records = BufferWARCWriter(gzip=True)
        revisit = records.create_revisit_record(
            url,
            digest,
            url,
            warc_date(first),
            http_headers=StatusAndHeaders(_status_line(status), list(headers), protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": warc_date(fetched)},
        )
        records.write_record(revisit)
        self._append(records.get_contents(), warc_date(fetched))

    def _append(self, data: bytes, date: str) -> None:
        if self._out is None:
            self._open(date)
        assert self._out is not None
        self._out.write(data)
        self._out.flush()
        if self._out.tell() >= self.max_file_bytes:
            self._finish()

    def _open(self, date: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = "".join(c for c in date if c.isdigit())[:14]
        while True:
            self._path = self.folder / f"{self.site}-{stamp}-{self._number:05d}.warc.gz"
            self._number += 1
            if not self._path.exists():
                with suppress(FileExistsError):
                    self._out = self._path.with_name(self._path.name + PARTIAL).open("xb")
                    break
        records = BufferWARCWriter(gzip=True)
        info = {"software": "xiangtu", "format": "WARC File Format 1.0", "isPartOf": self.site, "robots": "classic"}
        records.write_record(
            records.create_warcinfo_record(self._path.name, info | {"http-header-user-agent": self.agent})
        )
        self._out.write(records.get_contents())

    def _finish(self) -> None:
        assert self._out is not None
        os.fsync(self._out.fileno())
        self._out.close()
        self._out = None
        self._path.with_name(self._path.name + PARTIAL).rename(self._path)
        self.files.append(self._path)

    def close(self) -> None:
        """Complete the file being written, if there is one."""
        if self._out is not None:
            self._finish()


def recover(folder: Path) -> list[Path]:
    """Complete what a killed crawl left: each partial file of a site, cut after its last whole record."""
    done = []
    for part in sorted(folder.glob(f"*{PARTIAL}")):
        whole = _whole_bytes(part)
        if not whole:
            part.unlink()
            continue
        with part.open("r+b") as file:
            file.truncate(whole)
        done.append(part.rename(part.with_name(part.name.removesuffix(PARTIAL))))
    return done


def _whole_bytes(path: Path) -> int:
    """Length of the whole gzip members at the start of a file."""
    size, offset = path.stat().st_size, 0
    with path.open("rb") as source, suppress(DamageError):
        while offset < size:
            stretch = Stretch(source, offset, gzipped=True)
            for _ in drain(stretch):
                pass
            offset = stretch.end()
    return offset


def payload_digest(body: bytes) -> str:
    """A payload's digest as WARC writes it."""
    return "sha1:" + b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()


def warc_date(moment: datetime) -> str:
    """A moment as WARC-Date: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record_id(*parts: str) -> str:
    """A record's IRI that depends on nothing but its parts."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(10).join(parts))}>"


def _status_line(status: int) -> str:
    return f"{status} {responses.get(status, '')}".strip()


def _fit(headers: Headers, length: int) -> list[tuple[str, str]]:
    """The headers, true to the body as it is kept: chunks are joined, and its length is what was received."""
    kept = [(k, v) for k, v in headers if k.lower() not in ("transfer-encoding", "content-length")]
    return [*kept, ("Content-Length", str(length))]


def _request_record(records: BufferWARCWriter, url: str, method: str, headers: Headers, body: bytes) -> Any:
    path = "/" + url.split("://", 1)[-1].partition("/")[2]
    head = StatusAndHeaders(f"{path} HTTP/1.1", list(headers), protocol=method)
    return records.create_warc_record(url, "request", payload=BytesIO(body), length=len(body), http_headers=head)
