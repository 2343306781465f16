"""The crawl as a function. Scrapy runs in a process of its own, so no reactor is left in the caller's."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from crawl.browsing import missing
from crawl.networks import open_networks
from crawl.registry import SiteConfig
from crawl.report import CrawlReport, Event

CONTACT_VARIABLE = "XIANGTU_CONTACT"
NO_CONTACT = f"no contact address; set {CONTACT_VARIABLE} to a mail address or page where owners of sites reach you"
WORKER = """import signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
from crawl.worker import main
main()"""
"""Deaf to Ctrl-C until Scrapy, which minds it, is there."""
PATIENCE_S = 1.0
"""How long a crawler that Ctrl-C reached may complete its archives; what it leaves, the next one completes."""


class CrawlError(RuntimeError):
    """A crawl that could not run, and what to do."""


def user_agent(contact: str) -> str:
    """What the crawler says it is, and where its owner is reached."""
    from importlib.metadata import version

    return f"xiangtu/{version('xiangtu')} (+{contact}; reads public news of county sites)"


def contact_given(contact: str | None) -> str | None:
    """The contact address, from the environment where the caller gives none."""
    return contact or os.environ.get(CONTACT_VARIABLE)


def run(
    sites: Iterable[SiteConfig],
    data_folder: str | Path,
    allow_private: bool | Iterable[str] = False,
    progress: Callable[[Event], None] | None = None,
    *,
    contact: str | None = None,
    since: date | None = None,
    until: date | None = None,
    recheck_before: datetime | None = None,
    retry_held: bool = False,
    max_articles: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> CrawlReport:
    """Crawl sites into ``<data_folder>/raw/<SITE>/*.warc.gz`` and report what came, site by site.

    ``allow_private`` opens all non-public addresses, or the networks it lists ("127.0.0.1/32"). ``progress`` is called
    with each event. ``contact`` (or the environment's XIANGTU_CONTACT) is the address or page in the User-Agent;
    without one only non-public sites are crawled. What was captured before is left alone, and a list is read down to
    its first page of known rows; ``since`` and ``until`` read lists for rows of those days instead. ``recheck_before``
    asks again for captures last checked before it; ``retry_held`` asks hosts that put up a wall before their time;
    ``max_articles`` bounds the new articles of each site; ``settings`` overrides Scrapy's. A site's problems are in its
    report; raises CrawlError when the crawl itself can't run.
    """
    sites = list(sites)
    if not sites:
        raise CrawlError("no site to crawl; name one, or enable some in crawl/sites")
    if bare := [site.id for site in sites if not site.lists]:
        raise CrawlError(f"{', '.join(bare)}: no list is known; add one to the entry (crawl.probe looks at an address)")
    if cannot := missing(sites):
        raise CrawlError(cannot)
    contact = contact_given(contact)
    networks = open_networks(allow_private)
    if not contact and not networks:
        raise CrawlError(NO_CONTACT)
    job = {
        "sites": [site.model_dump(mode="json") for site in sites],
        "data": str(data_folder),
        "options": {
            "since": since and since.isoformat(),
            "until": until and until.isoformat(),
            "recheck_before": recheck_before and recheck_before.astimezone(UTC).isoformat(),
            "retry_held": retry_held,
            "max_articles": max_articles,
        },
        "settings": {
            "USER_AGENT": user_agent(contact or "no contact; not on the public web"),
            "XIANGTU_OPEN_NETWORKS": list(networks),
            **(settings or {}),
        },
    }
    return _run(job, progress or (lambda _: None))


def _run(job: dict[str, Any], progress: Callable[[Event], None]) -> CrawlReport:
    report = None
    with subprocess.Popen(
        [sys.executable, "-c", WORKER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            worker.stdin.write(json.dumps(job))
            worker.stdin.close()
            for line in worker.stdout:
                message = json.loads(line)
                if "event" in message:
                    progress(Event(**message["event"]))
                else:
                    report = CrawlReport.from_dict(message["report"])
        except BaseException as error:
            # Scrapy ends what is under way and completes its archives. Who presses Ctrl-C, which has reached it too,
            # waits a second for that: what is left open the next crawl completes.
            if not isinstance(error, KeyboardInterrupt):
                worker.terminate()
            elif not _ended(worker):
                worker.kill()
            worker.wait()
            raise
    if report is None:
        raise CrawlError(
            f"the crawler ended with exit code {worker.returncode} and without a report; see its log above"
        )
    return report


def _ended(worker: "subprocess.Popen[str]") -> bool:
    """Whether the worker ends by itself in time."""
    try:
        worker.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        return False
    return True
