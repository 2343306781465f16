"""Each site's part of a crawl as a Prefect task: its log, and a state that tells how it went.

One process crawls all sites, since hosts of one address share a connection and a delay whichever site they are of; the
tasks listen to it. Call ``prefect_home.settle`` before importing this.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from crawl.registry import SiteConfig
from crawl.report import CrawlReport, Event, SiteReport
from flows.run.crawling import Tally
from flows.run.outcome import of_site
from flows.show.console import plural, say, warn

AT_ONCE = 32
"""How many sites' tasks listen at once; those of more sites are told of theirs when others have ended."""
BEAT_S = 15.0
"""How often a site's log tells how far it is."""
ERRORS = 20
"""How many addresses that gave nothing a site's log names; its report has all."""

Told = SimpleQueue[Event | SiteReport | None]
"""A site's events, then its report; None where the crawl ended without one."""


def crawl_by_site(sites: Iterable[SiteConfig], work: Callable[[Callable[[Event], None]], CrawlReport]) -> CrawlReport:
    """The crawl that ``work`` does, which is given what to tell events to; with a task for each site."""
    told: dict[str, Told] = {site.id: SimpleQueue() for site in sites}

    @task(name="crawl-site", task_run_name="crawl {site}", cache_policy=NO_CACHE)
    def crawl_site(site: str) -> State[None]:
        return state_of(listen(told[site], site))

    reports: dict[str, SiteReport] = {}
    runner: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=min(AT_ONCE, len(told) or 1))
    with runner:
        try:
            for site in told:
                runner.submit(crawl_site, {"site": site})
            report = work(lambda event: told[event.site].put(event))
            reports = {site.site: site for site in report.sites}
        finally:
            for site, queue in told.items():
                queue.put(reports.get(site))
    return report


def listen(told: Told, site: str) -> SiteReport | None:
    """Log what happens on a site until its report is there."""
    tally, errors, due = Tally(), 0, time.monotonic() + BEAT_S
    while True:
        with suppress(Empty):
            said = told.get(timeout=BEAT_S)
            if not isinstance(said, Event):
                return said
            tally.add(said)
            if said.kind == "error" and (errors := errors + 1) <= ERRORS:
                warn(f"{site}: {said.url} {said.detail}")
        if time.monotonic() >= due:
            say(f"{site}: {tally.counted()}")
            due = time.monotonic() + BEAT_S


def state_of(report: SiteReport | None) -> State[None]:
    """The state of a site's task."""
    if report is None:
        return Failed(message="the crawl ended before this site was done; the next one goes on")
    problems = of_site(report)
    said = "; ".join([f"{plural(report.articles, 'article')} captured, {report.unchanged} unchanged", *problems])
    say(f"{report.site}: {said}")
    if not problems:
        return Completed(message=said)
    lived = report.articles or report.known or report.unchanged
    return Completed(name="Done in part", message=said) if lived else Failed(message=said)
