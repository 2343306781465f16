"""The endpoint's addresses."""

from starlette.routing import Route

from serve.endpoint.graphs import graph
from serve.endpoint.query import query, update

QUERY_PATHS = ("/query", "/sparql")


def routes() -> list[Route]:
    """All of them."""
    return [
        *(Route(path, query, methods=["GET", "POST"]) for path in QUERY_PATHS),
        Route("/store", graph, methods=["GET"]),
        Route("/update", update, methods=["GET", "POST"]),
    ]
