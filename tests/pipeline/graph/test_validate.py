"""A graph that breaks a shape is caught, whichever shape it is; the complaint says what, where and on which page."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest
from rdflib import PROV, RDF, RDFS, SDO, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.iris import XT, Iris
from pipeline.graph.emit import page_graph
from pipeline.graph.validate import violations, violations_by_page
from pipeline.records import PlaceRef
from tests.drafts import FETCHED, Draft

IRIS = Iris()
URL = "http://www.example.gov.cn/1.html"
PAGE = IRIS.page(URL)
BASE = "https://w3id.org/xiangtu/"
GROUP = PlaceRef(None, "下坡组", "431225212")


def whole() -> Graph:
    """A page's graph that has every kind of node and every property that the shapes speak of."""
    page = (
        Draft(
            URL,
            "三坪村增收",
            "推行“红榜评比”,据县农业农村局印发的《管护办法》,2023年三坪村下坡组集体经济收入50万元至60万元,人均200元。",
            "还将成立三坪合作社。",
            home="431225212",
            published="2024-01-05",
            source="示例网",
            authors=("某记者",),
            site_name="示例县人民政府",
        )
        .place("三坪村", None, "village", "431225212")
        .place("下坡组", None, "group", "431225212")
        .program("红榜评比", "brand", broader="points-system")
        .organisation("县农业农村局", "会同县农业农村局", "431225")
        .document("管护办法", "会农〔2023〕4号", "会同县农业农村局")
        .fact("50万元至60万元", "500000", "CNY", "集体经济收入", where="431225212", when="2023", program="红榜评比")
        .fact("200元", "200", "CNY", "收入", per="人")
        .organisation("三坪合作社")
        .relation("adoption", "推行", program="红榜评比", where=GROUP, when="2023")
        .relation("participation", "推行", program="红榜评比", organisation="县农业农村局", where="431225212")
        .relation("issuance", "印发", document="管护办法", organisation="县农业农村局", program="红榜评比")
        .relation("affiliation", "三坪合作社", organisation="三坪合作社", where=GROUP, modality="planned")
    )
    ranged = replace(page.reading.facts[0], value_max=Decimal(600000), indicator="collective-income")
    graph = page_graph(replace(page.reading, facts=(ranged, page.reading.facts[1])), FETCHED)
    for triple in history(next(graph.subjects(RDF.type, XT.Fact))):
        graph.add(triple)
    return graph


def history(fact: Node) -> list[tuple[Node, Node, Node]]:
    """What a page's history says of a fact that it stated for a time."""
    said = IRIS.appearance(PAGE, str(fact), "原句", str(day(1)))
    times = {XT.firstSeen: day(1), XT.lastSeen: day(2), XT.ended: day(3)}
    return [
        (said, RDF.type, XT.Appearance),
        (said, XT.onPage, PAGE),
        (said, XT.states, fact),
        (said, XT.quote, zh("原句")),
        *((said, when, moment) for when, moment in times.items()),
        *((PAGE, when, moment) for when, moment in (times | {XT.lastChecked: day(4)}).items()),
    ]


def day(number: int) -> Literal:
    return Literal(f"2024-05-0{number}T00:00:00Z", datatype=XSD.dateTime)


def of_class(graph: Graph, cls: URIRef) -> Node:
    if cls == XT.Fact:  # the one that has a place, a range and an indicator
        return next(graph.subjects(XT.indicator))
    return sorted(graph.subjects(RDF.type, cls))[0]


def without(cls: URIRef, predicate: URIRef) -> Callable[[Graph], object]:
    return lambda graph: graph.remove((of_class(graph, cls), predicate, None))


def also(cls: URIRef, predicate: URIRef, value: Node) -> Callable[[Graph], object]:
    return lambda graph: graph.add((of_class(graph, cls), predicate, value))


def instead(cls: URIRef, predicate: URIRef, value: Node) -> Callable[[Graph], object]:
    return lambda graph: graph.set((of_class(graph, cls), predicate, value))


def zh(text: str) -> Literal:
    return Literal(text, lang="zh")


def place(path: str) -> URIRef:
    return URIRef(f"{BASE}place/{path}")


