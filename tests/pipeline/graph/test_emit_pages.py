"""Whole pages, read by the pipeline: each graph conforms; each quote is letter for letter in the cleaned text."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import PROV, RDF, SDO

from ontology.iris import XT, Iris
from pipeline.divisions import place_codes, place_graph
from pipeline.graph.emit import page_graph, page_written
from pipeline.graph.validate import report
from pipeline.graph.written import in_graph, nquads
from pipeline.read import read_page
from pipeline.records import RawPage, Reading
from tests.drafts import FETCHED
from tests.pipeline.graph.test_written import by_rdflib

ROOT = Path(__file__).parents[3]
IRIS = Iris()
RELATIONS = {XT.Adoption, XT.Participation, XT.Issuance, XT.Affiliation}


def pages() -> Iterator[Path]:
    for annotated in ("dev",):
        yield from sorted((ROOT / f"corpus/read/{annotated}/pages").glob("*"))
    yield from sorted((ROOT / "flows/demo/site").glob("**/*.html"))
    yield from sorted((ROOT / "../shared/seeds").glob("*.txt"))


@pytest.fixture(scope="module", params=list(pages()), ids=lambda path: path.name)
def reading(request: pytest.FixtureRequest) -> Reading:
    found = read_page(RawPage(f"http://www.example.gov.cn/{request.param.name}", FETCHED, request.param.read_bytes()))
    if not isinstance(found, Reading):
        pytest.skip(f"no article: {found.reason}")
    return found


def test_the_graph_conforms(reading: Reading):
    assert [str(found) for found in report(page_graph(reading, FETCHED))] == []


def test_every_quote_is_letter_for_letter_in_the_text(reading: Reading):
    graph = page_graph(reading, FETCHED)
    for passage in graph.subjects(RDF.type, XT.Passage):
        start, end = map(int, str(passage).partition("#char=")[2].split(","))
        assert str(graph.value(passage, XT.quote)) == reading.article.text[start:end] != ""


def test_every_statements_quote_is_letter_for_letter_in_the_text(reading: Reading):
    for said in (*reading.facts, *reading.relations):
        assert said.quote == reading.article.text[said.start : said.end] != ""


def test_no_byline_stands_in_what_is_said(reading: Reading):
    """Of persons only the byline is kept: no relation's end is one."""
    ends = (end for r in reading.relations for end in (r.organisation, r.program, r.document) if end)
    assert not {end.text for end in ends} & set(reading.article.authors)


def test_nothing_read_is_lost(reading: Reading):
    """Each statement has its passage, and whatever the page mentions stands in a passage that mentions it."""
    graph, page = page_graph(reading, FETCHED), IRIS.page(reading.article.url)
    quoted = {str(graph.value(passage, XT.quote)) for _, passage in graph.subject_objects(PROV.wasDerivedFrom)}
    assert quoted == {said.quote for said in (*reading.facts, *reading.relations)}
    assert {cls.rsplit("#")[1].lower() for _, cls in graph.subject_objects(RDF.type) if cls in RELATIONS} == {
        relation.kind for relation in reading.relations
    }
    mentioned = {o for s, o in graph.subject_objects(SDO.mentions) if s != page}
    assert mentioned == set(graph.objects(page, SDO.mentions))
    assert len(mentioned) <= sum(map(len, (reading.places, reading.organisations, reading.programs, reading.documents)))


def test_the_lines_are_quads_as_rdflib_writes_them(reading: Reading):
    name = IRIS.page(reading.article.url)
    graph = page_graph(reading, FETCHED)
    lines = in_graph(page_written(reading, FETCHED), name)
    assert lines == nquads(graph, name) == by_rdflib(graph, name)
    assert len(list(parse("".join(lines).encode(), RdfFormat.N_QUADS))) == len(lines)


def test_the_divisions_it_points_to_are_known(reading: Reading):
    graph = place_graph(place_codes(reading))
    assert [str(found) for found in report(graph)] == []
