"""The counts that a build keeps are those that a query over everything makes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

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


def rows(xiangtu: Run, question: str) -> list[dict[str, str]]:
    answer = json.loads(xiangtu("query", question, "--format", "json").stdout)
    found = [{name: value["value"] for name, value in row.items()} for row in answer["results"]["bindings"]]
    return sorted(found, key=str)


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
