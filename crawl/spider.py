"""The one spider: from each site's lists to its articles. What a list is like is its family's business."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet import error as net
from twisted.web.client import ResponseFailed

from crawl.archive import Archive
from crawl.families import Ask, ListPage, Rules, load_families, read_list
from crawl.guards import RefusedError
from crawl.registry import ListConfig, SiteConfig, load_sites, owns
from crawl.report import EXPECTED, Event, EventKind, Problem, SiteReport

LIST_PRIORITY = 10  # lists first, so that all of a site's work is known early


class CountySpider(Spider):
    """Crawls the sites it is given; ``sites`` may be ids of the registry, comma-separated (scrapy crawl -a sites=…)."""

    name = "county"

    def __init__(
        self,
        sites: Sequence[SiteConfig] | str = (),
        data: str | Path = "data",
        tell: Callable[[Event], None] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if isinstance(sites, str):
            registry = load_sites()
            sites = [registry[name] for name in sites.split(",")]
        self.sites = {site.id: site for site in sites}
        self.data = Path(data)
        self.tell = tell or (lambda _: None)
        self.closed_hosts: dict[str, str] = {}
        self.crawl_delays: dict[str, float] = {}
        self.counts: dict[str, Counter[str]] = {site.id: Counter() for site in sites}
        self.problems: dict[str, list[Problem]] = {site.id: [] for site in sites}
        self.archives: dict[str, Archive] = {}
        self._site_of_host = {host: site.id for site in sites for host in site.hosts}
        self._seen: dict[str, set[str]] = {site.id: set() for site in sites}

    # What the middlewares ask

    def archive_for(self, request: Any) -> Archive | None:
        """The archive that an answer to the request belongs to."""
        parts = urlsplit(request.url)
        site = request.meta.get("site") or self._site_of(parts.netloc, parts.hostname)
        if site is None:
            return None
        if site not in self.archives:
            agent = self.settings.get("USER_AGENT", "")
            self.archives[site] = Archive(self.data / "raw" / site, site, agent=agent)
        return self.archives[site]

    def delay_of(self, netloc: str) -> float:
        """Seconds between two requests to a host: what its robots.txt asks, and at least what its site's entry says."""
        site = self.sites.get(self._site_of(netloc, netloc.partition(":")[0]) or "")
        own = site.delay if site is not None and site.delay is not None else self.settings.getfloat("XIANGTU_DELAY")
        return max(own, self.crawl_delays.get(netloc, 0.0))

    def close_host(self, netloc: str, reason: str) -> None:
        """Ask the host for nothing more in this run, and report why, once."""
        if netloc not in self.closed_hosts:
            self.closed_hosts[netloc] = reason
            if site := self._site_of(netloc, netloc.partition(":")[0]):
                self._problem(site, f"//{netloc}/", "host-held", reason)

    def _site_of(self, netloc: str, host: str | None) -> str | None:
        return self._site_of_host.get(netloc) or self._site_of_host.get(host or "")

    # Lists

    async def start(self) -> AsyncIterator[Any]:
        """The first page of every list."""
        for site in self.sites.values():
            for index, entry in enumerate(site.lists):
                yield self._list_request(site, index, Ask(entry.url), (), "", set())

    def parse_list(self, response: Any) -> Iterator[Any]:
        """Its rows' articles, and the next page as long as pages bring new rows."""
        meta = response.meta
        site, index = self.sites[meta["site"]], meta["list"]
        entry, ask, walked = site.lists[index], meta["ask"], meta["walked"]
        page = ListPage(response.url, response.text, ask.number, meta["pager"], entry.url)
        listing = read_list(page, rules_for(site, entry))
        new = [row for row in listing.rows if row.url not in walked]
        if not new:
            yield from self._no_new_rows(response.request, listing.offsite)
            return
        self._count(site.id, "list", response.url)
        self.counts[site.id].update(lists=1, rows=len(new), offsite=listing.offsite)
        walked.update(row.url for row in new)
        for row in new:
            if row.url not in self._seen[site.id]:
                self._seen[site.id].add(row.url)
                yield self._article_request(site, row.url, response.url)
        if ask.number < entry.max_pages:
            page = ListPage(response.url, response.text, ask.number, ask.pager, entry.url)
            candidates = read_list(page, rules_for(site, entry)).next if ask.pager else listing.next
            if candidates:
                yield self._list_request(site, index, candidates[0], candidates[1:], ask.pager, walked)

    def _no_new_rows(self, request: Any, offsite: int) -> Iterator[Any]:
        """A page that brings nothing new ends the list, unless another way to page is left to try."""
        meta = request.meta
        site, ask = self.sites[meta["site"]], meta["ask"]
        if ask.number == 1:
            detail = "no link on it is an article of the site" + (
                f" ({offsite} lead to other hosts)" if offsite else ""
            )
            self._problem(site.id, request.url, "empty-list", detail)
        elif meta["others"]:
            first, *rest = meta["others"]
            yield self._list_request(site, meta["list"], first, rest, meta["pager"], meta["walked"])

    def list_failed(self, failure: Any) -> Iterator[Any]:
        """A list page that did not come: page 1 is an error, a further one may be the end of the list."""
        request = failure.request
        reason, detail = explain(failure)
        if request.meta["ask"].number > 1 and reason in ("http-404", "http-410", "http-400"):
            yield from self._no_new_rows(request, 0)
        else:
            self._problem(request.meta["site"], request.url, reason, detail)

    def _list_request(
        self, site: SiteConfig, index: int, ask: Ask, others: Sequence[Ask], pager: str, walked: set[str]
    ) -> Request:
        return Request(
            ask.url,
            self.parse_list,
            method=ask.method,
            body=ask.body,
            headers=dict(ask.headers),
            errback=self.list_failed,
            priority=LIST_PRIORITY,
            dont_filter=True,
            meta={
                "site": site.id,
                "role": "list",
                "list": index,
                "ask": ask,
                "others": tuple(others),
                "pager": pager,
                "walked": walked,
            },
        )

    # Articles

    def parse_article(self, response: Any) -> None:
        """The answer is archived already; a page that a redirect took off the site does not count."""
        site = self.sites[response.meta["site"]]
        if not owns(site.hosts, response.url):
            self._problem(site.id, response.url, "offsite", "a redirect led to another site")
            return
        self.counts[site.id]["articles"] += 1
        self._count(site.id, "article", response.url)

    def article_failed(self, failure: Any) -> None:
        """An article that did not come."""
        self._problem(failure.request.meta["site"], failure.request.url, *explain(failure))

    def _article_request(self, site: SiteConfig, url: str, referrer: str) -> Request:
        return Request(
            url,
            self.parse_article,
            errback=self.article_failed,
            headers={"Referer": referrer},
            meta={"site": site.id, "role": "article"},
        )

    # The report

    def _count(self, site: str, kind: EventKind, url: str, detail: str = "") -> None:
        self.tell(Event(site, kind, url, detail))

    def _problem(self, site: str, url: str, reason: str, detail: str = "") -> None:
        self.problems[site].append(Problem(url, reason, detail))
        self._count(site, "refused" if reason in EXPECTED else "error", url, f"{reason}: {detail}")

    def closed(self, reason: str) -> None:
        """Complete the archives. Scrapy calls it when the spider is done."""
        for archive in self.archives.values():
            archive.close()
        if reason != "finished":
            for site in self.sites:
                self._problem(site, "", "interrupted", reason)

    def reports(self) -> tuple[SiteReport, ...]:
        """What each site brought."""
        return tuple(self._report(site) for site in self.sites)

    def _report(self, site: str) -> SiteReport:
        counts, problems = self.counts[site], self.problems[site]
        return SiteReport(
            site=site,
            articles=counts["articles"],
            changed=counts["changed"],
            unchanged=counts["unchanged"],
            known=counts["known"],
            lists=counts["lists"],
            rows=counts["rows"],
            offsite=counts["offsite"],
            refused=tuple(p for p in problems if p.reason in EXPECTED),
            errors=tuple(p for p in problems if p.reason not in EXPECTED),
            files=tuple(str(path) for path in self.archives[site].files) if site in self.archives else (),
        )


