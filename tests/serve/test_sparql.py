"""Queries that may run: SPARQL 1.1 that reads, with no way around the refusal of SERVICE."""

import time

import pyoxigraph
import pytest

from serve.errors import RefusedQueryError, TooLargeError
from serve.sparql import checked

CALL = "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {CALL} }}",
        f"select * {{ ?a ?b ?c {CALL.lower().replace('?s ?p ?o', '?x ?y ?z')} }}",
        f"SELECT * {{ {CALL.replace('SERVICE', 'SERVICE SILENT')} }}",
        f"SELECT * {{ OPTIONAL {{ {{ SELECT * {{ {CALL} }} }} }} }}",
        f"SELECT * {{ GRAPH ?g {{ {CALL} }} }}",
        f"SELECT * {{ ?a ?b ?c MINUS {{ {CALL} }} }}",
        f"SELECT * {{ {{ ?a ?b ?c }} UNION {{ {CALL} }} }}",
        f"ASK {{ FILTER EXISTS {{ {CALL} }} }}",
        f"ASK {{ FILTER(1 = 1 && NOT EXISTS {{ {CALL} }}) }}",
        f"SELECT (EXISTS {{ {CALL} }} AS ?x) {{}}",
        f"SELECT * {{ BIND(IF(EXISTS {{ {CALL} }}, 1, 2) AS ?x) }}",
        f"SELECT (COUNT(*) AS ?n) {{}} GROUP BY (EXISTS {{ {CALL} }} AS ?x)",
        f"SELECT (COUNT(*) AS ?n) {{}} GROUP BY ?x HAVING (EXISTS {{ {CALL} }})",
        f"SELECT * {{}} ORDER BY (EXISTS {{ {CALL} }})",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {CALL} }}",
        f"DESCRIBE ?s WHERE {{ {CALL} }}",
        f"SELECT * {{ {CALL.replace('SERVICE', 'S' + chr(92) + 'u0045RVICE')} }}",
        f"SELECT * {{ ?a ?b ?c # to the end of the line\r{CALL}\n}}",
        f'SELECT * {{ ?a ?b "{chr(92)}u005Cu0022 . # " . {CALL} \n}}',
        f"PREFIX x: <http://x#> SELECT * {{ ?a x:b ?c . {CALL} }}",
        f"SELECT * {{ ?a ?b 1{CALL} }}",
        f"SELECT * {{ ?a ?b true{CALL} }}",
        f"PREFIX : <http://127.0.0.1:9/> SELECT * {{ ?a ?b 1 {CALL.replace(' <http://127.0.0.1:9/>', ':')} }}",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { ?a ?b 1SERVICE:x{ ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICESILENT:x{ ?s ?p ?o } }",
        "SELECT * { SERVICE?x{ ?s ?p ?o } }",
        f"SELECT * {{ ?a ?b ?c FILTER(?a<?b&&'x>y') {CALL} FILTER('z'='z') }}",
        f"SELECT * {{ ?a ?b ?c FILTER(?a<?b#x> '''\n) {CALL} #'''\n }}",
        f"PREFIX u: <u:> SELECT * {{ ?a ?b ?c FILTER(1<u:b#x> '''\n) {CALL} #'''\n }}",
    ],
)
def test_service_is_refused_wherever_and_however_it_is_written(query: str) -> None:
    with pytest.raises(RefusedQueryError):
        checked(query, 10_000)


def test_what_is_run_is_what_was_checked_escapes_undone() -> None:
    text = checked(f'SELECT * {{ ?a ?b "{chr(92)}u0022 # " . {CALL} \n}}', 10_000)
    assert chr(92) not in text
    assert '"" #' in text, "the clause stands in a comment for both parsers"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?a ?b "SERVICE <http://x/> { }" }',
        "SELECT * { ?service ?b ?c } # SERVICE <http://x/> { }",
        "PREFIX service: <http://x/service#> SELECT * { ?a service:service ?c }",
        "SELECT * { <http://x/SERVICE> ?b '乡村' }",
    ],
)
def test_the_mere_word_is_not(query: str) -> None:
    assert checked(query, 10_000) == query


