"""Page graphs against the shapes: what is wrong, with what, and on which page.

A graph that conforms is told by ``pipeline.graph.shapes`` in a fraction of a millisecond; only what does not goes to
pyshacl, whose report says why. pyshacl costs 80 µs a triple when it walks from each node to each property of its shape,
so the shapes are built once and hoisted for it: each property shape gets the targets of its node shape, which means the
same and lets it look at all nodes of a class in one go.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pyshacl import Validator
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.iris import XT
from pipeline.graph.shapes import conforms, kinds, shapes_graph

Triple = tuple[Node, Node, Node]
Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A shape's complaint: the node, the property, what should hold and the value that does not."""

    focus: str
    path: str
    message: str
    value: str = ""
    severity: Severity = "violation"
    """A violation keeps a page out; a warning (a year before 1900) is for whoever reviews it."""
    page: str = ""
    """The page whose graph holds it, from ``violations_by_page``."""

    def __str__(self) -> str:
        return f"{self.message} {self.focus} {self.path} {self.value}".rstrip()


def violations(triples: Iterable[Triple]) -> tuple[Violation, ...]:
    """What the shapes say of a graph, given as such or as its triples; sorted, empty where it conforms."""
    held = tuple(triples)
    return () if conforms(held) else report(held)


def report(triples: Iterable[Triple]) -> tuple[Violation, ...]:
    """What pyshacl says of a graph, whether or not it conforms.

    Where values are so odd that pyshacl can't compare them (a date with an IRI), the one violation says just that.
    """
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    for indicator in set(graph.objects(None, XT.indicator)):
        if kind := kinds().get(str(indicator).rsplit("/", 1)[-1]):
            graph.add((indicator, XT.unitKind, kind))
    validator = Validator(DataGraph.from_rdflib(graph), shacl_graph=_NO_SHAPES, options={"inplace": True})
    validator.shacl_graph = _hoisted()
    try:
        _, results, _ = validator.run()  # type: ignore[no-untyped-call]
    except (ReportableRuntimeError, TypeError, ValueError) as error:
        return (Violation("", "", f"The shapes can't be applied: {error}"),)
    return tuple(sorted({_violation(results, result) for result in results.objects(None, SH.result)}))


def violations_by_page(pages: Iterable[tuple[URIRef, Iterable[Triple]]]) -> Iterator[Violation]:
    """The violations of many pages' graphs, each with its page.

    Each graph is checked by itself, so that what one page says of a shared node neither mends nor breaks another's.
    """
    for page, triples in pages:
        for violation in violations(triples):
            yield replace(violation, page=str(page))


def _violation(results: Graph, result: Node) -> Violation:
    def text(predicate: URIRef) -> str:
        return " ".join(sorted(str(value) for value in results.objects(result, predicate)))

    return Violation(
        text(SH.focusNode),
        text(SH.resultPath),
        text(SH.resultMessage),
        text(SH.value),
        "warning" if (result, SH.resultSeverity, SH.Warning) in results else "violation",
    )


_NO_SHAPES = Graph(bind_namespaces="none")
_TARGETS = (SH.targetClass, SH.targetSubjectsOf)


@cache
def _hoisted() -> ShapesGraph:
    graph = shapes_graph()
    for shape in list(graph.subjects(RDF.type, SH.NodeShape)):
        ignored = graph.value(shape, SH.ignoredProperties)
        for inner in list(graph.objects(shape, SH.property)):
            graph.remove((shape, SH.property, inner))
            graph.add((inner, RDF.type, SH.PropertyShape))
            for target in _TARGETS:
                for node in graph.objects(shape, target):
                    graph.add((inner, target, node))
            if ignored is not None:  # a closed shape goes on allowing the properties that it no longer lists itself
                Collection(graph, ignored).append(next(graph.objects(inner, SH.path)))
    return ShapesGraph(graph)
