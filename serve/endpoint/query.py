"""The SPARQL 1.1 protocol's query operation."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from serve.endpoint.problems import not_allowed
from serve.errors import RefusedQueryError, TooLargeError
from serve.pool import Answer
from serve.protocol import Wanted
from serve.serving import serving

T = TypeVar("T")

TYPES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}


async def query(request: Request) -> Response:
    """Answer a query, sent in any of the protocol's three ways."""
    has = serving(request)
    fields = await read_fields(request, has.pool.limits.query_bytes)
    accept = request.headers.get("accept", "*/*")
    form = "csv" if "csv" in accept else "json"
    asking = has.pool.ask(one(fields, "query"), Wanted(form, "ttl"))
    return response(await while_connected(request, asking))


def response(answer: Answer) -> Response:
    """An answer sent."""
    headers = {"content-type": TYPES[answer.form], "vary": "accept, accept-encoding"}
    if answer.packed:
        headers["content-encoding"] = "gzip"
    if answer.file:
        return FileResponse(answer.file, headers=headers, background=BackgroundTask(Path.unlink, answer.file))
    return Response(answer.body, headers=headers)


async def while_connected(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do some work, and give it up when the client hangs up."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(disconnected(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
        return await task
    finally:
        gone.cancel()
        task.cancel()


async def disconnected(request: Request) -> None:
    """Return when the client has hung up."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def update(request: Request) -> Response:
    """Refuse to write."""
    return await not_allowed(request, Exception())


async def read_fields(request: Request, limit: int) -> list[tuple[str, str]]:
    """The query and its data set, from the address, a form or a body. Raises RefusedQueryError, TooLargeError."""
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return fields
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > 4 * limit:
            raise TooLargeError(f"the query is longer than {limit} bytes")
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    text = body.decode("utf-8", "replace")
    if kind == "application/sparql-query":
        return [*fields, ("query", text)]
    if kind == "application/x-www-form-urlencoded":
        return [*fields, *parse_qsl(text, keep_blank_values=True)]
    raise RefusedQueryError("send the query as a form field or as application/sparql-query")


def one(fields: list[tuple[str, str]], name: str) -> str:
    """The only value of a field. Raises RefusedQueryError."""
    values = [value for key, value in fields if key == name]
    if len(values) != 1:
        raise RefusedQueryError(f"give one {name}, not {len(values)}")
    return values[0]
