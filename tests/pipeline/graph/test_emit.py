"""A page's graph: what it says of the page, of what the page names, and of each fact with its passage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import PROV, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.iris import XT, Iris
from pipeline.graph.emit import page_graph
from pipeline.graph.validate import violations
from pipeline.graph.written import nquads
from pipeline.records import PlaceRef
from tests.drafts import FETCHED, Draft

IRIS = Iris()
URL = "http://www.example.gov.cn/xw/202306/1.html"


def draft() -> Draft:
    return (
        Draft(
            URL,
            "青朗乡道路通到组",
            "今年以来,会同县青朗乡推进村庄清洁行动,按《青朗乡管护办法》投入资金400余万元。",
            "上街组计划新修道路2.5公里,惠及300户。",
            home="431225212",
            published="2023-06-14T14:50",
            source="示例网",
            authors=("某记者",),
            column="乡镇动态",
            keywords=("道路",),
            marks=("traditional",),
            site_name="会同县人民政府",
        )
        .place("青朗乡", "431225212")
        .place("会同县", "431225")
        .place("上街组", None, "group", "431225212")
        .program("村庄清洁行动", "campaign", concept="village-cleaning")
        .document("青朗乡管护办法")
        .fact(
            "400余万元",
            "4000000",
            "CNY",
            "资金",
            qualifier="over",
            where="431225212",
            when="2023",
            program="村庄清洁行动",
        )
        .fact("2.5公里", "2.50", "公里", "道路", modality="planned", where=PlaceRef(None, "上街组", "431225212"))
        .fact("300户", "300", "户", "农户", modality="planned", where=PlaceRef(None, "上街组", "431225212"))
    )


def fact_of(graph: Graph, what: str) -> URIRef:
    return next(s for s in graph.subjects(XT.what, Literal(what, lang="zh")))


def test_the_graph_conforms():
    assert violations(page_graph(draft().reading, FETCHED)) == ()


def test_a_page_says_what_it_is():
    graph, page = page_graph(draft().reading, FETCHED), IRIS.page(URL)
    said = {(p, o) for p, o in graph.predicate_objects(page) if p != SDO.mentions}
    assert said == {
        (RDF.type, XT.Page),
        (SDO.url, Literal(URL, datatype=XSD.anyURI)),
        (SDO.headline, Literal("青朗乡道路通到组", lang="zh")),
        (SDO.datePublished, Literal("2023-06-14T14:50:00", datatype=XSD.dateTime)),
        (SDO.creditText, Literal("示例网", lang="zh")),
        (SDO.author, Literal("某记者", lang="zh")),
        (SDO.articleSection, Literal("乡镇动态", lang="zh")),
        (SDO.keywords, Literal("道路", lang="zh")),
        (SDO.isPartOf, IRIS.site(URL)),
        (XT.fetched, Literal("2024-03-01T08:30:00Z", datatype=XSD.dateTime, normalize=False)),
        (XT.home, IRIS.place("431225212")),
        (XT.mark, Literal("traditional")),
    }


def test_an_attachment_says_which_page_it_hangs_on():
    graph = page_graph(Draft(URL, "项目表", via="https://www.example.gov.cn/a/1.html").reading, FETCHED)
    assert graph.value(IRIS.page(URL), XT.attachedTo) == IRIS.page("https://www.example.gov.cn/a/1.html")
    assert violations(graph) == ()


def test_of_persons_the_graph_has_only_the_byline():
    (said,) = ((p, o) for _, p, o in page_graph(draft().reading, FETCHED) if "某记者" in o)
    assert said == (SDO.author, Literal("某记者", lang="zh"))


@pytest.mark.parametrize(
    ("published", "datatype"),
    [("2023", XSD.gYear), ("2023-06", XSD.gYearMonth), ("2023-06-14", XSD.date), ("2023-06-14T09:40:00", XSD.dateTime)],
)
def test_a_publication_date_keeps_its_precision(published: str, datatype: URIRef):
    graph = page_graph(Draft(URL, "标题", published=published).reading, FETCHED)
    assert graph.value(IRIS.page(URL), SDO.datePublished) == Literal(published, datatype=datatype)
    assert violations(graph) == ()


@pytest.mark.parametrize("published", ["2023-13-40", "昨天", ""])
def test_what_is_no_date_is_left_out(published: str):
    graph = page_graph(Draft(URL, "标题", published=published).reading, FETCHED)
    assert graph.value(IRIS.page(URL), SDO.datePublished) is None


def test_times_are_written_in_utc():
    china = datetime(2024, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    graph = page_graph(Draft(URL, "标题").reading, china)
    assert str(graph.value(IRIS.page(URL), XT.fetched)) == "2024-03-01T00:30:00Z"


def test_a_settlement_without_a_code_is_described_and_a_division_is_not():
    graph = page_graph(draft().reading, FETCHED)
    group = IRIS.settlement("上街组", "431225212")
    assert set(graph.predicate_objects(group)) == {
        (RDF.type, XT.Group),
        (RDFS.label, Literal("上街组", lang="zh")),
        (XT.within, IRIS.place("431225212")),
        (XT.county, IRIS.place("431225")),
    }
    assert not set(graph.predicate_objects(IRIS.place("431225212")))


def test_a_national_programme_is_pointed_to_and_a_local_one_described_under_its_county():
    page = Draft(URL, "红榜", "推行“红榜评比”和乡村振兴", home="431225212").program(
        "红榜评比", "brand", broader="points-system"
    )
    graph = page_graph(page.program("乡村振兴", "campaign", "rural-revitalisation").reading, FETCHED)
    local = IRIS.local_program("红榜评比", "431225")
    assert (IRIS.page(URL), SDO.mentions, IRIS.program("rural-revitalisation")) in graph
    assert not set(graph.predicate_objects(IRIS.program("rural-revitalisation")))
    assert set(graph.predicate_objects(local)) == {
        (RDF.type, XT.Brand),
        (RDFS.label, Literal("红榜评比", lang="zh")),
        (SKOS.broader, IRIS.program("points-system")),
    }


def test_names_of_a_page_without_home_stay_the_pages_own():
    graph = page_graph(Draft(URL, "红榜", "推行“红榜评比”").program("红榜评比", "brand").reading, FETCHED)
    assert IRIS.local_program("红榜评比", str(IRIS.page(URL)).rsplit("/", 1)[-1]) in set(graph.subjects())


def test_a_fact_says_what_where_when_and_how_much():
    graph = page_graph(draft().reading, FETCHED)
    money = fact_of(graph, "资金")
    said = set(graph.predicate_objects(money))
    passage = graph.value(money, PROV.wasDerivedFrom)
    assert said == {
        (RDF.type, XT.Fact),
        (XT.what, Literal("资金", lang="zh")),
        (XT.value, Literal("4000000", datatype=XSD.decimal)),
        (XT.unitText, Literal("CNY", lang="zh")),
        (XT.baseValue, Literal("4000000", datatype=XSD.decimal)),
        (XT.baseUnit, URIRef("http://qudt.org/vocab/currency/CNY")),
        (XT.quantityKind, Literal("money")),
        (XT.qualifier, XT.over),
        (XT.modality, XT.actual),
        (XT.place, IRIS.place("431225212")),
        (XT.program, IRIS.program("village-cleaning")),
        (XT.when, Literal("2023")),
        (XT.start, Literal("2023-01-01", datatype=XSD.date)),
        (XT.end, Literal("2023-12-31", datatype=XSD.date)),
        (XT.written, Literal("400余万元", lang="zh")),
        (XT.claim, graph.value(money, XT.claim)),
        (PROV.wasDerivedFrom, passage),
    }


def claims(*facts: dict[str, Any]) -> set[Node | None]:
    """The claims of facts of one village; each differs from the first in what it is given with."""
    found = set[Node | None]()
    for more in facts:
        said: dict[str, Any] = {
            "value": "600000",
            "unit": "CNY",
            "what": "集体经济收入",
            "where": "431225212209",
            "when": "2023",
        }
        page = (
            Draft(URL, "朗江村", "集体经济收入60万元。", home="431225212")
            .program("朗江村")
            .fact("60万元", **said | more)
        )
        graph = page_graph(page.reading, FETCHED)
        found.add(graph.value(next(graph.subjects(RDF.type, XT.Fact)), XT.claim))
    return found


def test_a_claim_is_one_however_it_is_worded():
    same = {"indicator": "collective-income"}
    assert (
        len(claims(same, same | {"what": "村集体收入"}, same | {"qualifier": "over"}, same | {"program": "朗江村"}))
        == 1
    )
    assert (
        len(claims({"what": "道路", "value": "1", "unit": "公里"}, {"what": "“道路”", "value": "1000", "unit": "米"}))
        == 1
    )


@pytest.mark.parametrize(
    "other",
    [
        {"value": "600001"},
        {"unit": "USD"},
        {"what": "投入"},
        {"where": "431225212"},
        {"when": "2024"},
        {"modality": "planned"},
        {"per": "户"},
        {"indicator": "per-capita-income"},
    ],
)
def test_another_thing_place_value_unit_time_or_modality_is_another_claim(other: dict[str, Any]):
    assert len(claims({}, other)) == 2


def test_a_fact_has_the_confidence_that_the_reader_gives_it():
    page = Draft(URL, "朗江村", "集体经济收入60万元。").fact("60万元", "600000", "CNY", "收入", confidence=0.8765)
    graph = page_graph(page.reading, FETCHED)
    assert list(graph.objects(None, XT.confidence)) == [Literal("0.88", datatype=XSD.decimal)]


def test_a_passage_is_letter_for_letter_the_text_at_its_offsets():
    text = draft().text
    graph = page_graph(draft().reading, FETCHED)
    passages = set(graph.subjects(RDF.type, XT.Passage))
    assert passages
    for passage in passages:
        start, end = map(int, str(passage).partition("#char=")[2].split(","))
        assert str(graph.value(passage, XT.quote)) == text[start:end]
        assert passage == IRIS.passage(IRIS.page(URL), start, end)
        assert graph.value(passage, PROV.wasQuotedFrom) == IRIS.page(URL)


def test_whatever_a_page_mentions_stands_in_a_passage():
    graph = page_graph(draft().reading, FETCHED)
    page = IRIS.page(URL)
    for thing in graph.objects(page, SDO.mentions):
        assert [s for s in graph.subjects(SDO.mentions, thing) if s != page]


def test_areas_and_lengths_compare_in_their_base_unit():
    graph = page_graph(
        Draft(URL, "田", "种植1.2万亩,修路2.5公里。")
        .fact("1.2万亩", "12000", "亩", "种植")
        .fact("2.5公里", "2.5", "公里", "路")
        .reading,
        FETCHED,
    )
    assert graph.value(fact_of(graph, "种植"), XT.baseValue) == Literal("8000000", datatype=XSD.decimal)
    assert graph.value(fact_of(graph, "种植"), XT.baseUnit) == IRIS.unit("square-metre")
    assert graph.value(fact_of(graph, "路"), XT.baseValue) == Literal("2500", datatype=XSD.decimal)


def test_the_same_word_is_the_unit_that_its_neighbours_tell():
    """度 of a power station in a year, of spirits, of a slope and of a summer's day."""
    graph = page_graph(
        Draft(URL, "村里的数", "电站全年发了80万度。酒坊出的白酒有53度。茶园坡度28度。去年夏天最高气温36度。")
        .fact("80万度", "800000", "度", "电站")
        .fact("53度", "53", "度", "白酒")
        .fact("28度", "28", "度", "茶园坡度")
        .fact("36度", "36", "度", "夏天最高气温")
        .reading,
        FETCHED,
    )
    said = {
        what: (graph.value(fact_of(graph, what), XT.baseUnit), str(graph.value(fact_of(graph, what), XT.quantityKind)))
        for what in ("电站", "白酒", "茶园坡度", "夏天最高气温")
    }
    assert said == {
        "电站": (IRIS.unit("kilowatt-hour"), "energy"),
        "白酒": (IRIS.unit("degree-of-proof"), "alcohol"),
        "茶园坡度": (IRIS.unit("degree-of-arc"), "angle"),
        "夏天最高气温": (IRIS.unit("degree-celsius"), "temperature"),
    }