def rules_for(site: SiteConfig, entry: ListConfig) -> Rules:
    """What holds for a list: its own entry, else its site's, else its family's."""
    family = load_families()[site.family]
    pagers = family.pagers if site.page.kind == "auto" else () if site.page.kind == "none" else (site.page.kind,)
    return Rules(
        hosts=site.hosts,
        rows=family.rows,
        pagers=pagers,
        article=entry.article or site.article or family.article,
        row=entry.row or site.row or family.row,
        template=site.page.template or family.template,
        start=site.page.start if site.page.template else family.start,
    )


def explain(failure: Any) -> tuple[str, str]:
    """Why a request failed, as a slug and a detail."""
    error = failure.value
    if isinstance(error, RefusedError):
        return error.reason, error.detail
    if isinstance(error, HttpError):
        return f"http-{error.response.status}", ""
    if isinstance(error, IgnoreRequest):
        return ("redirect-loop" if "redirection" in str(error) else "ignored"), str(error)
    if isinstance(error, net.DNSLookupError):
        from twisted.internet import reactor

        host = urlsplit(failure.request.url).hostname or ""
        refused = getattr(getattr(reactor, "resolver", None), "refused", {}).get(host)
        return ("private-address", refused) if refused else ("dns", f"{host} has no address")
    if isinstance(error, net.TimeoutError | net.TCPTimedOutError) or "Timeout" in type(error).__name__:
        return "timeout", str(error)
    if isinstance(error, net.ConnectError | net.ConnectionLost | net.ConnectionDone | ResponseFailed):
        return "connection", str(error)[:200]
    return type(error).__name__, str(error)[:200]
