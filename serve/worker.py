"""A query process: opens a store once, then answers one query after the other.

``python -m serve.worker STORE MEMORY_MB``.

It bounds its own memory; whoever started it ends it at the limit of time, and it ends with whoever started it.
"""

import re
import signal
import sys
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any, cast

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, serialize

from serve.confined import bound_memory, die_with_parent, open_no_sockets
from serve.errors import OutOfMemoryError, QueryError, RefusedQueryError, TooLargeError, UnacceptableError
from serve.output import Output
from serve.protocol import frame, read_frame
from serve.sparql import checked

ROWS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
SAID = 300
"""Characters of the parser's word that are passed on; it may list all that could stand at a place."""
_AT = re.compile(r"^error at (\d+):(\d+): ")
GRACE_S = 5
"""So long after its limit, and all the time that it may be stopped for, a process ends itself if nobody has done it."""


def main(store: str, memory_mb: str) -> None:
    """Answer the queries on standard input until it ends."""
    die_with_parent()
    open_no_sockets()
    out = sys.stdout.buffer
    try:
        opened = Store.read_only(store)
    except (OSError, ValueError) as error:
        out.write(frame({"reason": "unavailable", "message": f"{store}: {error}"}))
        sys.exit(1)
    bound_memory(int(memory_mb))
    out.write(frame({"ready": True}))
    out.flush()
    while request := read_frame(sys.stdin.buffer):
        out.write(reply(opened, request[0], request[1].decode("utf-8", "replace")))
        out.flush()


def reply(store: Store, request: dict[str, Any], query: str) -> bytes:
    """The frame that answers a request."""
    signal.alarm(int(request["timeout_s"] + request["wait_s"]) + GRACE_S)
    try:
        return answer(store, request, checked(query, request["query_bytes"], request["prefixes"]))
    except QueryError as error:
        return frame({"reason": error.reason, "message": str(error)})
    except MemoryError:
        return frame(
            {"reason": OutOfMemoryError.reason, "message": "the answer needs more memory than a query may take"}
        )
    except (OSError, ValueError, SyntaxError) as error:
        return frame({"reason": "failed", "message": f"{type(error).__name__}: {error}"})
    finally:
        signal.alarm(0)


def answer(store: Store, request: dict[str, Any], query: str) -> bytes:
    """The answer of a checked query. Raises QueryError."""
    output = Output(request["file"], request["rows_limit"], request["bytes_limit"], exact=request["csv_exact"])
    file, seen = cast(IO[bytes], output), dataset(request)
    try:
        results = store.query(query, prefixes=request["prefixes"], **seen)
    except SyntaxError as error:
        raise RefusedQueryError(f"not a SPARQL 1.1 query: {said(error)}") from None
    if isinstance(results, QueryTriples):
        form = chosen(request["graph"], "a graph")
        output.counts = None
        serialize(bounded(results, output.rows_limit), file, GRAPHS[form], prefixes=request["prefixes"])
    else:
        form = chosen(request["rows"], "a table")
        output.counts = form
        if isinstance(results, QuerySolutions) or form in ("json", "xml"):
            results.serialize(file, ROWS[form])
        else:
            output.write(f"{str(bool(results)).lower()}\n".encode())
    return output.frame(form, gzipped=request["gzip"])


def chosen(form: str | None, what: str) -> str:
    """The form of an answer. Raises UnacceptableError where the client takes none."""
    if form is None:
        raise UnacceptableError(f"the answer is {what}, which can't be had in any of the formats that were asked for")
    return form


def said(error: SyntaxError) -> str:
    """What the engine's parser says, where first."""
    text = _AT.sub(r"line \1, column \2: ", str(error), count=1)
    return text if len(text) <= SAID else f"{text[:SAID]}…"


def dataset(request: dict[str, Any]) -> dict[str, Any]:
    """What the query sees: the graphs that the request names, else those of FROM, else what is said now."""
    if request["default"] or request["named"]:
        try:
            return {
                "default_graph": [NamedNode(iri) for iri in request["default"]],
                "named_graphs": [NamedNode(iri) for iri in request["named"]],
            }
        except ValueError as error:
            raise RefusedQueryError(f"a graph's name is an IRI: {error}") from None
    return {}


def bounded(triples: QueryTriples, limit: int) -> Iterator[Triple]:
    """The triples. Raises TooLargeError after ``limit``."""
    yield from islice(triples, limit)
    if next(triples, None) is not None:
        raise TooLargeError(f"the answer has more than {limit} triples; narrow the query or take a release")


if __name__ == "__main__":
    main(*sys.argv[1:])
