"""IRIs: minted from what a thing is, safe whatever its name holds."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import URIRef

from ontology.iris import Iris, is_code, segment

IRIS = Iris()
NAMES = st.text(min_size=1).filter(lambda name: name.strip() and segment.__wrapped__)


def test_a_page_is_the_hash_of_its_address():
    page = IRIS.page("http://www.example.gov.cn/xw/1.html")
    assert page == IRIS.page("http://www.example.gov.cn/xw/1.html")
    assert page != IRIS.page("http://www.example.gov.cn/xw/2.html")
    assert page.startswith("https://w3id.org/xiangtu/page/")


def test_a_passage_is_a_character_range_of_its_page():
    page = IRIS.page("http://www.example.gov.cn/xw/1.html")
    assert IRIS.passage(page, 120, 148) == URIRef(f"{page}#char=120,148")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5)])
def test_a_passage_has_characters(start: int, end: int):
    with pytest.raises(ValueError, match="passage"):
        IRIS.passage(IRIS.page("x"), start, end)


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (IRIS.place("431225212"), "place/431225212"),
        (IRIS.settlement("街子组", "530922205201"), "place/530922205201/街子组"),
        (IRIS.program("rural-revitalisation"), "program/rural-revitalisation"),
        (IRIS.local_program("党支部+合作社+农户", "431225"), "program/431225/党支部%2B合作社%2B农户"),
        (IRIS.organisation("会同县农业农村局", "431225"), "org/431225/会同县农业农村局"),
        (IRIS.organisation("人民网"), "org/人民网"),
        (IRIS.document("财农〔2023〕45号"), "document/财农〔2023〕45号"),
        (IRIS.indicator("collective-income"), "indicator/collective-income"),
        (IRIS.unit("mu"), "unit/mu"),
        (IRIS.site("https://www.Example.gov.cn:8080/a"), "site/www.example.gov.cn"),
        (IRIS.graph("places"), "places"),
    ],
)
def test_readable_paths(iri: URIRef, path: str):
    assert iri == URIRef(f"https://w3id.org/xiangtu/{path}")


def test_a_file_has_no_site():
    assert IRIS.site("seeds/page.txt") is None
    assert IRIS.site("http://[broken/") is None


@pytest.mark.parametrize("code", ["", "4", "431", "43122", "4312252121", "43122521220x", "４３"])
def test_what_is_no_code_is_refused(code: str):
    assert not is_code(code)
    with pytest.raises(ValueError, match="code"):
        IRIS.place(code)


def test_another_base():
    assert Iris("http://localhost:8000/kg/").place("43") == URIRef("http://localhost:8000/kg/place/43")


@pytest.mark.parametrize(
    "base", ["", "xiangtu/", "https://w3id.org/xiangtu", "https://x/a b/", "https://x/#/", "https://x/>/"]
)
def test_a_base_is_an_absolute_iri_that_ends_in_a_slash(base: str):
    with pytest.raises(ValueError, match="base"):
        Iris(base)


@pytest.mark.parametrize("name", ["", "  ", "\u3000", "\n"])
def test_a_blank_name_is_refused(name: str):
    with pytest.raises(ValueError, match="name"):
        segment(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [("４＋２工作法", "4+2工作法"), ("方案(试行)", "方案（试行）"), ("朗江村", " 朗江村\u3000")],
)
def test_spellings_of_one_name_are_one(one: str, other: str):
    assert segment(one) == segment(other)


@pytest.mark.parametrize("name", [".", "..", "...", "．．", "a/../b", "%2e%2e", "?x=1", "#top", "a%20b"])
def test_a_name_never_leaves_its_segment(name: str):
    iri = IRIS.local_program(name, "431225")
    parts = urlsplit(str(iri))
    assert parts.query == parts.fragment == ""
    assert parts.path.count("/") == 4
    assert parts.path.rsplit("/", 1)[-1].lower() not in {".", "..", "%2e", "%2e%2e"}


def test_a_long_name_is_cut_and_told_apart_by_its_hash():
    one, other = segment("村" * 5000 + "甲"), segment("村" * 5000 + "乙")
    assert one != other
    assert len(one) < 200


@given(NAMES)
def test_any_name_gives_an_iri_that_a_strict_parser_takes(name: str):
    iri = IRIS.document(name, "431225")
    (quad,) = parse(f"<{iri}> <{iri}> <{iri}> .".encode(), RdfFormat.N_TRIPLES)
    assert quad.subject == NamedNode(str(iri))


@given(NAMES, NAMES)
def test_different_names_never_meet(one: str, other: str):
    same = segment(one) == segment(other)
    assert same == (segment.__wrapped__(one) == segment.__wrapped__(other))


@given(st.dictionaries(st.sampled_from(["what", "value", "place"]), st.text(), min_size=1))
def test_a_fact_is_the_hash_of_what_it_says(says: dict[str, str]):
    assert IRIS.fact(says) == IRIS.fact(dict(reversed(says.items())))
    assert IRIS.fact(says) != IRIS.fact({**says, "unit": "户"})
