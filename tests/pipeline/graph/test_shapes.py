"""The quick check says yes to a graph just where pyshacl finds nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, SDO, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.iris import XT
from pipeline.graph import shapes
from pipeline.graph.shapes import conforms
from pipeline.graph.validate import report
from tests.pipeline.graph.test_validate import BREAKS, whole

TRIPLES = sorted(whole())
SUBJECTS = sorted({s for s, _, _ in TRIPLES})
PREDICATES = sorted({p for _, p, _ in TRIPLES} | {XT.code, XT.asOf, XT.end, SDO.location})
ODD: list[Node] = [
    BNode("odd"),
    Literal("别的"),
    Literal("别的", lang="zh"),
    Literal("别的", lang="zh-Hans"),
    Literal("other", lang="en"),
    Literal(""),
    Literal(3),
    Literal("x", datatype=XSD.integer),
    Literal("2023-02-30", datatype=XSD.date),
    Literal("2023-03-01", datatype=XSD.date),
    Literal("2024-03-01T08:30:00", datatype=XSD.dateTime),
    Literal("7", datatype=XSD.decimal),
    Literal("700000", datatype=XSD.decimal),
    URIRef("https://w3id.org/xiangtu/place/43"),
    URIRef("https://w3id.org/xiangtu/indicator/collective-income"),
    XT.planned,
    XT.Place,
]
OBJECTS = sorted({o for _, _, o in TRIPLES}) + ODD
Change = tuple[str, tuple[Node, Node, Node]]
CHANGES = st.one_of(
    st.tuples(st.just("remove"), st.sampled_from(TRIPLES)),
    st.tuples(st.just("add"), st.tuples(*map(st.sampled_from, (SUBJECTS, PREDICATES, OBJECTS)))),
    st.tuples(st.just("set"), st.tuples(*map(st.sampled_from, (SUBJECTS, PREDICATES, OBJECTS)))),
)


def test_a_whole_graph_conforms():
    assert conforms(whole())


@pytest.mark.parametrize(("message", "break_it"), BREAKS)
def test_a_broken_graph_does_not(message: str, break_it: Callable[[Graph], object]):
    graph = whole()
    break_it(graph)
    assert not conforms(graph)


@settings(max_examples=100, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=2))
def test_pyshacl_agrees_whatever_is_changed(changes: list[Change]):
    assert_agreement(changes)


@pytest.mark.slow
@settings(max_examples=5000, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=3))
def test_pyshacl_agrees_at_length(changes: list[Change]):
    assert_agreement(changes)


def assert_agreement(changes: list[Change]) -> None:
    graph = whole()
    for verb, triple in changes:
        getattr(graph, verb)(triple)
    assert conforms(graph) == (report(graph) == ())


def test_a_shape_that_it_can_not_check_is_an_error():
    graph = shapes.shapes_graph()
    graph.parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . <x:s> a sh:NodeShape ; sh:maxLength 3 .", format="turtle"
    )
    with pytest.raises(ValueError, match="maxLength"):
        shapes._shape(graph, URIRef("x:s"))


def test_nothing_conforms():
    assert conforms([])
    assert conforms([(URIRef("x:y"), RDF.type, URIRef("x:Z"))])
