"""Clients that others wrote, and our own, on the demo's graph."""

import httpx
import pandas as pd
import pytest
from rdflib import Graph as RdfGraph
from rdflib import URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, SPARQLWrapper

from flows.storage import DataFolder
from serve.client import Graph, QueryError
from serve.client import source as client_source

VILLAGES = "SELECT ?code ?name { ?v a xt:Village ; xt:code ?code ; rdfs:label ?name } ORDER BY ?code"


@pytest.fixture
def address(demo_client: httpx.Client) -> str:
    return str(demo_client.base_url)


@pytest.fixture(params=["folder", "endpoint"])
def graph(request: pytest.FixtureRequest, demo: DataFolder, address: str) -> Graph:
    return Graph(demo.local if request.param == "folder" else address, timeout_s=120)


def test_sparqlwrapper_asks_in_each_form(address: str) -> None:
    asking = SPARQLWrapper(f"{address}/query")
    asking.setMethod(POST)
    asking.setQuery(VILLAGES)
    asking.setReturnFormat(JSON)
    names = [row["name"]["value"] for row in asking.queryAndConvert()["results"]["bindings"]]
    assert "额肯呼都格嘎查" in names
    asking.setReturnFormat(CSV)
    assert asking.queryAndConvert().decode().count("\r\n") == len(names) + 1
    asking.setQuery("CONSTRUCT { ?v rdfs:label ?n } WHERE { ?v a xt:Village ; rdfs:label ?n }")
    asking.setReturnFormat(TURTLE)
    assert len(RdfGraph().parse(data=asking.queryAndConvert(), format="turtle")) > 0
    asking.setQuery("SELECT * {")
    with pytest.raises(Exception, match="is not closed"):
        asking.query()


def test_rdflibs_sparqlstore_reads_the_graph(address: str) -> None:
    graph = RdfGraph(SPARQLStore(f"{address}/sparql"))
    names = {str(row[0]) for row in graph.query("SELECT ?n { ?v a xt:Village ; rdfs:label ?n }")}
    assert "额肯呼都格嘎查" in names
    county = URIRef("https://w3id.org/xiangtu/place/431225")
    assert (county, None, None) in graph


def test_pandas_reads_an_address(address: str) -> None:
    query = httpx.QueryParams({"query": VILLAGES, "format": "csv"})
    table = pd.read_csv(f"{address}/query?{query}", dtype={"code": str})
    assert list(table.columns) == ["code", "name"]
    assert "额肯呼都格嘎查" in set(table.name)


def test_places_by_name_level_and_what_they_lie_in(graph: Graph) -> None:
    counties = graph.places(level="county")
    assert set(counties.level) == {"county"}
    county = graph.places("会同")
    assert list(county.name) == ["会同县"]
    inside = graph.places(within=county.code[0], level="township")
    assert set(inside.parent) == {"431225"}


def test_facts_are_a_row_each_in_numbers_and_times(graph: Graph) -> None:
    facts = graph.facts()
    assert facts.fact.is_unique
    count = graph.query("SELECT (COUNT(DISTINCT ?f) AS ?n) { ?f a xt:Fact }").n[0]
    assert len(facts) == count
    assert facts.value.dtype == facts.baseValue.dtype == "Float64"
    assert pd.api.types.is_datetime64_any_dtype(facts.start)
    assert (facts.sources >= 1).all()
    assert facts.sentence.notna().all()


def test_facts_are_narrowed_by_place_indicator_programme_modality_and_years(graph: Graph) -> None:
    everything = graph.facts()
    inside = graph.facts("431225")
    assert 0 < len(inside) < len(everything)
    assert set(inside.code.dropna().str[:6]) == {"431225"}
    assert set(graph.facts(modality="planned").modality) == {"planned"}
    assert set(graph.facts(indicator="集体经济收入").fact) < set(everything.fact)
    assert 0 < len(graph.facts(program="乡村振兴")) < len(everything)
    assert 0 < len(graph.facts(years=(2023, 2023))) < len(everything)
    assert len(graph.facts(["431225", "152922"], limit=5)) == 5


def test_the_newest_observation_of_each_place_and_all_of_them(graph: Graph) -> None:
    newest = graph.observations("集体经济收入")
    assert not newest.duplicated(["code", "where"]).any()
    assert set(newest.baseUnit) == {"CNY"}
    everything = graph.observations("集体经济收入", date="all")
    assert len(everything) >= len(newest) > 0
    assert set(graph.observations("集体经济收入", date=str(newest.year[0])).year) == {newest.year[0]}


def test_a_dossier_a_series_and_evidence(graph: Graph) -> None:
    assert "额肯呼都格嘎查" in set(graph.dossier("152922")["where"])
    assert len(graph.series("152922", "集体经济收入")) > 0
    fact = graph.facts(indicator="集体经济收入").fact[0]
    assert graph.evidence(fact).sentence.str.len().min() > 3


def test_what_can_not_be_asked_says_why(graph: Graph) -> None:
    with pytest.raises(QueryError, match="the prefix foo: is not declared"):
        graph.query("SELECT * { ?a foo:b ?c }")
    with pytest.raises(ValueError, match="is no division's code"):
        graph.facts("会同县")
    with pytest.raises(ValueError, match="there are: "):
        graph.question("nope")
    with pytest.raises(ValueError, match="is no IRI"):
        graph.evidence("x> { } #")


def test_nothing_there_says_what_to_do() -> None:
    with pytest.raises(QueryError, match="is the endpoint running"):
        Graph("http://127.0.0.1:9").query("ASK {}")
    with pytest.raises(QueryError, match="xiangtu build"):
        Graph("/nowhere")


def test_a_long_download_comes_whole_behind_its_bar(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_source, "LONG_BYTES", 1000)
    query = "SELECT * { ?s ?p ?o } LIMIT 3000"
    assert len(Graph(address).query(query)) == len(Graph(address, progress=False).query(query)) == 3000
