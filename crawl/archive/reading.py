"""Pages read from anyone's WARC, WACZ or ARC: a record at a time, damage told in its place."""

import os
import re
import zipfile
import zlib
from array import array
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader

from crawl.archive.encodings import decode_content, read_chunks
from crawl.archive.records import (
    ASKED_HEADER,
    GONE,
    KEPT_TYPES,
    MAX_PAGE_BYTES,
    ROLE_HEADER,
    VIA_HEADER,
    Capture,
    Check,
    Damage,
)
from crawl.archive.streams import DamageError, Stretch, is_gzip, next_record
from crawl.urls import without_user
from pipeline.records import RawPage

GIVEN_BYTES, GIVEN_TIMES = 1 << 30, 50
"""Plain bytes that an archive may give: so many, and so many times its size (pages of counties are packed ten to one;
deflated nothing a thousand to one, and a revisit gives megabytes for a line)."""
MOST_ORIGINALS = 400_000
"""Addresses and digests of a file that are remembered for its revisits (a gigabyte holds some 100,000 records)."""

STATUS = re.compile(r"[0-9]{3}")


def read_pages(path: str | Path, max_bytes: int = MAX_PAGE_BYTES) -> Iterator[RawPage | Damage]:
    """The pages of an archive in its order, one at a time; damage comes as a ``Damage`` (a Refusal) in its place.

    Successful answers of HTML, plain text or a kind of attachment, and resource records; our own lists, robots.txt
    and walls are left out.
    ``body`` has its transfer and content encodings undone. Raises OSError only if the file can't be opened.
    """
    for capture in read_captures(path, max_bytes):
        if capture.role in (None, "article"):
            yield capture.page


def read_captures(path: str | Path, max_bytes: int = MAX_PAGE_BYTES) -> Iterator[Capture]:
    """As ``read_pages``, but of every role, with offsets."""
    return (answer for answer in read_answers(path, max_bytes) if isinstance(answer, Capture))


def read_answers(
    path: str | Path, max_bytes: int = MAX_PAGE_BYTES, *, start: int = 0, end: int | None = None
) -> Iterator[Capture | Check]:
    """As ``read_captures``, with what says that a page is gone (404, 410) or unchanged (revisits) in its place.

    With ``start`` and ``end`` those of the records that begin between these offsets, which are of ``cuts``.
    """
    path = Path(path)
    with path.open("rb") as source:
        if path.name.lower().endswith(".wacz"):
            yield from _read_wacz(source, path.name, max_bytes)
        else:
            yield from _read_stream(_Source(source, path.name, max_bytes, start, end))


def cuts(path: str | Path, size: int) -> list[int]:
    """Where an archive may be cut into parts of at least ``size`` bytes, so that they, each read by itself, give what
    the whole gives: at records that begin a gzip member, and that no revisit behind refers to what is before.

    Empty where nothing fits: a WACZ, an archive that is gzipped as a whole, one whose end refers to its beginning.
    """
    path = Path(path)
    if path.name.lower().endswith(".wacz"):
        return []
    with path.open("rb") as file:
        source = _Source(file, path.name, MAX_PAGE_BYTES)
        for _ in _read_stream(source):
            pass
    starts, ties, found = source.starts, sorted(source.ties), list[int]()
    reach = tied = 0
    for offset in starts:
        while tied < len(ties) and ties[tied][0] < offset:
            reach, tied = max(reach, ties[tied][1]), tied + 1
        if offset > reach and offset - (found[-1] if found else 0) >= size <= source.end - offset:
            found.append(offset)
    return found


def _read_wacz(source: BinaryIO, name: str, max_bytes: int) -> Iterator[Capture | Check]:
    try:
        with zipfile.ZipFile(source) as pack:
            inner = sorted(n for n in pack.namelist() if n.startswith("archive/") and n.endswith((".warc", ".warc.gz")))
            if not inner:
                yield Capture(0, Damage(name, "damaged", "a WACZ without archive/*.warc.gz"))
            for member in inner:
                with pack.open(member) as stream:
                    yield from _read_stream(_Source(stream, f"{name}!{member}", max_bytes))  # type: ignore[arg-type]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        yield Capture(0, Damage(name, "damaged", f"not a readable WACZ: {error}"))


