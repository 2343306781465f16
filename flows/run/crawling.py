"""A crawl of registered sites into the data folder, told line by line."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from crawl.registry import SiteConfig
from crawl.report import CrawlReport, Event
from crawl.run import run
from flows.run.crawl_report import keep
from flows.settings import SettingError
from flows.sites.registered import registered
from flows.storage import DataFolder


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


def crawl_sites(
    data: DataFolder,
    configs: Iterable[SiteConfig],
    contact: str | None,
    progress: Callable[[str], None] = lambda _: None,
    *,
    allow_private: bool | Iterable[str] = False,
    **options: Any,
) -> CrawlReport:
    """Crawl the sites and keep the report; ``progress`` is told a line for each event, ``options`` are ``crawl.run``'s.

    Raises CrawlError, SettingError, OSError.
    """
    if not data.is_local:
        raise SettingError(f"XIANGTU_DATA={data.url}: crawl into a local folder, then copy its raw/ there")
    seen: Counter[str] = Counter()

    def told(event: Event) -> None:
        seen[event.kind] += 1
        counts = ", ".join(f"{number} {kind}" for kind, number in sorted(seen.items()))
        progress(f"{event.site}: {counts}")

    report = run(list(configs), data.path("").rstrip("/"), allow_private, told, contact=contact, **options)
    keep(report, data)
    return report
