"""The timeline knows each place that a text names, however the rules merge them: in lists, inside names, outer ones."""

from pipeline.records import Reading
from pipeline.statements.rules.readers import readers
from pipeline.statements.timeline import Timeline, Turn, relation
from tests.pipeline.statements.rules.reading import reading

TOWN, VILLAGE, OTHER = "431225212", "431225212209", "431225212208"


def turns(page: Reading) -> list[tuple[str, str]]:
    """The kind and the stretch of each turn."""
    timeline = Timeline(readers(page).places, page.places)
    return [(turn.kind, page.article.text[turn.start : turn.end]) for turn in timeline.turns]


def test_a_name_and_a_word_that_refers_back_are_turns() -> None:
    assert turns(reading("朗江村修渠3公里,全村受益。", places={"朗江村": VILLAGE})) == [
        ("named", "朗江村"),
        ("referred", "全村"),
    ]


def test_each_member_of_a_list_is_a_turn_beside_the_list() -> None:
    page = reading("朗江村、下坪村各修渠3公里。", places={"朗江村": VILLAGE, "下坪村": OTHER})
    timeline = Timeline(readers(page).places, page.places)
    members = [turn for turn in timeline.turns if turn.kind == "member"]
    assert [(turn.place.code, turn.at, turn.size) for turn in members] == [(VILLAGE, 0, 2), (OTHER, 1, 2)]
    assert [turn.place.code for turn in timeline.turns if turn.kind == "list"] == [TOWN]


def test_what_a_place_is_named_with_is_an_outer_turn() -> None:
    page = reading("青朗乡朗江村修渠3公里。", places={"青朗乡": TOWN, "朗江村": VILLAGE})
    assert sorted(turns(page)) == [("named", "青朗乡朗江村"), ("outer", "青朗乡")]


def test_turns_of_a_stretch_are_those_that_begin_in_it() -> None:
    page = reading("朗江村修渠3公里。下坪村栽树30株。", places={"朗江村": VILLAGE, "下坪村": OTHER})
    timeline = Timeline(readers(page).places, page.places)
    found: list[Turn] = list(timeline.since(5, len(page.article.text)))
    assert [turn.place.code for turn in found] == [OTHER]


def test_places_lie_to_one_another_by_their_codes() -> None:
    page = reading("青朗乡。朗江村。下坪村。", places={"青朗乡": TOWN, "朗江村": VILLAGE, "下坪村": OTHER})
    town, village, other = (turn.place for turn in Timeline(readers(page).places, page.places).turns)
    assert [relation(town, village), relation(village, town), relation(village, other)] == ["above", "below", "beside"]
    assert [relation(town, town), relation(town, None)] == ["equals", "without"]
