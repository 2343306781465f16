"""Which form a client takes, after RFC 9110: quality 0, ``text/*`` and the order of equals as the server has it."""

from collections.abc import Mapping

from starlette.requests import Request
from webob.acceptparse import create_accept_encoding_header, create_accept_header

from serve.errors import RefusedQueryError
from serve.protocol import Wanted

ROWS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
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
ALIASES: Mapping[str, str] = {
    "turtle": "text/turtle",
    "n3": "text/turtle",
    "ntriples": "application/n-triples",
    "n-triples": "application/n-triples",
    "json-ld": "application/ld+json",
    "rdf+xml": "application/rdf+xml",
    "json": "application/json",
    "xml": "application/xml",
}
"""Names that clients use for types."""
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
    asked = asked.split(";")[0].strip().lower()
    return asked if asked in types.values() else types.get(ALIASES.get(asked, asked))


def best(request: Request, types: Mapping[str, str]) -> str | None:
    """The form that the client likes most, None where it takes none of these."""
    refused = {TYPES[form].partition(";")[0] for form in types.values()} - set(best_types(request, *types))
    for chosen in best_types(request, *types):
        if TYPES[types[chosen]].partition(";")[0] not in refused or chosen in request.headers["accept"].lower():
            return types[chosen]
    return None


def best_type(request: Request, *types: str) -> str | None:
    """The type that the client likes most, None where it takes none of these."""
    return next(iter(best_types(request, *types)), None)


def best_types(request: Request, *types: str) -> list[str]:
    """Those of the types that the client takes, the best first."""
    header = ", ".join(request.headers.getlist("accept")) or None
    return [str(offer) for offer, _ in create_accept_header(header).acceptable_offers(types)]


def takes_gzip(request: Request) -> bool:
    """Whether the answer may be packed, and the client would not rather have it plain."""
    header = request.headers.get("accept-encoding")
    if not header:
        return False
    liking = dict(create_accept_encoding_header(header).acceptable_offers(["gzip", "identity"]))
    plain = liking.get("identity", 0) if "identity" in header.lower() else 0
    return bool(liking.get("gzip", 0) > 0 and liking["gzip"] >= plain)
