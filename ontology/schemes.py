"""The SKOS schemes as small records: the programmes, indicators and units that the pipeline links to.

The Turtle files beside this module are the only copy of these words; nothing else lists them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import RDF, RDFS, SKOS, XSD, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from ontology.iris import DEFAULT_BASE, XT, Iris

Scheme = Literal["programs", "indicators", "units"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme: its slug (the end of its IRI), labels, and its other statements by local name."""

    slug: str
    zh: str
    en: str
    alt: tuple[str, ...] = ()
    """Other Chinese wordings, prefLabel excluded."""
    broader: tuple[str, ...] = ()
    """Slugs of the broader concepts of the same scheme."""
    notes: tuple[tuple[str, str], ...] = ()
    """Other properties as (local name, value), sorted: ("base", "㎡"), ("factor", "666.67")."""

    def note(self, name: str) -> str | None:
        """The first value of a further property, by the local name of its IRI."""
        return next((value for key, value in self.notes if key == name), None)


def local_name(iri: object) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return str(iri).replace("#", "/").rsplit("/", 1)[-1]


CONCEPT = NamedNode(str(SKOS.Concept))
OWN_FIELDS = frozenset(map(str, (SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.inScheme, RDF.type)))
"""What a concept has fields of its own for; all else is a note."""


def _source(name: str) -> bytes:
    return files("ontology").joinpath(f"{name}.ttl").read_bytes()


def _parse(name: str) -> Graph:
    return Graph(bind_namespaces="none").parse(data=_source(name), format="turtle")


def graphs(iris: Iris | None = None) -> dict[str, Graph]:
    """The graphs that stand beside the pages', by their name for ``Iris.graph``: each scheme's, and the ontology."""
    named = {scheme: scheme_graph(scheme, iris) for scheme in get_args(Scheme)}
    return named | {"ns": _parse("xiangtu")}


def scheme_graph(scheme: Scheme, iris: Iris | None = None) -> Graph:
    """A scheme as it is published.

    Over the Turtle file: each concept's Chinese name is its ``rdfs:label`` too, as all things of the graph have one,
    and a programme is of the class of its kind. A decimal is written one way, that of every store (500, not 500.0).
    With another base the concepts' IRIs move to it.
    """
    graph = _parse(scheme)
    for s, p, o in list(graph):
        if isinstance(o, RdfLiteral) and o.datatype == XSD.decimal and "." in o:
            graph.remove((s, p, o))
            graph.add((s, p, RdfLiteral(o.rstrip("0").rstrip("."), datatype=XSD.decimal, normalize=False)))
    for concept in list(graph.subjects(RDF.type, SKOS.Concept)):
        for label in graph.objects(concept, SKOS.prefLabel):
            if isinstance(label, RdfLiteral) and label.language == "zh":
                graph.add((concept, RDFS.label, label))
        for kind in graph.objects(concept, XT.kind):
            graph.add((concept, RDF.type, XT[str(kind).capitalize()]))
    return graph if iris is None or iris.base == DEFAULT_BASE else _moved(graph, iris.base)


def _moved(graph: Graph, base: str) -> Graph:
    def move(node: Node) -> Node:
        old = isinstance(node, URIRef) and node.startswith(DEFAULT_BASE) and node not in XT
        return URIRef(base + node.removeprefix(DEFAULT_BASE)) if isinstance(node, URIRef) and old else node

    moved = Graph(bind_namespaces="none")
    for s, p, o in graph:
        moved.add((move(s), p, move(o)))
    return moved


@cache
def load(scheme: Scheme) -> tuple[Concept, ...]:
    """The concepts of a scheme, sorted by slug. Raises FileNotFoundError for a scheme that is not shipped.

    Read by pyoxigraph: the programmes take it 16 ms, rdflib 600 (every start of the command line waits for them).
    """
    said = defaultdict[str, list[tuple[str, Any]]](list)
    for triple in parse(_source(scheme), RdfFormat.TURTLE):
        said[str(getattr(triple.subject, "value", ""))].append((triple.predicate.value, triple.object))
    concepts = (node for node, pairs in said.items() if any(o == CONCEPT for p, o in pairs if p == str(RDF.type)))
    return tuple(sorted((_concept(node, said[node]) for node in concepts), key=lambda c: c.slug))


def _concept(subject: str, said: list[tuple[str, Any]]) -> Concept:
    def labels(term: URIRef, language: str) -> list[str]:
        return [o.value for p, o in said if p == str(term) and getattr(o, "language", None) == language]

    zh, en = labels(SKOS.prefLabel, "zh"), labels(SKOS.prefLabel, "en")
    if len(zh) != 1 or len(en) != 1:
        raise ValueError(f"{subject}: a concept has one prefLabel in zh and one in en, found {len(zh)} and {len(en)}")
    return Concept(
        slug=local_name(subject),
        zh=zh[0],
        en=en[0],
        alt=tuple(sorted(labels(SKOS.altLabel, "zh"))),
        broader=tuple(sorted(local_name(o.value) for p, o in said if p == str(SKOS.broader))),
        notes=tuple(sorted((local_name(p), o.value) for p, o in said if p not in OWN_FIELDS)),
    )
