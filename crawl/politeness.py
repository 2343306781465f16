"""How fast a host is asked: AutoThrottle above a floor that the site's entry or its robots.txt sets."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.extensions.throttle import AutoThrottle


class Throttle(AutoThrottle):
    """AutoThrottle with a floor for each slot, the largest of its hosts' delays."""

    def __init__(self, crawler: Any) -> None:
        crawler.settings.set("AUTOTHROTTLE_ENABLED", True, priority="spider")
        super().__init__(crawler)
        self._floors: dict[str, float] = {}
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)

    def _reached(self, request: Any) -> None:
        """Raise the slot's delay to the floor before the request is queued in it."""
        key = request.meta["download_slot"]
        spider: Any = self.crawler.spider
        floor = max(self._floors.get(key, 0.0), spider.delay_of(urlsplit(request.url).netloc))
        self._floors[key] = floor
        engine: Any = self.crawler.engine
        slot = engine.downloader.slots[key]
        slot.delay = max(slot.delay, floor)

    def _adjust_delay(self, slot: Any, latency: float, response: Any) -> None:
        super()._adjust_delay(slot, latency, response)
        key = response.request.meta.get("download_slot") if response.request else None
        slot.delay = max(slot.delay, self._floors.get(key or "", 0.0))
