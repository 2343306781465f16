"""What the vocabulary declares, read from ``xiangtu.ttl``; the context, the diagram and the README are made from it."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from rdflib import OWL, RDF, RDFS, SDO, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

Sort = Literal["class", "object", "data", "individual"]

_SORTS: dict[Node, Sort] = {OWL.Class: "class", OWL.ObjectProperty: "object", OWL.DatatypeProperty: "data"}
_DECLARED = re.compile(r"^([a-z]+:\w+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual that the graph uses; IRIs are in short form (``xt:Fact``)."""

    iri: str
    sort: Sort
    zh: str
    en: str
    comment_zh: str
    comment_en: str
    above: tuple[str, ...]
    """What it is a subclass or a subproperty of; of an individual, its class."""
    domains: tuple[str, ...]
    ranges: tuple[str, ...]

    @property
    def name(self) -> str:
        """The short form without its prefix."""
        return self.iri.partition(":")[2]

    @property
    def is_own(self) -> bool:
        """Whether the term is ours, not another vocabulary's."""
        return self.iri.startswith("xt:")


@cache
def terms() -> tuple[Term, ...]:
    """Every term in the order of the file: our own, then those of other vocabularies as they are used here.

    Raises ValueError where one lacks a label or a comment in either language.
    """
    text = files("ontology").joinpath("xiangtu.ttl").read_text("utf-8")
    graph = Graph().parse(data=text, format="turtle")
    return tuple(_term(graph, name) for name in _DECLARED.findall(text))


def _term(graph: Graph, name: str) -> Term:
    node = graph.namespace_manager.expand_curie(name)
    kind = next(graph.objects(node, RDF.type))
    sort = _SORTS.get(kind, "individual")

    def short(*predicates: URIRef) -> tuple[str, ...]:
        found = (str(o) for predicate in predicates for o in graph.objects(node, predicate))
        return tuple(sorted(graph.namespace_manager.qname(iri) for iri in found))

    return Term(
        name,
        sort,
        _text(graph, node, RDFS.label, "zh"),
        _text(graph, node, RDFS.label, "en"),
        _text(graph, node, RDFS.comment, "zh"),
        _text(graph, node, RDFS.comment, "en"),
        short(RDF.type) if sort == "individual" else short(RDFS.subClassOf, RDFS.subPropertyOf),
        short(RDFS.domain, SDO.domainIncludes),
        short(RDFS.range, SDO.rangeIncludes),
    )


def _text(graph: Graph, node: Node, predicate: URIRef, language: str) -> str:
    found = [str(o) for o in graph.objects(node, predicate) if isinstance(o, RdfLiteral) and o.language == language]
    if len(found) != 1:
        raise ValueError(f"{node}: one {predicate} in {language} is needed, found {len(found)}")
    return found[0]