def test_a_number_with_people_right_behind_it_counts_persons():
    reading = Draft(URL, "水", "3万多群众喝上自来水。").fact("3万多", "30000", "", "群众", qualifier="over").reading
    graph = page_graph(reading, FETCHED)
    assert graph.value(fact_of(graph, "群众"), XT.baseUnit) == IRIS.unit("person")
    assert graph.value(fact_of(graph, "群众"), XT.unitText) == Literal("人", lang="zh")
    assert not violations(graph)


def test_a_quote_that_is_not_the_text_is_refused():
    page = draft()
    fact = page.reading.facts[0]
    broken = replace(fact, quote=fact.quote + "!")
    page.add("facts", broken)
    with pytest.raises(ValueError, match="quote"):
        page_graph(page.reading, FETCHED)


@pytest.mark.parametrize("value", ["1E+999999999999", "1E-999999999999", "NaN", "Infinity"])
def test_a_number_beyond_reason_is_refused(value: str):
    page = Draft(URL, "标题", "投入1元。").fact("1元", value, "CNY", "钱")
    with pytest.raises(ValueError, match="number"):
        page_graph(page.reading, FETCHED)


def test_the_same_fact_on_two_pages_is_one_node_with_two_passages():
    def page(url: str, title: str) -> Graph:
        made = Draft(url, title, "青朗乡投入资金400余万元。", home="431225212", published="2023-06-14")
        return page_graph(made.fact("400余万元", "4000000", "CNY", "资金", qualifier="over").reading, FETCHED)

    union = page("http://a.example/1", "一") + page("http://b.example/2", "二")
    (fact,) = union.subjects(RDF.type, XT.Fact)
    assert len(set(union.objects(fact, PROV.wasDerivedFrom))) == 2


