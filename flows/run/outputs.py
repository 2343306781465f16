"""A shard's files while they are being written: articles, refusals, captures, the graph and the index's rows.

The graph holds a gzip member a page, by page, so that one is read without the others; ``captures`` says of each answer
in the archive what it was and, of a page that was read, which member holds what it says; ``rows`` holds what the index
has of it.
"""

import gzip
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from crawl.archive import Capture, Check
from flows.run.reading import explain
from flows.store.kept_rows import RowsFile
from ontology.iris import XT, Iris
from pipeline.clean.reposts import signature
from pipeline.privacy import public_address
from pipeline.records import RawPage, Reading, Refusal
from serve.search.rows import page_rows

PAGE_SCHEMA = pa.schema(
    [
        ("page", pa.string()),
        ("url", pa.string()),
        ("fetched", pa.timestamp("us", tz="UTC")),
        ("digest", pa.string()),
        ("raw", pa.string()),
        ("offset", pa.int64()),
        ("title", pa.string()),
        ("published", pa.string()),
        ("source", pa.string()),
        ("authors", pa.list_(pa.string())),
        ("column", pa.string()),
        ("keywords", pa.list_(pa.string())),
        ("site_name", pa.string()),
        ("home", pa.string()),
        ("encoding", pa.string()),
        ("marks", pa.list_(pa.string())),
        ("own_names", pa.list_(pa.string())),
        ("signature", pa.binary()),
        ("facts", pa.int32()),
        ("text", pa.string()),
    ]
)
"""A row an article: where it came from, what it says of itself, its cleaned text; the names of its site and the text's
signature, from which reposts are told."""

ROWS = 200
"""Articles a row group: a few MB of text, so that a reader of one column skips far and a writer holds little."""
DETAIL_CHARACTERS = 500
"""Of an error's text, what the quarantine keeps."""
SAID_DIGITS = 20
GONE = ("soft-404",)
"""The refusals that say that a page is gone. All others say no more than that it could not be read this time."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page that was read: its capture and reading, its IRI and the N-Quads of its graph."""

    capture: Capture
    raw: RawPage
    digest: str
    reading: Reading
    page: str
    lines: tuple[bytes, ...]
    own_names: tuple[str, ...]
    """Names of the site that the page stands on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A page that was not: its refusal, and where its bytes are."""

    refusal: Refusal
    offset: int
    fetched: str | None = None
    digest: str | None = None
    asked: str | None = None
    """The address that led there."""


@dataclass(slots=True)
class Version:
    """What a page said at one time or several: its newest capture, and where its lines stand in the scratch file."""

    newest: tuple[str, str]
    start: int
    length: int


