"""A walk through one list: which rows are new to it, when it ends, and what was left open."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawl.families import Ask, Listing, Row, Rules
from crawl.registry import ListConfig

FEW_ROWS = 0.3
"""A first page with less than this share of the rows it had is reported: the layout may have changed."""


@dataclass
class Walk:
    """The state of one list's walk, handed from page to page."""

    site: str
    entry: ListConfig
    rules: Rules
    may_stop: bool = False
    """Whether a page of known rows ends the walk: only where an earlier walk came to the list's end."""
    before: int = 0
    """Rows on the first page when the list was last walked."""
    since: str | None = None
    start: str = ""
    seen: set[str] = field(default_factory=set)
    first_rows: int = 0
    cut: bool = False
    """Whether rows were left since the run had enough."""
    missed: int = 0
    """Pages in a row that brought nothing."""

    def take(self, listing: Listing) -> list[Row]:
        """The rows of a page that no page before it had."""
        new = [row for row in listing.rows if row.url not in self.seen]
        self.seen.update(row.url for row in new)
        return new

    def too_old(self, rows: Sequence[Row]) -> bool:
        """Whether all rows are dated before the day from which on articles are wanted."""
        return self.since is not None and all(row.date is not None and row.date < self.since for row in rows)

    def goes_on(self, ask: Ask, rows: Sequence[Row], unknown: int) -> bool:
        """Whether the next page is to be read."""
        return ask.number < self.entry.max_pages and not self.too_old(rows) and not (self.may_stop and not unknown)

    def few(self) -> str | None:
        """What is odd about the number of rows on the first page."""
        if self.before >= 5 and self.first_rows < self.before * FEW_ROWS:
            return f"{self.first_rows} rows on its first page, {self.before} when it was last read"
        return None