RELATIONS = [XT.Adoption, XT.Participation, XT.Issuance, XT.Affiliation]
WHO_ISSUED = "An issuance says who issued the document: an organisation or, where none is named, a place."
BREAKS = [
    ("A page has one address.", without(XT.Page, SDO.url)),
    ("A page has one address.", instead(XT.Page, SDO.url, Literal(URL))),
    ("A page says once, in UTC, when it was fetched.", without(XT.Page, XT.fetched)),
    (
        "A page says once, in UTC, when it was fetched.",
        instead(XT.Page, XT.fetched, Literal("2024-03-01T08:30:00", datatype=XSD.dateTime)),
    ),
    ("A page's bylines are Chinese text.", instead(XT.Page, SDO.author, Literal("某记者"))),
    ("A page has at most one headline, in Chinese.", instead(XT.Page, SDO.headline, Literal("三坪村"))),
    ("A page has at most one headline, in Chinese.", also(XT.Page, SDO.headline, zh("又一题"))),
    (
        "A page is published once: a year, a month, a day or a time.",
        instead(XT.Page, SDO.datePublished, Literal("昨天")),
    ),
    ("A page credits one source, in Chinese.", also(XT.Page, SDO.creditText, zh("又一家"))),
    ("A page has at most one home, a division with a code.", instead(XT.Page, XT.home, place("431225212/三坪村"))),
    ("A page stands on at most one site.", instead(XT.Page, SDO.isPartOf, URIRef(f"{BASE}site/no.such.site"))),
    ("An attachment hangs on one page.", also(XT.Page, XT.attachedTo, IRIS.site(URL) or PAGE)),
    ("A page mentions places, organisations, programmes and documents.", also(XT.Page, SDO.mentions, PAGE)),
    ("A repost has one original, a page.", also(XT.Page, XT.repostOf, IRIS.site(URL) or PAGE)),
    ("An original is no repost.", also(XT.Page, XT.repostOf, PAGE)),
    ("A repost is told by credit, date or address.", also(XT.Page, XT.repostOf, IRIS.page("elsewhere"))),
    ("An appearance is on one page.", without(XT.Appearance, XT.onPage)),
    ("An appearance has one quote.", without(XT.Appearance, XT.quote)),
    ("An appearance is of one statement at most.", instead(XT.Appearance, XT.states, PAGE)),
    (
        "An appearance mentions places, organisations, programmes and documents.",
        also(XT.Appearance, SDO.mentions, PAGE),
    ),
    (
        "An appearance is first seen once, not after it is last seen.",
        instead(XT.Appearance, XT.firstSeen, day(3)),
    ),
    (
        "An appearance is last seen once, not after its end.",
        instead(XT.Appearance, XT.lastSeen, day(4)),
    ),
    ("An appearance ends once.", also(XT.Appearance, XT.ended, day(5))),
    (
        "A page is first seen once, not after it is last seen.",
        instead(XT.Page, XT.firstSeen, day(3)),
    ),
    (
        "A page is last seen once, not after it was last checked.",
        instead(XT.Page, XT.lastSeen, day(5)),
    ),
    ("A page is last checked once.", also(XT.Page, XT.lastChecked, day(5))),
    (
        "A page ends once, not after it was last checked.",
        instead(XT.Page, XT.ended, day(5)),
    ),
    ("A site's name is Chinese.", also(XT.Site, RDFS.label, Literal("Site"))),
    ("A passage has one quote.", without(XT.Passage, XT.quote)),
    ("A passage has one quote.", instead(XT.Passage, XT.quote, zh(""))),
    ("A passage is quoted from one page.", without(XT.Passage, PROV.wasQuotedFrom)),
    ("A passage is quoted from one page.", instead(XT.Passage, PROV.wasQuotedFrom, IRIS.page("elsewhere"))),
    ("A passage mentions places, organisations, programmes and documents.", also(XT.Passage, SDO.mentions, BNode())),
    ("A statement has a passage that says it.", without(XT.Fact, PROV.wasDerivedFrom)),
    ("A statement has a passage that says it.", instead(XT.Fact, PROV.wasDerivedFrom, PAGE)),
    ("A fact says once what is counted or measured.", without(XT.Fact, XT.what)),
    ("A fact says once what is counted or measured.", instead(XT.Fact, XT.what, Literal("income", lang="en"))),
    ("A fact has one decimal value, below the greatest value where there is one.", without(XT.Fact, XT.value)),
    (
        "A fact has one decimal value, below the greatest value where there is one.",
        instead(XT.Fact, XT.value, Literal("600001", datatype=XSD.decimal)),
    ),
    (
        "A fact has one decimal value, below the greatest value where there is one.",
        instead(XT.Fact, XT.value, Literal("much")),
    ),
    ("A fact has at most one greatest value, a decimal.", instead(XT.Fact, XT.valueMax, Literal(600000))),
    ("A fact has one unit as written.", without(XT.Fact, XT.unitText)),
    ("A fact has one kind of quantity.", also(XT.Fact, XT.quantityKind, Literal("area"))),
    ("A fact's unit is a concept of the scheme of units or a currency.", instead(XT.Fact, XT.unit, PAGE)),
    ("A fact has at most one value in the base unit, a decimal.", instead(XT.Fact, XT.baseValue, Literal("1"))),
    ("A fact's base unit is a concept of the scheme of units or a currency.", instead(XT.Fact, XT.baseUnit, PAGE)),
    ("A fact makes one claim.", without(XT.Fact, XT.claim)),
    (
        "A fact's confidence is a decimal from 0 to 1.",
        also(XT.Fact, XT.confidence, Literal("1.2", datatype=XSD.decimal)),
    ),
    ("A fact is per one thing at most.", instead(XT.Fact, XT.per, Literal("人"))),
    ("A fact's number is exact, about, over or under.", instead(XT.Fact, XT.qualifier, XT.planned)),
    ("A statement is actual or planned.", without(XT.Fact, XT.modality)),
    ("A fact's indicator is a concept of the scheme of indicators.", also(XT.Fact, XT.indicator, IRIS.unit("mu"))),
    ("A statement is about at most one place.", also(XT.Fact, XT.place, IRIS.place("43"))),
    ("A fact without a place has at most the home of its page.", also(XT.Fact, XT.home, place("43/三坪村"))),
    ("A statement is about at most one programme.", instead(XT.Fact, XT.program, zh("红榜评比"))),
    ("A statement's time is an ISO 8601 date, interval or recurrence.", instead(XT.Fact, XT.when, Literal("去年"))),
    (
        "A statement's time starts on a day that is not after its end.",
        instead(XT.Fact, XT.start, Literal("2024-01-01", datatype=XSD.date)),
    ),
    ("A statement's time ends on one day.", also(XT.Fact, XT.end, Literal("2022-12-31", datatype=XSD.date))),
    (
        "A statement from before 1900 is probably a misread number.",
        instead(XT.Fact, XT.start, Literal("1023-01-01", datatype=XSD.date)),
    ),
    (
        "A statement from after 2100 is probably a misread number.",
        instead(XT.Fact, XT.end, Literal("2203-12-31", datatype=XSD.date)),
    ),
    ("A statement is about at most one organisation.", instead(XT.Participation, XT.organisation, PAGE)),
    ("An adoption says which place.", without(XT.Adoption, XT.place)),
    ("An adoption says which programme.", without(XT.Adoption, XT.program)),
    ("A participation says which organisation.", without(XT.Participation, XT.organisation)),
    ("A participation says in which programme.", without(XT.Participation, XT.program)),
    ("An issuance is of one document.", without(XT.Issuance, XT.document)),
    ("An issuance is of one document.", instead(XT.Issuance, XT.document, IRIS.document("别的"))),
    (WHO_ISSUED, without(XT.Issuance, XT.organisation)),
    (WHO_ISSUED, also(XT.Issuance, XT.place, IRIS.place("431225212"))),
    ("An affiliation says which organisation.", without(XT.Affiliation, XT.organisation)),
    ("An affiliation is with a village or a settlement within one.", without(XT.Affiliation, XT.place)),
    (
        "An affiliation is with a village or a settlement within one.",
        instead(XT.Affiliation, XT.place, IRIS.place("431225212")),
    ),
    ("A fact without a time has at most the year of its page.", also(XT.Fact, XT.asOf, Literal("2023"))),
    ("A fact shows its number as written.", without(XT.Fact, XT.written)),
    (
        "A fact's unit must measure what its indicator is measured in.",
        instead(XT.Fact, XT.quantityKind, Literal("area")),
    ),
    ("A place has one Chinese name.", instead(XT.Village, RDFS.label, Literal("Sanping"))),
    ("A division's code has 2, 4, 6, 9 or 12 digits.", also(XT.Group, XT.code, Literal("431"))),
    ("A place lies directly within at most one division.", also(XT.Village, XT.within, IRIS.place("4312"))),
    ("A place lies in at most one county.", instead(XT.Village, XT.county, IRIS.place("4312"))),
    ("An organisation has one Chinese name.", without(XT.Organisation, RDFS.label)),
    ("An organisation belongs to at most one division.", also(XT.Organisation, SDO.location, IRIS.place("43"))),
    ("A programme has one Chinese name.", also(XT.Brand, RDFS.label, zh("黑榜评比"))),
    (
        "A programme's broader one is a national programme of the scheme.",
        instead(XT.Brand, SKOS.broader, IRIS.local_program("红榜评比", "431225")),
    ),
    ("A document has one title.", without(XT.Document, RDFS.label)),
    ("A document has at most one number.", also(XT.Document, XT.number, Literal("会农〔2023〕5号"))),
    ("A document has at most one issuer.", also(XT.Document, XT.issuer, zh("又一局"))),
]


