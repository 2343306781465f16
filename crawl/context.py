"""What the parts of a run share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawl.archive import Archive
from crawl.hosts import Hosts
from crawl.ledger import Ledger
from crawl.registry import SiteConfig
from crawl.state import Known, State
from crawl.urls import key_of


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asked for: days as ISO 8601; see ``crawl.run``."""

    since: str | None = None
    until: str | None = None
    recheck_before: str | None = None
    retry_held: bool = False
    max_articles: int | None = None

    def wants(self, date: str | None) -> bool:
        """Whether a row of this date is to be fetched; one without a date is."""
        return date is None or (
            (self.since is None or date >= self.since) and (self.until is None or date <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl: its sites, what is known, what happens, and what was asked for already."""

    sites: Mapping[str, SiteConfig]
    data: Path
    options: Options
    state: State
    ledger: Ledger
    hosts: Hosts
    agent: str = ""
    archives: dict[str, Archive] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def is_asked(self, url: str) -> bool:
        """Whether an address was asked for in this run."""
        return key_of(url) in self._asked

    def ask(self, url: str) -> None:
        """Note that an address is asked for."""
        self._asked.add(key_of(url))

    def archive(self, site: str) -> Archive:
        """The site's archive; its file is opened with its first answer."""
        if site not in self.archives:
            self.archives[site] = Archive(self.data / "raw" / site, site, agent=self.agent)
        return self.archives[site]

    def enough(self, site: str) -> bool:
        """Whether the site's bound of new articles is reached."""
        most = self.options.max_articles
        return most is not None and self.ledger.counts[site]["asked"] >= most

    def close(self) -> None:
        """Complete the archives and write down that they are known."""
        for site, archive in self.archives.items():
            archive.close()
            for path in archive.files:
                self.state.read(site, path)
        self.state.close()


def conditions(known: Known | None) -> dict[str, str]:
    """The headers that ask for an answer only if it differs from the last capture."""
    if known is None or not known.captured:
        return {}
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.modified))
    return {name: value for name, value in pairs if value}
