"""robots.txt, read as the careful collectors do: no file means allowed, a wall before it means hold the host."""

import re
from typing import Any

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.utils.httpobj import urlparse_cached

from crawl.failures import RefusedError, explain_error

HOLD_STATUS = frozenset({401, 403, 405, 408, 412, 418, 429})
"""Answers that a wall gives, not a missing file; so does any of 500 and more."""
UNREACHABLE = frozenset({"private-address", "dns", "scheme"})
"""Failures that have nothing to do with the host's wishes."""
RULE = re.compile(rb"^[ \t\xef\xbb\xbf]*(?:user-agent|disallow|allow|sitemap|crawl-delay)[ \t]*:", re.I | re.M)
"""A line that only robots.txt has."""
PASSING = frozenset({"connection", "timeout"})
"""Failures that are most often over soon: the host is held for minutes at first."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, but Crawl-delay counts, HTML is not robots.txt, and no answer is not consent."""

    _parsers: dict[str, Any]

    def process_request_2(self, rp: Any, request: Any) -> None:
        """Raises RefusedError."""
        netloc = urlparse_cached(request).netloc
        spider: Any = self.crawler.spider
        if closed := spider.run.hosts.closed.get(netloc):
            raise RefusedError("host-closed", f"{netloc} is closed for this run: {closed}")
        if isinstance(rp, RefusedError):
            raise RefusedError(rp.reason, rp.detail)
        if rp is not None and not rp.allowed(request.url, self._agent(request)):
            raise RefusedError("robots", f"robots.txt of {netloc} forbids it")

    async def _parse_robots(self, response: Any, netloc: str, request: Any) -> None:
        if reason := hold_reason(response.status, response.headers.get(b"Content-Type", b""), response.body):
            self._hold(netloc, reason)
        elif response.status >= 400:
            self._settle(netloc, None)
        else:
            await super()._parse_robots(response, netloc, request)
            parser = self._parsers[netloc]
            if delay := parser.crawl_delay(self._agent(request)):
                spider: Any = self.crawler.spider
                spider.run.hosts.crawl_delays[netloc] = float(delay)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        reason, detail = explain_error(exc, f"http://{netloc}/")
        if reason in UNREACHABLE:
            self._settle(netloc, RefusedError(reason, detail))
        else:
            self._hold(netloc, f"robots.txt did not come: {reason}", brief=reason in PASSING)

    def _hold(self, netloc: str, reason: str, *, brief: bool = False) -> None:
        spider: Any = self.crawler.spider
        spider.run.hosts.close(netloc, reason, brief=brief)
        self._settle(netloc, None)

    def _settle(self, netloc: str, parser: Any) -> None:
        waiting = self._parsers[netloc]
        self._parsers[netloc] = parser
        waiting.callback(parser)

    def _agent(self, request: Any) -> Any:
        return self._robotstxt_useragent or request.headers.get(b"User-Agent", self._default_useragent)


def hold_reason(status: int, content_type: bytes, body: bytes) -> str | None:
    """Why an answer to robots.txt holds the host; None where it may be read as rules, or as no file.

    Rules are rules whatever type they are sent as: many servers call every file HTML.
    """
    if status in HOLD_STATUS or status >= 500:
        return f"robots.txt answered {status}"
    marked = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    told = RULE.search(body) or _says_nothing(body)
    if status < 400 and (marked or (b"html" in content_type.lower() and not told)):
        return "robots.txt is an HTML page"
    return None


def _says_nothing(body: bytes) -> bool:
    """Whether a file has no line but blank ones and comments: a robots.txt without rules."""
    return all(line.strip()[:1] in (b"", b"#") for line in body.removeprefix(b"\xef\xbb\xbf").splitlines())
