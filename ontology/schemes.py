"""The SKOS schemes as small records: the programmes, indicators and units that the pipeline links to.

The Turtle files beside this module are the only copy of these words; nothing else lists them.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
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


def _parse(name: str) -> Graph:
    text = files("ontology").joinpath(f"{name}.ttl").read_text("utf-8")
    return Graph(bind_namespaces="none").parse(data=text, format="turtle")


def graphs(iris: Iris | None = None) -> dict[str, Graph]:
    """The graphs that stand beside the pages', by their name for ``Iris.graph``: each scheme's, and the ontology."""
    named = {scheme: scheme_graph(scheme, iris) for scheme in get_args(Scheme)}
    return named | {"ns": _parse("xiangtu")}


def scheme_graph(scheme: Scheme, iris: Iris | None = None) -> Graph:
    """A scheme as it is published.

    Over the Turtle file: each concept's Chinese name is its ``rdfs:label`` too, as all things of the graph have one,
    and a programme is of the class of its kind. With another base the concepts' IRIs move to it.
    """
    graph = _parse(scheme)
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
    """The concepts of a scheme, sorted by slug. Raises FileNotFoundError for a scheme that is not shipped."""
    graph = _parse(scheme)
    return tuple(
        sorted((_concept(graph, node) for node in graph.subjects(RDF.type, SKOS.Concept)), key=lambda c: c.slug)
    )


def _concept(graph: Graph, node: object) -> Concept:
    subject = URIRef(str(node))
    zh = [str(o) for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, RdfLiteral) and o.language == "zh"]
    en = [str(o) for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, RdfLiteral) and o.language == "en"]
    if len(zh) != 1 or len(en) != 1:
        raise ValueError(f"{subject}: a concept has one prefLabel in zh and one in en, found {len(zh)} and {len(en)}")
    skip = {SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.inScheme, RDF.type}
    return Concept(
        slug=local_name(subject),
        zh=zh[0],
        en=en[0],
        alt=tuple(
            sorted(
                str(o)
                for o in graph.objects(subject, SKOS.altLabel)
                if isinstance(o, RdfLiteral) and o.language == "zh"
            )
        ),
        broader=tuple(sorted(local_name(o) for o in graph.objects(subject, SKOS.broader))),
        notes=tuple(sorted((local_name(p), str(o)) for p, o in graph.predicate_objects(subject) if p not in skip)),
    )
