"""A table as a page shows it and as its CSV, JSON and workbook hold it: the same rows, cell by cell."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME = 31
"""Characters that a sheet's name may have."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, where it leads, and marks that stand beside it; ``raw`` is what downloads hold."""

    text: str = ""
    href: str = ""
    raw: str | float | int | None = None
    tags: tuple[str, ...] = ()
    """Names of words that are shown as small labels: ``planned``, ``over``, ``contested``."""
    is_quote: bool = False

    @property
    def value(self) -> str | float | int:
        """What downloads hold."""
        return self.text if self.raw is None else self.raw


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in downloads and among the words; one that is not ``shown`` stands in downloads only."""

    name: str
    numeric: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page. ``following`` is the offset of the rows after these, None where these are the last."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    following: int | None = None
    total: int | None = None
    sort: str = ""
    """The word that says in what order the rows are."""

    def has(self, name: str) -> bool:
        """Whether it has such a column."""
        return any(column.name == name for column in self.columns)

    @property
    def sources(self) -> tuple[Cell, ...]:
        """The sources of its rows, each once, each leading to the first page of it."""
        at = next((at for at, column in enumerate(self.columns) if column.name == "source"), None)
        found = {} if at is None else {row[at].text: row[at] for row in reversed(self.rows) if row[at].text}
        return tuple(reversed(found.values()))

    @property
    def shown(self) -> tuple[tuple[int, Column], ...]:
        """The columns that a page shows, with their places in a row; those that are empty on all rows are left out."""
        return tuple(
            (at, column)
            for at, column in enumerate(self.columns)
            if column.shown and any(row[at].text for row in self.rows)
        )


SOURCES = {"url", "page_iri", "statement_iri", "fact_iri", "iri", "source_address"}
"""Columns that say where a row comes from."""


def sourced(shown: Table, site: str, page: str) -> Table:
    """A table whose rows say where they come from: one of counts gets a column with the address, on this ``site``, of
    what a row is of, else of the ``page`` that has the table."""
    if SOURCES & {column.name for column in shown.columns}:
        return shown
    own = (next((cell.href for cell in row if cell.href.startswith("/")), page) for row in shown.rows)
    rows = ((*row, Cell(site + href)) for row, href in zip(shown.rows, own, strict=True))
    return replace(shown, columns=(*shown.columns, Column("source_address")), rows=tuple(rows))


def table(
    name: str, columns: str, rows: Iterable[tuple[Cell, ...]], following: int | None = None, **more: Any
) -> Table:
    """A table from a line of column names: ``#`` before a name makes a number of it, ``-`` keeps it to downloads."""
    named = (Column(word.lstrip("#-"), numeric="#" in word[:2], shown="-" not in word[:2]) for word in columns.split())
    return Table(name, tuple(named), tuple(rows), following, **more)


def as_csv(shown: Table) -> bytes:
    """The table as CSV in UTF-8 with a mark of its encoding, so that spreadsheets read it. Text that one would take
    for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in shown.columns)
    writer.writerows([_inert(cell.value) for cell in row] for row in shown.rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def as_json(shown: Table) -> bytes:
    """The table as a JSON list of objects."""
    names = [column.name for column in shown.columns]
    rows = [dict(zip(names, (cell.value for cell in row), strict=True)) for row in shown.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def as_xlsx(shown: Table) -> bytes:
    """The table as a workbook."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet(shown.name[:SHEET_NAME])
    sheet.append([column.name for column in shown.columns])
    for row in shown.rows:
        values = (_inert(cell.value) for cell in row)
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", v) if isinstance(v, str) else v for v in values])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _inert(value: str | float | int) -> str | float | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


FORMATS: dict[str, tuple[str, Callable[[Table], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
"""The forms that a table may be downloaded in: media type and how it is written."""
