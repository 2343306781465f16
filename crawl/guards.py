"""Where the crawler may connect: http and https, public addresses only, unless the user opened a network.

The resolver is where the guard holds: the address it lets through is the one that is connected to, so redirects, and
names that resolve to private addresses, are met at the same place. The middleware refuses early what a URL tells.
"""

import asyncio
import ipaddress
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import CannotResolveHostError, StopDownload
from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawl.context import Run
from crawl.failures import RefusedError
from crawl.networks import is_allowed, literal_address
from crawl.urls import netloc_of, owns

UNWANTED = re.compile(
    r"\s*(image|audio|video|font)/|\s*application/(zip|gzip|x-(rar|7z|tar|msdownload)\S*|vnd\.rar)", re.I
)


class GuardMiddleware:
    """Refuses URLs of other schemes and of addresses that are not allowed, and hosts closed for this run."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.networks = [ipaddress.ip_network(n) for n in crawler.settings.getlist("XIANGTU_OPEN_NETWORKS")]

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_request(self, request: Any) -> None:
        """Raises RefusedError."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise RefusedError("scheme", f"{parts.scheme or 'no scheme'}: only http and https are fetched")
        address = literal_address(parts.hostname)
        if address is not None and not is_allowed(address, self.networks):
            raise RefusedError("private-address", f"{parts.hostname} is {address}, which is not a public address")
        run = self.crawler.spider.run
        if (site := request.meta.get("site")) and not owns(run.sites[site].hosts, request.url):
            raise RefusedError("offsite", f"a redirect leads to {parts.netloc}, which is not the site's")
        refuse_closed(run, request)
        request.meta["download_slot"] = await self._slot(parts.hostname, parts.netloc)

    async def _slot(self, host: str, netloc: str) -> str:
        """Hosts of one address share its slot: one connection and one delay for a cluster.

        On a network of the user's own an address and its port are a server of their own.
        """
        address = literal_address(host)
        if address is not None:
            return address if is_allowed(address, ()) else netloc
        from twisted.internet import reactor

        try:
            return str(await maybe_deferred_to_future(reactor.resolver.getHostByName(host)))
        except DNSLookupError as error:
            raise CannotResolveHostError(str(error)) from error


def refuse_closed(run: Run, request: Any) -> None:
    """Raises RefusedError where the request's host is closed for this run."""
    netloc = netloc_of(request.url)
    run.hosts.keep_hours(netloc, datetime.now(UTC))
    if closed := run.hosts.closed.get(netloc):
        raise RefusedError("host-closed", f"{netloc} is closed for this run: {closed}")


def refuse_captured(run: Run, request: Any) -> None:
    """Raises RefusedError where the page is in the archive by now: captured at another address that led to it."""
    if request.meta.get("again") is False and (known := run.state.known(request.url)) is not None and known.captured:
        raise RefusedError("captured", f"captured at {known.captured}")


class TypeGuard:
    """Ends an answer at its headers where its type is no text, table or document: pictures, films, packed files."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """As Scrapy makes it."""
        guard = cls()
        crawler.signals.connect(guard.refuse, signal=signals.headers_received)
        return guard

    def refuse(self, headers: Any, request: Any) -> None:
        """Raises StopDownload."""
        if UNWANTED.match((headers.get(b"Content-Type") or b"").decode("latin-1")) and request.meta.get("role"):
            raise StopDownload(fail=True)


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler, but what became needless while a request waited in its queue is not asked.

    Attachments are asked for at half the rate of pages: the second half of their wait is waited for here.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._asked: dict[str, float] = {}

    async def download_request(self, request: Any) -> Any:
        """The answer. Raises RefusedError."""
        spider: Any = self.crawler.spider
        refuse_closed(spider.run, request)
        refuse_captured(spider.run, request)
        await self._wait(request)
        return await super().download_request(request)

    async def _wait(self, request: Any) -> None:
        engine: Any = self.crawler.engine
        key = request.meta["download_slot"]
        slot = engine.downloader.slots[key]
        if request.meta.get("role") == "attachment":
            left = self._asked.get(key, 0.0) + 2 * slot.delay - monotonic()
            if slot.delay and left > 0:
                await asyncio.sleep(left)
        slot.lastseen = self._asked[key] = monotonic()


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and gives no address that is not allowed."""

    def __init__(self, reactor: Any, cache_size: int, timeout: float, networks: Iterable[str] = ()) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.networks = [ipaddress.ip_network(network) for network in networks]
        self.refused: dict[str, str] = {}
        """Names met so far whose address is not allowed, with the reason."""

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """As Scrapy makes it; the networks come from XIANGTU_OPEN_NETWORKS."""
        settings = crawler.settings
        size = settings.getint("DNSCACHE_SIZE") if settings.getbool("DNSCACHE_ENABLED") else 0
        return cls(reactor, size, settings.getfloat("DNS_TIMEOUT"), settings.getlist("XIANGTU_OPEN_NETWORKS"))

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> "Deferred[str]":  # noqa: N802 (Twisted's name)
        """The address of a name. Fails with DNSLookupError where it is not allowed."""
        result: Deferred[str] = super().getHostByName(name, timeout)
        return result.addCallback(self._check, name)

    def _check(self, address: str, name: str) -> str:
        if not is_allowed(address, self.networks):
            self.refused[name] = f"{name} resolves to {address}, which is not a public address"
            raise DNSLookupError(self.refused[name])
        return address
