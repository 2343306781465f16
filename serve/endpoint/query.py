"""The SPARQL 1.1 protocol's query operation."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from serve.endpoint.accept import FORMAT, best_type, wanted
from serve.endpoint.answers import response, while_connected
from serve.endpoint.description import description
from serve.endpoint.page import page
from serve.endpoint.problems import not_allowed
from serve.errors import QueryError, RefusedQueryError, TooLargeError
from serve.metrics import measured
from serve.serving import serving

DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"
FORM, TEXT = "application/x-www-form-urlencoded", "application/sparql-query"


async def query(request: Request) -> Response:
    """Answer a query, sent in any of the protocol's three ways; without one, say what this is."""
    has = serving(request)
    fields = await read_fields(request, has.pool.limits.query_bytes)
    if request.method != "POST" and not any(name == "query" for name, _ in fields):
        if best_type(request, "text/turtle", "text/html") == "text/html":
            return page(request)
        return await description(request)
    form = next((value for name, value in fields if name == FORMAT and value), None)
    forms = replace(wanted(request, form), default=values(fields, DEFAULT), named=values(fields, NAMED))
    with measured(has.metrics):
        return response(await while_connected(request, has.pool.ask(one(fields, "query"), forms)))


async def update(request: Request) -> Response:
    """Refuse to write."""
    return await not_allowed(request, QueryError())


async def read_fields(request: Request, limit: int) -> list[tuple[str, str]]:
    """The query and its data set, from the address, a form or a body. Raises RefusedQueryError, TooLargeError."""
    fields = _parsed(request.url.query)
    if request.method != "POST":
        return fields
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in (FORM, TEXT):
        raise RefusedQueryError(f"send the query as a form field or as {TEXT}, not as {kind or 'nothing'}")
    text = await read_text(request, 4 * limit)
    return [*fields, *([("query", text)] if kind == TEXT else _parsed(text))]


def _parsed(text: str) -> list[tuple[str, str]]:
    """The fields of a form or of an address. Raises RefusedQueryError where their bytes are no UTF-8."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise RefusedQueryError(f"the request is not UTF-8: {error}") from None


async def read_text(request: Request, limit: int) -> str:
    """The body. Raises TooLargeError, RefusedQueryError."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise TooLargeError(f"the request is longer than {limit} bytes")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedQueryError(f"the request is not UTF-8: {error}") from None


def values(fields: Iterable[tuple[str, str]], name: str) -> tuple[str, ...]:
    """All values of a field."""
    return tuple(value for key, value in fields if key == name)


def one(fields: Iterable[tuple[str, str]], name: str) -> str:
    """The only value of a field. Raises RefusedQueryError."""
    given = values(fields, name)
    if len(given) != 1:
        raise RefusedQueryError(f"give one {name}, not {len(given)}")
    return given[0]
