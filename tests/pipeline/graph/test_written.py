"""Triples are written as rdflib writes them, byte for byte."""

import pytest
from rdflib import RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef

from pipeline.graph.written import nquads, ntriples, written

NAME = URIRef("https://w3id.org/xiangtu/page/0")
ODD = (
    Literal('“quoted” "and"\\\n\r\t', lang="zh"),
    Literal("𠀀 \x7f\u2028", lang="zh-Hans"),
    Literal("1.50", datatype=XSD.decimal, normalize=False),
    Literal("plain"),
    URIRef("https://example.org/村?a=1&b=2"),
    BNode("b0"),
)


def by_rdflib(graph: Graph, iri: URIRef) -> list[str]:
    """The lines that rdflib writes of a graph."""
    dataset = Dataset()
    for triple in graph:
        dataset.add((*triple, iri))
    lines = dataset.serialize(format="nquads").split("\n")
    return sorted(f"{line}\n" for line in lines if line)


@pytest.mark.parametrize("term", ODD, ids=repr)
def test_a_term_is_spelt_as_rdflib_spells_it(term: Literal | URIRef | BNode) -> None:
    graph = Graph()
    graph.add((NAME, RDFS.label, term))
    assert nquads(graph, NAME) == by_rdflib(graph, NAME)


def test_what_is_no_iri_is_not_written() -> None:
    with pytest.raises(Exception, match="does not look like a valid URI"):
        ntriples([(NAME, RDFS.label, URIRef("a b"))])


def test_equal_terms_that_are_several_objects_are_one_triple() -> None:
    triples = [(URIRef("x:a"), URIRef("x:b"), Literal("c", lang="zh")) for _ in range(3)]
    assert list(written(triples).values()) == triples[:1]
