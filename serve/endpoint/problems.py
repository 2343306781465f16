"""Errors in their one shape, or a line of text where the client takes no JSON.

``{"error": {"status": 400, "reason": "refused", "message": "…"}}``
"""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from serve.endpoint.accept import best_type
from serve.errors import QueryError
from serve.serving import serving

RETRY_S = 5
JSON_TYPES = ("application/json", "application/sparql-results+json", "application/ld+json", "application/problem+json")


def problem(request: Request, status: int, reason: str, message: str) -> Response:
    """An error as the client can read it."""
    headers = {"retry-after": str(RETRY_S)} if status in (429, 503) else {}
    liked = best_type(request, *JSON_TYPES, "text/html", "text/plain")
    if liked in JSON_TYPES:
        said = {"error": {"status": status, "reason": reason, "message": message}}
        return JSONResponse(said, status, headers)
    return PlainTextResponse(f"{message}\n", status, headers)


async def of_query(request: Request, error: Exception) -> Response:
    """What came of a query."""
    assert isinstance(error, QueryError)
    return problem(request, error.status, error.reason, str(error))


async def not_found(request: Request, error: Exception) -> Response:
    """An address of nothing."""
    has = serving(request)
    if has.missing and best_type(request, *JSON_TYPES, "text/html", "text/plain") == "text/html":
        return await has.missing(request)
    said = getattr(error, "detail", "")
    if not said or said == "Not Found":
        said = f"{request.url.path}: nothing here; queries go to /query"
    return problem(request, 404, "not-found", said)


async def not_allowed(request: Request, _: Exception) -> Response:
    """A method that would write."""
    return problem(request, 405, "read-only", f"{request.method} {request.url.path}: the endpoint only reads")


async def gone(_: Request, __: Exception) -> Response:
    """Nobody is there any more to read this."""
    return Response(status_code=400)


HANDLERS = {404: not_found, 405: not_allowed, QueryError: of_query, ClientDisconnect: gone}
