"""Which queries may run: SPARQL 1.1 that reads, without SERVICE.

A SERVICE clause makes Oxigraph open connections, so it is looked for in the parsed query, wherever it may stand. What
is checked and what is run must be one text to both parsers: the two things on which they differ, escapes before parsing
(19.2 of the standard) and carriage returns that end a comment, are settled in the text first.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from serve.errors import RefusedQueryError, TooLargeError


def checked(query: str, limit_bytes: int, prefixes: Mapping[str, str] = MappingProxyType({})) -> str:
    """The query as it may be run, after declarations of the prefixes that it may use. Raises RefusedQueryError."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import expandUnicodeEscapes, parseQuery

    if len(query.encode("utf-8", "surrogatepass")) > limit_bytes:
        raise TooLargeError(f"the query is longer than {limit_bytes} bytes")
    text = expandUnicodeEscapes(query).replace("\r\n", "\n").replace("\r", "\n")
    if "\\u" in text or "\\U" in text:
        raise RefusedQueryError("write the characters themselves, not their \\u escapes")
    try:
        tree = parseQuery(text)
    except ParseBaseException as error:
        raise RefusedQueryError(
            f"not a SPARQL 1.1 query: line {error.lineno}, column {error.column}: {error.msg}"
        ) from None
    except RecursionError:
        raise RefusedQueryError("the query is nested too deeply") from None
    except Exception as error:  # noqa: BLE001  what the parser can't take is not run
        raise RefusedQueryError(f"not a SPARQL 1.1 query: {error}") from None
    if any(name == "ServiceGraphPattern" for name in names(tree)):
        raise RefusedQueryError("SERVICE is not allowed: the endpoint asks no other endpoint; take that clause out")
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items()) + text


def names(tree: Any) -> Iterator[str]:
    """The names of all nodes of a parsed query."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if name := getattr(node, "name", None):
            yield str(name)
        if isinstance(node, dict):
            todo.extend(node.values())
        elif isinstance(node, (list, tuple)) or hasattr(node, "as_list"):
            todo.extend(node)
