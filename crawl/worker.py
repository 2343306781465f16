"""The process in which Scrapy runs: a job as JSON on stdin, events and the report as JSON lines on stdout."""

import json
import os
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, TextIO

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawl.registry import make_site
from crawl.report import CrawlReport
from crawl.spider import CountySpider


def main() -> None:
    """Run one job. What else is printed goes to stderr, so that stdout stays the caller's."""
    wire = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    report = crawl(json.load(sys.stdin), wire)
    send(wire, "report", report.to_dict())


def crawl(job: dict[str, Any], wire: TextIO) -> CrawlReport:
    """Crawl the job's sites with its settings."""
    settings = Settings()
    settings.setmodule("crawl.settings", priority="project")
    settings.setdict(job["settings"], priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    started, clock = datetime.now(UTC), time.monotonic()
    crawler = process.create_crawler(CountySpider)
    sites = [make_site(site) for site in job["sites"]]
    done = process.crawl(crawler, sites=sites, data=job["data"], tell=lambda event: send(wire, "event", asdict(event)))
    process.start()
    if done.done() and (error := done.exception()) is not None:
        raise error
    spider: Any = crawler.spider
    seconds = round(time.monotonic() - clock, 3)
    return CrawlReport(spider.reports(), started.isoformat(timespec="seconds"), seconds)


def send(wire: TextIO, kind: str, data: dict[str, Any]) -> None:
    """One line to the caller."""
    print(json.dumps({kind: data}, ensure_ascii=False), file=wire, flush=True)


if __name__ == "__main__":
    main()
