"""What the strategies exchange."""

from dataclasses import dataclass, field


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
    """An answer to an Ask, decoded. ``pager`` is set once that way of paging has brought new links."""

    url: str
    text: str
    number: int = 1
    pager: str = ""
    start: str = ""
    """The URL of the list as the registry gives it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the site's entry and its family say about its lists."""

    hosts: tuple[str, ...]
    rows: str = "html"
    pagers: tuple[str, ...] = ("link",)
    article: str | None = None
    row: str | None = None
    template: str | None = None
    start: int = 2


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds. ``offsite`` counts links to other hosts among its rows."""

    rows: tuple[Row, ...]
    next: tuple[Ask, ...] = field(default=())
    offsite: int = 0
