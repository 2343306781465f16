"""Where the crawler may connect: http and https, public addresses only, unless the user opened a network.

The resolver is where the guard holds: the address it lets through is the one that is connected to, so redirects, and
names that resolve to private addresses, are met at the same place. The middleware refuses early what a URL tells.
"""

import ipaddress
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.resolver import CachingThreadedResolver, dnscache
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

from crawl.context import Run
from crawl.failures import RefusedError
from crawl.networks import is_allowed, literal_address
from crawl.urls import netloc_of, owns


class GuardMiddleware:
    """Refuses URLs of other schemes and of addresses that are not allowed, and hosts closed for this run."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        self.networks = [ipaddress.ip_network(n) for n in crawler.settings.getlist("XIANGTU_OPEN_NETWORKS")]

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Any) -> None:
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
        # Hosts of one address share its slot: one connection and one delay for a cluster.
        request.meta["download_slot"] = dnscache.get(parts.hostname, parts.hostname)


def refuse_closed(run: Run, request: Any) -> None:
    """Raises RefusedError where the request's host is closed for this run."""
    netloc = netloc_of(request.url)
    run.hosts.keep_hours(netloc, datetime.now(UTC))
    if closed := run.hosts.closed.get(netloc):
        raise RefusedError("host-closed", f"{netloc} is closed for this run: {closed}")


class GuardedHandler(HTTP11DownloadHandler):
    """Scrapy's handler, but a host that was closed while a request waited in its queue is not asked."""

    async def download_request(self, request: Any) -> Any:
        """The answer. Raises RefusedError."""
        spider: Any = self.crawler.spider
        refuse_closed(spider.run, request)
        return await super().download_request(request)


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
