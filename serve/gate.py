"""The gate before Oxigraph's server: checks each query, forwards it, and follows the store when a build switches it.

Errors have one shape: ``{"error": {"status": 400, "reason": "refused", "message": "…"}}``.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import httpx
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from serve.oxigraph import Oxigraph, ServerError, start
from serve.sparql import RefusedQueryError, checked

log = logging.getLogger("xiangtu.serve")

WATCH_S = 2.0
"""How often the gate looks for a new store."""
ANSWER_HEADERS = ("content-type", "vary")
QUERY_PATHS = ("/query", "/sparql")
PAGE_PATHS = ("/", "/yasgui.min.js", "/yasgui.min.css", "/logo.svg")
"""What Oxigraph's query page is made of; no other path reaches its server, so none is a way around the checks."""
PASSED_PARAMETERS = ("default-graph-uri", "named-graph-uri")


@dataclass(frozen=True, slots=True)
class Source:
    """Where the store is: ``newest`` tells its folder, ``hold`` keeps that folder while its context is open."""

    newest: Callable[[], Path | None]
    hold: Callable[[], AbstractContextManager[Path]]


class Upstream:
    """The server in use, and the change to another when there is a newer store."""

    def __init__(self, source: Source, timeout_s: int) -> None:
        self.source = source
        self.timeout_s = timeout_s
        self._held = ExitStack()
        self.server = self._start()
        self._leaving: set[asyncio.Task[None]] = set()

    def _start(self) -> Oxigraph:
        held = ExitStack()
        store = held.enter_context(self.source.hold())
        try:
            server = start(store, self.timeout_s)
        except BaseException:
            held.close()
            raise
        self._held = held
        return server

    async def follow(self) -> None:
        """Move to each new store as it comes; the old server answers what it was asked, then ends."""
        while True:
            await asyncio.sleep(WATCH_S)
            dead = self.server.process.poll() is not None
            if self.source.newest() in (None, self.server.store) and not dead:
                continue
            old, held = self.server, self._held
            try:
                self.server = await asyncio.to_thread(self._start)
            except (ServerError, OSError) as error:
                log.warning("the new store can't be served, the one before still is: %s", error)
                continue
            log.info("now serving %s", self.server.store)
            task = asyncio.create_task(self._leave(old, held))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _leave(self, old: Oxigraph, held: ExitStack) -> None:
        try:
            await asyncio.sleep(self.timeout_s)
        finally:
            old.stop()
            held.close()

    async def close(self) -> None:
        """End all servers."""
        for task in list(self._leaving):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        self.server.stop()
        self._held.close()


def make_app(source: Source, timeout_s: int, query_bytes: int) -> Starlette:
    """The web application. Raises ServerError where Oxigraph does not start."""
    upstream = Upstream(source, timeout_s)
    client = httpx.AsyncClient(timeout=httpx.Timeout(timeout_s + 10), trust_env=False)

    async def forward(method: str, path: str, accept: str, params: str = "", body: bytes | None = None) -> Response:
        headers = {"accept": accept}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        url = f"{upstream.server.address}{path}" + (f"?{params}" if params else "")
        try:
            answer = await client.send(client.build_request(method, url, content=body, headers=headers), stream=True)
        except httpx.HTTPError as error:
            return problem(502, "unavailable", f"the store's server does not answer: {error}")
        if answer.status_code >= 400:
            text = (await answer.aread()).decode("utf-8", "replace").strip()
            await answer.aclose()
            return problem(answer.status_code, "failed", text)
        kept = {name: answer.headers[name] for name in ANSWER_HEADERS if name in answer.headers}
        return StreamingResponse(
            answer.aiter_bytes(), answer.status_code, kept, background=BackgroundTask(answer.aclose)
        )

    async def query(request: Request) -> Response:
        if request.method == "GET" and not request.url.query:
            return await forward("GET", "/query", request.headers.get("accept", "*/*"))  # the service description
        try:
            fields = await read_fields(request, query_bytes)
            text = await asyncio.to_thread(checked, one(fields, "query"), query_bytes)
        except RefusedQueryError as error:
            return problem(400, "refused", str(error))
        passed = [("query", text), *((k, v) for k, v in fields if k in PASSED_PARAMETERS)]
        return await forward("POST", "/query", request.headers.get("accept", "*/*"), body=urlencode(passed).encode())

    async def page(request: Request) -> Response:
        return await forward("GET", request.url.path, request.headers.get("accept", "*/*"))

    async def graph(request: Request) -> Response:
        return await forward("GET", "/store", request.headers.get("accept", "*/*"), request.url.query)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watcher = asyncio.create_task(upstream.follow())
        try:
            yield
        finally:
            watcher.cancel()
            await client.aclose()
            await upstream.close()

    async def update(request: Request) -> Response:
        return await not_allowed(request, Exception())

    async def not_found(request: Request, _: Exception) -> Response:
        return problem(404, "not-found", f"{request.url.path}: nothing here; queries go to /query")

    async def not_allowed(request: Request, _: Exception) -> Response:
        return problem(405, "read-only", f"{request.method} {request.url.path}: the endpoint only reads")

    routes = [
        *(Route(path, query, methods=["GET", "POST"]) for path in QUERY_PATHS),
        *(Route(path, page, methods=["GET"]) for path in PAGE_PATHS),
        Route("/store", graph, methods=["GET"]),
        Route("/update", update, methods=["GET", "POST"]),
    ]
    handlers = {404: not_found, 405: not_allowed}
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return app


async def read_fields(request: Request, limit: int) -> list[tuple[str, str]]:
    """The query and its data set, from the address, a form or a body. Raises RefusedQueryError."""
    fields = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return fields
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > 4 * limit:
            raise RefusedQueryError(f"the query is longer than {limit} bytes")
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


def problem(status: int, reason: str, message: str) -> JSONResponse:
    """An error in its one shape."""
    return JSONResponse({"error": {"status": status, "reason": reason, "message": message}}, status)
