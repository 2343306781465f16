"""The process in which Scrapy runs: a job as JSON on stdin, events and the report as JSON lines on stdout."""

import fcntl
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawl.browsing import browser_settings
from crawl.registry import make_site
from crawl.report import CrawlReport, Event
from crawl.spider import CountySpider

QUIET = ("scrapy.downloadermiddlewares.robotstxt", "scrapy.downloadermiddlewares.retry")
"""What they log as errors is in the report."""
MOST_LINES = 200


class Kept(logging.Handler):
    """Keeps the first warnings and errors, a line each, for the report."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        if len(self.lines) < MOST_LINES:
            self.lines.append(f"{record.levelname.lower()}: {record.getMessage()}".splitlines()[0][:300])


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
    sites = [make_site(site) for site in job["sites"]]
    settings.setdict(browser_settings(sites, settings), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    kept = Kept()
    logging.getLogger().addHandler(kept)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    started, clock = datetime.now(UTC), time.monotonic()
    crawler = process.create_crawler(CountySpider)
    with locked(Path(job["data"])):
        done = process.crawl(crawler, sites=sites, data=job["data"], tell=partial(tell, wire), **job["options"])
        process.start()
    if done.done() and (error := done.exception()) is not None:
        raise error
    spider: Any = crawler.spider
    seconds = round(time.monotonic() - clock, 3)
    return CrawlReport(spider.reports(), started.isoformat(timespec="seconds"), seconds, tuple(kept.lines))


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """One crawl at a time for a data folder, since what another left is completed at the start. Raises SystemExit."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / ".crawl.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"another crawl is writing to {data}; wait until it is done") from None
        yield


def tell(wire: TextIO, event: Event) -> None:
    """An event to the caller."""
    send(wire, "event", asdict(event))


def send(wire: TextIO, kind: str, data: dict[str, Any]) -> None:
    """One line to the caller. A caller that is gone ends the crawl, as an interrupt would."""
    if wire.closed:
        return
    try:
        print(json.dumps({kind: data}, ensure_ascii=False), file=wire, flush=True)
    except BrokenPipeError:
        with suppress(OSError):
            wire.close()
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
