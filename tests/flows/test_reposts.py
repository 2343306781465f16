"""Reposts point to their originals: in the store and in releases, whatever came in first, as pages come and change."""

import csv
import gzip
import io
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import NamedNode, Store
from rdflib import Graph, Literal, URIRef

from ontology.iris import XT
from pipeline.graph.validate import violations
from tests.flows.conftest import page
from tests.flows.test_build import capture, nquads

Run = Callable[..., Result]

ONE, TWO, THREE = (f"http://{host}.example.com/1.html" for host in "abc")


def story(number: int = 1, *, date: str = "2024-04-26 10:00", before: str = "") -> str:
    """A page of one of the stories, published on a date, with a line of its own before it."""
    return page(number, date=date).replace('<div class="content">', f'<div class="content">{before}')


def told(run: Run, *options: object) -> list[tuple[str, str, str]]:
    """What the question of reposts answers: repost, original, how it was told."""
    result = run("query", "reposts", "--format", "csv", *options)
    assert result.exit_code == 0, result.stderr
    return [(row["url"], row["originalUrl"], row["told"]) for row in csv.DictReader(io.StringIO(result.stdout))]


def sources(run: Run) -> set[str]:
    """The pages whose facts stand on one source alone."""
    return {row["url"] for row in csv.DictReader(io.StringIO(run("query", "one-page", "-f", "csv").stdout))}


def graph_of_reposts(data: Path) -> Graph:
    graph = Graph()
    store = Store.read_only(str(data / "store"))
    for quad in (
        q for name in ("repostOf", "toldBy") for q in store.quads_for_pattern(None, NamedNode(XT[name]), None)
    ):
        value = quad.object.value
        node = URIRef(value) if isinstance(quad.object, NamedNode) else Literal(value)
        graph.add((URIRef(quad.subject.value), URIRef(quad.predicate.value), node))
    return graph


def test_the_later_of_two_pages_of_one_text_is_the_repost(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "demo", ONE, story(date="2024-04-28 09:00", before="<p>本报讯</p>"), 1)
    capture(data / "raw" / "demo", TWO, story(), 2)
    capture(data / "raw" / "demo", THREE, story(2), 3)
    assert xiangtu("build").exit_code == 0
    assert told(xiangtu) == [(ONE, TWO, "date")]
    assert violations(graph_of_reposts(data)) == ()


def test_a_fact_of_a_page_and_its_repost_stands_on_one_source(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "demo", ONE, story(date="2024-04-28 09:00"), 1)
    capture(data / "raw" / "demo", TWO, story(), 1)
    xiangtu("build")
    assert sources(xiangtu) == {TWO}


def test_pages_of_one_template_are_no_reposts(xiangtu: Run, data: Path) -> None:
    for number in range(12):
        capture(data / "raw" / "demo", f"{ONE}?{number}", story(number), 1)
    xiangtu("build")
    assert told(xiangtu) == []


def test_the_page_on_the_site_that_is_credited_is_the_original_though_it_is_later(xiangtu: Run, data: Path) -> None:
    (data / "sites").mkdir(parents=True)
    site = "id: own\nname: 额敏零距离\nhosts: [a.example.com]\nkind: media\nown_names: [额敏县融媒体中心]\n"
    (data / "sites" / "own.yaml").write_text(
        f"{site}lists: [{{url: 'http://a.example.com/', column: 要闻}}]\n", "utf-8"
    )
    capture(data / "raw" / "own", ONE, story(date="2024-04-28 09:00"), 1, "own")
    capture(data / "raw" / "demo", TWO, story(), 1)
    result = xiangtu("build")
    assert result.exit_code == 0, result.stderr
    assert told(xiangtu) == [(TWO, ONE, "credit")]


def test_any_order_of_inputs_gives_the_same_reposts_byte_for_byte(xiangtu: Run, tmp_path: Path) -> None:
    pages = {
        ONE: story(date="2024-04-28 09:00"),
        TWO: story(),
        THREE: story(before="<p>本报讯</p>"),
        f"{THREE}?2": story(2),
    }
    dumps, answers = set(), set()
    for number, order in enumerate([*itertools.permutations(pages)][::9]):
        own = tmp_path / str(number)
        for at, url in enumerate(order):
            capture(own / "raw" / "demo", url, pages[url], 1)
            if at % 2 or number % 2:
                assert xiangtu("build", "--data", own).exit_code == 0
        assert xiangtu("export", "--data", own).exit_code == 0
        dumps.add(nquads(own))
        answers.add(tuple(told(xiangtu, "--data", own)))
    assert len(dumps) == 1
    assert len(answers) == 1
    assert b"xiangtu/ns#repostOf" in gzip.decompress(dumps.pop())


def test_an_original_that_comes_in_later_takes_over(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "demo", ONE, story(date="2024-04-28 09:00"), 1)
    capture(data / "raw" / "demo", TWO, story(date="2024-04-27 09:00"), 1)
    xiangtu("build")
    assert told(xiangtu) == [(ONE, TWO, "date")]
    capture(data / "raw" / "demo", THREE, story(), 1)
    xiangtu("build")
    assert told(xiangtu) == [(TWO, THREE, "date"), (ONE, THREE, "date")]
    assert "nothing to do" in xiangtu("build").stderr


def test_a_page_that_changes_leaves_its_cluster(xiangtu: Run, data: Path) -> None:
    capture(data / "raw" / "demo", ONE, story(date="2024-04-28 09:00"), 1)
    capture(data / "raw" / "demo", TWO, story(), 1)
    xiangtu("build")
    capture(data / "raw" / "demo", ONE, story(2, date="2024-04-28 09:00"), 2)
    xiangtu("build")
    assert told(xiangtu) == []
    assert len(graph_of_reposts(data)) == 0


def test_a_state_made_before_reposts_were_told_is_brought_up_by_reading_again(
    xiangtu: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture(data / "raw" / "demo", ONE, story(date="2024-04-28 09:00"), 1)
    capture(data / "raw" / "demo", TWO, story(), 1)
    xiangtu("build")
    with sqlite3.connect(data / "state.sqlite") as db:
        for column in ("signature", "published", "source", "own_names"):
            db.execute(f"ALTER TABLE captures DROP COLUMN {column}")
    assert "nothing to do" in xiangtu("build").stderr
    for module in ("flows.run.version", "flows.run.build"):
        monkeypatch.setattr(f"{module}.pipeline_version", lambda: "another")
    assert xiangtu("build").exit_code == 0
    assert told(xiangtu) == [(ONE, TWO, "date")]
