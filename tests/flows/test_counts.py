"""The counts and lists that a build keeps are those that a query over everything makes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import NamedNode, Store

from flows.store.counts import COUNTS, counts, reached
from ontology.iris import XT, Iris
from tests.flows.conftest import page
from tests.flows.test_build import capture

Run = Callable[..., Result]
SITES = """SELECT ?site (COUNT(DISTINCT ?page) AS ?pages) (COUNT(DISTINCT ?repost) AS ?reposts)
  (COUNT(DISTINCT ?claim) AS ?facts) (MIN(?day) AS ?first) (MAX(?day) AS ?last) {
  ?page schema:isPartOf ?on ; schema:datePublished ?published .
  OPTIONAL { ?page xt:repostOf ?original }
  OPTIONAL { ?passage prov:wasQuotedFrom ?page . ?fact prov:wasDerivedFrom ?passage ; xt:claim ?claim }
  BIND(IF(BOUND(?original), ?page, ?none) AS ?repost) BIND(REPLACE(STR(?on), "^.*/", "") AS ?site)
  BIND(STR(?published) AS ?day)
} GROUP BY ?site ORDER BY ?site"""
PROVINCES = """SELECT ?province (COUNT(DISTINCT ?county) AS ?counties) (COUNT(DISTINCT ?site) AS ?sites)
  (COUNT(DISTINCT ?page) AS ?pages) (COUNT(DISTINCT ?claim) AS ?facts) {
  ?page a xt:Page ; schema:isPartOf ?site .
  FILTER NOT EXISTS { ?page xt:repostOf ?original }
  OPTIONAL { ?page xt:home ?home . ?home xt:within* ?top . ?top a xt:Province ; rdfs:label ?province }
  OPTIONAL { ?page xt:home ?at . ?at xt:county ?county }
  OPTIONAL { ?passage prov:wasQuotedFrom ?page . ?fact prov:wasDerivedFrom ?passage ; xt:claim ?claim }
} GROUP BY ?province"""


TURNS = "VALUES ?turn { xt:firstSeen xt:ended }"
CHANGED = "GRAPH ?history { ?said xt:onPage ?page ; ?turn ?at }"


def rows(xiangtu: Run, question: str) -> list[dict[str, str]]:
    answer = json.loads(xiangtu("query", question, "--format", "json").stdout)
    found = [{name: value["value"] for name, value in row.items()} for row in answer["results"]["bindings"]]
    return sorted(found, key=str)


def kept(data: Path) -> set[str]:
    """The lines of the counts' graph."""
    graph = NamedNode(Iris().graph(COUNTS))
    found = Store.read_only(str(data / "store")).quads_for_pattern(None, None, None, graph)
    return {f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in found}


def test_stored_counts_are_those_of_a_query_over_everything_after_each_build(xiangtu: Run, data: Path) -> None:
    for number in range(5):
        capture(
            data / "raw" / f"s{number}", f"http://{'ab'[number % 2]}.example.com/{number}.html", page(number % 4), 1
        )
    xiangtu("build")
    for change in range(2):
        if change:
            capture(data / "raw" / "s0", "http://a.example.com/0.html", page(0, money=999), 3)
            shutil.rmtree(data / "raw" / "s3")
            xiangtu("build", "--prune")
        names = ("site", "pages", "reposts", "facts", "first", "last")
        assert [{name: row[name] for name in names} for row in rows(xiangtu, "sources")] == rows(xiangtu, SITES)
        assert rows(xiangtu, "coverage") == rows(xiangtu, PROVINCES)
        assert kept(data) == set(counts(data / "store", Iris()))
        checked = "SELECT ?page (SUBSTR(STR(?at), 1, 10) AS ?day) { ?page xt:lastChecked ?at }"
        listed = "SELECT ?page ?day { GRAPH ?kept { ?page xt:checkedDay ?day } ?page a xt:Page }"
        assert rows(xiangtu, checked) == rows(xiangtu, listed)
        lacking = """SELECT ?fact ?missing { ?fact a xt:Fact ; xt:value ?any
            OPTIONAL { ?fact xt:place ?where } OPTIONAL { ?fact xt:when ?when } FILTER(!BOUND(?where) || !BOUND(?when))
            BIND(IF(BOUND(?when), "place", IF(BOUND(?where), "time", "place and time")) AS ?missing) }"""
        assert rows(xiangtu, lacking) == rows(
            xiangtu, "SELECT ?fact ?missing { GRAPH ?kept { ?fact xt:lacks ?missing } }"
        )
        spoken = """SELECT ?place (COUNT(DISTINCT ?page) AS ?n) { VALUES ?class { xt:Township xt:Village }
            ?place a ?class . ?passage schema:mentions ?place ; prov:wasQuotedFrom ?page
            FILTER NOT EXISTS { ?page xt:repostOf ?original } } GROUP BY ?place"""
        assert rows(xiangtu, spoken) == rows(xiangtu, "SELECT ?place ?n { GRAPH ?kept { ?place xt:mentionCount ?n } }")
        newest = """SELECT ?place { GRAPH ?kept { ?place xt:newestMention ?page } ?page schema:datePublished ?day
            FILTER NOT EXISTS { ?page xt:repostOf ?original } FILTER NOT EXISTS { ?later schema:datePublished ?then
            FILTER(?then > ?day) FILTER EXISTS { ?in prov:wasQuotedFrom ?later ; schema:mentions ?place } } }"""
        assert rows(xiangtu, newest) == [{"place": row["place"]} for row in rows(xiangtu, spoken)]
        for term, of in {"turnDay": "?page a xt:Page ; ?turn ?at", "changedDay": CHANGED}.items():
            turns = f"SELECT DISTINCT ?page (SUBSTR(STR(?at), 1, 10) AS ?day) {{ {TURNS} {of} }}"
            listed = f"SELECT ?page ?day {{ GRAPH ?kept {{ ?page xt:{term} ?day }} ?page a xt:Page }}"
            assert rows(xiangtu, turns) == rows(xiangtu, listed)
            days = f"SELECT ?day {{ GRAPH ?kept {{ ?kept xt:{term} ?day }} }}"
            assert {row["day"] for row in rows(xiangtu, days)} == {row["day"] for row in rows(xiangtu, listed)}
            assert change == 0 or rows(xiangtu, days)


@pytest.mark.parametrize(
    ("when", "years"),
    [
        ("2025", {(XT.plannedYear, 2025)}),
        ("2024-11/2026", {(XT.plannedYear, year) for year in (2024, 2025, 2026)}),
        ("2024/..", {(XT.plannedSince, 2024)}),
        ("1024/2926", {(XT.plannedSince, 1024)}),
        ("R/P3M", set()),
    ],
)
def test_a_plan_is_found_by_each_year_that_it_reaches_into(when: str, years: set[tuple[str, int]]) -> None:
    assert set(reached(when)) == years
