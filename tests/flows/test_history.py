"""What a page stated when: it appears, lasts, ends and comes back, whatever the order in which its captures came in."""

import csv
import gzip
import io
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import NamedNode, Quad, Store
from rdflib import PROV, RDF, Dataset, Graph, URIRef

from crawl.archive import Archive, payload_digest
from flows.store.history import TIMES
from flows.store.merged import GRAPH
from ontology.iris import XT, Iris
from pipeline.graph.validate import violations
from tests.flows.conftest import page
from tests.flows.test_build import capture, nquads

Do = Callable[..., Result]
URL, OTHER = "http://a.example.com/1.html", "http://b.example.com/1.html"
HTML = [("Content-Type", "text/html")]
SUM = "资金"
"""What the pages' first sum is read as: 全镇投入资金111万元."""
PAST = f"<{Iris().graph('history')}>"
APPEARANCES = """SELECT ?quote ?first ?last ?ended {
    {
        GRAPH <https://w3id.org/xiangtu/history> {
            ?a xt:onPage ?page ; xt:quote ?quote ; xt:states ?fact ; xt:firstSeen ?first ; xt:lastSeen ?last .
            ?fact xt:what ?what
            OPTIONAL { ?a xt:ended ?ended }
        }
        ?page schema:url ?url
    } UNION {
        ?fact xt:what ?what ; prov:wasDerivedFrom ?passage . ?passage xt:quote ?quote ; prov:wasQuotedFrom ?page .
        ?page schema:url ?url ; xt:firstSeen ?first ; xt:lastSeen ?last
        OPTIONAL { ?page xt:ended ?ended }
        FILTER NOT EXISTS {
            GRAPH <https://w3id.org/xiangtu/history> { ?a xt:onPage ?page ; xt:quote ?quote ; xt:states ?fact }
        }
    } FILTER(STR(?url) = "%s" && STR(?what) = "%s") } ORDER BY ?first ?quote"""
"""What a page stated when: by an appearance where there is one, else for as long as the page was there."""
PAGES = """SELECT ?first ?last ?checked ?ended {
    ?page schema:url ?url ; xt:firstSeen ?first ; xt:lastSeen ?last ; xt:lastChecked ?checked
    OPTIONAL { ?page xt:ended ?ended } FILTER(STR(?url) = "%s") }"""


def moment(day: int) -> datetime:
    return datetime(2024, 5, day, tzinfo=UTC)


def unchanged(folder: Path, html: str, day: int, since: int, url: str = URL) -> None:
    """An archive with the answer that a page is as it was on a day."""
    with Archive(folder, "demo") as archive:
        archive.write_unchanged(url, moment(day), 304, [], payload_digest(html.encode()), moment(since))


def answered(folder: Path, status: int, day: int, url: str = URL, **more: str) -> None:
    """An archive with an answer that is no page."""
    with Archive(folder, "demo") as archive:
        archive.write(url, moment(day), status, HTML, b"<html><body>...</body></html>", **more)  # type: ignore[arg-type]


def rows(run: Do, query: str, *options: object) -> list[tuple[str, ...]]:
    result = run("query", query, "--format", "csv", *options)
    assert result.exit_code == 0, result.stderr
    return [tuple(row.values()) for row in csv.DictReader(io.StringIO(result.stdout))]


def days(row: Iterable[str]) -> tuple[int | None, ...]:
    """The days of May of a row's times."""
    return tuple(int(text[8:10]) if text else None for text in row)


def money(run: Do, url: str = URL, *options: object) -> list[tuple[str, tuple[int | None, ...]]]:
    """The sums that a page stated for the drive, each with the days of its first and last sight and its end."""
    return [(quote, days(times)) for quote, *times in rows(run, APPEARANCES % (url, SUM), *options)]


def test_a_value_that_changes_ends_and_the_new_one_begins(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1, money=111), 1)
    capture(data / "raw" / "demo", URL, page(1, money=222), 5)
    xiangtu("build")
    ((old, was), (new, now)) = money(xiangtu)
    assert "111万元" in old
    assert was == (1, 1, 5)
    assert "222万元" in new
    assert now == (5, 5, None)
    assert days(rows(xiangtu, PAGES % URL)[0]) == (1, 5, 5, None)