@pytest.mark.parametrize(
    "other",
    [{"home": "431225213"}, {"home": None}, {"published": "2022-06-14"}, {"value": "4000001"}, {"qualifier": "about"}],
)
def test_facts_that_differ_in_what_they_say_are_two(other: dict[str, str]):
    def fact(home="431225212", published="2023-06-14", value="4000000", qualifier="over") -> URIRef:
        made = Draft(URL, "标题", "青朗乡投入资金400余万元。", home=home, published=published)
        graph = page_graph(made.fact("400余万元", value, "CNY", "资金", qualifier=qualifier).reading, FETCHED)
        return fact_of(graph, "资金")

    assert fact() != fact(**other)


def test_a_placeless_fact_of_a_homeless_page_is_that_pages_alone():
    def fact(url: str) -> URIRef:
        return fact_of(page_graph(Draft(url, "标题", "投入1元。").fact("1元", "1", "CNY", "钱").reading, FETCHED), "钱")

    assert fact("http://a.example/1") != fact("http://b.example/2")


def test_the_same_page_gives_the_same_lines_and_no_blank_nodes():
    lines = nquads(page_graph(draft().reading, FETCHED), IRIS.page(URL))
    assert lines == nquads(page_graph(draft().reading, FETCHED), IRIS.page(URL))
    assert lines == sorted(set(lines))
    assert not any("_:" in line for line in lines)


