"""How fast a host is asked: AutoThrottle above a floor that the site's entry or its robots.txt sets."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import signals
from scrapy.extensions.throttle import AutoThrottle

from crawl.urls import netloc_of

BUSY = frozenset({429, 503})
LONGEST_WAIT = 120.0
"""Seconds; a host that asks for more is left for this run."""


class Throttle(AutoThrottle):
    """AutoThrottle with a floor for each slot, the largest of its hosts' delays."""

    def __init__(self, crawler: Any) -> None:
        crawler.settings.set("AUTOTHROTTLE_ENABLED", True, priority="spider")
        super().__init__(crawler)
        self._floors: dict[str, float] = {}
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)

    def _reached(self, request: Any) -> None:
        """Raise the slot's delay to the floor before the request is queued in it."""
        spider: Any = self.crawler.spider
        key = request.meta["download_slot"]
        self._floors[key] = max(self._floors.get(key, 0.0), spider.run.hosts.delay(netloc_of(request.url)))
        self._raise(key, self._floors[key])

    def _response_downloaded(self, response: Any, request: Any, spider: Any) -> None:
        super()._response_downloaded(response, request, spider)
        key = request.meta["download_slot"]
        self._raise(key, self._floors.get(key, 0.0))
        if response.status in BUSY:
            self._raise(key, min(2 * self._slot(key).delay, self.maxdelay))
            self._wait(request, retry_after(response.headers.get(b"Retry-After")))

    def _wait(self, request: Any, seconds: float) -> None:
        """Keep to Retry-After: by the slot's delay where it is short, else the host is left for another run."""
        spider: Any = self.crawler.spider
        if seconds > LONGEST_WAIT:
            spider.run.hosts.close(netloc_of(request.url), f"busy: it asks to come back in {seconds:.0f} s")
        else:
            self._raise(request.meta["download_slot"], seconds)

    def _slot(self, key: str) -> Any:
        engine: Any = self.crawler.engine
        return engine.downloader.slots[key]

    def _raise(self, key: str, delay: float) -> None:
        slot = self._slot(key)
        slot.delay = max(slot.delay, delay)


def retry_after(value: bytes | None) -> float:
    """Seconds that a Retry-After header asks for, in either of its forms; 0 where it says nothing readable."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0
