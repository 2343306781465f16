"""Which form a client takes, after RFC 9110: quality 0, ``text/*`` and the order of equals as the server has it."""

from collections.abc import Mapping

from starlette.requests import Request
from webob.acceptparse import create_accept_encoding_header, create_accept_header

from serve.errors import RefusedQueryError
from serve.protocol import Wanted

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Types of tables, best first."""
GRAPH: Mapping[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/xml": "rdf",
    "text/plain": "nt",
}
"""Types of graphs, best first."""
TYPES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""What a form is sent as."""
FORMAT = "format"
"""The parameter that wins over the header, for clients that can't set one."""


def wanted(request: Request, asked: str | None = None) -> Wanted:
    """The forms that a query's answer may have; ``asked`` is the parameter's. Raises RefusedQueryError."""
    gzip = takes_gzip(request)
    if asked is None:
        return Wanted(best(request, ROWS), best(request, GRAPH), gzip=gzip)
    rows, graph = named(asked, ROWS), named(asked, GRAPH)
    if rows is None and graph is None:
        raise RefusedQueryError(f"{FORMAT}={asked}: give one of {', '.join(TYPES)}, or a media type")
    return Wanted(rows, graph, gzip=gzip)


def named(asked: str, types: Mapping[str, str]) -> str | None:
    """The form of a short name or a media type."""
    return asked if asked in types.values() else types.get(asked.split(";")[0].strip().lower())


def best(request: Request, types: Mapping[str, str]) -> str | None:
    """The form that the client likes most, None where it takes none of these."""
    chosen = best_type(request, *types)
    return types[chosen] if chosen else None


def best_type(request: Request, *types: str) -> str | None:
    """The type that the client likes most, None where it takes none of these."""
    header = ", ".join(request.headers.getlist("accept")) or None
    offers = create_accept_header(header).acceptable_offers(types)
    return str(offers[0][0]) if offers else None


def takes_gzip(request: Request) -> bool:
    """Whether the answer may be packed."""
    header = request.headers.get("accept-encoding")
    offers = create_accept_encoding_header(header).acceptable_offers(["gzip", "identity"]) if header else ()
    return next((str(name) for name, _ in offers), "") == "gzip"