def test_every_line_is_a_quad_of_the_pages_graph():
    lines = nquads(page_graph(draft().reading, FETCHED), IRIS.page(URL))
    quads = list(parse("".join(lines).encode(), RdfFormat.N_QUADS))
    assert len(quads) == len(lines)
    assert {quad.graph_name.value for quad in quads} == {str(IRIS.page(URL))}


def test_text_with_quotes_line_breaks_and_controls_comes_back_unchanged():
    title = 'a"b\\c\r\x00\x1f\u2028d'
    lines = nquads(page_graph(Draft(URL, title).reading, FETCHED), IRIS.page(URL))
    quads = list(parse("".join(lines).encode(), RdfFormat.N_QUADS))
    assert title in {quad.object.value for quad in quads}


def test_another_base_changes_names_but_not_facts():
    here, there = (
        page_graph(draft().reading, FETCHED),
        page_graph(draft().reading, FETCHED, Iris("http://localhost/x/")),
    )
    assert {str(s).removeprefix("http://localhost/x/") for s in there.subjects()} == {
        str(s).removeprefix("https://w3id.org/xiangtu/") for s in here.subjects()
    }


def test_a_page_without_anything_but_a_title_conforms():
    assert violations(page_graph(Draft(URL, "标题").reading, datetime(2024, 1, 1, tzinfo=UTC))) == ()
