"""Queries that may run: SPARQL 1.1 that reads, with no way around the refusal of SERVICE."""

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
        "SELECT",
        "SELECT * {",
        "\0",
        "SELECT * { LATERAL {} }",
    ],
)
def test_what_is_no_query_is_refused_with_its_place(query: str) -> None:
    with pytest.raises(RefusedQueryError, match=r"not a SPARQL 1\.1 query"):
        checked(query, 10_000)


def test_a_query_is_bounded_in_length_and_depth() -> None:
    with pytest.raises(TooLargeError, match="longer than"):
        checked("SELECT * { ?a ?b '" + "山" * 40 + "' }", 100)
    with pytest.raises(RefusedQueryError):
        checked("SELECT * " + "{" * 5000 + "}" * 5000, 100_000)


def test_known_prefixes_are_declared_before_the_query_and_its_own_win() -> None:
    import pyoxigraph

    text = checked(
        "PREFIX a: <http://own/> SELECT (a:x AS ?x) (b:y AS ?y) {}", 1000, {"a": "http://given/", "b": "http://b/"}
    )
    (row,) = pyoxigraph.Store().query(text)  # type: ignore[union-attr]
    assert (row["x"].value, row["y"].value) == ("http://own/x", "http://b/y")
