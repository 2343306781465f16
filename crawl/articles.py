"""Articles and what hangs on them: asked for, counted, and asked for again another day if they did not come."""

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse

from crawl.attachments import attachment_links, is_page
from crawl.context import Run, conditions
from crawl.decoding import decoded
from crawl.failures import explain
from crawl.moved import script_target
from crawl.state import Known
from crawl.urls import owns, with_query_in
from pipeline.records import RawPage

LAST = -10
"""Priority of attachments: after all lists and articles."""
LASTING = frozenset({"robots", "offsite", "gone", "too-large", "scheme", "private-address", "content-type"})
"""Failures that the next run would meet again; after others an article is still wanted."""


class Articles:
    """The callbacks for articles and attachments."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def due(self, site: str, referrer: str) -> Iterator[Request]:
        """What earlier runs left open, and what is to be checked again."""
        for known in self.run.state.due(site, self.run.options.recheck_before):
            self.run.ask(known.url)
            if known.role == "attachment":
                yield self._attachment(site, known.url, known.via or referrer)
            else:
                yield self._article(site, known.url, referrer, known)

    def want(self, site: str, url: str, referrer: str, *, file: bool = False) -> Request:
        """A request for an article that was never captured, or for a file that stands in a list in its place."""
        self.run.ask(url)
        self.run.ledger.count(site, asked=1)
        if file:
            self.run.state.want(site, url, "attachment", referrer)
            return self._attachment(site, url, referrer)
        self.run.state.want(site, url)
        return self._article(site, url, referrer)

    def _article(self, site: str, url: str, referrer: str, known: Known | None = None) -> Request:
        return Request(
            url,
            self.parse,
            errback=self.failed,
            headers={"Referer": referrer, **conditions(known)},
            dont_filter=True,
            meta={
                "site": site,
                "role": "article",
                "asked": url,
                "again": known is not None and known.captured is not None,
                "handle_httpstatus_list": [304],
            },
        )

    def _attachment(self, site: str, url: str, via: str) -> Request:
        return Request(
            url,
            self.parse_attachment,
            errback=self.failed,
            headers={"Referer": via},
            priority=LAST,
            dont_filter=True,
            meta={"site": site, "role": "attachment", "asked": url, "via": via, "again": False},
        )

    def parse(self, response: Any) -> Iterator[Request]:
        """Count it, and ask for what hangs on it; the answer is archived already."""
        site, change = response.meta["site"], response.meta.get("change", "new")
        self.run.hosts.answered(response.url)
        self.run.ledger.came(site, response.url, change)
        if change == "unchanged":
            self.run.ledger.tell(site, "unchanged", response.url)
            return
        self.run.ledger.tell(site, "article", response.url, change)
        if not isinstance(response, HtmlResponse):
            return
        text, encoding = decoded(response.body)
        if (target := script_target(text, response.url)) and not self.run.is_asked(target):
            if owns(self.run.sites[site].hosts, target):
                yield self.want(site, target, response.url)
        else:
            yield from self._attachments(site, text, response.url, encoding)

    def _attachments(self, site: str, text: str, page: str, encoding: str) -> Iterator[Request]:
        for url in self._hanging(site, text, page, encoding):
            known = self.run.state.known(url)
            if (known is None or not known.captured) and not self.run.is_asked(url):
                self.run.ask(url)
                self.run.state.want(site, url, "attachment", page)
                yield self._attachment(site, url, page)

    def hanging(self, site: str, page: RawPage) -> list[str]:
        """The attachments of an article in the archive."""
        text, encoding = decoded(page.body)
        return self._hanging(site, text, page.url, encoding)

    def _hanging(self, site: str, text: str, page: str, encoding: str) -> list[str]:
        config = self.run.sites[site]
        links = attachment_links(text, page) if config.attachments else []
        return [with_query_in(url, encoding) for url in links if owns(config.hosts, url)]

    def parse_attachment(self, response: Any) -> None:
        """Count it; a page in its place is a failure."""
        site, kind = response.meta["site"], response.headers.get(b"Content-Type", b"").decode("latin-1")
        if is_page(kind, response.body):
            self.run.ledger.problem(site, response.url, "attachment-is-page", "an HTML page came instead of the file")
        else:
            self.run.ledger.count(site, attachments=1)
            self.run.ledger.tell(site, "attachment", response.url)

    def failed(self, failure: Any) -> None:
        """It did not come; the next run asks again unless it would fail the same way."""
        reason, detail = explain(failure)
        request = failure.request
        if reason == "captured":  # a redirect led to a page that is in the archive
            self.run.state.same(request.meta["asked"], request.url)
            self.run.ledger.count(request.meta["site"], known=1)
            return
        if reason in LASTING:
            self.run.state.drop(request.meta["asked"])
        self.run.hosts.denied(request.url, reason)
        if reason in ("host-closed", "wall"):
            self.run.ledger.count(request.meta["site"], skipped=1)
        else:
            self.run.ledger.problem(request.meta["site"], request.url, reason, detail)
