"""The explorer's addresses, for the application that also answers queries (``serve.app``)."""

import re
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from serve.errors import QueryError
from serve.explorer.explorer import Explorer
from serve.explorer.graph import Current
from serve.explorer.reader import THEMES, reader_of
from serve.explorer.render import A_YEAR_S, HEADERS, respond
from serve.explorer.views.ask import Found, ask_view, cards_view, question_of
from serve.serving import serving

_BACK = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def explorer_of(request: Request) -> Explorer:
    """The application's explorer: the one that was set, else one without releases on the store that is served."""
    state = request.app.state
    if not hasattr(state, "explorer"):
        has = serving(request)
        state.explorer = Explorer(Current(has.pool.source, has.base))
    explorer: Explorer = state.explorer
    return explorer


async def entity(request: Request, iri: str) -> Response:
    """The HTML of a thing's address."""
    explorer = explorer_of(request)
    return await run_in_threadpool(explorer.entity, request, iri.removeprefix(explorer.current.base))


async def missing(request: Request) -> Response:
    """The HTML of an address of nothing."""
    return explorer_of(request).missing(request, request.url.path)


def questions(request: Request) -> Response:
    """All questions."""
    return respond(request, cards_view(reader_of(request)))


async def question(request: Request) -> Response:
    """A question, its form and its answer, which comes from a query process that can be ended."""
    name, explorer = request.path_params["name"], explorer_of(request)
    query = await run_in_threadpool(explorer.guarded, request, lambda graph, _, asked: question_of(graph, name, asked))
    if isinstance(query, Response):
        return query
    try:
        found = Found((await serving(request).pool.ask(query)).content())
    except QueryError as error:
        found = Found(b"", str(error))
    whole = request.query_params.get("format", "html") != "html"
    return await run_in_threadpool(
        explorer.show,
        request,
        lambda graph, reader, asked: ask_view(graph, reader, name, asked, found, whole=whole),
    )


def theme(request: Request) -> Response:
    """Keep a theme and go back: a switch that needs no script."""
    back = request.query_params.get("back", "/")
    response = RedirectResponse(back if _BACK.fullmatch(back) else "/", 303, HEADERS)
    chosen = request.query_params.get("to", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, A_YEAR_S, httponly=True, samesite="lax")
    else:
        response.delete_cookie("theme")
    return response


def shown_by(method: Callable[[Explorer, Request], Response]) -> Callable[[Request], Response]:
    """A handler from one of the explorer's pages; it runs in a thread, as reading a store blocks."""

    def handler(request: Request) -> Response:
        return method(explorer_of(request), request)

    return handler


def routes() -> list[BaseRoute]:
    """All addresses but those of things, which the endpoint has and asks ``entity`` for."""
    return [
        Route("/", shown_by(Explorer.home)),
        Route("/search", shown_by(Explorer.search)),
        Route("/suggest", shown_by(Explorer.suggest)),
        Route("/compare", shown_by(Explorer.compare)),
        Route("/ask", questions),
        Route("/ask/{name}", question),
        Route("/data", shown_by(Explorer.data)),
        Route("/data/releases/{release}/{file}", shown_by(Explorer.release_file)),
        Route("/theme", theme),
        Mount("/static", StaticFiles(packages=[("serve.explorer", "static")])),
    ]