def test_what_stays_is_seen_from_the_first_capture_to_the_last(xiangtu: Do, data: Path) -> None:
    for day, sum_ in ((1, 111), (5, 222), (9, 333)):
        capture(data / "raw" / "demo", URL, page(1, money=sum_), day)
    xiangtu("build")
    assert [days(times) for _, *times in rows(xiangtu, APPEARANCES % (URL, "户厕"))] == [(1, 9, None)]


def test_a_quote_that_moves_within_the_text_stays_what_it_is(xiangtu: Do, data: Path) -> None:
    moved = page(1).replace('<div class="content">', '<div class="content"><p>本报讯 连日来，全县各地忙个不停。</p>')
    capture(data / "raw" / "demo", URL, page(1), 1)
    capture(data / "raw" / "demo", URL, moved, 2)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 2, None)]


def test_an_answer_that_nothing_changed_is_a_sight(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1), 1)
    xiangtu("build")
    unchanged(data / "raw" / "demo", page(1), 7, since=1)
    result = xiangtu("build")
    assert result.exit_code == 0, result.stderr
    assert [times for _, times in money(xiangtu)] == [(1, 7, None)]
    assert days(rows(xiangtu, PAGES % URL)[0]) == (1, 7, 7, None)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_ends_what_it_stated_and_stays_in_the_graph(xiangtu: Do, data: Path, status: int) -> None:
    capture(data / "raw" / "demo", URL, page(1), 1)
    xiangtu("build")
    answered(data / "raw" / "demo", status, 3)
    result = xiangtu("build")
    assert result.exit_code == 0, result.stderr
    assert [times for _, times in money(xiangtu)] == [(1, 1, 3)]
    assert days(rows(xiangtu, PAGES % URL)[0]) == (1, 1, 3, 3)
    assert rows(xiangtu, "money"), "what it said is still answered"


def test_a_soft_404_is_gone_too(xiangtu: Do, data: Path) -> None:
    lost = "<html><head><title>页面不存在</title></head><body><p>抱歉，您访问的页面不存在或已删除。</p></body></html>"
    capture(data / "raw" / "demo", URL, page(1), 1)
    capture(data / "raw" / "demo", URL, lost, 3)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 1, 3)]


def test_an_address_that_leads_to_a_page_that_is_gone_is_gone(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1), 1)
    answered(data / "raw" / "demo", 404, 3, "http://a.example.com/404.html", asked=URL)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 1, 3)]


@pytest.mark.parametrize(("status", "role"), [(500, "article"), (503, "article"), (403, "wall"), (412, "wall")])
def test_failures_and_walls_end_nothing_and_check_nothing(xiangtu: Do, data: Path, status: int, role: str) -> None:
    capture(data / "raw" / "demo", URL, page(1), 1)
    answered(data / "raw" / "demo", status, 3, role=role)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 1, None)]
    assert days(rows(xiangtu, PAGES % URL)[0]) == (1, 1, 1, None)


def test_what_comes_back_appears_again(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1), 1)
    answered(data / "raw" / "demo", 404, 3)
    capture(data / "raw" / "demo", URL, page(1), 6)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 1, 3), (6, 6, None)]
    assert days(rows(xiangtu, PAGES % URL)[0]) == (1, 6, 6, None)


def test_an_older_text_that_is_said_to_hold_again_is_the_newest(xiangtu: Do, data: Path) -> None:
    """As archives have it that write a text once, however often it comes back."""
    capture(data / "raw" / "demo", URL, page(1, money=111), 1)
    capture(data / "raw" / "demo", URL, page(1, money=222), 3)
    unchanged(data / "raw" / "demo", page(1, money=111), 5, since=1)
    xiangtu("build")
    assert [times for _, times in money(xiangtu)] == [(1, 1, 3), (3, 3, 5), (5, 5, None)]
    assert {value for (value,) in rows(xiangtu, MONEY_NOW)} == {"1110000"}


