"""Every answer goes to its site's archive as it came from the wire, and into the table of what is known."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from crawl.archive import Archive, Role, decode_content, payload_digest
from crawl.context import Run
from crawl.failures import RefusedError
from crawl.state import State
from crawl.urls import netloc_of
from crawl.walls import HEAD, STUB, wall_kind

REMEMBERED = ("article", "attachment", "list")


class CaptureMiddleware:
    """The innermost downloader middleware: bytes before decompression, redirects and errors included."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Any, response: Any) -> Any:
        """Archive the answer and pass it on.

        Raises RefusedError for a wall, which closes its host, and for an archive that can't be written, which ends the
        crawl: what can't be kept is not to be fetched.
        """
        run: Run = self.crawler.spider.run
        host = netloc_of(request.url)
        owner = run.hosts.site(host)
        site = request.meta.get("site") or (owner.id if owner is not None else None)
        if site is None:
            return response
        answer = Answer(request, response, site, role_of(request), datetime.now(UTC))
        run.ledger.count_host(site, request.url, pages=1)
        kind = answer.wall() if answer.role != "robots" else None
        if kind == STUB and (ask := request.meta.get("ask")) is not None and ask.number > 1:
            answer.write(run.archive(site), "list")
            raise RefusedError("stub", "a page without a link, as beyond the end of a list")
        try:
            if kind is not None:
                answer.write(run.archive(site), "wall")
            else:
                request.meta["change"] = answer.keep(run.archive(site), run.state)
        except OSError as error:
            self._stop(f"the archive of {site} can't be written: {error}")
            raise RefusedError("archive", str(error)) from error
        if kind is not None:
            run.ledger.count_host(site, request.url, walls=1)
            run.hosts.close(host, f"wall: {kind}", wall=kind)
            raise RefusedError("wall", kind)
        return response

    def _stop(self, reason: str) -> None:
        engine = self.crawler.engine
        if engine.spider is not None:
            self._stopping = asyncio.ensure_future(engine.close_spider_async(reason=reason))


@dataclass(frozen=True, slots=True)
class Answer:
    """A response with the request that it answers, for the site and the role that it was asked for."""

    request: Any
    response: Any
    site: str
    role: Role
    moment: datetime

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The response's headers."""
        return header_pairs(self.response.headers)

    @property
    def asked(self) -> str:
        """The address before redirects."""
        return str((self.request.meta.get("redirect_urls") or [self.request.url])[0])

    def header(self, name: bytes) -> str | None:
        """A header of the response, None where it is missing or empty."""
        value = self.response.headers.get(name)
        return value.decode("latin-1") if value else None

    def wall(self) -> str | None:
        """The kind of wall that it is, None for none."""
        body = self.response.body
        plain = decode_content(body, self.header(b"Content-Encoding") or "", max(HEAD * 4, len(body)))
        return wall_kind(self.response.status, self.headers, plain, self.request.method)

    def keep(self, archive: Archive, state: State) -> str:
        """Archive it, whole or as a revisit; tells whether it is new, changed or unchanged."""
        url, status = self.response.url, self.response.status
        known = state.known(url) if self.role in REMEMBERED else None
        if known is not None and known.digest and known.captured and self._is(known.digest):
            first = datetime.fromisoformat(known.captured)
            archive.write_unchanged(url, self.moment, status, self.headers, known.digest, first)
            state.unchanged(url, self.moment.isoformat())
            state.same(self.asked, url)
            return "unchanged"
        digest = self.write(archive, self.role)
        if status == 200 and self.role in REMEMBERED:
            moment, etag, modified = self.moment.isoformat(), self.header(b"ETag"), self.header(b"Last-Modified")
            for address in {self.asked, url}:
                state.captured(self.site, address, self.role, digest, moment, etag, modified)
        return "new" if known is None or not known.captured else "changed"

    def _is(self, digest: str) -> bool:
        """Whether it says, or its bytes say, that the capture with this digest still holds."""
        status = self.response.status
        return status == 304 or (status == 200 and payload_digest(self.response.body) == digest)

    def write(self, archive: Archive, role: Role) -> str:
        """Archive it whole; returns the payload's digest."""
        request = self.request
        sent = [("Host", netloc_of(request.url)), *header_pairs(request.headers)]
        return archive.write(
            self.response.url,
            self.moment,
            self.response.status,
            self.headers,
            self.response.body,
            role=role,
            asked=self.asked if self.asked != self.response.url else None,
            via=request.meta.get("via"),
            request=(request.method, sent, request.body),
        )


def role_of(request: Any) -> Role:
    """What a request was made for."""
    if request.meta.get("dont_obey_robotstxt"):
        return "robots"
    role: Role = request.meta.get("role", "other")
    return role


def header_pairs(headers: Any) -> list[tuple[str, str]]:
    """Scrapy's headers as pairs, in their order."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
