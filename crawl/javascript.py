"""The download handler with a browser behind it; see ``crawl.browsing``."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from crawl.archive import decode_content
from crawl.capture import Answer
from crawl.failures import RefusedError
from crawl.guards import GuardedHandler
from crawl.walls import STUB, wall_kind

RENDERED = ("list", "article")


class BrowserHandler(GuardedHandler):
    """The guarded handler, and for sites that ask for it a browser behind it."""

    lazy = False  # the browser's driver starts with the engine

    def __init__(self, crawler: Any) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

        super().__init__(crawler)
        self._browser = ScrapyPlaywrightDownloadHandler(crawler)
        self._most = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def download_request(self, request: Any) -> Any:
        """The answer, as the browser shows it where the site asks for one and no wall stands before it.

        Raises RefusedError.
        """
        plain = await super().download_request(request)
        if not self._is_rendered(request) or plain.status != 200 or _is_wall(plain):
            return plain
        self._keep(request, plain)
        await self._wait_full(request)
        return self._bounded(await self._render(request))

    def _is_rendered(self, request: Any) -> bool:
        spider: Any = self.crawler.spider
        site, method, role = request.meta.get("site"), request.method, request.meta.get("role")
        return site is not None and spider.run.sites[site].javascript and method == "GET" and role in RENDERED

    def _keep(self, request: Any, plain: Any) -> None:
        """Archive what was sent, beside what the browser shows; the latter is the page."""
        spider: Any = self.crawler.spider
        site = request.meta["site"]
        Answer(request, plain, site, "other", datetime.now(UTC)).write(spider.run.archive(site), "other")

    async def _wait_full(self, request: Any) -> None:
        engine: Any = self.crawler.engine
        await asyncio.sleep(engine.downloader.slots[request.meta["download_slot"]].delay)

    async def _render(self, request: Any) -> Any:
        from scrapy_playwright.page import PageMethod

        asked = request.replace(
            meta={
                **request.meta,
                "playwright": True,
                "playwright_page_methods": [PageMethod("wait_for_load_state", "networkidle")],
            },
        )
        for name in ("If-None-Match", "If-Modified-Since"):
            asked.headers.pop(name, None)
        return await self._browser.download_request(asked)

    def _bounded(self, response: Any) -> Any:
        if len(response.body) > self._most:
            raise RefusedError("too-large", f"{len(response.body)} bytes as the browser shows it")
        return response

    async def close(self) -> None:
        """End the browser."""
        await self._browser.close()
        await super().close()


def _is_wall(response: Any) -> bool:
    """Whether an answer is a wall; a page of nothing but scripts is what the browser is for."""
    headers = [(k.decode("latin-1"), v.decode("latin-1")) for k, values in response.headers.items() for v in values]
    encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1")
    kind = wall_kind(response.status, headers, decode_content(response.body, encoding, len(response.body) * 20 + 1000))
    return kind not in (None, STUB)
