"""Lists: read page by page as long as pages bring new rows. What a list is like is its family's business."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from scrapy import Request

from crawl.articles import Articles
from crawl.context import Run, conditions
from crawl.failures import explain
from crawl.families import Ask, Listing, ListPage, Row, Rules, load_families, read_list
from crawl.families.papers import first_issue
from crawl.registry import ListConfig, SiteConfig
from crawl.report import EXPECTED
from crawl.state import Known
from crawl.walk import Walk

FIRST = 10
"""Priority of lists, so that all of a site's work is known early."""
ENDS = ("gone", "http-400")
"""Answers to a further page of a list that mean there is none."""


class Lists:
    """The callbacks for list pages."""

    def __init__(self, run: Run, articles: Articles) -> None:
        self.run, self.articles = run, articles

    def first(self, site: SiteConfig, entry: ListConfig, now: datetime) -> Request:
        """The request for a list's first page, conditional where the list was walked to its end before."""
        walked, rows = self.run.state.begin_list(site.id, entry.url)
        since = self.run.options.since
        walk = Walk(site.id, entry, rules_for(site, entry), walked and since is None, rows, since, entry.url)
        known = self.run.state.known(entry.url) if walk.may_stop else None
        return self._request(walk, Ask(first_issue(entry.url, now)), (), known)

    def parse(self, response: Any) -> Iterator[Request]:
        """Its rows' articles, and the next page."""
        walk, ask = response.meta["walk"], response.meta["ask"]
        self.run.hosts.answered(response.url)
        if response.status == 304:
            self.run.ledger.count(walk.site, lists=1, known=walk.before)
            self.run.ledger.tell(walk.site, "list", response.url, "not modified")
            self._end(walk)
            return
        if ask.number == 1:
            walk.start = f"{urldefrag(response.url).url}#{urlsplit(walk.entry.url).fragment}".rstrip("#")
        listing = read_list(ListPage(response.url, text_of(response), ask, walk.start), walk.rules)
        rows = walk.take(listing)
        self.run.ledger.count(walk.site, offsite=listing.offsite)
        for other in listing.also:
            yield self._request(walk, other, ())
        if rows:
            yield from self._rows(walk, ask, rows, listing, response.url)
        else:
            yield from self._no_new_rows(response.request, listing)

    def _rows(self, walk: Walk, ask: Ask, rows: Sequence[Row], listing: Listing, url: str) -> Iterator[Request]:
        walk.missed = 0
        if ask.number == 1:
            walk.first_rows = len(rows)
        self.run.ledger.count(walk.site, lists=1, rows=len(rows))
        self.run.ledger.tell(walk.site, "list", url, f"{len(rows)} rows")
        unknown = 0
        for row in rows:
            known = self.run.state.known(row.url)
            unknown += known is None
            if known is not None and known.captured:
                self.run.ledger.count(walk.site, known=1)
            elif self._wanted(walk, row):
                yield self.articles.want(walk.site, row.url, url)
        if walk.goes_on(ask, rows, unknown) and listing.next:
            yield self._request(walk, listing.next[0], listing.next[1:])
        elif ask.pager != "section":
            self._end(walk)

    def _wanted(self, walk: Walk, row: Row) -> bool:
        """Whether a row's article is to be fetched in this run; one left for the bound keeps the walk open."""
        if not self.run.options.wants(row.date) or row.url in self.run.asked:
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
        ways = (*shell, *request.meta["others"])
        if not ways and walk.missed <= walk.rules.gaps and ask.number < walk.entry.max_pages:
            ways = listing.next
        if ways and ask.number <= walk.entry.max_pages:
            yield self._request(walk, ways[0], ways[1:])
        elif walk.seen:
            self._end(walk)
        else:
            strange = self.run.ledger.counts[walk.site]["offsite"]
            others = f" ({strange} lead to other hosts)" if strange else ""
            self.run.ledger.problem(
                walk.site, walk.start, "empty-list", f"no link on it is an article of the site{others}"
            )

    def failed(self, failure: Any) -> Iterator[Request]:
        """A list page that did not come: page 1 is an error, a further one may be the end of the list."""
        request = failure.request
        walk, ask = request.meta["walk"], request.meta["ask"]
        reason, detail = explain(failure)
        self.run.hosts.denied(request.url, reason)
        ended = reason in ENDS and (ask.number > 1 or walk.missed < walk.rules.gaps)
        if ended or (request.meta["others"] and reason.startswith("http-")):
            page = ListPage(request.url, "", ask, walk.start)
            yield from self._no_new_rows(request, read_list(page, walk.rules) if walk.rules.gaps else Listing(()))
        elif reason in ("host-closed", "wall"):  # told once, with the host
            self.run.ledger.count(walk.site, skipped=1)
        else:
            slug = f"list-{reason}" if reason in EXPECTED else reason
            self.run.ledger.problem(walk.site, request.url, slug, detail)

    def _end(self, walk: Walk) -> None:
        """The walk came to its end, so the next may stop at what is known."""
        if odd := walk.few():
            self.run.ledger.problem(walk.site, walk.entry.url, "few-rows", odd)
        if not walk.cut:
            rows = walk.first_rows or walk.before
            self.run.state.end_list(walk.entry.url, rows, datetime.now(UTC).isoformat())

    def _request(self, walk: Walk, ask: Ask, others: Sequence[Ask], known: Known | None = None) -> Request:
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


def text_of(response: Any) -> str:
    """A list page's text; a list has few words that matter, so what can't be decoded is replaced."""
    try:
        return str(response.text)
    except AttributeError:
        return str(response.body.decode("utf-8", "replace"))
