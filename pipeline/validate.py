"""Page graphs against the shapes: what is wrong, with what, and on which page.

pyshacl costs 80 µs a triple when it walks from each node to each property of its shape, and builds the shapes anew at
each call. So the shapes are built once and hoisted: each property shape gets the targets of its node shape, which
means the same and lets it look at all nodes of a class in one go. That leaves 17 µs a triple and 2 ms a graph
(``bench/graph.py``), whether graphs are checked one by one or together; one by one, a complaint has its page.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from pyshacl import Validator
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shapes_graph import ShapesGraph
from rdflib import RDF, SH, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.iris import XT
from ontology.schemes import load
from ontology.units import broad_kind

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


def violations(graph: Graph) -> tuple[Violation, ...]:
    """What the shapes say of a graph, sorted; empty where it conforms."""
    with _kinds_beside(graph):
        validator = Validator(DataGraph.from_rdflib(graph), shacl_graph=_NO_SHAPES, options={"inplace": True})
        validator.shacl_graph = _shapes()
        conforms, report, _ = validator.run()  # type: ignore[no-untyped-call]
    return () if conforms else tuple(sorted({_violation(report, r) for r in report.objects(None, SH.result)}))


def violations_by_page(pages: Iterable[tuple[URIRef, Graph]]) -> Iterator[Violation]:
    """The violations of many pages' graphs, each with its page.

    Each graph is checked by itself, so that what one page says of a shared node neither mends nor breaks another's.
    """
    for page, graph in pages:
        for violation in violations(graph):
            yield replace(violation, page=str(page))


def _violation(report: Graph, result: Node) -> Violation:
    def text(predicate: URIRef) -> str:
        return " ".join(sorted(str(value) for value in report.objects(result, predicate)))

    return Violation(
        text(SH.focusNode),
        text(SH.resultPath),
        text(SH.resultMessage),
        text(SH.value),
        "warning" if (result, SH.resultSeverity, SH.Warning) in report else "violation",
    )


_NO_SHAPES = Graph(bind_namespaces="none")
_TARGETS = (SH.targetClass, SH.targetSubjectsOf)


@cache
def _shapes() -> ShapesGraph:
    """The shapes that the project ships, hoisted."""
    graph = Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
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


@cache
def _kinds() -> dict[str, RdfLiteral]:
    """What each indicator is measured in, by slug."""
    kinds = ((concept.slug, concept.note("unitKind")) for concept in load("indicators"))
    return {slug: RdfLiteral(broad_kind(kind)) for slug, kind in kinds if kind}


@contextmanager
def _kinds_beside(graph: Graph) -> Iterator[None]:
    """Lay beside a page's graph what the scheme says its indicators are measured in, and take it away again."""
    measured = [
        (indicator, XT.unitKind, kind)
        for indicator in set(graph.objects(None, XT.indicator))
        if (kind := _kinds().get(str(indicator).rsplit("/", 1)[-1]))
    ]
    added = [triple for triple in measured if triple not in graph]
    for triple in added:
        graph.add(triple)
    try:
        yield
    finally:
        for triple in added:
            graph.remove(triple)
