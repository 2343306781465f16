"""What a page's graph says of relations."""

from dataclasses import replace
from typing import Any

import pytest
from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.iris import XT, Iris
from pipeline.graph.emit import page_graph
from pipeline.graph.validate import violations
from pipeline.records import PlaceRef
from tests.drafts import FETCHED, Draft

IRIS = Iris()
URL = "http://www.example.gov.cn/xw/202306/1.html"


def related(url: str = URL, published: str = "2023-06-14", **more: Any) -> Draft:
    """A township that runs a mechanism by a bureau's rules, and a village with its co-operative."""
    return (
        Draft(
            url,
            "积分换新风",
            "2022年3月起,青朗乡推行“积分超市”。",
            "会同县农业农村局印发《青朗乡积分超市管护办法》并牵头“积分超市”。",
            "下坡组将成立下坡油茶合作社。",
            home="431225212",
            published=published,
        )
        .place("青朗乡", "431225212")
        .place("下坡组", None, "group", "431225212209")
        .program("积分超市", "mechanism", broader="points-system")
        .organisation("会同县农业农村局", place="431225")
        .organisation("下坡油茶合作社")
        .document("青朗乡积分超市管护办法")
        .relation("adoption", "青朗乡推行", program="积分超市", where="431225212", when="2022-03-01/..", **more)
        .relation("participation", "牵头", organisation="会同县农业农村局", program="积分超市")
        .relation(
            "issuance", "印发", organisation="会同县农业农村局", document="青朗乡积分超市管护办法", program="积分超市"
        )
        .relation(
            "affiliation",
            "将成立",
            organisation="下坡油茶合作社",
            where=PlaceRef(None, "下坡组", "431225212209"),
            modality="planned",
        )
    )


def said_of(graph: Graph, cls: URIRef) -> set[tuple[Node, Node]]:
    (node,) = graph.subjects(RDF.type, cls)
    assert f"/relation/{str(node)[-20:]}" in str(node)
    return {(p, o) for p, o in graph.predicate_objects(node) if p not in (RDF.type, PROV.wasDerivedFrom)}


def test_relations_say_what_stands_between_which_things():
    graph = page_graph(related().reading, FETCHED)
    program = IRIS.local_program("积分超市", "431225")
    bureau, document = IRIS.organisation("会同县农业农村局", "431225"), IRIS.document("青朗乡积分超市管护办法")
    assert violations(graph) == ()
    assert said_of(graph, XT.Adoption) == {
        (XT.place, IRIS.place("431225212")),
        (XT.program, program),
        (XT.modality, XT.actual),
        (XT.when, Literal("2022-03-01/..")),
        (XT.start, Literal("2022-03-01", datatype=XSD.date)),
    }
    assert said_of(graph, XT.Participation) == {
        (XT.organisation, bureau),
        (XT.program, program),
        (XT.modality, XT.actual),
    }
    assert said_of(graph, XT.Issuance) == {
        (XT.organisation, bureau),
        (XT.document, document),
        (XT.program, program),
        (XT.modality, XT.actual),
    }
    assert said_of(graph, XT.Affiliation) == {
        (XT.organisation, IRIS.organisation("下坡油茶合作社")),
        (XT.place, IRIS.settlement("下坡组", "431225212209")),
        (XT.modality, XT.planned),
    }


def test_what_only_a_relation_points_to_is_described():
    reading = related().reading
    graph = page_graph(
        replace(reading, places=reading.places[:1], organisations=(), documents=(), programs=()), FETCHED
    )
    for cls in (XT.Place, XT.Organisation, XT.Document, XT.Mechanism):
        assert set(graph.subjects(RDF.type, cls))


def test_a_relation_told_by_two_pages_is_one_node_with_two_passages():
    union = page_graph(related().reading, FETCHED) + page_graph(
        related("http://b.example/2", published="2024-01-01").reading, FETCHED
    )
    for cls in (XT.Adoption, XT.Participation, XT.Issuance, XT.Affiliation):
        (relation,) = union.subjects(RDF.type, cls)
        assert len(set(union.objects(relation, PROV.wasDerivedFrom))) == 2


def test_relations_that_differ_in_what_they_say_are_two():
    union = page_graph(related().reading, FETCHED) + page_graph(related(modality="planned").reading, FETCHED)
    assert len(set(union.subjects(RDF.type, XT.Adoption))) == 2


def test_a_relations_quote_that_is_not_the_text_is_refused():
    page = related()
    page.add("relations", replace(page.reading.relations[0], quote="别的"))
    with pytest.raises(ValueError, match="a relation's quote"):
        page_graph(page.reading, FETCHED)
