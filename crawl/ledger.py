"""What happened, counted while the crawl runs and summed up at its end."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from crawl.report import EXPECTED, Event, EventKind, HostReport, ListReport, Problem, SiteReport
from crawl.urls import netloc_of

COUNTED = ("articles", "changed", "unchanged", "known", "lists", "rows", "offsite", "skipped", "attachments")


class Ledger:
    """Counts and problems of each site; every entry is told as an event."""

    def __init__(self, sites: Iterable[str], tell: Callable[[Event], None]) -> None:
        self.counts: dict[str, Counter[str]] = {site: Counter() for site in sites}
        self.walls: dict[str, str] = {}
        self._hosts: dict[str, dict[str, Counter[str]]] = {site: {} for site in self.counts}
        self._lists: dict[str, list[ListReport]] = {site: [] for site in self.counts}
        self._problems: dict[str, list[Problem]] = {site: [] for site in self.counts}
        self._tell = tell

    def count(self, site: str, **numbers: int) -> None:
        """Add to a site's counts."""
        self.counts[site].update(numbers)

    def count_host(self, site: str, url: str, **numbers: int) -> None:
        """Add to the counts of a URL's host."""
        self._hosts[site].setdefault(netloc_of(url), Counter()).update(numbers)

    def came(self, site: str, url: str, change: str) -> None:
        """Count an article that came: new, changed or unchanged."""
        self.count_host(site, url, **{change: 1})
        if change == "unchanged":
            self.count(site, unchanged=1)
        else:
            self.count(site, articles=1, changed=change == "changed")

    def walked(self, site: str, told: ListReport) -> None:
        """A list was read."""
        self._lists[site].append(told)

    def tell(self, site: str, kind: EventKind, url: str, detail: str = "") -> None:
        """Tell an event."""
        self._tell(Event(site, kind, url, detail))

    def problem(self, site: str, url: str, reason: str, detail: str = "") -> None:
        """Write down an address that gave nothing, and why."""
        self._problems[site].append(Problem(url, reason, detail))
        if url and reason not in EXPECTED:
            self.count_host(site, url, errors=1)
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
            columns=tuple(self._lists[site]),
            hosts=tuple(HostReport(host, **counts) for host, counts in sorted(self._hosts[site].items())),
            **{name: self.counts[site][name] for name in COUNTED},
        )
