"""Tables written for people without RDF: CSV with a BOM, and Parquet.

All are streamed, so memory does not grow with the rows, and the same rows give the same bytes.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from flows.release.rows import Row, Tables, columns
from serve.cells import harmless

TABLES = ("facts", "places", "programs", "pages")
P = TypeVar("P", bound=tuple[bytes, list[bytes], list[bytes], list[bytes]])
NUMBERS = ("value", "value_max", "base_value", "confidence")
BATCH = 20_000
"""Rows of a Parquet group."""
BOM = "\ufeff"


@dataclass
class Writer:
    """A table as CSV and Parquet while it is written."""

    name: str
    csv: Any
    parquet: pq.ParquetWriter
    rows: int = 0
    _waiting: list[Row] = field(default_factory=list)

    def write(self, rows: Iterable[Row]) -> None:
        """Append rows."""
        for row in rows:
            self.csv.writerow({name: harmless(row.get(name) or "") for name in columns(self.name)})
            self._waiting.append(row)
            self.rows += 1
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what still waits."""
        if self._waiting:
            arrays = {name: [typed(name, row.get(name)) for row in self._waiting] for name in columns(self.name)}
            self.parquet.write_table(pa.table(arrays, schema=schema(self.name)))
            self._waiting.clear()


@contextmanager
def table(folder: Path, name: str) -> Iterator[Writer]:
    """A table being written to ``NAME.csv`` and ``NAME.parquet``."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as text:
        text.write(BOM)
        out = csv.DictWriter(text, list(columns(name)), lineterminator="\n")
        out.writeheader()
        with pq.ParquetWriter(folder / f"{name}.parquet", schema(name), compression="zstd") as parquet:
            writer = Writer(name, out, parquet)
            yield writer
            writer.flush()


@dataclass
class Sheets:
    """All tables of a release while they are written."""

    read: Tables
    writers: dict[str, Writer]

    @property
    def counts(self) -> dict[str, int]:
        """The rows of each table."""
        return {name: writer.rows for name, writer in self.writers.items()}

    def noted(self, pages: Iterable[P]) -> Iterator[P]:
        """The pages as they come, each with its rows written; a page begins with its IRI and the lines of its graph."""
        for page in pages:
            facts, own = self.read.of_page(page[0].decode(), page[1])
            self.writers["facts"].write(facts)
            self.writers["pages"].write([own])
            yield page


@contextmanager
def tables(folder: Path, read: Tables) -> Iterator[Sheets]:
    """All tables being written; those of places and programmes when the pages are through."""
    with ExitStack() as stack:
        sheets = Sheets(read, {name: stack.enter_context(table(folder, name)) for name in TABLES})
        yield sheets
        sheets.writers["places"].write(read.places())
        sheets.writers["programs"].write(read.programs())


def schema(name: str) -> pa.Schema:
    """The types of a table's columns: numbers as doubles, counts as integers, all else as text."""
    kinds = {**dict.fromkeys(NUMBERS, pa.float64()), "facts": pa.int64(), "pages": pa.int64()}
    described = [
        pa.field(column, kinds.get(column, pa.string()), metadata={"comment": holds})
        for column, holds in columns(name).items()
    ]
    return pa.schema(described)


def typed(column: str, value: str | None) -> str | float | int | None:
    """A cell in its column's type."""
    if value in (None, ""):
        return None
    if column in ("facts", "pages"):
        return int(str(value))
    return float(str(value)) if column in NUMBERS else value
