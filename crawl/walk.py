"""A walk through one list: which rows are new to it, when it ends, and what was left open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from crawl.families import Ask, Listing, Row, Rules
from crawl.registry import ListConfig
from crawl.report import ListReport
from crawl.urls import key_of


@dataclass
class Walk:
    """The state of one list's walk, handed from page to page."""

    site: str
    entry: ListConfig
    rules: Rules
    walked: bool = False
    """Whether an earlier walk came to the list's end."""
    direct: bool = False
    """Whether the rows stand on the page of the list's own address, not in a frame of it or a script's answer."""
    before: tuple[int, ...] = ()
    """Rows on the first page when the list was walked before, the newest walk first."""
    since: str | None = None
    start: str = ""
    strict: bool = False
    seen: set[str] = field(default_factory=set)
    asked: set[tuple[str, bytes]] = field(default_factory=set)
    ways: set[str] = field(default_factory=set)
    """Ways to page that brought rows."""
    first_rows: int = 0
    pages: int = 0
    rows: int = 0
    declared: int = 0
    """Pages that the list says it has."""
    cut: bool = False
    """Whether rows were left since the run had enough, or a part of the list did not come."""
    missed: int = 0
    """Pages in a row that brought nothing."""

    @property
    def may_stop(self) -> bool:
        """Whether a page of known rows ends the walk."""
        return self.walked and self.since is None

    def take(self, listing: Listing) -> list[Row]:
        """The rows of a page that no page before it had."""
        self.strict = self.strict or listing.strict
        self.declared = max(self.declared, listing.declared)
        rows = [row for row in listing.rows if self._is_new(row.url)]
        self.rows += len(rows)
        return rows

    def others(self, listing: Listing) -> int:
        """How many rows of other columns a page brought that no page before it had."""
        return sum(self._is_new(url) for url in listing.others)

    def _is_new(self, url: str) -> bool:
        key = key_of(url)
        if key in self.seen:
            return False
        self.seen.add(key)
        return True

    def report(self) -> ListReport:
        """What it found."""
        entry, usual = self.entry, median(self.before) if self.before else None
        return ListReport(entry.url, entry.column, self.pages, self.rows, self.first_rows, usual, self.declared)

    def left(self, ways: Iterable[Ask]) -> tuple[Ask, ...]:
        """Of ways on, those that were not gone yet."""
        return tuple(ask for ask in ways if ask.key not in self.asked)

    def too_old(self, rows: Sequence[Row]) -> bool:
        """Whether all rows are dated before the day from which on articles are wanted, the newest first."""
        if self.since is None:
            return False
        dates = [row.date for row in rows if row.date is not None]
        rising = len(dates) > 1 and dates[0] < dates[-1] and all(a <= b for a, b in pairwise(dates))
        return len(dates) == len(rows) and max(dates) < self.since and not rising

    def goes_on(self, ask: Ask, rows: Sequence[Row], unknown: int) -> bool:
        """Whether the next page is to be read. That pinned rows are known says nothing of those below them."""
        fully_known = not unknown and any(not row.pinned for row in rows)
        return ask.number < self.entry.max_pages and not self.too_old(rows) and not (self.may_stop and fully_known)
