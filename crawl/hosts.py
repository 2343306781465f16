"""How each host stands in this run: its site, its delay, whether it is closed, and what it refused so far."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from crawl.hours import is_open
from crawl.ledger import Ledger
from crawl.registry import SiteConfig
from crawl.state import State
from crawl.urls import netloc_of

DENIALS = {"http-429": 1, "http-503": 1, "http-403": 3, "timeout": 3, "connection": 3}
"""How many such failures one after the other close a host for the run; the first two come after retries."""


class Hosts:
    """The hosts of a run. A closed host is asked for nothing more, and held for a while after."""

    def __init__(self, sites: Iterable[SiteConfig], state: State, ledger: Ledger, delay: float) -> None:
        self._sites = {host.lower(): site for site in sites for host in site.hosts}
        self._state, self._ledger, self._delay = state, ledger, delay
        self.closed: dict[str, str] = {}
        self.crawl_delays: dict[str, float] = {}
        """What robots.txt asks, by host."""
        self._denials: Counter[str] = Counter()

    def site(self, netloc: str) -> SiteConfig | None:
        """The site that a host belongs to."""
        return self._sites.get(netloc.lower()) or self._sites.get(netloc.lower().partition(":")[0])

    def delay(self, netloc: str) -> float:
        """Seconds between two requests to a host: what its robots.txt asks, and at least what its site's entry says."""
        site = self.site(netloc)
        own = site.delay if site is not None and site.delay is not None else self._delay
        return max(own, self.crawl_delays.get(netloc, 0.0))

    def close(self, netloc: str, reason: str, wall: str | None = None, *, brief: bool = False) -> None:
        """Ask the host for nothing more in this run, report why, once, and leave it alone for a while after; ``brief``:
        at first for minutes, where what went wrong is most often over soon.
        """
        if netloc in self.closed:
            return
        self.closed[netloc] = reason
        self._state.hold(netloc, reason, datetime.now(UTC), brief=brief)
        if (site := self.site(netloc)) is not None:
            if wall:
                self._ledger.walls[site.id] = wall
            self._ledger.problem(site.id, f"//{netloc}/", "wall" if wall else "host-held", reason)

    def keep_hours(self, netloc: str, now: datetime) -> None:
        """Close a host for this run once its hours are over; it is not held after."""
        site = self.site(netloc)
        if site is not None and netloc not in self.closed and not is_open(site.hours, now):
            self.closed[netloc] = f"its hours ({site.hours} o'clock Beijing time) are over"
            self._ledger.problem(site.id, f"//{netloc}/", "quiet-hours", self.closed[netloc])

    def keep_closed(self, site: SiteConfig, now: datetime) -> None:
        """Close the site's hosts that an earlier run left to be held."""
        for host in site.hosts:
            if reason := self._state.held(host, now):
                self.closed[host] = reason
                self._ledger.problem(site.id, f"//{host}/", "host-held", reason)

    def answered(self, url: str) -> None:
        """A host that answers is no longer held."""
        netloc = netloc_of(url)
        self._denials.pop(netloc, None)
        if netloc not in self.closed:
            self._state.free(netloc)

    def denied(self, url: str, reason: str) -> None:
        """A host that stays busy after its retries, or refuses again and again, is closed for the run."""
        netloc = netloc_of(url)
        if reason in DENIALS:
            self._denials[netloc] += 1
            if self._denials[netloc] >= DENIALS[reason]:
                self.close(netloc, f"{self._denials[netloc]} answers of {reason} one after the other")
