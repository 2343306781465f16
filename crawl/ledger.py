"""What happened, counted while the crawl runs and summed up at its end."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from crawl.report import EXPECTED, Event, EventKind, Problem, SiteReport

COUNTED = ("articles", "changed", "unchanged", "known", "lists", "rows", "offsite", "skipped", "attachments")


class Ledger:
    """Counts and problems of each site; every entry is told as an event."""

    def __init__(self, sites: Iterable[str], tell: Callable[[Event], None]) -> None:
        self.counts: dict[str, Counter[str]] = {site: Counter() for site in sites}
        self.walls: dict[str, str] = {}
        self._problems: dict[str, list[Problem]] = {site: [] for site in self.counts}
        self._tell = tell

    def count(self, site: str, **numbers: int) -> None:
        """Add to a site's counts."""
        self.counts[site].update(numbers)

    def tell(self, site: str, kind: EventKind, url: str, detail: str = "") -> None:
        """Tell an event."""
        self._tell(Event(site, kind, url, detail))

    def problem(self, site: str, url: str, reason: str, detail: str = "") -> None:
        """Write down an address that gave nothing, and why."""
        self._problems[site].append(Problem(url, reason, detail))
        self.tell(site, "refused" if reason in EXPECTED else "error", url, f"{reason}: {detail}")

    def reports(self, files: Mapping[str, Iterable[Path]]) -> tuple[SiteReport, ...]:
        """Each site's report, with the archives written for it."""
        return tuple(self._report(site, files.get(site, ())) for site in self.counts)

    def _report(self, site: str, files: Iterable[Path]) -> SiteReport:
        problems = self._problems[site]
        return SiteReport(
            site=site,
            refused=tuple(problem for problem in problems if problem.reason in EXPECTED),
            errors=tuple(problem for problem in problems if problem.reason not in EXPECTED),
            files=tuple(str(path) for path in files),
            wall=self.walls.get(site),
            **{name: self.counts[site][name] for name in COUNTED},
        )
