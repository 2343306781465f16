"""The register of sites checked against the list of divisions and the pages that were saved."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from crawl.archive import Capture, read_captures
from crawl.families import Rules, load_families
from crawl.families.rows import read_links
from crawl.probe import text
from crawl.registry import Fault, ListConfig, Registry, SiteConfig, fault
from crawl.urls import owns
from flows.sites.confirming import unconfirmed
from flows.storage import DataFolder
from pipeline.places import gazetteer
from pipeline.records import RawPage

ARCHIVES = 5
"""How many of a site's newest archives are looked into: a list that did not change is only in an older one."""
CAPTURES = 300
"""How many captures of each: lists come first, and a selector that fits none of so many articles is dead."""


def probes_folder(data: DataFolder) -> Path:
    """Where pages of probed sites are kept, with the files that a person fills in."""
    return data.local / "probes"


def check(data: DataFolder, found: Registry, ids: Iterable[str], told: Callable[[str], None]) -> Iterator[Fault]:
    """What is wrong with the sites of these ids, beside what is wrong in their files; ``told`` each id in turn."""
    for id in ids:
        told(id)
        site, file = found.sites[id], found.files[id]
        if site.division and gazetteer.get(site.division) is None:
            words = f"no county of the list of divisions has the code {site.division}; look it up, or leave it out"
            yield fault(file, ("division",), words)
        yield from _dead(site, file, [capture for capture in saved(data, site) if _is_today_s(capture, site)])
        yield from unconfirmed(probes_folder(data), id, site)


def saved(data: DataFolder, site: SiteConfig) -> Iterator[Capture]:
    """List pages and articles of the site that were saved, the newest archives first."""
    archives = sorted((data.local / "raw" / site.id).glob("*.warc.gz"), reverse=True)[:ARCHIVES]
    for path in (*archives, *sorted(probes_folder(data).glob(f"{site.id}-*.warc.gz"), reverse=True)[:ARCHIVES]):
        for capture in islice(read_captures(path), CAPTURES):
            page = capture.page
            if isinstance(page, RawPage) and capture.role in ("list", "article") and owns(site.hosts, page.url):
                yield capture


def _is_today_s(capture: Capture, site: SiteConfig) -> bool:
    """Whether a page was captured since the site's layout last changed."""
    return isinstance(capture.page, RawPage) and site.at(capture.page.fetched) is site


def _dead(site: SiteConfig, file: Path, captures: list[Capture]) -> Iterator[Fault]:
    """Selectors and patterns of the entry that fit nothing on the saved pages."""
    articles = [capture for capture in captures if capture.role == "article"]
    if site.body and articles and not any(_matches(capture, site.body) for capture in articles):
        yield fault(file, ("body",), f"dead: {site.body!r} is on none of {len(articles)} saved articles")
    for number, entry in enumerate(site.lists):
        pages = [c for c in captures if c.role == "list" and entry.url in (c.page.url, c.asked)]
        if pages:
            yield from _dead_list(site, entry, number, file, pages[0])


def _dead_list(site: SiteConfig, entry: ListConfig, number: int, file: Path, newest: Capture) -> Iterator[Fault]:
    """As ``_dead``, for one list and its newest first page, where its rows are HTML."""
    family = load_families()[site.family]
    if family.rows != "html":
        return
    row, article = entry.row or site.row, entry.article or site.article
    where = f"{entry.url} as saved on {newest.page.fetched:%Y-%m-%d}" if isinstance(newest.page, RawPage) else entry.url
    if row and not _matches(newest, row):
        yield fault(file, ("lists", number, "row") if entry.row else ("row",), f"dead: {row!r} is not on {where}")
    elif article and not _rows(newest, Rules(site.hosts, row=row, article=article)):
        key = ("lists", number, "article") if entry.article else ("article",)
        yield fault(file, key, f"dead: {article!r} matches no link on {where}")


def _rows(capture: Capture, rules: Rules) -> int:
    found = read_links(text(capture), capture.page.url, rules)
    return len(found.rows) + found.offsite


def _matches(capture: Capture, selector: str) -> bool:
    return LexborHTMLParser(text(capture)).css_first(selector) is not None