@dataclass(slots=True)
class Outputs:
    """The files of a shard. Memory grows with its number of captures (some hundred bytes each), not with their size."""

    folder: Path
    raw: str
    iris: Iris
    pages: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    _rows: list[Any] = field(default_factory=list)
    _versions: dict[str, dict[str, Version]] = field(default_factory=dict)
    """Of each page, what it said."""
    _captures: list[dict[str, Any]] = field(default_factory=list)
    _table: Any = None
    _lines: IO[bytes] = field(init=False)
    _quarantine: IO[bytes] = field(init=False)

    def __enter__(self) -> Self:
        self._lines = (self.folder / "lines").open("w+b")
        self._quarantine = (self.folder / "quarantine").open("wb")
        self._table = pq.ParquetWriter(self.folder / "pages", PAGE_SCHEMA, compression="zstd")
        return self

    def __exit__(self, *_: object) -> None:
        self._table.close()
        self._quarantine.close()
        self._lines.close()

    def add(self, item: Read | Refused | Check) -> None:
        """Take in one answer."""
        match item:
            case Check(url, checked, what, since, _, asked):
                self._check(what, utc(checked), utc(since) if since else None, url, asked)
            case Refused():
                self._refuse(item)
            case Read():
                try:
                    self._keep(item)
                except (OSError, MemoryError):
                    raise
                except Exception as error:  # noqa: BLE001  one bad page never stops a run
                    refusal = Refusal(item.raw.url, "error", explain(error))
                    self._refuse(Refused(refusal, item.capture.offset, digest=item.digest, asked=item.capture.asked))

    def _check(self, what: str, moment: str, since: str | None, *urls: str | None) -> None:
        """Of a page, and of the one that led to it, an answer that does not hold it."""
        for page in sorted({str(self.iris.page(public_address(url))) for url in urls if url}):
            self._captures.append({"what": what, "page": page, "moment": moment, "since": since})

    def _refuse(self, item: Refused) -> None:
        self.refused[item.refusal.reason] += 1
        if item.refusal.reason in GONE and item.fetched:
            self._check("gone", item.fetched, None, item.refusal.url, item.asked)
        entry = {
            "url": public_address(item.refusal.url),
            "reason": item.refusal.reason,
            "detail": item.refusal.detail[:DETAIL_CHARACTERS],
            "raw": self.raw,
            "offset": item.offset,
            "fetched": item.fetched,
            "digest": item.digest,
        }
        self._quarantine.write(json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def _keep(self, item: Read) -> None:
        rows = pa.Table.from_pylist([row(item, self.raw)], PAGE_SCHEMA)
        said, newest = said_by(item.page, item.lines), (utc(item.raw.fetched), item.digest)
        self.pages += 1
        versions = self._versions.setdefault(item.page, {})
        if said not in versions or newest > versions[said].newest:
            start = self._lines.tell()
            self._lines.writelines(item.lines)
            versions[said] = Version(newest, start, self._lines.tell() - start)
        self._captures.append({"what": "read", "page": item.page, "moment": newest[0], "said": said})
        self._rows.append(rows)
        if len(self._rows) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        self._table.write_table(pa.concat_tables(self._rows).combine_chunks())
        self._rows.clear()

    def finish(self) -> None:
        """Write out what is still held, the graph sorted by page."""
        if self._rows:
            self._flush()
        members: dict[tuple[str, str], tuple[int, int]] = {}
        with (self.folder / "graph").open("wb") as out, RowsFile(self.folder / "rows") as rows:
            for page, versions in sorted(self._versions.items()):
                for number, (said, version) in enumerate(sorted(versions.items(), key=lambda v: v[1].newest)[::-1]):
                    self._lines.seek(version.start)
                    lines = self._lines.read(version.length)
                    member = gzip.compress(renamed(lines, page, said) if number else lines, 6, mtime=0)
                    members[page, said] = out.tell(), len(member)
                    if not number:
                        triples = lines.replace(f" <{page}> .\n".encode(), b" .\n").decode()
                        rows.add(out.tell(), page_rows(page, triples, self.iris.base))
                    out.write(member)
        with (self.folder / "captures").open("w", encoding="utf-8") as index:
            for capture in self._captures:
                at, size = members.get((capture["page"], capture.get("said", "")), (None, None))
                index.write(json.dumps(capture | ({"at": at, "size": size} if size else {})) + "\n")


def said_by(page: str, lines: tuple[bytes, ...]) -> str:
    """A hash of what a page's graph says, whenever the page was fetched."""
    fetched = f"<{page}> <{XT.fetched}> ".encode()
    said = b"".join(line for line in lines if not line.startswith(fetched))
    return hashlib.sha256(said).hexdigest()[:SAID_DIGITS]


def utc(moment: datetime) -> str:
    """A moment as the captures have it."""
    return moment.astimezone(UTC).isoformat()


def renamed(lines: bytes, page: str, said: str) -> bytes:
    """The lines of an older capture, in a graph of its own beside the page's."""
    return lines.replace(f" <{page}> .\n".encode(), f" <{page}/{said}> .\n".encode())


def row(item: Read, raw: str) -> dict[str, Any]:
    """An article's row."""
    article = item.reading.article
    return {
        "page": item.page,
        "url": article.url,
        "fetched": item.raw.fetched.astimezone(UTC),
        "digest": item.digest,
        "raw": raw,
        "offset": item.capture.offset,
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "authors": list(article.authors),
        "column": article.column,
        "keywords": list(article.keywords),
        "site_name": article.site_name,
        "home": item.reading.home,
        "encoding": article.encoding,
        "marks": list(article.marks),
        "own_names": list(item.own_names),
        "signature": signature(article.text),
        "facts": len(item.reading.facts),
        "text": article.text,
    }
