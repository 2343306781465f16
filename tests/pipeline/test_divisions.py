"""The divisions that pages point to: each with what holds it, up to its province."""

import pytest
from rdflib import RDF, RDFS

from ontology.iris import XT, Iris
from pipeline.divisions import place_codes, place_graph
from pipeline.graph.validate import violations
from pipeline.records import PlaceRef
from tests.drafts import Draft

IRIS = Iris()


def test_a_division_stands_with_all_that_holds_it():
    graph = place_graph(["431225212209"])
    names = {str(graph.value(s, XT.code)): str(graph.value(s, RDFS.label)) for s in graph.subjects(XT.code)}
    assert names == {
        "431225212209": "朗江村",
        "431225212": "青朗侗族苗族乡",
        "431225": "会同县",
        "4312": "怀化市",
        "43": "湖南省",
    }
    assert (IRIS.place("431225212209"), XT.within, IRIS.place("431225212")) in graph
    assert (IRIS.place("4312"), XT.within, IRIS.place("43")) in graph
    assert violations(graph) == ()


@pytest.mark.parametrize(
    ("code", "cls"),
    [
        ("43", "Province"),
        ("4312", "Prefecture"),
        ("431225", "County"),
        ("431225212", "Township"),
        ("431225212209", "Village"),
    ],
)
def test_the_level_is_the_class(code: str, cls: str):
    assert place_graph([code]).value(IRIS.place(code), RDF.type) == XT[cls]


def test_a_county_is_one_step_away_from_all_that_lies_in_it():
    graph = place_graph(["431225212209"])
    inside = {IRIS.place(code) for code in ("431225212209", "431225212", "431225")}
    assert set(graph.subjects(XT.county, IRIS.place("431225"))) == inside
    assert graph.value(IRIS.place("4312"), XT.county) is None


@pytest.mark.parametrize("code", ["110101001", "110101", "429004001", "441900003", "460400100"])
def test_no_parent_is_made_up_where_a_level_is_missing(code: str):
    """Municipalities, counties right under a province and cities without counties skip a level."""
    graph = place_graph([code])
    assert violations(graph) == ()
    for place in graph.subjects(XT.code):
        assert graph.value(place, RDFS.label) is not None


def test_a_code_that_the_gazetteer_lacks_lies_where_its_digits_say():
    graph = place_graph(["431225999998"])
    assert graph.value(IRIS.place("431225999998"), RDFS.label) is None
    assert (IRIS.place("431225999998"), XT.within, IRIS.place("431225999")) in graph
    assert (IRIS.place("431225999"), XT.within, IRIS.place("431225")) in graph
    assert violations(graph) == ()


def test_what_is_no_code_is_refused():
    with pytest.raises(ValueError, match="code"):
        place_graph(["朗江村"])


def test_a_readings_codes_are_all_that_its_graph_points_to():
    page = Draft("http://a.example/1", "题", "甲村乙组修路3公里,县水利局出资1元。", home="431225")
    page.place("甲村", "431225212209").place("乙组", None, "group", "431225212").organisation(
        "县水利局", place="431224"
    )
    page.fact("3公里", "3", "公里", "路", where=PlaceRef(None, "丙组", "431225213"))
    page.fact("1元", "1", "CNY", "钱", where="431226")
    assert place_codes(page.reading) == {"431225", "431225212209", "431225212", "431224", "431225213", "431226"}


def test_the_same_codes_in_any_order_give_the_same_graph():
    codes = ["431225212209", "431224", "152971100201"]
    assert set(place_graph(codes)) == set(place_graph(reversed(codes)))
