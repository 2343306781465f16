"""What a crawl tells: events while it runs, and a report for each site when it is done."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

EventKind = Literal["list", "article", "attachment", "unchanged", "refused", "error"]

EXPECTED = frozenset({"robots", "offsite", "gone", "quiet-hours", "content-type"})
"""Refusals that are the crawler doing as it should; all other problems make a site's report not ok."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, for progress bars."""

    site: str
    kind: EventKind
    url: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """An address that gave nothing, and why: a slug (robots, timeout, http-404, empty-list, wall …) and the detail."""

    url: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ListReport:
    """What a walk through one list found."""

    url: str
    column: str | None
    pages: int
    """Pages with rows of the list."""
    rows: int
    first: int
    """Rows on its first page."""
    usual: float | None
    """The median of its first page's rows in the walks before; None where this is the first."""
    declared: int
    """Pages that the list says it has, which is often wrong; 0 where it says nothing."""


@dataclass(frozen=True, slots=True)
class HostReport:
    """What one host answered."""

    host: str
    pages: int = 0
    """Answers of any kind, robots.txt and redirects included."""
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    walls: int = 0
    errors: int = 0


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a crawl of one site brought."""

    site: str
    articles: int = 0
    """Articles captured, new ones and changed ones."""
    changed: int = 0
    unchanged: int = 0
    """Asked for again; the server said nothing changed, or the bytes were the same."""
    known: int = 0
    """Rows of lists left alone since their articles were captured before."""
    lists: int = 0
    """List pages read."""
    rows: int = 0
    offsite: int = 0
    refused: tuple[Problem, ...] = ()
    """What robots.txt forbids, what is gone, what leads to other sites."""
    wall: str | None = None
    """The kind of wall met, if one was."""
    skipped: int = 0
    """Addresses left for a later run since their host was closed for this one."""
    attachments: int = 0
    errors: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    """The WARC files written."""
    columns: tuple[ListReport, ...] = ()
    """Its lists that were read."""
    hosts: tuple[HostReport, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing went wrong; what robots.txt forbids is not wrong."""
        return not self.errors


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """What a crawl brought, site by site in the order asked."""

    sites: tuple[SiteReport, ...] = ()
    started: str = ""
    """ISO 8601, UTC."""
    seconds: float = 0.0
    log: tuple[str, ...] = field(default=())
    """Warnings of the crawler itself."""

    @property
    def ok(self) -> bool:
        """Whether every site's report is ok."""
        return all(site.ok for site in self.sites)

    @property
    def articles(self) -> int:
        """Articles captured, over all sites."""
        return sum(site.articles for site in self.sites)

    @property
    def files(self) -> tuple[str, ...]:
        """The WARC files written, over all sites."""
        return tuple(path for site in self.sites for path in site.files)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain data, for JSON."""
        return asdict(self)

    @staticmethod
    def from_dict(data: dict[str, Any]) -> "CrawlReport":
        """The report from ``to_dict``'s data."""
        sites = tuple(
            SiteReport(
                **{
                    **site,
                    "refused": _problems(site["refused"]),
                    "errors": _problems(site["errors"]),
                    "files": tuple(site["files"]),
                    "columns": tuple(ListReport(**column) for column in site["columns"]),
                    "hosts": tuple(HostReport(**host) for host in site["hosts"]),
                }
            )
            for site in data["sites"]
        )
        return CrawlReport(sites, data["started"], data["seconds"], tuple(data["log"]))


def _problems(data: Iterable[dict[str, str]]) -> tuple[Problem, ...]:
    return tuple(Problem(**problem) for problem in data)
