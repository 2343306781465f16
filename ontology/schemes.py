"""The SKOS schemes and the ontology as graphs, as they are published beside the pages'."""

from functools import cache
from typing import get_args

import pyoxigraph as oxigraph
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from ontology.concepts import Scheme, source
from ontology.iris import DEFAULT_BASE, XT, Iris


def _parse(name: str) -> Graph:
    """A file's graph: Oxigraph reads Turtle in a tenth of the time that rdflib takes, and a build waits for it."""
    graph, node = Graph(bind_namespaces="none"), cache(_node)
    for quad in oxigraph.parse(input=source(name), format=oxigraph.RdfFormat.TURTLE):
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graph


def _node(term: oxigraph.NamedNode | oxigraph.BlankNode | oxigraph.Literal | oxigraph.Triple) -> Node:
    """A term of Oxigraph's as one of rdflib's, a literal as it is written."""
    if isinstance(term, oxigraph.Literal):
        plain = term.language or term.datatype.value == str(XSD.string)
        datatype = None if plain else URIRef(term.datatype.value)
        return RdfLiteral(term.value, lang=term.language, datatype=datatype, normalize=False)
    return URIRef(term.value) if isinstance(term, oxigraph.NamedNode) else BNode(str(term).removeprefix("_:"))


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
