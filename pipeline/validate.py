"""Page graphs against the shapes: what is wrong, with what, and on which page."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from pyshacl import validate
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

Severity = Literal["violation", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A shape's complaint. ``page`` is the page whose graph holds the focus node, where pages were told apart."""

    focus: str
    path: str
    message: str
    value: str = ""
    severity: Severity = "violation"
    page: str = ""


@cache
def shapes() -> Graph:
    """The shapes that the project ships, parsed once."""
    return Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")


def violations(graph: Graph) -> tuple[Violation, ...]:
    """What the shapes say of a graph, sorted; empty where it conforms."""
    conforms, report, _ = validate(graph, shacl_graph=shapes(), inplace=True, allow_warnings=False)
    if conforms:
        return ()
    return tuple(sorted(_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)))


def _violation(report: Graph, result: Node) -> Violation:
    def text(predicate: URIRef) -> str:
        return " ".join(sorted(str(value) for value in report.objects(result, predicate)))

    return Violation(
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        message=text(SH.resultMessage),
        value=text(SH.value),
        severity="warning" if (result, SH.resultSeverity, SH.Warning) in report else "violation",
    )
