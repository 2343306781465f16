"""The one spider: from each site's lists to its articles."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals

from crawl.articles import Articles
from crawl.context import Options, Run
from crawl.hosts import Hosts
from crawl.hours import is_open
from crawl.ledger import Ledger
from crawl.lists import Lists
from crawl.registry import SiteConfig, load_sites
from crawl.report import Event, SiteReport
from crawl.state import State


class CountySpider(Spider):
    """Crawls the sites it is given; ``sites`` may be ids of the registry, comma-separated (scrapy crawl -a sites=…).

    ``run`` is what the middlewares look into.
    """

    name = "county"
    run: Run

    @classmethod
    def from_crawler(
        cls,
        crawler: Any,
        sites: Sequence[SiteConfig] | str = (),
        data: str | Path = "data",
        tell: Callable[[Event], None] | None = None,
        **options: Any,
    ) -> Self:
        """As Scrapy makes it; ``options`` are those of ``Options``."""
        spider = super().from_crawler(crawler)
        if isinstance(sites, str):
            registry = load_sites()
            sites = [registry[name] for name in sites.split(",")]
        sites = [site.at(datetime.now(UTC)) for site in sites]
        settings = crawler.settings
        state, ledger = State(Path(data)), Ledger((site.id for site in sites), tell or (lambda _: None))
        spider.run = Run(
            sites={site.id: site for site in sites},
            data=Path(data),
            options=Options(**options),
            state=state,
            ledger=ledger,
            hosts=Hosts(sites, state, ledger, settings.getfloat("XIANGTU_DELAY")),
            agent=settings.get("USER_AGENT", ""),
        )
        crawler.signals.connect(spider.failed_on, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """What earlier runs left open, and the first page of every list."""
        now = datetime.now(UTC)
        articles = Articles(self.run)
        lists = Lists(self.run, articles)
        for site in self.run.sites.values():
            if not is_open(site.hours, now):
                detail = f"may be crawled at {site.hours} o'clock Beijing time"
                self.run.ledger.problem(site.id, "", "quiet-hours", detail)
                continue
            self.run.state.catch_up(site.id, partial(articles.hanging, site.id))
            if not self.run.options.retry_held:
                self.run.hosts.keep_closed(site, now)
            for request in articles.due(site.id, site.lists[0].url):
                yield request
            for entry in site.lists:
                yield lists.first(site, entry, now)

    def failed_on(self, failure: Any, response: Any) -> None:
        """An error of ours while reading an answer; the answer is archived, the crawl goes on."""
        if (site := response.meta.get("site")) is not None:
            detail = f"{failure.type.__name__}: {failure.value}"[:200]
            self.run.ledger.problem(site, response.url, "crawler-error", detail)

    def closed(self, reason: str) -> None:
        """Complete the archives. Scrapy calls it when the spider is done."""
        if reason != "finished":
            for site in self.run.sites:
                self.run.ledger.problem(site, "", "interrupted", reason)
        self.run.close()

    def reports(self) -> tuple[SiteReport, ...]:
        """What each site brought."""
        return self.run.ledger.reports({site: archive.files for site, archive in self.run.archives.items()})
