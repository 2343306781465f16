"""Why a request failed, as a slug that reports and tables can count, and a detail for people."""

from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.spidermiddlewares.httperror import HttpError

GONE = frozenset({404, 410})


class RefusedError(IgnoreRequest):
    """A request that the crawler will not make; ``args[0]`` is a slug, ``args[1]`` the detail."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


def explain(failure: Any) -> tuple[str, str]:
    """The slug and the detail of a failed request."""
    return explain_error(failure.value, failure.request.url)


def explain_error(error: Exception, url: str) -> tuple[str, str]:
    """The slug and the detail of an error that a URL gave."""
    if isinstance(error, RefusedError):
        return error.reason, error.detail
    if isinstance(error, HttpError):
        status = error.response.status
        return ("gone" if status in GONE else f"http-{status}"), f"the server answered {status}"
    if isinstance(error, StopDownload):
        kind = (error.response and error.response.headers.get(b"Content-Type")) or b""
        return "content-type", f"{kind.decode('latin-1')}: no page, table or document"
    if isinstance(error, DownloadCancelledError):
        return "too-large", str(error)
    if isinstance(error, IgnoreRequest):
        words = str(error)
        slug = "redirect-loop" if "redirection" in words else "too-large" if "exceeded" in words else "ignored"
        return slug, words[:200]
    if isinstance(error, CannotResolveHostError):
        return _unresolved(urlsplit(url).hostname or "")
    if isinstance(error, DownloadTimeoutError):
        return "timeout", str(error)[:200]
    if isinstance(error, DownloadConnectionRefusedError | DownloadFailedError | ResponseDataLossError):
        return "connection", f"{type(error).__name__}: {error}"[:200]
    return type(error).__name__, str(error)[:200]


def _unresolved(host: str) -> tuple[str, str]:
    from twisted.internet import reactor

    refused = getattr(getattr(reactor, "resolver", None), "refused", {}).get(host)
    return ("private-address", refused) if refused else ("dns", f"{host} has no address")
