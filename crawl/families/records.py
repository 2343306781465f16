"""What the strategies exchange."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A list's entry: an article's URL, and its title and date (ISO 8601) as the list shows them."""

    url: str
    title: str = ""
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a list page. ``pager`` names the way it was found, ``number`` counts the list's pages from 1."""

    url: str
    pager: str = ""
    number: int = 1
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """An answer to an Ask, decoded; ``start`` is the URL of the list's first page. Without ``text`` it did not come."""

    url: str
    text: str
    ask: Ask
    start: str

    @property
    def number(self) -> int:
        """Its place in the list, from 1."""
        return self.ask.number


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site's entry and its family say about its lists; the fields are those of a Family."""

    hosts: tuple[str, ...]
    rows: str = "html"
    pagers: tuple[str, ...] = ("link",)
    article: str | None = None
    row: str | None = None
    template: str | None = None
    start: int = 2
    step: int = 1
    column: str | None = None
    own: str = "^{}"
    gaps: int = 0
    """Missing pages in a row that do not end a list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds: rows, requests of which one is the next page, and pages to be read as well.

    ``offsite`` counts links to other hosts among its rows.
    """

    rows: tuple[Row, ...]
    next: tuple[Ask, ...] = ()
    also: tuple[Ask, ...] = ()
    offsite: int = 0
