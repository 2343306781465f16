"""The history of one page, made of drafts and of events."""

import itertools
from typing import Literal as OneOf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import PROV, RDF, RDFS, SDO, Graph, Literal

from flows.store.history import Run, course_of, history
from flows.store.state import Event, Member, Past
from ontology.iris import XT, Iris
from pipeline.graph.emit import page_triples
from pipeline.graph.written import ntriples
from pipeline.records import PlaceRef
from tests.drafts import FETCHED, Draft
from tests.flows.test_history import URL, moment


def drive(sum_: str, group: str) -> Draft:
    """A township's page about a sum for a drive of its own in a settlement that no list has."""
    page = Draft(
        URL, "三坪乡见闻", f"推行“红榜评比”,{group}投入资金{sum_}元。", "会同县农业农村局到场。", home="431225212"
    )
    where = PlaceRef(None, group, "431225212")
    page.place(group, None, "group", "431225212").program("红榜评比", "brand")
    page.organisation("会同县农业农村局", place="431225")
    return page.fact(f"{sum_}元", sum_, "CNY", "资金", where=where, program="红榜评比")


def lines_of(draft: Draft) -> list[bytes]:
    return [line.encode() for line in ntriples(page_triples(draft.reading, FETCHED))]


def history_of(*versions: Draft, gone: bool = False) -> Graph:
    """The history of a page that said this on one day of May after the other, without its own times."""
    iris, page = Iris(), str(Iris().page(URL))
    events = [Event(at(day), "read", said=str(day)) for day in range(1, len(versions) + 1)]
    events += [Event(at(len(versions) + 1), "gone")] if gone else []
    graphs = {str(day): lines_of(draft) for day, draft in enumerate(versions, 1)}
    past = Past(events, {said: Member("", 0, 0) for said in graphs}, str(len(versions)))
    return Graph().parse(data=b"".join(history(page, past, graphs.__getitem__, iris)[1]), format="nt")


def labels(graph: Graph) -> set[str]:
    return {str(label) for label in graph.objects(None, RDFS.label)}


def test_the_history_keeps_what_an_older_text_said_of_the_things_in_it() -> None:
    graph = history_of(drive("300", "下坡组"), drive("400", "上坡组"))
    assert labels(graph) == {"下坡组", "上坡组", "红榜评比"}, "whole in itself"
    assert {str(value) for value in graph.objects(None, XT.value)} == {"300", "400"}
    assert not list(graph.triples((None, PROV.wasDerivedFrom, None)))
    assert not list(graph.triples((None, PROV.wasQuotedFrom, None)))


def test_what_stands_as_long_as_its_page_has_no_history_of_its_own() -> None:
    assert len(history_of(drive("300", "下坡组"))) == 0
    assert len(history_of(drive("300", "下坡组"), gone=True)) == 0
    changed = history_of(drive("300", "下坡组"), drive("400", "上坡组"))
    assert len(set(changed.subjects(RDF.type, XT.Appearance))) == 2, "what stayed has none"


def test_a_page_that_always_said_the_same_is_not_read_for_its_history() -> None:
    past = Past([Event(at(1), "read", said="1"), Event(at(2), "unchanged")], {"1": Member("", 0, 0)}, "1")
    times, appearances = history(str(Iris().page(URL)), past, lambda _: pytest.fail("read"), Iris())
    assert len(times) == 3
    assert appearances == []


def test_a_quote_that_states_nothing_appears_with_what_it_mentions() -> None:
    quiet = Draft(URL, "三坪乡见闻", "会同县农业农村局到场。", home="431225212").organisation(
        "会同县农业农村局", place="431225"
    )
    graph = history_of(quiet, drive("300", "下坡组").place("三坪乡", "431225212"))
    (alone,) = (
        set(graph.subjects(RDF.type, XT.Appearance))
        - set(graph.subjects(XT.states))
        - set(graph.subjects(XT.quote, Literal("会同县农业农村局到场。", lang="zh")))
    )
    assert str(graph.value(alone, XT.quote)) == "三坪乡见闻"
    assert [str(thing).rsplit("/", 1)[-1] for thing in graph.objects(alone, SDO.mentions)] == ["431225212"]
    assert str(graph.value(alone, XT.firstSeen)) == "2024-05-02T00:00:00+00:00"


def test_relations_have_a_history_as_facts_have() -> None:
    adopting = drive("300", "下坡组").relation("adoption", "推行", program="红榜评比", where=PlaceRef("431225212", ""))
    graph = history_of(adopting, drive("300", "下坡组"))
    (relation,) = graph.subjects(RDF.type, XT.Adoption)
    (appearance,) = graph.subjects(XT.states, relation)
    assert graph.value(appearance, XT.ended) is not None


def at(day: int) -> str:
    return moment(day).isoformat()


def test_captures_that_say_the_same_are_one_run() -> None:
    events = [Event(at(day), "read", str(day), "one") for day in range(1, 9)]
    assert course_of(events).runs == [Run("one", at(1), at(8))]


def test_an_answer_about_a_capture_that_nobody_has_is_a_check_and_no_sight() -> None:
    course = course_of([Event(at(1), "read", "", "one"), Event(at(3), "unchanged", since=at(2))])
    assert course.runs == [Run("one", at(1), at(1))]
    assert course.checked == at(3)


def test_a_page_gone_before_it_was_ever_seen_begins_with_its_first_capture() -> None:
    course = course_of([Event(at(1), "gone"), Event(at(2), "read", "", "one")])
    assert course.runs == [Run("one", at(2), at(2))]


def test_unchanged_says_nothing_of_a_page_that_is_gone() -> None:
    course = course_of([Event(at(1), "read", "", "one"), Event(at(2), "gone"), Event(at(3), "unchanged")])
    assert course.ended == at(2)
    assert course.checked == at(3)


@given(st.lists(st.tuples(st.integers(2, 9), st.sampled_from(["one", "two", "gone", "unchanged"])), min_size=1))
def test_runs_follow_one_another_and_never_say_the_same_twice(steps: list[tuple[int, str]]) -> None:
    answers: dict[str, OneOf["gone", "unchanged"]] = {"gone": "gone", "unchanged": "unchanged"}
    events = [
        Event(at(day), answers[what]) if what in answers else Event(at(day), "read", said=what) for day, what in steps
    ]
    runs = course_of(sorted([Event(at(1), "read", said="one"), *events])).runs
    assert all(run.first <= run.last for run in runs)
    assert all(one.last <= two.first and one.said != two.said for one, two in itertools.pairwise(runs))
