"""The protocol as clients use it: which form is answered, headers, FROM, graphs, addresses that are known and not."""

import gzip
import html
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from rdflib import Graph, URIRef

from ontology.questions import questions
from tests.serve.conftest import rows

Serve = Callable[..., AbstractContextManager[httpx.Client]]
PLACE, LABEL = "https://w3id.org/xiangtu/place/431225", "http://www.w3.org/2000/01/rdf-schema#label"
SAID = {
    f'<{PLACE}> <{LABEL}> "会同县"@zh': "http://g/1",
    f"<{PLACE}212/朗江村> <https://w3id.org/xiangtu/ns#within> <{PLACE}>": "http://g/1",
    f'<{PLACE}/a%20b> <{LABEL}> "=1+1"': "http://g/2",
}
QUADS = "".join(f"{triple} .\n{triple} <{graph}> .\n" for triple, graph in SAID.items())
SELECT = "SELECT ?s { ?s ?p ?o }"
GRAPH = "CONSTRUCT WHERE { ?s ?p ?o }"
ROWS_JSON, CSV, XML = "application/sparql-results+json", "text/csv; charset=utf-8", "application/sparql-results+xml"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    from flows.storage import DataFolder
    from tests.serve.conftest import put_store, served

    folder = tmp_path_factory.mktemp("data")
    data = DataFolder(str(folder), folder)
    put_store(data, QUADS)
    with served(data, public="https://data.example.org/xiangtu/") as serving:
        yield serving


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", SELECT, ROWS_JSON),
        ("", SELECT, ROWS_JSON),
        ("application/json", SELECT, ROWS_JSON),
        ("text/*", SELECT, CSV),
        ("text/csv;q=0, */*;q=0.1", SELECT, ROWS_JSON),
        ("application/sparql-results+json;q=0, */*", SELECT, CSV),
        ("application/json, application/sparql-results+json;q=0", SELECT, ROWS_JSON),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", SELECT, XML),
        ("TEXT/CSV", SELECT, CSV),
        ("text/turtle, text/csv", SELECT, CSV),
        ("text/turtle, text/csv", GRAPH, "text/turtle; charset=utf-8"),
        ("text/tab-separated-values", SELECT, "text/tab-separated-values; charset=utf-8"),
        ("application/rdf+xml", GRAPH, "application/rdf+xml"),
        ("application/ld+json", GRAPH, "application/ld+json"),
        ("application/n-triples", GRAPH, "application/n-triples"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", SELECT, XML),
    ],
)
def test_the_form_is_the_one_that_the_client_likes_most(
    accept: str, query: str, kind: str, client: httpx.Client
) -> None:
    answer = client.get("/query", params={"query": query}, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize("accept", ["image/png", "application/*;q=0, text/*;q=0", "text/turtle"])
def test_what_no_form_suits_is_not_acceptable(accept: str, client: httpx.Client) -> None:
    answer = client.get("/query", params={"query": SELECT}, headers={"accept": accept})
    assert answer.status_code == 406
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("way", ["address", "form"])
def test_bytes_that_are_no_utf8_are_refused_and_not_replaced(way: str, client: httpx.Client) -> None:
    form = "query=ASK%7B%3Fa%20%3Fb%20%22%FF%FE%22%7D"
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = client.get(f"/query?{form}") if way == "address" else client.post("/query", content=form, headers=kind)
    assert answer.status_code == 400
    assert "not UTF-8" in answer.text


def test_a_parameter_wins_over_the_header(client: httpx.Client) -> None:
    for form in ("csv", "text/csv"):
        answer = client.get("/query", params={"query": SELECT, "format": form}, headers={"accept": ROWS_JSON})
        assert answer.headers["content-type"] == CSV
    assert client.get("/query", params={"query": SELECT, "format": "pdf"}).status_code == 400


def test_an_error_is_json_or_a_line_of_text_as_the_client_reads_it(client: httpx.Client) -> None:
    for accept, kind in [("*/*", "json"), (ROWS_JSON, "json"), ("text/csv", "text/plain"), ("text/html", "text/plain")]:
        answer = client.get("/query", params={"query": "SELECT *"}, headers={"accept": accept})
        assert answer.status_code == 400
        assert kind in answer.headers["content-type"]
        assert "not a SPARQL 1.1 query: line 1, column " in answer.text


def test_the_usual_prefixes_need_no_declaration_and_are_said(client: httpx.Client) -> None:
    assert rows(client.post("/query", data={"query": "SELECT ?l { place:431225 rdfs:label ?l }"})) == [{"l": "会同县"}]
    said = Graph().parse(data=client.get("/query").text, format="turtle")
    declared = {str(o) for o in said.objects(None, URIRef("http://www.w3.org/ns/shacl#prefix"))}
    assert {"xt", "schema", "prov", "place", "rdfs"} <= declared
    endpoint = URIRef("http://www.w3.org/ns/sparql-service-description#endpoint")
    assert [str(o) for o in said.objects(None, endpoint)] == ["https://data.example.org/xiangtu/query"]


def test_any_page_of_the_web_may_ask(client: httpx.Client) -> None:
    asked = {"origin": "https://app.example.org", "access-control-request-method": "POST"}
    assert client.options("/query", headers=asked).headers["access-control-allow-origin"] == "*"
    answer = client.get("/query", params={"query": SELECT}, headers={"origin": "https://app.example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    failed = client.get("/query", params={"query": "x"}, headers={"origin": "https://app.example.org"})
    assert (failed.status_code, failed.headers["access-control-allow-origin"]) == (400, "*")


def test_head_and_options_are_answered(client: httpx.Client) -> None:
    head = client.head("/query", params={"query": SELECT})
    assert (head.status_code, head.content) == (200, b"")
    options = client.options("/query")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_answers_are_packed_where_that_is_wanted(client: httpx.Client) -> None:
    query = "SELECT ?s ?o { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(4)) + " ?s ?p ?o }"
    packed = ("gzip", "br, gzip;q=0.5")
    for accepted in (*packed, "gzip;q=0", "identity", "gzip;q=0.5, identity"):
        encoding = "gzip" if accepted in packed else None
        with client.stream(
            "GET", "/query", params={"query": query, "format": "csv"}, headers={"accept-encoding": accepted}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        assert answer.headers.get("content-encoding") == encoding
        assert (gzip.decompress(raw) if encoding else raw).startswith(b"s,o\r\n")


def test_from_is_obeyed_in_the_query_and_in_the_protocol(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"

    def counted(data_set: str, **parameters: str) -> int:
        return int(rows(client.get("/query", params={"query": count.format(data_set), **parameters}))[0]["n"])

    assert counted("") == 3
    assert counted("FROM <http://g/1>") == counted("", **{"default-graph-uri": "http://g/1"}) == 2
    assert counted("FROM <http://g/1> FROM <http://g/2>") == 3
    assert counted("FROM <http://no.such/graph>") == 0
    assert counted("FROM <http://g/2>", **{"default-graph-uri": "http://g/1"}) == 2, "the protocol's wins"
    named = "SELECT ?g FROM NAMED <http://g/2> { GRAPH ?g { ?s ?p ?o } }"
    assert rows(client.get("/query", params={"query": named})) == [{"g": "http://g/2"}]


def test_graphs_can_be_taken_whole(client: httpx.Client) -> None:
    default = Graph().parse(data=client.get("/store?default").text, format="turtle")
    assert len(default) == 3
    one = client.get("/store", params={"graph": "http://g/2"}, headers={"accept": "application/n-triples"})
    assert one.text.count("\n") == 1
    assert client.get("/store", params={"graph": "http://no.such/graph"}).status_code == 404
    assert client.get("/store").status_code == 400


@pytest.mark.parametrize("bad", ["/store?graph=%3Cx%3E", "/query?query=ASK%7B%7D&default-graph-uri=no%20iri"])
def test_graph_names_that_are_none_are_refused(bad: str, client: httpx.Client) -> None:
    assert client.get(bad).status_code == 400


@pytest.mark.parametrize(
    ("path", "accept", "kind"),
    [
        ("/place/431225", "*/*", "text/turtle"),
        ("/place/431225", "application/ld+json", "application/ld+json"),
        ("/place/431225.nt", "text/turtle", "application/n-triples"),
        ("/place/431225.jsonld", "*/*", "application/ld+json"),
        ("/place/431225.ttl", "*/*", "text/turtle"),
        ("/place/431225212/朗江村", "application/rdf+xml", "application/rdf+xml"),
        ("/place/431225212/%E6%9C%97%E6%B1%9F%E6%9D%91.ttl", "*/*", "text/turtle"),
        ("/place/431225/a%20b", "text/turtle", "text/turtle"),
    ],
)
def test_an_entity_answers_at_its_address_by_accept_and_by_suffix(
    path: str, accept: str, kind: str, client: httpx.Client
) -> None:
    answer = client.get(path, headers={"accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)
    form = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}.get(kind, "json-ld")
    graph = Graph().parse(data=answer.content, format=form)
    assert len(graph) >= 1
    assert answer.headers["content-location"].startswith("/place/431225")


def test_an_address_that_nothing_is_known_of_says_so(client: httpx.Client) -> None:
    for path in ("/place/1", "/fact/ffff", "/place/%FF", "/program/x%3E%20y", "/place/"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.json()["error"]["reason"] == "not-found"
    assert "nothing is known of" in client.get("/place/1").json()["error"]["message"]


def test_the_vocabulary_is_documentation_and_rdf(client: httpx.Client) -> None:
    page = client.get("/ns", headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert 'id="Fact"' in page.text
    assert "xt:modality" in page.text
    for path, form in [("/ns.ttl", "turtle"), ("/ns.nt", "nt"), ("/ns.jsonld", "json-ld"), ("/ns.rdf", "xml")]:
        assert len(Graph().parse(data=client.get(path).content, format=form)) > 100
    assert "@context" in client.get("/context.jsonld").json()


def test_the_graph_is_described_at_its_well_known_address(client: httpx.Client) -> None:
    said = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    (triples,) = said.objects(None, URIRef("http://rdfs.org/ns/void#triples"))
    assert int(triples) == 3  # type: ignore[arg-type]


def test_health_and_metrics(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
    client.get("/query", params={"query": "ASK {}"})
    client.get("/query", params={"query": "ASK"})
    text = client.get("/metrics").text
    assert 'xiangtu_queries_total{outcome="answered"}' in text
    assert 'xiangtu_queries_total{outcome="refused"}' in text


def test_the_query_page_takes_a_query_to_edit(client: httpx.Client) -> None:
    page = client.get(
        "/sparql", params={"edit": "SELECT * { ?s ?p '</textarea><b>' }"}, headers={"accept": "text/html"}
    )
    assert "SELECT * { ?s ?p &#39;&lt;/textarea&gt;&lt;b&gt;&#39; }</textarea>" in page.text
    assert "data-edited" in page.text
    assert "data-edited" not in client.get("/sparql", headers={"accept": "text/html"}).text


def test_the_query_page_is_small_and_has_each_question_a_click_away(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"accept": "text/html"}).text
    assert len(page.encode()) < 50_000
    assert all(f'href="/sparql?question={name}"' in page for name in questions())
    shown = client.get("/sparql", params={"question": "money"}, headers={"accept": "text/html"}).text
    assert questions()["money"].text in html.unescape(shown)


def test_the_query_page_works_without_scripts(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    assert '<form id="plain" action="/query" method="get">' in page.text
    assert client.get("/sparql/query.js").status_code == 200
    assert client.get("/sparql/..%2Fpage.py").status_code == 404
