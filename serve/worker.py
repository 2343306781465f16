"""A query process: opens a store once, then answers one query after the other.

``python -m serve.worker STORE MEMORY_MB``.

It bounds its own memory; whoever started it ends it at the limit of time, and it ends with whoever started it.
"""

import ctypes
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, serialize

from serve.errors import OutOfMemoryError, QueryError, RefusedQueryError, TooLargeError, UnacceptableError
from serve.output import Output
from serve.protocol import frame, read_frame
from serve.source import is_union
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
GRACE_S = 5
"""So long after its limit a process ends itself, should nobody have done it."""
PR_SET_PDEATHSIG = 1


def main(store: str, memory_mb: str) -> None:
    """Answer the queries on standard input until it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    out = sys.stdout.buffer
    try:
        opened = Store.read_only(store)
    except (OSError, ValueError) as error:
        out.write(frame({"reason": "unavailable", "message": f"{store}: {error}"}))
        sys.exit(1)
    checked("ASK {}", 10)  # imports all that it needs, before anyone waits
    bound_memory(int(memory_mb))
    out.write(frame({"ready": True}))
    out.flush()
    while request := read_frame(sys.stdin.buffer):
        out.write(reply(opened, request[0], request[1].decode("utf-8", "replace")))
        out.flush()


def bound_memory(memory_mb: int) -> None:
    """Let this process take so much more than it has now."""
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = held + (memory_mb << 20)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def reply(store: Store, request: dict[str, Any], query: str) -> bytes:
    """The frame that answers a request."""
    signal.alarm(int(request["timeout_s"]) + GRACE_S)
    try:
        text = checked(query, request["query_bytes"], request["prefixes"])
        return answer(store, request, text)
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


def answer(store: Store, request: dict[str, Any], text: str) -> bytes:
    """The answer of a checked query. Raises QueryError."""
    output = Output(request["file"], request["rows_limit"], request["bytes_limit"])
    file = cast(IO[bytes], output)
    try:
        results = store.query(text, **dataset(request))
    except SyntaxError as error:
        raise RefusedQueryError(f"not a SPARQL 1.1 query: {error}") from None
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


def dataset(request: dict[str, Any]) -> dict[str, Any]:
    """What the query sees: the graphs that the request names, else what a plain query sees."""
    if request["default"] or request["named"]:
        return {
            "default_graph": [NamedNode(iri) for iri in request["default"]],
            "named_graphs": [NamedNode(iri) for iri in request["named"]],
        }
    return {"use_default_graph_as_union": is_union() and not request.get("has_from", False)}


def bounded(triples: QueryTriples, limit: int) -> Iterator[Triple]:
    """The triples. Raises TooLargeError after ``limit``."""
    yield from islice(triples, limit)
    if next(triples, None) is not None:
        raise TooLargeError(f"the answer has more than {limit} triples; narrow the query or take a release")


if __name__ == "__main__":
    main(*sys.argv[1:])
