"""The one spider: from each site's lists to its articles. What a list is like is its family's business."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import urldefrag, urlsplit

from scrapy import Request, Spider, signals
from scrapy.http import HtmlResponse

from crawl.archive import Archive
from crawl.attachments import attachment_links, is_page
from crawl.failures import explain
from crawl.families import Ask, Listing, ListPage, Row, Rules, load_families, read_list
from crawl.families.papers import first_issue
from crawl.hosts import owns
from crawl.hours import is_open
from crawl.registry import ListConfig, SiteConfig, load_sites
from crawl.report import EXPECTED, Event, EventKind, Problem, SiteReport
from crawl.state import Known, State
from crawl.walk import Walk

LIST_PRIORITY = 10  # lists first, so that all of a site's work is known early
ENDS = ("gone", "http-400")
"""Answers to a further page of a list that mean there is none."""
LASTING = frozenset({"robots", "offsite", "gone", "too-large", "scheme", "private-address"})
"""Failures that the next run would meet again; after others an article is still wanted."""
DENIALS = {"http-429": 1, "http-503": 1, "http-403": 3, "timeout": 3, "connection": 3}
"""How many such failures one after the other close a host for the run; the first two come after retries."""


class CountySpider(Spider):
    """Crawls the sites it is given; ``sites`` may be ids of the registry, comma-separated (scrapy crawl -a sites=…)."""

    name = "county"

    def __init__(
        self,
        sites: Sequence[SiteConfig] | str = (),
        data: str | Path = "data",
        tell: Callable[[Event], None] | None = None,
        since: str | None = None,
        until: str | None = None,
        recheck_before: str | None = None,
        retry_held: bool = False,
        max_articles: int | None = None,
        **kwargs: Any,
    ) -> None:
        """``since`` and ``until`` bound rows' dates; captures checked before ``recheck_before`` are asked again."""
        super().__init__(**kwargs)
        if isinstance(sites, str):
            registry = load_sites()
            sites = [registry[name] for name in sites.split(",")]
        self.sites = {site.id: site for site in sites}
        self.data = Path(data)
        self.tell = tell or (lambda _: None)
        self.since, self.until, self.recheck_before, self.retry_held = since, until, recheck_before, retry_held
        self.max_articles = max_articles
        self.state = State(self.data)
        self.closed_hosts: dict[str, str] = {}
        self.crawl_delays: dict[str, float] = {}
        self.walls: dict[str, str] = {}
        self.counts: dict[str, Counter[str]] = {site.id: Counter() for site in sites}
        self.problems: dict[str, list[Problem]] = {site.id: [] for site in sites}
        self.archives: dict[str, Archive] = {}
        self._host_sites = {host.lower(): site.id for site in sites for host in site.hosts}
        self._asked: set[str] = set()
        self._denials: Counter[str] = Counter()
        self._walks: list[Walk] = []

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> Self:
        """As Scrapy makes it."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.failed_on, signal=signals.spider_error)
        return spider

    def failed_on(self, failure: Any, response: Any) -> None:
        """An error of ours while reading an answer; the answer is archived, the crawl goes on."""
        site = response.meta.get("site")
        if site is not None:
            self._problem(site, response.url, "crawler-error", f"{failure.type.__name__}: {failure.value}"[:200])

    # What the middlewares ask

    def site_of(self, request: Any) -> str | None:
        """The site that a request was made for, or whose host it goes to."""
        site: str | None = request.meta.get("site") or self._site_at(urlsplit(request.url).netloc)
        return site

    def archive_for(self, site: str) -> Archive:
        """The site's archive, opened with its first answer."""
        if site not in self.archives:
            agent = self.settings.get("USER_AGENT", "")
            self.archives[site] = Archive(self.data / "raw" / site, site, agent=agent)
        return self.archives[site]

    def delay_of(self, netloc: str) -> float:
        """Seconds between two requests to a host: what its robots.txt asks, and at least what its site's entry says."""
        site = self.sites.get(self._site_at(netloc) or "")
        own = site.delay if site is not None and site.delay is not None else self.settings.getfloat("XIANGTU_DELAY")
        return max(own, self.crawl_delays.get(netloc, 0.0))

    def close_host(self, netloc: str, reason: str, wall: str | None = None) -> None:
        """Ask the host for nothing more in this run, report why, once, and leave it alone for a while after."""
        if netloc in self.closed_hosts:
            return
        self.closed_hosts[netloc] = reason
        self.state.hold(netloc, reason, datetime.now(UTC))
        if site := self._site_at(netloc):
            if wall:
                self.walls[site] = wall
            self._problem(site, f"//{netloc}/", "wall" if wall else "host-held", reason)

    def _site_at(self, netloc: str) -> str | None:
        return self._host_sites.get(netloc.lower()) or self._host_sites.get(netloc.lower().partition(":")[0])

    # Lists

    async def start(self) -> AsyncIterator[Any]:
        """What earlier runs left open, and the first page of every list."""
        now = datetime.now(UTC)
        for site in self.sites.values():
            if not is_open(site.hours, now):
                self._problem(site.id, "", "quiet-hours", f"may be crawled at {site.hours} o'clock Beijing time")
                continue
            self.state.catch_up(site.id)
            self._keep_holds(site, now)
            for known in self.state.due(site.id, self.recheck_before):
                self._asked.add(known.url)
                if known.role == "attachment":
                    yield self._attachment_request(site.id, known.url, known.via or site.lists[0].url)
                else:
                    yield self._article_request(site.id, known.url, site.lists[0].url, known)
            for entry in site.lists:
                walked, rows = self.state.begin_list(site.id, entry.url)
                walk = Walk(site.id, entry, walked and self.since is None, rows, self.since, entry.url)
                self._walks.append(walk)
                before = self.state.known(entry.url) if walk.may_stop else None
                yield self._list_request(walk, Ask(first_issue(entry.url, now)), (), before)

    def _keep_holds(self, site: SiteConfig, now: datetime) -> None:
        for host in site.hosts:
            reason = None if self.retry_held else self.state.held(host, now)
            if reason:
                self.closed_hosts[host] = reason
                self._problem(site.id, f"//{host}/", "host-held", reason)

    def parse_list(self, response: Any) -> Iterator[Any]:
        """Its rows' articles, and the next page as long as pages bring new rows."""
        walk, ask = response.meta["walk"], response.meta["ask"]
        self._alive(response)
        if response.status == 304:
            self.counts[walk.site].update(lists=1, known=walk.before)
            self._tell(walk.site, "list", response.url, "not modified")
            self._end(walk)
            return
        if ask.number == 1:
            walk.start = urldefrag(response.url).url + (
                f"#{part}" if (part := urlsplit(walk.entry.url).fragment) else ""
            )
        rules = rules_for(self.sites[walk.site], walk.entry)
        listing = read_list(ListPage(response.url, text_of(response), ask, walk.start), rules)
        rows = walk.take(listing)
        self.counts[walk.site].update(offsite=listing.offsite)
        for other in listing.also:
            yield self._list_request(walk, other, ())
        if not rows:
            yield from self._no_new_rows(response.request, listing, rules)
            return
        walk.missed = 0
        if ask.number == 1:
            walk.first_rows = len(rows)
        self.counts[walk.site].update(lists=1, rows=len(rows))
        self._tell(walk.site, "list", response.url, f"{len(rows)} rows")
        unknown = 0
        for row in rows:
            request, is_new = self._row_request(walk.site, row, response.url)
            unknown += is_new
            if request is not None:
                yield request
        if walk.goes_on(ask, rows, unknown) and listing.next:
            yield self._list_request(walk, listing.next[0], listing.next[1:])
        elif ask.pager != "section":
            self._end(walk)

    def _row_request(self, site: str, row: Row, referrer: str) -> tuple[Request | None, bool]:
        """The request for a row's article, if there is one to make, and whether the row was not known before."""
        known = self.state.known(row.url)
        is_new = known is None
        if (self.since and row.date and row.date < self.since) or (self.until and row.date and row.date > self.until):
            return None, is_new
        if row.url in self._asked or self._has_enough(site):
            return None, is_new
        if known is not None and known.captured:
            self.counts[site]["known"] += 1
            return None, False
        self._asked.add(row.url)
        self.counts[site]["asked"] += 1
        self.state.want(site, row.url)
        return self._article_request(site, row.url, referrer), is_new

    def _has_enough(self, site: str) -> bool:
        return self.max_articles is not None and self.counts[site]["asked"] >= self.max_articles

    def _no_new_rows(self, request: Any, listing: Listing, rules: Rules) -> Iterator[Any]:
        """A page that brings nothing new ends the list, unless another way to page is left to try."""
        walk, ask = request.meta["walk"], request.meta["ask"]
        shell = listing.next if ask.number == 1 and not walk.seen else ()
        ways = (*shell, *request.meta["others"])
        walk.missed += 1
        if ask.pager == "section":
            return
        if ways and ask.number <= walk.entry.max_pages:
            yield self._list_request(walk, ways[0], ways[1:])
        elif listing.next and walk.missed <= rules.gaps and ask.number < walk.entry.max_pages:
            yield self._list_request(walk, listing.next[0], listing.next[1:])
        elif walk.seen:
            self._end(walk)
        else:
            strange = self.counts[walk.site]["offsite"]
            detail = "no link on it is an article of the site" + (
                f" ({strange} lead to other hosts)" if strange else ""
            )
            self._problem(walk.site, walk.start, "empty-list", detail)

    def list_failed(self, failure: Any) -> Iterator[Any]:
        """A list page that did not come: page 1 is an error, a further one may be the end of the list."""
        request = failure.request
        walk, ask = request.meta["walk"], request.meta["ask"]
        reason, detail = explain(failure)
        rules = rules_for(self.sites[walk.site], walk.entry)
        self._denied_by(request, reason)
        ended = reason in ENDS and (ask.number > 1 or walk.missed < rules.gaps)
        if ended or (request.meta["others"] and reason.startswith("http-")):
            page = ListPage(request.url, "", ask, walk.start)
            yield from self._no_new_rows(request, read_list(page, rules) if rules.gaps else Listing(()), rules)
        elif reason == "host-closed":
            self.counts[walk.site]["skipped"] += 1
        else:
            self._problem(walk.site, request.url, f"list-{reason}" if reason in EXPECTED else reason, detail)

    def _end(self, walk: Walk) -> None:
        """The walk came to its end, so the next may stop at what is known."""
        if odd := walk.few():
            self._problem(walk.site, walk.entry.url, "few-rows", odd)
        rows = walk.first_rows or walk.before
        self.state.end_list(walk.entry.url, rows, datetime.now(UTC).isoformat())

    def _list_request(self, walk: Walk, ask: Ask, others: Sequence[Ask], known: Known | None = None) -> Request:
        return Request(
            ask.url,
            self.parse_list,
            method=ask.method,
            body=ask.body,
            headers={**dict(ask.headers), **conditions(known)},
            errback=self.list_failed,
            priority=LIST_PRIORITY,
            dont_filter=True,
            meta={
                "site": walk.site,
                "role": "list",
                "walk": walk,
                "ask": ask,
                "others": tuple(others),
                "handle_httpstatus_list": [304],
            },
        )

    # Articles

    def parse_article(self, response: Any) -> Iterator[Request]:
        """Count it, and ask for what hangs on it; the answer is archived already."""
        site, change = response.meta["site"], response.meta.get("change", "new")
        self._alive(response)
        if self.sites[site].attachments and change != "unchanged" and isinstance(response, HtmlResponse):
            for url in attachment_links(text_of(response), response.url):
                known = self.state.known(url)
                wanted = owns(self.sites[site].hosts, url) and (known is None or not known.captured)
                if wanted and url not in self._asked:
                    self._asked.add(url)
                    self.state.want(site, url, "attachment", response.url)
                    yield self._attachment_request(site, url, response.url)
        if change == "unchanged":
            self.counts[site]["unchanged"] += 1
            self._tell(site, "unchanged", response.url)
        else:
            self.counts[site].update(articles=1, changed=change == "changed")
            self._tell(site, "article", response.url, change)

    def parse_attachment(self, response: Any) -> None:
        """Count it; a page in its place is a failure."""
        site, kind = response.meta["site"], response.headers.get(b"Content-Type", b"").decode("latin-1")
        if is_page(kind, response.body):
            self._problem(site, response.url, "attachment-is-page", "an HTML page came instead of the file")
        else:
            self.counts[site]["attachments"] += 1
            self._tell(site, "attachment", response.url)

    def _attachment_request(self, site: str, url: str, via: str) -> Request:
        return Request(
            url,
            self.parse_attachment,
            errback=self.article_failed,
            headers={"Referer": via},
            priority=-LIST_PRIORITY,
            dont_filter=True,
            meta={"site": site, "role": "attachment", "asked": url, "via": via},
        )

    def article_failed(self, failure: Any) -> None:
        """An article that did not come; the next run asks again unless it would fail the same way."""
        reason, detail = explain(failure)
        site, asked = failure.request.meta["site"], failure.request.meta["asked"]
        if reason in LASTING:
            self.state.drop(asked)
        self._denied_by(failure.request, reason)
        if reason in ("host-closed", "wall"):
            self.counts[site]["skipped"] += 1
        else:
            self._problem(site, failure.request.url, reason, detail)

    def _article_request(self, site: str, url: str, referrer: str, known: Known | None = None) -> Request:
        return Request(
            url,
            self.parse_article,
            errback=self.article_failed,
            headers={"Referer": referrer, **conditions(known)},
            dont_filter=True,
            meta={"site": site, "role": "article", "asked": url, "handle_httpstatus_list": [304]},
        )

    # The report

    def _alive(self, response: Any) -> None:
        """A host that answers is no longer held."""
        netloc = urlsplit(response.url).netloc
        self._denials.pop(netloc, None)
        if netloc not in self.closed_hosts:
            self.state.free(netloc)

    def _denied_by(self, request: Any, reason: str) -> None:
        """A host that stays busy after its retries, or refuses again and again, is closed for the run."""
        if reason in DENIALS:
            netloc = urlsplit(request.url).netloc
            self._denials[netloc] += 1
            if self._denials[netloc] >= DENIALS[reason]:
                self.close_host(netloc, f"{self._denials[netloc]} answers of {reason} one after the other")

    def _tell(self, site: str, kind: EventKind, url: str, detail: str = "") -> None:
        self.tell(Event(site, kind, url, detail))

    def _problem(self, site: str, url: str, reason: str, detail: str = "") -> None:
        self.problems[site].append(Problem(url, reason, detail))
        self._tell(site, "refused" if reason in EXPECTED else "error", url, f"{reason}: {detail}")

    def closed(self, reason: str) -> None:
        """Complete the archives. Scrapy calls it when the spider is done."""
        for site, archive in self.archives.items():
            archive.close()
            for path in archive.files:
                self.state.read(site, path)
        if reason != "finished":
            for site in self.sites:
                self._problem(site, "", "interrupted", reason)
        self.state.close()

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
            wall=self.walls.get(site),
            attachments=counts["attachments"],
            skipped=counts["skipped"],
        )


def conditions(known: Known | None) -> dict[str, str]:
    """The headers that ask for an answer only if it differs from the last capture."""
    if known is None or not known.captured:
        return {}
    pairs = (("If-None-Match", known.etag), ("If-Modified-Since", known.modified))
    return {name: value for name, value in pairs if value}


def rules_for(site: SiteConfig, entry: ListConfig) -> Rules:
    """What holds for a list: its own entry, else its site's, else its family's."""
    family = load_families()[site.family]
    given = family.model_dump(include={field.name for field in fields(Rules)}) | {"hosts": site.hosts}
    given["article"] = entry.article or site.article or family.article
    given["row"] = entry.row or site.row or family.row
    if site.page.kind != "auto":
        given["pagers"] = () if site.page.kind == "none" else (site.page.kind,)
    if site.page.template:
        given |= {"template": site.page.template, "start": site.page.start, "step": 1}
    return Rules(**given)


def text_of(response: Any) -> str:
    """A list page's text; a list has few words that matter, so what can't be decoded is replaced."""
    try:
        return str(response.text)
    except AttributeError:
        return str(response.body.decode("utf-8", "replace"))