MONEY_NOW = f"""SELECT ?value {{ ?fact xt:what "{SUM}"@zh ; xt:modality xt:actual ; xt:value ?value }}"""


def test_what_ended_keeps_its_quote_and_what_it_stated(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1, money=111), 1)
    capture(data / "raw" / "demo", URL, page(1, money=222), 5)
    xiangtu("build")
    ended = f"""SELECT ?quote ?value ?unit ?place {{
        GRAPH {PAST} {{ ?a xt:ended ?when ; xt:quote ?quote ; xt:states ?fact .
        ?fact xt:value ?value ; xt:unitText ?unit ; xt:place|xt:home ?area }} ?area rdfs:label ?place }}"""
    ((quote, value, unit, place),) = rows(xiangtu, ended)
    assert "111万元" in quote
    assert (value, unit, place) == ("1110000", "CNY", "玉什喀拉苏镇")
    assert {value for (value,) in rows(xiangtu, MONEY_NOW)} == {"2220000"}, "what is said now is what the newest says"


def test_a_query_tells_what_changed_between_two_dates(xiangtu: Do, data: Path) -> None:
    for url, sums in ((URL, (111, 111, 222)), (OTHER, (333, 444, 444))):
        for day, sum_ in zip((1, 5, 9), sums, strict=True):
            capture(data / "raw" / "demo", url, page(1, money=sum_), day)
    xiangtu("build")
    between = """SELECT ?change ?value {{ GRAPH <https://w3id.org/xiangtu/history> {{
        ?a xt:states ?fact . ?fact xt:what "{what}"@zh ; xt:value ?value .
        {{ ?a xt:firstSeen ?when BIND("begun" AS ?change) }} UNION {{ ?a xt:ended ?when BIND("ended" AS ?change) }} }}
        FILTER(?when > "2024-05-{:02}T23:59:59Z"^^xsd:dateTime && ?when <= "2024-05-{:02}T23:59:59Z"^^xsd:dateTime) }}
        ORDER BY ?change ?value"""
    assert rows(xiangtu, between.format(1, 5, what=SUM)) == [("begun", "4440000"), ("ended", "3330000")]
    assert rows(xiangtu, between.format(5, 9, what=SUM)) == [("begun", "2220000"), ("ended", "1110000")]
    assert rows(xiangtu, between.format(9, 20, what=SUM)) == []


def lives(folder: Path) -> list[Callable[[], None]]:
    """Two pages' lives, an archive a step: changed, unchanged, gone, back again."""
    first, second = page(1, money=111), page(1, money=222)
    return [
        lambda: capture(folder, URL, first, 1),
        lambda: unchanged(folder, first, 2, since=1),
        lambda: capture(folder, URL, second, 3),
        lambda: answered(folder, 404, 4),
        lambda: answered(folder, 503, 5),
        lambda: capture(folder, URL, first, 6),
        lambda: capture(folder, OTHER, page(2), 1),
        lambda: unchanged(folder, page(2), 8, since=1, url=OTHER),
    ]


def graphs(data: Path) -> set[str]:
    """What the store holds."""
    return set(map(str, Store.read_only(str(data / "store"))))


def test_any_order_and_number_of_builds_gives_the_same_history_byte_for_byte(xiangtu: Do, tmp_path: Path) -> None:
    dumps, stores = set(), set()
    for seed in range(3):
        own = tmp_path / str(seed)
        steps = lives(own / "raw" / "demo")
        for number, step in enumerate(random.Random(seed).sample(steps, len(steps)) if seed else steps):
            step()
            if seed and number % seed == 0:
                assert xiangtu("build", "--data", own).exit_code in (0, 1)
        xiangtu("build", "--data", own)
        assert xiangtu("export", "--data", own).exit_code == 0
        dumps.add(nquads(own))
        stores.add(frozenset(graphs(own)))
    assert len(dumps) == 1
    assert len(stores) == 1
    text = gzip.decompress(dumps.pop()).decode()
    assert text.count("ns#Appearance>") > 10