def _read_stream(source: "_Source") -> Iterator[Capture | Check]:
    """Records of a plain or gzipped file; after damage, on from the next record that can be found."""
    if not source.size:
        yield Capture(0, Damage(source.name, "empty", "a file of 0 bytes"))
    offset: int | None = source.start
    while offset is not None and offset < source.end:
        reader = _Records(source, offset)
        try:
            yield from reader
            offset = reader.stretch.end() if source.gzipped else source.end
        except SpentError:
            at, detail = reader.offset, f"{source.size} bytes gave more than {source.budget.most}; the rest is not read"
            yield Capture(at, Damage(source.name, "too-large", f"offset {at}: {detail}", at))
            return
        except DamageError as error:
            reason, detail = error.args
            at = reader.offset
            yield Capture(at, Damage(source.name, reason, f"offset {at}: {detail}", at))
            offset = next_record(source.file, at + 1, gzipped=source.gzipped)


class SpentError(Exception):
    """An archive gave all that it may."""


class _Budget:
    """What an archive of a size may still give."""

    def __init__(self, size: int) -> None:
        self.most = self._left = GIVEN_BYTES + GIVEN_TIMES * size

    def spend(self, count: int) -> None:
        """Take bytes off. Raises SpentError when none are left."""
        self._left -= count
        if self._left < 0:
            raise SpentError


class _Source:
    """A file being read from ``start`` to ``end``, and what is remembered of it: ``originals``, where it holds which
    payloads and addresses, for records that only refer to them; where records ``start`` that can be read on from; and
    ``ties``, from where to where records refer.
    """

    def __init__(self, file: BinaryIO, name: str, max_bytes: int, start: int = 0, end: int | None = None) -> None:
        self.file, self.name, self.max_bytes, self.start = file, name, max_bytes, start
        self.gzipped = is_gzip(file, start)
        self.size = file.seek(0, os.SEEK_END)
        self.end = self.size if end is None else end
        self.budget = _Budget(self.end - start)
        self._forget()

    def _forget(self) -> None:
        self.originals: dict[str, int] = {}
        self.starts = array("Q")
        self.ties: list[tuple[int, int]] = []

    def aside(self) -> "_Source":
        """The same file and budget with nothing remembered, to look something up in it."""
        other = copy(self)
        other._forget()
        return other


