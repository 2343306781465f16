"""A text cut at what is read in it, for the page of a page and for ``xiangtu tag --html``."""

from serve.explorer.lines import LINKED, Span, Stretch, cut, linked


def shown(text: str, *spans: Span, lines: tuple[tuple[int, int], ...] = ()) -> list[list[tuple[str, str]]]:
    return [[(part.text, part.css) for part in line] for line in cut(text, lines or ((0, len(text)),), spans)]


def test_a_text_without_spans_is_one_stretch() -> None:
    assert list(cut("abc", [(0, 3)], [])) == [(Stretch("abc"),)]


def test_a_stretch_has_the_classes_of_all_that_lies_over_it_the_highest_rank_last() -> None:
    found = shown("abcd", Span(0, 3, "high", rank=2), Span(1, 4, "low", rank=1))
    assert found == [[("a", "high"), ("bc", "low high"), ("d", "low")]]


def test_a_span_over_two_lines_is_cut_at_their_border() -> None:
    assert shown("ab\ncd", Span(1, 4, "x"), lines=((0, 2), (3, 5))) == [
        [("a", ""), ("b", "x")],
        [("c", "x"), ("d", "")],
    ]


def test_readings_of_one_stretch_stand_together_each_once() -> None:
    [(only,)] = cut("ab", [(0, 2)], [Span(0, 2, "x", "one"), Span(0, 2, "y", "two"), Span(0, 2, "z", "one")])
    assert (only.gloss, only.css) == ("one\ntwo", "x y z")


def test_statements_beyond_those_that_the_sheet_knows_are_not_linked() -> None:
    assert (linked("w", 0), linked("w", LINKED)) == ("w0", "")


def test_the_sheet_has_a_rule_for_each_linked_statement() -> None:
    from importlib.resources import files

    sheet = files("serve.explorer").joinpath("static", "lines.css").read_text("utf-8")
    assert all(f".c{number}:is(:hover, :focus)" in sheet for number in range(LINKED))
    assert f".c{LINKED}:" not in sheet