def test_captures_of_one_archive_have_the_history_that_they_have_apart(xiangtu: Do, tmp_path: Path) -> None:
    found = []
    for together in (True, False):
        own = tmp_path / str(together)
        archive = Archive(own / "raw" / "demo", "demo")
        for day, sum_ in ((4, 333), (1, 111), (2, 222), (3, 111)):
            archive.write(URL, moment(day), 200, HTML, page(1, money=sum_).encode())
            if not together:
                archive.close()
        archive.close()
        xiangtu("build", "--data", own)
        found.append((money(xiangtu, URL, "--data", own), graphs(own)))
    assert found[0] == found[1]
    assert [times for _, times in found[0][0]] == [(1, 1, 2), (2, 2, 3), (3, 3, 4), (4, 4, None)]


def test_the_history_conforms_to_the_shapes(xiangtu: Do, data: Path) -> None:
    for step in lives(data / "raw" / "demo"):
        step()
    xiangtu("build")
    store = Store.read_only(str(data / "store"))
    history = as_graph(store.quads_for_pattern(None, None, None, NamedNode(Iris().graph("history"))))
    times = as_graph(q for name in TIMES for q in store.quads_for_pattern(None, NamedNode(XT[name]), None, GRAPH))
    for statement in [*history.subjects(PROV.wasDerivedFrom), *history.objects(None, XT.states)]:
        history.remove((statement, RDF.type, None))  # they stand here without passages
    assert len(history) > 10
    assert len(times) > 5
    assert violations(history) == violations(times) == ()


def as_graph(quads: Iterable[Quad]) -> Graph:
    """Quads of one graph as rdflib has them."""
    text = "".join(f"{quad.triple} .\n" for quad in quads)
    return Graph().parse(data=text, format="nt")


def test_a_release_holds_the_history_and_its_changes_say_what_ended(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", URL, page(1, money=111), 1)
    xiangtu("build")
    xiangtu("export", "--date", "2026-01-31")
    capture(data / "raw" / "demo", URL, page(1, money=222), 5)
    xiangtu("build")
    xiangtu("export", "--date", "2026-02-28")
    answered(data / "raw" / "demo", 404, 7)
    xiangtu("build")
    xiangtu("export", "--date", "2026-03-31")
    second, third = (
        [
            line.split("\t")
            for line in gzip.decompress((data / "releases" / day / "changes.tsv.gz").read_bytes()).decode().splitlines()
        ]
        for day in ("2026-02-28", "2026-03-31")
    )
    assert [what for _, what, _ in second] == ["changed", "ended"]
    dump = Dataset(default_union=True)
    dump.parse(data=gzip.decompress(nquads(data)).decode(), format="nquads")
    (ended,) = [URIRef(iri) for iri, what, _ in second if what == "ended"]
    assert str(dump.value(ended, XT.ended)).startswith("2024-05-05T00:00:00")
    assert "111万元" in str(dump.value(ended, XT.quote))
    assert (str(Iris().page(URL)), "ended") in {(iri, what) for iri, what, _ in third}


def test_what_was_read_from_an_archive_that_is_pruned_leaves_the_history(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "one", URL, page(1, money=111), 1)
    capture(data / "raw" / "two", URL, page(1, money=222), 5)
    xiangtu("build")
    next((data / "raw" / "one").iterdir()).unlink()
    xiangtu("build", "--prune")
    assert [times for _, times in money(xiangtu)] == [(5, 5, None)]


def test_a_page_that_was_never_read_has_no_history(xiangtu: Do, data: Path) -> None:
    capture(data / "raw" / "demo", OTHER, page(2), 1)
    xiangtu("build")
    answered(data / "raw" / "demo", 404, 3)
    result = xiangtu("build")
    assert result.exit_code == 0
    assert rows(xiangtu, "SELECT ?page { ?page xt:lastChecked ?when }") == [(str(Iris().page(OTHER)),)]
