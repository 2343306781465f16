"""Errors in their one shape: ``{"error": {"status": 400, "reason": "refused", "message": "…"}}``, or a line of text
where the client takes no JSON."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from serve.errors import QueryError


def problem(request: Request, status: int, reason: str, message: str) -> Response:
    """An error as the client can read it."""
    accept = request.headers.get("accept", "*/*").lower()
    headers = {"retry-after": "5"} if status in (429, 503) else {}
    if "json" in accept or "*/*" in accept or "application/*" in accept:
        said = {"error": {"status": status, "reason": reason, "message": message}}
        return JSONResponse(said, status, headers)
    return PlainTextResponse(f"{message}\n", status, headers)


async def of_query(request: Request, error: Exception) -> Response:
    """What came of a query."""
    assert isinstance(error, QueryError)
    return problem(request, error.status, error.reason, str(error))


async def not_found(request: Request, _: Exception) -> Response:
    """An address of nothing."""
    return problem(request, 404, "not-found", f"{request.url.path}: nothing here; queries go to /query")


async def not_allowed(request: Request, _: Exception) -> Response:
    """A method that would write."""
    return problem(request, 405, "read-only", f"{request.method} {request.url.path}: the endpoint only reads")


HANDLERS = {404: not_found, 405: not_allowed, QueryError: of_query}
