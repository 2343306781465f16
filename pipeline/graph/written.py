"""Triples as lines of N-Triples and N-Quads, each term written once."""

from collections.abc import Iterable

from rdflib import Literal, URIRef
from rdflib.term import Node

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def nquads(triples: Iterable[tuple[Node, Node, Node]], iri: URIRef) -> list[str]:
    """Triples (or a graph) as lines of N-Quads in the named graph ``iri``, sorted, each with its line feed."""
    named = _Written()
    return sorted({f"{named[s]} {named[p]} {named[o]} {named[iri]} .\n" for s, p, o in triples})


def ntriples(triples: Iterable[tuple[Node, Node, Node]]) -> list[str]:
    """The same as lines of N-Triples."""
    named = _Written()
    return sorted({f"{named[s]} {named[p]} {named[o]} .\n" for s, p, o in triples})


class _Written(dict[Node, str]):
    """Terms in N-Quads' spelling, each written once."""

    def __missing__(self, term: Node) -> str:
        if isinstance(term, Literal):
            text = '"' + term.translate(_ESCAPES) + '"'
            text += f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
        else:
            text = term.n3()
        self[term] = text
        return text
