"""Shard in, shard out: one archive of raw pages becomes a table of articles, a graph and a quarantine.

The outputs are a function of the archive's bytes and the pipeline alone: the same bytes in whatever order, by
whichever worker. Memory grows with a shard's number of pages (a hundred bytes each), not with their size.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from crawl.archive import Capture
from flows.files import gzip_file
from flows.reading import explain, pages_of, read
from flows.sites import Sites, sites_of
from flows.storage import OUTPUTS, DataFolder
from ontology.iris import Iris
from pipeline.clean.reposts import signature
from pipeline.emit import nquads, page_triples
from pipeline.records import Article, RawPage, Reading, Refusal
from pipeline.validate import violations

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


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard: how many captures were read, how many refused and why."""

    name: str
    pages: int
    refused: dict[str, int]


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


@dataclass(slots=True)
class Outputs:
    """A shard's three files while they are being written."""

    folder: Path
    raw: str
    iris: Iris
    pages: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    _rows: list[dict[str, Any]] = field(default_factory=list)
    _newest: dict[str, tuple[datetime, str, int, int]] = field(default_factory=dict)
    """Of each page, its newest capture: when, digest, and where its lines stand in the scratch file."""
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

    def add(self, item: Read | Refused) -> None:
        """Take in one page."""
        if isinstance(item, Refused):
            self._refuse(item)
        else:
            self._keep(item)

    def _refuse(self, item: Refused) -> None:
        self.refused[item.refusal.reason] += 1
        entry = {
            "url": item.refusal.url,
            "reason": item.refusal.reason,
            "detail": item.refusal.detail[:DETAIL_CHARACTERS],
            "raw": self.raw,
            "offset": item.offset,
            "fetched": item.fetched,
            "digest": item.digest,
        }
        self._quarantine.write(json.dumps(entry, ensure_ascii=False).encode("utf-8", "replace") + b"\n")

    def _keep(self, item: Read) -> None:
        self.pages += 1
        version = (item.raw.fetched, item.digest)
        if item.page not in self._newest or version > self._newest[item.page][:2]:
            start = self._lines.tell()
            self._lines.writelines(item.lines)
            self._newest[item.page] = (*version, start, self._lines.tell() - start)
        self._rows.append(row(item, self.raw))
        if len(self._rows) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        self._table.write_table(pa.Table.from_pylist(self._rows, PAGE_SCHEMA))
        self._rows.clear()

    def finish(self) -> None:
        """Write out what is still held, the graph sorted by page."""
        if self._rows:
            self._flush()
        with gzip_file(self.folder / "graph") as out:
            for _, (*_, start, length) in sorted(self._newest.items()):
                self._lines.seek(start)
                out.write(self._lines.read(length))


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


def own_names(article: Article, sites: Sites) -> tuple[str, ...]:
    """The names of the site that an article stands on: those of the registry, and what the page says."""
    site = sites.of(article.url)
    known = (site.name, *site.own_names) if site else ()
    return tuple(dict.fromkeys([*known, *filter(None, [article.site_name])]))


def read_capture(capture: Capture, sites: Sites, iris: Iris) -> Read | Refused:
    """Read one capture. Whatever a page does to the pipeline, it is refused with its reason, never raised.

    Its graph is checked by itself: what one page says of a shared thing neither mends nor breaks another's.
    """
    page = capture.page
    if not isinstance(page, RawPage):
        return Refused(page, capture.offset)
    digest = hashlib.sha256(page.body).hexdigest()
    found = read(page, sites)
    if isinstance(found, Reading):
        try:
            triples = page_triples(found, page.fetched, iris)
            wrong = [str(v) for v in violations(triples) if v.severity == "violation"]
            iri = iris.page(found.article.url)
            lines = tuple(line.encode() for line in nquads(triples, iri))
            if not wrong:
                return Read(capture, page, digest, found, str(iri), lines, own_names(found.article, sites))
            found = Refusal(page.url, "shape", "; ".join(wrong))
        except Exception as error:  # noqa: BLE001  one bad page never stops a run
            found = Refusal(page.url, "error", explain(error))
    return Refused(found, capture.offset, page.fetched.astimezone(UTC).isoformat(), digest)


def make_shard(
    data: DataFolder,
    raw: str,
    name: str,
    base: str,
    page_bytes: int,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> ShardResult:
    """Read the archive ``raw`` of the data folder into the outputs of shard ``name``, whole or not at all.

    ``progress`` is told how many captures are done and where in the archive the last one stands. Raises OSError where
    the archive can't be read or the disk is full.
    """
    iris, sites = Iris(base), sites_of(data)
    with data.fetched(raw) as archive, data.scratch() as folder:
        with Outputs(folder, raw, iris) as outputs:
            items = (read_capture(capture, sites, iris) for capture in pages_of(archive, page_bytes))
            for done, item in enumerate(items, 1):
                outputs.add(item)
                progress(done, item.offset if isinstance(item, Refused) else item.capture.offset)
            outputs.finish()
        for kind in OUTPUTS:
            data.publish(folder / kind, data.output(kind, name))
    return ShardResult(name, outputs.pages, dict(sorted(outputs.refused.items())))
