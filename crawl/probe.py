"""A first look at a site: which family its list belongs to, whether it pages, what an article says of itself.

Two short crawls under the same rules as any other (robots.txt, delays, guards): the list's first page to sniff the
family, then two pages and two articles as that family reads them. What comes out is the entry to commit, and what is
still missing; ``save`` keeps both, with a page to be confirmed by a person.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser

from crawl.archive import Archive, Capture, Role, read_captures
from crawl.decoding import decode
from crawl.families.catalogue import sniff
from crawl.networks import is_allowed, literal_address
from crawl.registry import SiteConfig, make_site
from crawl.report import CrawlReport, Event, SiteReport
from crawl.run import NO_CONTACT, CrawlError, contact_given, run
from pipeline.records import RawPage

METAS = ("SiteName", "SiteIDCode", "ColumnName", "ArticleTitle", "PubDate", "ContentSource")
CONFIRMED = ("title", "published", "source", "body_starts", "body_ends")
KEYS = ("id", "name", "division", "hosts", "family", "enabled", "delay", "lists")
SCHEMA_LINE = "# yaml-language-server: $schema=../site.schema.json"
ENOUGH_ROWS = 5
"""A county list shows 10 to 30 rows a page; fewer than this were probably read wrongly."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a first look found. ``entry`` is the registry entry as data, ``missing`` what a person must find."""

    entry: dict[str, Any]
    missing: tuple[str, ...]
    rows: int
    lists: int
    article: str | None
    metas: tuple[tuple[str, str], ...]
    report: SiteReport
    captures: tuple[Capture, ...] = ()
    """What came: list pages and articles."""

    @property
    def text(self) -> str:
        """The entry as YAML to commit, what is missing as comments above it."""
        head = "".join(f"# To do: {line}\n" for line in self.missing)  # each is one line: see ``one_line``
        return head + yaml.safe_dump(self.entry, allow_unicode=True, sort_keys=False)


def probe(
    url: str,
    *,
    allow_private: bool | Iterable[str] = False,
    contact: str | None = None,
    delay: float | None = None,
    progress: Callable[[Event], None] | None = None,
    settings: Any = None,
) -> Probe:
    """Look at the list at ``url``; ``delay`` (seconds between two requests) goes into the entry.

    A host that gives nothing is asked once. Raises RegistryError for an address that is none, CrawlError as ``run``.
    """
    if not contact_given(contact) and not _is_own(url):
        raise CrawlError(NO_CONTACT)
    networks = allow_private if isinstance(allow_private, bool) else tuple(allow_private)
    entry: dict[str, Any] = {"id": site_id(url), "name": urlsplit(url).hostname or url, "hosts": [urlsplit(url).netloc]}
    if delay is not None:
        entry["delay"] = delay
    options: dict[str, Any] = {"allow_private": networks, "contact": contact, "settings": settings, "retry_held": True}
    with TemporaryDirectory() as folder:
        first = _site(entry | {"lists": [{"url": url, "max_pages": 1}]})
        report = run([first], Path(folder) / "1", progress=progress, max_articles=0, **options)
        shown = [text(capture) for capture in _captures(report) if capture.role == "list"]
        entry["family"] = sniff("\n".join(shown)) or "generic"
        if shown:
            second = _site(entry | {"lists": [{"url": url, "max_pages": 2}]})
            report = run([second], Path(folder) / "2", progress=progress, max_articles=2, **options)
        return _conclude(entry, url, report)


def _conclude(entry: dict[str, Any], url: str, report: CrawlReport) -> Probe:
    (told,) = report.sites
    captures = tuple(c for c in _captures(report) if c.role in ("article", "list"))
    article = next((c for c in captures if c.role == "article"), None)
    metas = metas_of(text(article)) if article else {}
    entry["name"] = metas.get("SiteName") or entry["name"]
    code = re.match(r"\d{6}", metas.get("SiteIDCode", ""))
    if code:
        entry["division"] = code[0]
    entry["enabled"] = False
    entry["lists"] = [{"url": url} | ({"column": metas["ColumnName"]} if metas.get("ColumnName") else {})]
    return Probe(
        entry={key: entry[key] for key in KEYS if key in entry},
        missing=tuple(map(one_line, _missing(entry, metas, told, article))),
        rows=told.rows,
        lists=told.lists,
        article=article.page.url if article else None,
        metas=tuple(metas.items()),
        report=told,
        captures=captures,
    )


