"""A crawl of registered sites into the data folder, and how far it is."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from crawl.registry import SiteConfig
from crawl.report import CrawlReport, Event, EventKind
from crawl.run import run
from flows.run.crawl_report import keep
from flows.settings import SettingError
from flows.show.console import plural
from flows.sites.registered import registered
from flows.storage import DataFolder

WORDS: dict[EventKind, str] = {
    **{"article": "article", "unchanged": "unchanged page", "attachment": "attachment", "list": "list page"},
    **{"refused": "refusal", "error": "error"},
}


class UnknownSiteError(ValueError):
    """A site's id that is not registered."""


def chosen(data: DataFolder, ids: Iterable[str]) -> list[SiteConfig]:
    """The sites with these ids, or all. Raises UnknownSiteError, RegistryError."""
    known = registered(data.local / "sites")
    wanted = list(dict.fromkeys(ids)) or sorted(known)
    for id in wanted:
        if id not in known:
            own = data.local / "sites"
            raise UnknownSiteError(f"{id}: no such site; 'xiangtu sites' names them, {own}/{id}.yaml would add it")
    return [known[id] for id in wanted]


class Tally:
    """What a crawl has brought so far, counted by what its events are."""

    def __init__(self) -> None:
        self.sites: set[str] = set()
        self.counts: Counter[str] = Counter()

    def add(self, event: Event) -> None:
        """Count an event."""
        self.sites.add(event.site)
        self.counts[event.kind] += 1

    def counted(self) -> str:
        """The counts in words."""
        counts = [plural(self.counts[kind], word) for kind, word in WORDS.items() if self.counts[kind]]
        return ", ".join(counts) or "nothing yet"

    def how_far(self) -> str:
        """The counts in a line, and of how many sites."""
        return f"crawling: {plural(len(self.sites), 'site')} answered, {self.counted()}"


def crawl_sites(
    data: DataFolder,
    configs: Iterable[SiteConfig],
    contact: str | None,
    progress: Callable[[Event], None] = lambda _: None,
    *,
    allow_private: bool | Iterable[str] = False,
    **options: Any,
) -> CrawlReport:
    """Crawl the sites and keep the report; ``progress`` is told each event, ``options`` are ``crawl.run``'s.

    Raises CrawlError, SettingError, OSError.
    """
    if not data.is_local:
        raise SettingError(f"XIANGTU_DATA={data.url}: crawl into a local folder, then copy its raw/ there")
    report = run(list(configs), data.path("").rstrip("/"), allow_private, progress, contact=contact, **options)
    keep(report, data)
    return report
