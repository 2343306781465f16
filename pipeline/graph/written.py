"""Triples as lines of N-Triples and N-Quads, each term written once."""

import re
from collections.abc import Iterable
from typing import TypeVar

from rdflib import Literal, URIRef
from rdflib.term import Node

T = TypeVar("T", bound=tuple[Node, Node, Node])

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_ESCAPED = re.compile(r'[\\"\n\r]').search
_NO_IRI = re.compile(r'[<>" {}|\\^`]').search


def nquads(triples: Iterable[tuple[Node, Node, Node]], iri: URIRef) -> list[str]:
    """Triples (or a graph) as lines of N-Quads in the named graph ``iri``, sorted, each with its line feed."""
    return in_graph(written(triples), iri)


def ntriples(triples: Iterable[tuple[Node, Node, Node]]) -> list[str]:
    """The same as lines of N-Triples."""
    return sorted(f"{said} .\n" for said in written(triples))


def in_graph(said: Iterable[str], iri: URIRef) -> list[str]:
    """Written triples, each once, as lines of N-Quads in the named graph ``iri``, sorted."""
    end = f" {_term(iri)} .\n"
    return sorted([triple + end for triple in said])


def written(triples: Iterable[T]) -> dict[str, T]:
    """Triples in their order, each once, by subject, predicate and object as N-Triples spell them.

    Terms are told by identity, so that rdflib, which does it in Python, need not compare them.
    """
    spelt: dict[int, str] = {}
    held, first = list(triples), dict[str, T]()
    for triple in held:
        words = []
        for term in triple:
            if (word := spelt.get(id(term))) is None:
                word = spelt[id(term)] = _term(term)
            words.append(word)
        first.setdefault(" ".join(words), triple)
    return first


def _term(term: Node) -> str:
    """A term in N-Quads' spelling."""
    if isinstance(term, Literal):
        text = str(term)
        if _ESCAPED(text):
            text = text.translate(_ESCAPES)
        datatype = term.datatype
        return f'"{text}"@{term.language}' if term.language else f'"{text}"^^<{datatype}>' if datatype else f'"{text}"'
    if isinstance(term, URIRef) and not _NO_IRI(term):
        return f"<{term}>"
    return term.n3()
