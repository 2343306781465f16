"""The explorer: the graph, what stands beside it, and what is answered to a request, whatever its address."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import unquote

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse

from serve.explorer.data import Releases
from serve.explorer.graph import Current, Graph
from serve.explorer.reader import Reader, reader_of
from serve.explorer.render import HEADERS, html, respond
from serve.explorer.view import Asked, BadRequestError, NotFoundError, View
from serve.explorer.views.bodies import body_view, site_view
from serve.explorer.views.compare import compare_view
from serve.explorer.views.corrections import corrections_of, rejected_view, successor
from serve.explorer.views.data import data_view
from serve.explorer.views.evidence import claim_view, fact_view, relation_view
from serve.explorer.views.home import home_view
from serve.explorer.views.indicators import indicator_view
from serve.explorer.views.pages import page_view
from serve.explorer.views.places import place_view
from serve.explorer.views.programs import program_view
from serve.explorer.views.search import search_view, suggestions
from serve.search.schema import NoIndexError

log = logging.getLogger("xiangtu.serve")

T = TypeVar("T")

PIECE_BYTES = 1 << 16
LONGEST = 100
"""Characters of what is typed that suggestions are made for."""

EntityView = Callable[[Graph, Reader, str, Asked], View]

ENTITIES: dict[str, EntityView] = {
    "place": place_view,
    "program": program_view,
    "org": body_view,
    "document": body_view,
    "site": site_view,
    "indicator": indicator_view,
    "page": lambda graph, reader, key, _: page_view(graph, reader, key),
    "fact": lambda graph, reader, key, _: fact_view(graph, reader, key),
    "relation": lambda graph, reader, key, _: relation_view(graph, reader, key),
    "claim": lambda graph, reader, key, _: claim_view(graph, reader, key),
}
"""The view of each kind of thing, by what its IRI begins with after the base."""


def standing(view: EntityView, graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The view of a thing, or of what it said where it was rejected by hand. Raises NotFoundError, BadRequestError."""
    try:
        return view(graph, reader, key, asked)
    except NotFoundError:
        if rejected := rejected_view(graph, reader, key):
            return rejected
        raise


@dataclass(frozen=True, slots=True)
class Explorer:
    """What the explorer stands on: the graph, the releases, and whom readers tell of errors (an e-mail address or a
    web address)."""

    current: Current
    releases: Releases = field(default_factory=Releases)
    contact: str = ""

    def entity(self, request: Request, key: str) -> Response:
        """The page of a thing by its key, for a kind of thing that has pages."""
        view = ENTITIES.get(key.partition("/")[0])
        if view is None:
            return self.missing(request, key)

        def page(graph: Graph, reader: Reader, asked: Asked) -> Response:
            if not graph.is_there(key) and (address := successor(graph, key)):
                return RedirectResponse(address, 308, HEADERS)
            return self.answer(request, standing(view, graph, reader, key, asked), graph, reader)

        return self.guarded(request, page)

    def home(self, request: Request) -> Response:
        """The first page."""
        return self.show(request, lambda graph, reader, _: home_view(graph, reader, self.releases))

    def search(self, request: Request) -> Response:
        """What was found for ``?q=``."""
        return self.show(request, search_view)

    def suggest(self, request: Request) -> Response:
        """Suggestions for ``?q=`` as JSON, while somebody types; of one kind with ``kind=``."""
        text, kind = request.query_params.get("q", "")[:LONGEST], request.query_params.get("kind", "")
        try:
            graph = self.current.graph()
        except NoIndexError:
            graph = None
        return JSONResponse(suggestions(graph, reader_of(request), text, kind) if graph else [], headers=HEADERS)

    def compare(self, request: Request) -> Response:
        """Places beside each other."""
        return self.show(request, compare_view)

    def data(self, request: Request) -> Response:
        """Releases, changes, quality."""
        return self.show(request, lambda graph, reader, asked: data_view(graph, reader, self.releases, asked))

    def release_file(self, request: Request) -> Response:
        """A file of a release."""
        release, name = request.path_params["release"], request.path_params["file"]
        try:
            file = self.releases.open(release, name)
        except FileNotFoundError:
            return self.missing(request, f"{release}/{name}")
        pieces = iter(lambda: file.read(PIECE_BYTES), b"")
        headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
        done = BackgroundTask(file.close)
        return StreamingResponse(pieces, headers=headers, media_type="application/octet-stream", background=done)

    def show(self, request: Request, view: Callable[[Graph, Reader, Asked], View]) -> Response:
        """A view, or what is wrong in words."""
        return self.guarded(
            request, lambda graph, reader, asked: self.answer(request, view(graph, reader, asked), graph, reader)
        )

    def answer(self, request: Request, shown: View, graph: Graph, reader: Reader) -> Response:
        """A view as the request wants it, with the corrections of what it shows."""
        corrections = corrections_of(graph, reader, shown.key) if shown.key else ()
        query = request.query_params.get("q", "")
        return respond(request, shown, contact=self.contact, query=query, corrections=corrections)

    def guarded(self, request: Request, work: Callable[[Graph, Reader, Asked], T]) -> T | Response:
        """What comes of some work on the graph, or the page that says what is wrong."""
        reader = reader_of(request)
        try:
            graph = self.current.graph()
            if graph is None:
                return html(request, "empty.html", 503, title=reader.say("empty.title"))
            return work(graph, reader, Asked(request.query_params))
        except NoIndexError as error:
            log.warning("%s", error)
            return html(request, "empty.html", 503, title=reader.say("empty.title"))
        except NotFoundError as error:
            return self.missing(request, str(error))
        except BadRequestError as error:
            return html(request, "wrong.html", 400, title=reader.say("wrong.title"), message=str(error))

    def missing(self, request: Request, what: str) -> Response:
        """The answer to an address of nothing."""
        return html(request, "missing.html", 404, title=reader_of(request).say("missing.title"), what=unquote(what))
