"""The captures of a site written as WARC: request and response records, each its own gzip member.

Every member is written in one go, under a temporary name until the file is complete. A killed crawl so loses at most
the record being written; ``recover`` keeps the rest.
"""

import hashlib
import os
import uuid
from base64 import b32encode
from contextlib import suppress
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Self

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from crawl.archive.records import ASKED_HEADER, MAX_FILE_BYTES, PARTIAL, ROLE_HEADER, VIA_HEADER, Headers, Role
from crawl.archive.streams import DamageError, Stretch, drain


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
