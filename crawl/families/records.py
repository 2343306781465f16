"""What the strategies exchange."""

from dataclasses import dataclass, replace

from crawl.urls import with_query_in


@dataclass(frozen=True, slots=True)
class Row:
    """A list's entry: an article's URL, and its title and date (ISO 8601) as the list shows them."""

    url: str
    title: str = ""
    date: str | None = None
    pinned: bool = False
    """Whether it stands above newer rows (置顶): that it is known says nothing of those below."""
    file: bool = False
    """Whether it leads to a bare table or document instead of an article."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a list page. ``pager`` names the way it was found, ``number`` counts the list's pages from 1."""

    url: str
    pager: str = ""
    number: int = 1
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def way(self) -> str:
        """The mechanism that found it; what stands after a colon tells its variants apart."""
        return self.pager.partition(":")[0]

    @property
    def key(self) -> tuple[str, bytes]:
        """What makes two asks the same request."""
        return self.url, self.body


@dataclass(frozen=True, slots=True)
class ListPage:
    """An answer to an Ask, decoded; ``start`` is the URL of the list's first page. Without ``text`` it did not come."""

    url: str
    text: str
    ask: Ask
    start: str
    strict: bool = False
    """Whether earlier pages of the list bore the column's mark, so that rows without it are another column's."""

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
    usual_row: str | None = None
    template: str | None = None
    start: int = 2
    step: int = 1
    column: str | None = None
    own: str = "^{}"
    mark: str | None = None
    gaps: int = 0
    """Missing pages in a row that do not end a list."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader finds on a page: rows, links to other hosts, and rows of other columns."""

    rows: tuple[Row, ...] = ()
    offsite: int = 0
    others: tuple[str, ...] = ()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list page holds: rows, requests of which one is the next page, and pages to be read as well.

    ``offsite`` counts links to other hosts among its rows; ``others`` are rows of other columns, which for a ``mixed``
    list are no sign of its end; ``declared`` is how many pages it says there are, which is noted and not believed.
    """

    rows: tuple[Row, ...]
    next: tuple[Ask, ...] = ()
    also: tuple[Ask, ...] = ()
    offsite: int = 0
    others: tuple[str, ...] = ()
    strict: bool = False
    mixed: bool = False
    declared: int = 0

    def sent_in(self, encoding: str) -> "Listing":
        """The same with the queries of its addresses in the page's encoding, as a browser sends them."""
        rows = tuple(replace(row, url=with_query_in(row.url, encoding)) for row in self.rows)
        following, also = (
            tuple(replace(ask, url=with_query_in(ask.url, encoding)) for ask in asks) for asks in (self.next, self.also)
        )
        return replace(self, rows=rows, next=following, also=also)
