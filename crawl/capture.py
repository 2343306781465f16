"""Every answer goes to its site's archive as it came from the wire, and into the table of what is known."""

from datetime import UTC, datetime
from typing import Any, Self

from crawl.archive import Archive, Role, decode_content, payload_digest
from crawl.context import Run
from crawl.failures import RefusedError
from crawl.state import State
from crawl.urls import netloc_of
from crawl.walls import HEAD, wall_kind

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
        """Archive the answer and pass it on. Raises RefusedError for a wall, which closes its host."""
        run: Run = self.crawler.spider.run
        owner = run.hosts.site(netloc_of(request.url))
        site = request.meta.get("site") or (owner.id if owner is not None else None)
        if site is None:
            return response
        archive, now = run.archive(site), datetime.now(UTC)
        role = role_of(request)
        headers = header_pairs(response.headers)
        if role != "robots" and (kind := _wall(response, headers)):
            _write(archive, request, response, headers, now, "wall")
            run.hosts.close(netloc_of(request.url), f"wall: {kind}", wall=kind)
            raise RefusedError("wall", kind)
        asked = (request.meta.get("redirect_urls") or [request.url])[0]
        request.meta["change"] = _keep(archive, run.state, site, request, response, headers, now, role, asked)
        return response


def _wall(response: Any, headers: list[tuple[str, str]]) -> str | None:
    encoding = response.headers.get(b"Content-Encoding", b"").decode("latin-1")
    body = response.body
    return wall_kind(response.status, headers, decode_content(body, encoding, max(HEAD * 4, len(body))))


def _keep(
    archive: Archive,
    state: State,
    site: str,
    request: Any,
    response: Any,
    headers: list[tuple[str, str]],
    now: datetime,
    role: Role,
    asked: str,
) -> str:
    """Archive the answer, whole or as a revisit; tells whether it is new, changed or unchanged."""
    known = state.known(response.url) if role in REMEMBERED else None
    same = response.status == 304 or (response.status == 200 and payload_digest(response.body) == _digest(known))
    if same and known is not None and known.digest and known.captured:
        first = datetime.fromisoformat(known.captured)
        archive.write_unchanged(response.url, now, response.status, headers, known.digest, first)
        state.unchanged(response.url, now.isoformat())
        return "unchanged"
    digest = _write(archive, request, response, headers, now, role, asked)
    if response.status == 200 and role in REMEMBERED:
        etag, modified = _header(response, b"ETag"), _header(response, b"Last-Modified")
        for url in {asked, response.url}:
            state.captured(site, url, role, digest, now.isoformat(), etag, modified)
    return "new" if known is None or not known.captured else "changed"


def _write(
    archive: Archive,
    request: Any,
    response: Any,
    headers: list[tuple[str, str]],
    now: datetime,
    role: Role,
    asked: str | None = None,
) -> str:
    sent = [("Host", netloc_of(request.url)), *header_pairs(request.headers)]
    return archive.write(
        response.url,
        now,
        response.status,
        headers,
        response.body,
        role=role,
        asked=asked if asked != response.url else None,
        via=request.meta.get("via"),
        request=(request.method, sent, request.body),
    )


def _digest(known: Any) -> str | None:
    return known.digest if known is not None else None


def _header(response: Any, name: bytes) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def role_of(request: Any) -> Role:
    """What a request was made for."""
    if request.meta.get("dont_obey_robotstxt"):
        return "robots"
    role: Role = request.meta.get("role", "other")
    return role


def header_pairs(headers: Any) -> list[tuple[str, str]]:
    """Scrapy's headers as pairs, in their order."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
