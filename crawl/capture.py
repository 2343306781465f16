"""Every answer goes to its site's archive as it came from the wire."""

from datetime import UTC, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from crawl.archive import Role


class CaptureMiddleware:
    """The innermost downloader middleware: bytes before decompression, redirects and errors included."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def process_response(self, request: Any, response: Any) -> Any:
        """Archive the answer, and pass it on."""
        spider = self.crawler.spider
        archive = spider.archive_for(request)
        if archive is not None:
            digest = archive.write(
                response.url,
                datetime.now(UTC),
                response.status,
                header_pairs(response.headers),
                response.body,
                role=role_of(request),
                request=(
                    request.method,
                    [("Host", urlsplit(request.url).netloc), *header_pairs(request.headers)],
                    request.body,
                ),
            )
            request.meta["digest"] = digest
        return response


def role_of(request: Any) -> Role:
    """What a request was made for."""
    if request.meta.get("dont_obey_robotstxt"):
        return "robots"
    role: Role = request.meta.get("role", "other")
    return role


def header_pairs(headers: Any) -> list[tuple[str, str]]:
    """Scrapy's headers as pairs, in their order."""
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]