def test_a_whole_graph_conforms():
    assert violations(whole()) == ()


@pytest.mark.parametrize(("message", "break_it"), BREAKS)
def test_what_is_broken_is_caught(message: str, break_it: Callable[[Graph], object]):
    graph = whole()
    break_it(graph)
    assert message in {found.message for found in violations(graph)}


def test_every_shape_has_a_graph_that_breaks_it():
    shapes = Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")
    assert {str(message) for message in shapes.objects(None, SH.message)} == {message for message, _ in BREAKS}


@pytest.mark.parametrize(
    "cls", [XT.Page, XT.Site, XT.Passage, XT.Fact, XT.Village, XT.Organisation, XT.Brand, XT.Document, *RELATIONS]
)
def test_a_node_of_a_foreign_name_is_caught(cls: URIRef):
    graph = whole()
    odd = URIRef("http://elsewhere.example/thing")
    for predicate, value in list(graph.predicate_objects(of_class(graph, cls))):
        graph.add((odd, predicate, value))
    assert str(odd) in {found.focus for found in violations(graph)}


@pytest.mark.parametrize("cls", [XT.Passage, XT.Fact, *RELATIONS])
def test_a_property_that_the_ontology_does_not_give_is_caught(cls: URIRef):
    graph = whole()
    graph.add((of_class(graph, cls), RDFS.comment, zh("随手写的")))
    (found,) = violations(graph)
    assert found.focus == str(of_class(graph, cls))
    assert found.path == str(RDFS.comment)


