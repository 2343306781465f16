"""Lists: read page by page as long as pages bring new rows. What a list is like is its family's business."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request

from crawl.articles import Articles
from crawl.context import Run, conditions
from crawl.decoding import UTF8, decoded
from crawl.drift import drifted
from crawl.failures import explain
from crawl.families import PARALLEL, Ask, Listing, ListPage, Row, Rules, load_families, read_list
from crawl.families.papers import first_issue
from crawl.moved import script_target
from crawl.registry import ListConfig, SiteConfig
from crawl.report import EXPECTED
from crawl.state import Known
from crawl.urls import owns
from crawl.walk import Walk

FIRST = 10
"""Priority of lists, so that all of a site's work is known early."""
ENDS = frozenset({"gone", "http-400", "http-405", "http-501", "stub"})
"""Answers to a further page of a list that mean there is none."""


class Lists:
    """The callbacks for list pages."""

    def __init__(self, run: Run, articles: Articles) -> None:
        self.run, self.articles = run, articles

    def first(self, site: SiteConfig, entry: ListConfig, now: datetime) -> Request:
        """The request for a list's first page, conditional where its rows stood there when it was walked to its end."""
        walked, direct, rows = self.run.state.begin_list(site.id, entry.url)
        since, rules = self.run.options.since, rules_for(site, entry)
        walk = Walk(site.id, entry, rules, walked, direct, rows, since, entry.url)
        known = self.run.state.known(entry.url) if walk.may_stop and direct else None
        return self._request(walk, Ask(first_issue(entry.url, now)), (), known)

    def parse(self, response: Any) -> Iterator[Request]:
        """Its rows' articles, and the next page."""
        walk, ask = response.meta["walk"], response.meta["ask"]
        self.run.hosts.answered(response.url)
        if response.status == 304:
            self.run.ledger.count(walk.site, lists=1, known=walk.before[0] if walk.before else 0)
            self.run.ledger.tell(walk.site, "list", response.url, "not modified")
            self.run.state.end_list(walk.entry.url, direct=walk.direct)
            return
        text, encoding = decoded(response.body)
        if (ask.number == 1) and (moved := self._moved(walk, text, response.url)):
            yield self._request(walk, moved, response.meta["others"])
            return
        if ask.number == 1:
            walk.start = f"{urldefrag(response.url).url}#{urlsplit(walk.entry.url).fragment}".rstrip("#")
        listing = read_list(ListPage(response.url, text, ask, walk.start, walk.strict), walk.rules)
        listing = listing if encoding == UTF8 else listing.sent_in(encoding)
        rows = walk.take(listing)
        self.run.ledger.count(walk.site, offsite=listing.offsite)
        for other in walk.left(listing.also):
            yield self._request(walk, other, ())
        if rows or (listing.mixed and walk.others(listing)):
            yield from self._rows(response, rows, listing)
        else:
            yield from self._no_new_rows(response.request, listing)

    def _moved(self, walk: Walk, text: str, url: str) -> Ask | None:
        """The page that a first page leads to by script, where that is the site's and was not read yet."""
        target = script_target(text, url)
        ask = Ask(target, "moved") if target and owns(walk.rules.hosts, target) else None
        return ask if ask is not None and walk.left([ask]) else None

    def _rows(self, response: Any, rows: Sequence[Row], listing: Listing) -> Iterator[Request]:
        walk, ask = response.meta["walk"], response.meta["ask"]
        walk.missed = 0
        walk.pages += 1
        walk.ways.add(ask.pager)
        if not walk.first_rows:
            walk.first_rows, walk.direct = len(rows), ask.number == 1 and not ask.pager and not listing.also
        self.run.ledger.count(walk.site, lists=1, rows=len(rows))
        self.run.ledger.tell(walk.site, "list", response.url, f"{len(rows)} rows")
        unknown = 0
        for row in rows:
            known = self.run.state.known(row.url)
            unknown += known is None
            if known is not None and known.captured:
                self.run.ledger.count(walk.site, known=1)
            elif self._wanted(walk, row):
                yield self.articles.want(walk.site, row.url, response.url, file=row.file)
        if ask.pager == "section":
            return
        ways = (*listing.next, *(response.meta["others"] if ask.way in PARALLEL else ()))
        if not listing.mixed and not walk.goes_on(ask, rows, unknown):
            walk.cut = walk.cut or (not walk.walked and walk.too_old(rows))
            self._end(walk)
        elif ask.number < walk.entry.max_pages and (left := walk.left(ways)):
            yield self._request(walk, left[0], left[1:])
        else:
            self._end(walk)

    def _wanted(self, walk: Walk, row: Row) -> bool:
        """Whether a row's article is to be fetched in this run; one left for the bound keeps the walk open."""
        if not self.run.options.wants(row.date) or self.run.is_asked(row.url):
            return False
        if row.file and not self.run.sites[walk.site].attachments:
            return False
        walk.cut = walk.cut or self.run.enough(walk.site)
        return not walk.cut

    def _no_new_rows(self, request: Any, listing: Listing) -> Iterator[Request]:
        """A page that brings nothing new ends the list, unless another way to page is left to try."""
        walk, ask = request.meta["walk"], request.meta["ask"]
        if ask.pager == "section":
            return
        walk.missed += 1
        shell = listing.next if ask.number == 1 and not walk.seen else ()
        ways = walk.left((*shell, *request.meta["others"]))
        if not ways and walk.missed <= walk.rules.gaps and ask.number < walk.entry.max_pages:
            ways = walk.left(listing.next)
        if ways and ask.number <= walk.entry.max_pages:
            yield self._request(walk, ways[0], ways[1:])
        else:
            self._end(walk)

    def failed(self, failure: Any) -> Iterator[Request]:
        """A list page that did not come: page 1 is an error, a further one may be the end of the list."""
        request = failure.request
        walk, ask = request.meta["walk"], request.meta["ask"]
        reason, detail = explain(failure)
        self.run.hosts.denied(request.url, reason)
        ended = reason in ENDS and (ask.number > 1 or walk.missed < walk.rules.gaps)
        beyond = reason.startswith("http-") and 0 < walk.declared < ask.number
        guessed = reason.startswith("http-") and ask.pager not in walk.ways and walk.left(request.meta["others"])
        if ended or beyond or guessed:
            page = ListPage(request.url, "", ask, walk.start)
            yield from self._no_new_rows(request, read_list(page, walk.rules) if walk.rules.gaps else Listing(()))
            return
        walk.cut = True
        self.run.state.open_list(walk.site, walk.entry.url)
        if reason in ("host-closed", "wall"):  # told once, with the host
            self.run.ledger.count(walk.site, skipped=1)
        else:
            slug = f"list-{reason}" if reason in EXPECTED else reason
            self.run.ledger.problem(walk.site, request.url, slug, detail)

    def _end(self, walk: Walk) -> None:
        """The walk came to its end, so the next may stop at what is known."""
        odd = drifted(walk.first_rows, walk.before)
        if odd is not None:
            self.run.ledger.problem(walk.site, walk.entry.url, *odd)
        elif not walk.seen:
            strange = self.run.ledger.counts[walk.site]["offsite"]
            others = f" ({strange} lead to other hosts)" if strange else ""
            words = f"no link on it is an article of the site{others}"
            self.run.ledger.problem(walk.site, walk.start, "empty-list", words)
        self.run.ledger.walked(walk.site, walk.report())
        if walk.since is None:
            moment = datetime.now(UTC).isoformat()
            self.run.state.count_list(walk.entry.url, walk.first_rows, walk.pages, moment)
        if walk.seen and not walk.cut:
            self.run.state.end_list(walk.entry.url, direct=walk.direct)

    def _request(self, walk: Walk, ask: Ask, others: Sequence[Ask], known: Known | None = None) -> Request:
        walk.asked.add(ask.key)
        return Request(
            ask.url,
            self.parse,
            method=ask.method,
            body=ask.body,
            headers={**dict(ask.headers), **conditions(known)},
            errback=self.failed,
            priority=FIRST,
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
