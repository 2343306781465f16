"""The endpoint's addresses."""

from starlette.routing import Route

from serve.endpoint.description import void
from serve.endpoint.entities import KINDS, SUFFIXES, entity
from serve.endpoint.graphs import graph
from serve.endpoint.health import health, metrics
from serve.endpoint.page import file, front
from serve.endpoint.query import query, update
from serve.endpoint.vocabulary import context, vocabulary

QUERY_PATHS = ("/query", "/sparql")


def routes() -> list[Route]:
    """All of them; what is not here or the explorer's is not found."""
    return [
        *(Route(path, query, methods=["GET", "POST"]) for path in QUERY_PATHS),
        Route("/", front),
        Route("/sparql/{name}", file),
        Route("/store", graph),
        Route("/update", update, methods=["GET", "POST"]),
        Route("/health", health),
        Route("/metrics", metrics),
        Route("/.well-known/void", void),
        Route("/context.jsonld", context),
        *(Route(f"/ns{suffix}", vocabulary) for suffix in ("", *SUFFIXES)),
        *(Route(f"/{kind}/{{rest:path}}", entity) for kind in KINDS),
    ]
