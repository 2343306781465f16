"""What a view gives to its template, and what it takes from an address."""

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from serve.explorer.charts import Bars, Map, Years
from serve.explorer.tables import Table

PAGE_ROWS = 30
"""Rows of a table on one page."""
DEEPEST = 10_000
"""Rows that one may page down to; whoever wants more asks the endpoint."""


class NotFoundError(LookupError):
    """There is nothing of this name in the graph."""


class BadRequestError(ValueError):
    """Something in the address that can't be; the message says what and what would do."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the table of the same data, and where the question that it answers is asked in full."""

    title: str
    chart: Bars | Years | Map
    table: Table
    href: str = ""
    cut: int = 0
    """How many facts are drawn where there are more, the newest years first; 0 where all are."""


@dataclass(frozen=True, slots=True)
class View:
    """A page: its template, its title, what only this template knows, and its tables, which may all be downloaded."""

    template: str
    title: str
    about: Any
    tables: tuple[Table, ...] = ()
    key: str = ""
    """Of the thing that it shows, if it shows one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address, checked."""

    query: QueryParams

    def text(self, name: str, limit: int = 200) -> str:
        """A text, empty where none is given."""
        return self.query.get(name, "").strip()[:limit]

    def texts(self, name: str, limit: int) -> list[str]:
        """Several of a name, or with commas between, each once. Raises BadRequestError for too many."""
        parts = [part.strip() for value in self.query.getlist(name) for part in value.split(",")]
        found = list(dict.fromkeys(part for part in parts if part))
        if len(found) > limit:
            raise BadRequestError(f"{name}: {len(found)} values, at most {limit} can be shown together")
        return found

    def number(self, name: str, least: int = 0, most: int = 9999) -> int | None:
        """A whole number, None where none is given. Raises BadRequestError."""
        value = self.text(name)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or not least <= int(value[:9]) <= most:
            raise BadRequestError(f"{name}={value}: give a whole number from {least} to {most}")
        return int(value)

    def one_of(self, name: str, *choices: str) -> str:
        """One of the choices, the first where none is given. Raises BadRequestError."""
        value = self.text(name) or choices[0]
        if value not in choices:
            raise BadRequestError(f"{name}={value}: give one of {', '.join(c for c in choices if c)}")
        return value

    @property
    def is_download(self) -> bool:
        """Whether a table is asked for and no page."""
        return self.query.get("format", "html") != "html"

    @property
    def offset(self) -> int:
        """From which row on a table is shown."""
        return self.number("offset", 0, DEEPEST) or 0


def paged(rows: list[Any], offset: int) -> tuple[list[Any], int | None]:
    """The rows of a page from what was read, one more than fits; and the offset of those that follow."""
    more = len(rows) > PAGE_ROWS and offset + PAGE_ROWS <= DEEPEST
    return rows[:PAGE_ROWS], offset + PAGE_ROWS if more else None
