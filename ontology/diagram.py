"""Draws the ontology as a Mermaid class diagram: ``python -m ontology.diagram``.

Also draws a fact with all that it rests on, from a graph: ``python -m ontology.diagram GRAPH.ttl``.
"""

import sys
from pathlib import Path

from rdflib import RDF, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from ontology.iris import DEFAULT_BASE, XT
from ontology.terms import terms

CONCEPT = "skos:Concept"
"""The class of what the schemes hold; the one class that is drawn though it is not ours."""


def classes() -> str:
    """The vocabulary: each class with its plain properties, and what links it to others."""
    lines = ["classDiagram", "  direction LR"]
    for term in terms():
        if term.sort == "class":
            lines.append(f'  class {term.name}["{term.zh} {term.name}"]')
            lines += _plain(term.iri)
            lines += [f"  {_name(above)} <|-- {term.name}" for above in term.above if above.startswith("xt:")]
    lines += ['  class Concept["概念 skos:Concept"]', *_plain(CONCEPT)]
    for term in terms():
        if term.sort == "object":
            lines += [
                f"  {_name(start)} --> {_name(end)} : {term.name}" for start in term.domains for end in term.ranges
            ]
    return "\n".join(lines)


def _plain(iri: str) -> list[str]:
    plain = (term for term in terms() if term.sort == "data" and iri in term.domains)
    return [f"  {_name(iri)} : {term.name} {'|'.join(_name(end) for end in term.ranges)}" for term in plain]


def _name(iri: str) -> str:
    return iri.partition(":")[2]


def fact(graph: Graph) -> str:
    """The first fact of a graph and all that it leads to, as a flowchart: a box a node, its literals inside."""
    found: list[Node] = [URIRef(min(str(node) for node in graph.subjects(RDF.type, XT.Fact)))]
    for node in found:  # grows while it is walked
        linked = (o for p, o in sorted(graph.predicate_objects(node)) if p != RDF.type and isinstance(o, URIRef))
        found += [o for o in dict.fromkeys(linked) if o not in found]
    numbers = {node: f"n{number}" for number, node in enumerate(found)}
    lines = ["flowchart LR"]
    for node in found:
        said = sorted((_local(p), o) for p, o in graph.predicate_objects(node) if p != RDF.type)
        text = "<br/>".join([_path(node), *(f"{name}: {o}" for name, o in said if isinstance(o, RdfLiteral))])
        lines.append(f'  {numbers[node]}["{text.replace(chr(34), "#quot;")}"]')
        lines += [f"  {numbers[node]} -- {name} --> {numbers[o]}" for name, o in said if o in numbers]
    return "\n".join(lines)


def _path(node: Node) -> str:
    return str(node).removeprefix(XT).removeprefix(DEFAULT_BASE)


def _local(node: Node) -> str:
    return str(node).replace("#", "/").rsplit("/", 1)[-1]


if __name__ == "__main__":
    print(fact(Graph().parse(Path(sys.argv[1]), format="turtle")) if len(sys.argv) > 1 else classes())