def test_a_complaint_says_what_where_and_why():
    graph = whole()
    fact = of_class(graph, XT.Fact)
    graph.remove((fact, XT.modality, None))
    (found,) = violations(graph)
    assert (found.focus, found.path, found.severity) == (str(fact), str(XT.modality), "violation")
    assert found.message == "A statement is actual or planned."


def test_a_strange_year_is_only_a_warning():
    graph = whole()
    graph.set((of_class(graph, XT.Fact), XT.start, Literal("1023-01-01", datatype=XSD.date)))
    assert {found.severity for found in violations(graph)} == {"warning"}


def test_checking_leaves_the_graph_as_it_was():
    graph = whole()
    before = set(graph)
    violations(graph)
    assert set(graph) == before


def test_of_many_pages_the_broken_one_is_named():
    def page(number: int) -> tuple[URIRef, Graph]:
        made = Draft(f"{URL}?{number}", "三坪村增收", "三坪村收入50万元。", home="431225212", published="2024-01-05")
        graph = page_graph(made.fact("50万元", "500000", "CNY", "收入").reading, FETCHED)
        return IRIS.page(f"{URL}?{number}"), graph

    pages = [page(number) for number in range(5)]
    # All five state one fact; that four give its passage must not hide that the fifth gives none.
    fact = of_class_fact(pages[3][1])
    pages[3][1].remove((fact, PROV.wasDerivedFrom, None))
    assert [(found.page, found.focus) for found in violations_by_page(pages)] == [(str(pages[3][0]), str(fact))]


def of_class_fact(graph: Graph) -> Node:
    return next(graph.subjects(RDF.type, XT.Fact))
