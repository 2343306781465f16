"""A query run in a process of its own, which can be ended when it takes too long or too much."""

import resource
import subprocess
import sys
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store

FORMATS = {"json": QueryResultsFormat.JSON, "csv": QueryResultsFormat.CSV}


class QueryError(RuntimeError):
    """A query that gave no answer: an error of the store, out of time or out of memory."""


def ask(store: Path, query: str, form: str, timeout_s: float, memory_mb: int) -> bytes:
    """The answer of a checked query on the union of all graphs: JSON or CSV, Turtle where it builds a graph.

    Raises QueryError.
    """
    command = [sys.executable, "-m", "serve.ask", str(store), form, str(memory_mb)]
    try:
        done = subprocess.run(command, input=query.encode(), capture_output=True, timeout=timeout_s, check=False)
    except subprocess.TimeoutExpired:
        raise QueryError(
            f"no answer within {timeout_s:g} s; narrow the query, or raise XIANGTU_QUERY_TIMEOUT_S"
        ) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise QueryError(said[-1] if said else f"it ended with {done.returncode}, most likely out of memory")
    return done.stdout


def main(store: str, form: str, memory_mb: str) -> None:
    """Read the query from standard input, write the answer to standard output."""
    limit = int(memory_mb) << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        results = Store.read_only(store).query(sys.stdin.buffer.read().decode(), use_default_graph_as_union=True)
        if isinstance(results, QueryTriples):
            results.serialize(sys.stdout.buffer, RdfFormat.TURTLE)
        elif isinstance(results, QuerySolutions) or form == "json":
            results.serialize(sys.stdout.buffer, FORMATS[form])
        else:
            sys.stdout.write(f"{str(bool(results)).lower()}\n")
    except (SyntaxError, OSError, ValueError, MemoryError) as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