@pytest.mark.parametrize(
    "query",
    [
        "",
        "DROP ALL",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "LOAD <http://x/>",
        "SELECT * {",
        "\0",
    ],
)
def test_what_is_no_query_is_refused_with_its_place(query: str) -> None:
    with pytest.raises(RefusedQueryError, match=r"not a SPARQL 1\.1 query: line 1, column \d+"):
        checked(query, 10_000)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c FILTER(?a<?c) FILTER(?c > 1 && ?a<3) }",
        "SELECT * { ?a ?b ?c FILTER(?a < ?c && 'x' > ?c) # a comment's end\n }",
        "SELECT * { VALUES (?a ?b) { (<http://x#a> <http://x#b>) (UNDEF <http://x#'b'>) } }",
        "SELECT * { ?a ?b ?c FILTER(?c IN (<http://x#a>, <http://x#b>)) }",
        "SELECT * { ?a (<http://x#a>/<http://x#b>|^<http://x#c>)* ?c, 'it''s' }".replace("''", "\\'"),
        'SELECT * { ?a <http://x#a> """a "quoted" word""", "", \'\', 1.5e3, -2, true, "x"@zh-Hans, "1"^^<http://x#t> }',
        "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a ?b ; ?c [ ?d ( 1 2 ) ] } GROUP BY ?b HAVING (?n>2) ORDER BY DESC(?n)",
        "PREFIX p: <http://x/> SELECT * { p:乡村.x ?b p:a%20b, p:a\\'b, p: . ?a ?b _:b.1 }",
        "SELECT * { " + " ".join(f"?s ?p ?o{n} ." for n in range(500)) + " }",
        "SELECT * { ?s ?p ?o " + " ".join(f"OPTIONAL {{ ?s ?p{n} ?o{n} }}" for n in range(84)) + " }",
    ],
)
def test_a_query_is_not_changed_and_the_engine_reads_it_too(query: str) -> None:
    text = checked(query, 100_000)
    assert text == query
    if len(text) < 1000:
        pyoxigraph.Store().query(text)


def test_an_undeclared_prefix_is_named_with_its_place_and_what_is_declared() -> None:
    said = r"line 2, column 4: the prefix foo: is not declared.* declared already are: xt, prov"
    with pytest.raises(RefusedQueryError, match=said):
        checked("SELECT * {\n?a foo:b ?c }", 100, {"xt": "http://x/", "prov": "http://p/"})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER(" + " || ".join(f"?s = {n}" for n in range(6000)) + ") }",
        "SELECT * " + "{" * 500 + "}" * 500,
        "SELECT (" + "IF(true," * 300 + "1" + ",2)" * 300 + " AS ?x) {}",
        "SELECT * { " + " ".join(f"BIND({n} AS ?o{n})" for n in range(2000)) + " }",
    ],
)
def test_what_would_overflow_the_engine_is_refused_at_once(query: str) -> None:
    begun = time.process_time()
    with pytest.raises(RefusedQueryError, match="deep"):
        checked(query, 200_000)
    assert time.process_time() - begun < 1


def test_a_query_is_bounded_in_length_and_depth() -> None:
    with pytest.raises(TooLargeError, match="longer than"):
        checked("SELECT * { ?a ?b '" + "山" * 40 + "' }", 100)
    with pytest.raises(RefusedQueryError):
        checked("SELECT * " + "{" * 5000 + "}" * 5000, 100_000)


def test_known_prefixes_are_declared_before_the_query_and_its_own_win() -> None:
    known = {"a": "http://given/", "b": "http://b/"}
    text = checked("PREFIX a: <http://own/> SELECT (a:x AS ?x) (b:y AS ?y) {}", 1000, known)
    (row,) = pyoxigraph.Store().query(text, prefixes=known)  # type: ignore[union-attr]
    assert (row["x"].value, row["y"].value) == ("http://own/x", "http://b/y")