class _Records:
    """The records of one stretch. ``offset`` is where the record being read begins in the file."""

    def __init__(self, source: _Source, offset: int) -> None:
        self._source = source
        self.stretch = Stretch(source.file, offset, gzipped=source.gzipped)
        self.offset = offset
        self._base = 0 if source.gzipped else offset

    def __iter__(self) -> Iterator[Capture | Check]:
        loader = ArcWarcRecordLoader(verify_http=False, arc2warc=True)
        line = self._next_line()
        while line:
            if not self._source.gzipped:
                self.offset = self._base + self.stretch.tell() - len(line)
                if self.offset >= self._source.end:
                    return
            record = self._record(loader, line)
            if answer := self._answer(record):
                if isinstance(answer, Capture) and isinstance(answer.page, RawPage):
                    self._source.budget.spend(len(answer.page.body))
                yield answer
            while rest := record.raw_stream.read(64 * 1024):
                self._source.budget.spend(len(rest))
            if getattr(record.raw_stream, "limit", 0):
                raise DamageError("truncated", f"{record.raw_stream.limit} bytes of the record are missing")
            line = self._next_line()

    def _record(self, loader: ArcWarcRecordLoader, line: bytes) -> Any:
        """The record that a line opens; where it begins is written down. Raises DamageError."""
        try:
            record = loader.parse_record_stream(self.stretch, line)
        except (ArchiveLoadFailed, EOFError, ValueError, IndexError, AttributeError) as error:
            raise DamageError("damaged", f"not a WARC record: {str(error)[:120]}") from None
        if record.rec_type is None or record.length is None:
            raise DamageError("truncated", "the record's headers are cut off")
        if not self._source.starts or self._source.starts[-1] < self.offset:
            self._source.starts.append(self.offset)
        return record

    def _answer(self, record: Any) -> Capture | Check | None:
        """What a record says; whatever it does to its reader, it is refused with its reason, never raised."""
        try:
            return _check(record) or self._page(record) or self._copied(record)
        except (DamageError, SpentError, OSError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001  one bad record never stops an archive
            url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
            detail = f"offset {self.offset}: not a readable record: {type(error).__name__}: {str(error)[:120]}"
            return Capture(self.offset, Damage(url, "damaged", detail, self.offset))

    def _next_line(self) -> bytes:
        self.stretch.new_record()
        while (line := self.stretch.readline()) and not line.strip():
            pass
        return line

    def _page(self, record: Any) -> Capture | None:
        """The record as a page if it is one."""
        head = record.rec_headers
        url = _url(head)
        role = head.get_header(ROLE_HEADER)
        http = record.http_headers
        if record.rec_type == "response" and http is not None:
            status = int(code) if STATUS.fullmatch(code := http.get_statuscode() or "") else 0
            kind = (http.get_header("Content-Type") or "").split(";")[0].strip().lower()
            wanted = 200 <= status < 300 and (role is not None or kind in KEPT_TYPES)
            headers = tuple((str(k), str(v)) for k, v in http.headers)
        elif record.rec_type == "resource":
            kind = (record.content_type or "").split(";")[0].strip().lower()
            scheme = url.partition(":")[0].lower()  # other tools' logs, screenshots and texts are urn: and metadata:
            status, wanted = 200, scheme == "file" or (scheme in ("http", "https") and kind in KEPT_TYPES)
            headers = (("Content-Type", record.content_type or ""),)
        else:
            return None
        if not wanted:
            return None
        body = _body(record, self._source.max_bytes)
        if len(body) > self._source.max_bytes:
            detail = f"offset {self.offset}: more than {self._source.max_bytes} bytes"
            return Capture(self.offset, Damage(url, "too-large", detail, self.offset), role)
        fetched = _date(head.get_header("WARC-Date"))
        self._remember(url, head.get_header("WARC-Payload-Digest"))
        digest = head.get_header("WARC-Payload-Digest")
        asked, via = _url(head, ASKED_HEADER) or None, _url(head, VIA_HEADER) or None
        return Capture(self.offset, RawPage(url, fetched, body, status, headers, via), role, digest, asked)

    def _remember(self, url: str, digest: str | None) -> None:
        """Write down where a payload stands."""
        for name in (digest, url):
            if name and len(self._source.originals) < MOST_ORIGINALS:
                self._source.originals.setdefault(name, self.offset)

    def _copied(self, record: Any) -> Capture | None:
        """A revisit that says that an address gave the bytes of another: those bytes, if the file holds them."""
        if record.rec_type != "revisit":
            return None
        head = record.rec_headers
        url, other = _url(head), _url(head, "WARC-Refers-To-Target-URI")
        digest, fetched = head.get_header("WARC-Payload-Digest"), _date(head.get_header("WARC-Date"))
        at = self._source.originals.get(digest or "", self._source.originals.get(other))
        page = self._original(at) if at is not None else None
        if at is not None:
            self._source.ties.append((at, self.offset))
        if page is None:
            detail = f"offset {self.offset}: its bytes are those of {other[:200]}, which this archive does not hold"
            return Capture(self.offset, Damage(url, "elsewhere", detail, self.offset), head.get_header(ROLE_HEADER))
        page = RawPage(url, fetched, page.body, page.status, page.headers)
        return Capture(self.offset, page, head.get_header(ROLE_HEADER), digest, head.get_header(ASKED_HEADER))

    def _original(self, offset: int) -> RawPage | None:
        """The page of the record at an offset; the reading goes on where it was."""
        here = self._source.file.tell()
        try:
            found = next(iter(_Records(self._source.aside(), offset)), None)
        except DamageError:
            return None
        finally:
            self._source.file.seek(here)
        return found.page if isinstance(found, Capture) and isinstance(found.page, RawPage) else None


def _check(record: Any) -> Check | None:
    """The record as what it says of a page that it does not hold, if it says anything."""
    head, http = record.rec_headers, record.http_headers
    url, checked = _url(head), _date(head.get_header("WARC-Date"))
    role, asked = head.get_header(ROLE_HEADER), head.get_header(ASKED_HEADER)
    if record.rec_type == "revisit" and _url(head, "WARC-Refers-To-Target-URI") in (url, ""):
        since = head.get_header("WARC-Refers-To-Date")
        return Check(url, checked, "unchanged", _date(since) if since else None, role, asked)
    if record.rec_type == "response" and http is not None and http.get_statuscode() in map(str, GONE):
        return Check(url, checked, "gone", None, role, asked)
    return None


def _url(head: Any, name: str = "WARC-Target-URI") -> str:
    """A record's address, without a name and password in it; wget puts it in angle brackets."""
    return without_user((head.get_header(name) or "").strip().removeprefix("<").removesuffix(">"))


def _date(text: str | None) -> datetime:
    """A WARC-Date in UTC; the epoch where it is missing, wrong, or no day that UTC has."""
    try:
        date = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC)


def _body(record: Any, limit: int) -> bytes:
    """The payload with its encodings undone, up to one byte over the limit. Raises DamageError if it is cut."""
    stream, http = record.raw_stream, record.http_headers
    chunked = http is not None and "chunked" in (http.get_header("Transfer-Encoding") or "").lower()
    body = read_chunks(stream, limit) if chunked else stream.read(limit + 1)
    missing = getattr(record.raw_stream, "limit", 0)
    if len(body) <= limit and missing:
        raise DamageError("truncated", f"{missing} bytes of the record are missing")
    return decode_content(body, (http.get_header("Content-Encoding") or "") if http else "", limit)
