"""The web application: the endpoint's routes and, where it is there, the explorer's, on one pool of query processes.

``serve.endpoint.routes.routes()`` and ``serve.explorer.routes.routes()`` give Starlette routes. A handler finds
what it needs in ``request.app.state.serving``. The explorer may give ``async def entity(request, iri) -> Response``:
the HTML of an entity's address, of which the endpoint gives the RDF.
"""

import importlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from serve.endpoint import problems
from serve.endpoint.guard import Guard
from serve.endpoint.routes import routes
from serve.limits import Limits
from serve.metrics import Metrics
from serve.pool import Pool
from serve.serving import Serving
from serve.source import Source

CORS: dict[str, Any] = {
    "allow_origins": ["*"],
    "allow_methods": ["GET", "HEAD", "POST", "OPTIONS"],
    "allow_headers": ["*"],
    "expose_headers": ["Content-Location", "Retry-After"],
    "max_age": 86_400,
}
"""Any page may ask: there is nothing here that its reader could not fetch."""


def make_app(
    source: Source, limits: Limits | None = None, *, base: str, prefixes: Mapping[str, str], public: str = ""
) -> Starlette:
    """The application on a store; its processes start with it.

    ``base`` is what the graph's IRIs begin with, ``prefixes`` need no declaration in queries, ``public`` is the address
    that the world knows the application by (else each request's own).
    """
    pool = Pool(source, limits or Limits(), prefixes)
    explorer = optional("serve.explorer.routes")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    app = Starlette(
        routes=[*(explorer.routes() if explorer else ()), *routes()],
        middleware=[Middleware(CORSMiddleware, **CORS), Middleware(Guard)],
        lifespan=lifespan,
        exception_handlers=problems.HANDLERS,
    )
    app.router.redirect_slashes = False
    app.state.serving = Serving(
        pool,
        Metrics(pool),
        base,
        prefixes,
        public.rstrip("/"),
        getattr(explorer, "entity", None),
        getattr(explorer, "missing", None),
    )
    return app


def optional(name: str) -> ModuleType | None:
    """A module that may not be there."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            return None
        raise