def _missing(entry: dict[str, Any], metas: dict[str, str], told: SiteReport, article: Capture | None) -> Iterable[str]:
    """What a person must still find or check, in words."""
    for problem in (*told.errors, *told.refused):
        yield f"{problem.reason} at {problem.url or 'the site'}: {problem.detail}"
    if entry["family"] == "generic":
        yield "no family was recognised; give article, a regular expression that article URLs match"
    if told.lists < 2:
        yield "no second page was found; if the list has one, say how it pages under page"
    if 0 < told.rows < ENOUGH_ROWS:
        yield f"only {told.rows} rows were read; check row and article"
    if article is None:
        yield "no article was fetched"
    if "division" not in entry:
        yield "division: the six-digit code of the county (no SiteIDCode on the article)"
    if "SiteName" not in metas:
        yield "name: the site's official name (no SiteName on the article)"
    if article is not None and "PubDate" not in metas:
        yield "the article has no PubDate meta; check that its date is read"
    yield "verified: the day on which a person has compared title, date, source and body with the page"


def one_line(text: str) -> str:
    """What a page may have had a part in as one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def save(found: Probe, sites: Path, pages: Path) -> tuple[Path, Path, Path]:
    """Write the entry to ``sites``, and to ``pages`` an archive of what came and a file of what a person must confirm.

    Returns the three paths. Nothing that exists is overwritten: raises FileExistsError. ``xiangtu sites --check`` and
    tests/crawl/test_sites.py fail for the site until the last file is filled in and is what the pipeline reads.
    """
    name = found.entry["id"]
    entry, confirm = sites / f"{name}.yaml", pages / f"{name}.yaml"
    for path in (entry, confirm):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise FileExistsError(f"{path} is there already; remove it, or edit it")
    with Archive(pages, name) as archive:
        for capture in found.captures:
            if isinstance(page := capture.page, RawPage):
                archive.write(page.url, page.fetched, page.status, _plain(page), page.body, role=_role(capture))
    articles = [capture.page.url for capture in found.captures if capture.role == "article"]
    blank = dict.fromkeys(CONFIRMED)
    entry.write_text(f"{SCHEMA_LINE}\n{found.text}", "utf-8")
    confirm.write_text(
        "# Read each page and fill in what it says; body_starts and body_ends are 12 characters each.\n"
        + yaml.safe_dump([{"url": url} | blank for url in articles], allow_unicode=True, sort_keys=False),
        "utf-8",
    )
    return entry, archive.files[0] if archive.files else pages, confirm


def _plain(page: RawPage) -> list[tuple[str, str]]:
    """The headers, without the encoding that reading has undone."""
    return [(key, value) for key, value in page.headers if key.lower() != "content-encoding"]


def _role(capture: Capture) -> Role:
    return "list" if capture.role == "list" else "article"


def metas_of(page: str) -> dict[str, str]:
    """The standard meta tags that a page fills, names case-blind, the first that is not empty."""
    found: dict[str, str] = {}
    names = {name.lower(): name for name in METAS}
    for node in LexborHTMLParser(page).css("meta[name]"):
        name = names.get((node.attributes.get("name") or "").strip().lower())
        content = (node.attributes.get("content") or "").strip()
        if name and content and content.lower() not in ("null", "undefined"):
            found.setdefault(name, content)
    return found


def text(capture: Capture) -> str:
    """A capture's text."""
    return decode(capture.page.body) if isinstance(capture.page, RawPage) else ""


def _captures(report: CrawlReport) -> Iterable[Capture]:
    return (capture for path in report.files for capture in read_captures(path))


def _site(entry: dict[str, Any]) -> SiteConfig:
    return make_site(entry, "probe")


def _is_own(url: str) -> bool:
    """Whether a URL's host is a non-public address; one that only resolves to such may as well be public."""
    host = urlsplit(url).hostname or ""
    address = literal_address("127.0.0.1" if host == "localhost" else host)
    return address is not None and not is_allowed(address, ())


def site_id(url: str) -> str:
    """A name for the site from its host: the label that says most; an address has none."""
    host = urlsplit(url).hostname or ""
    names = [] if literal_address(host) else host.split(".")
    labels = [label for label in names if label not in ("www", "gov", "com", "cn", "net")]
    return re.sub(r"[^a-z0-9-]", "-", (labels or ["site"])[-1].lower()).strip("-") or "site"
