"""Matching many words in one pass."""

from pipeline.lexicon import Matcher


def test_all_matches_are_found_also_within_one_another() -> None:
    matcher = Matcher({"村庄清洁": 1, "村庄清洁行动": 2, "清洁": 3})
    assert list(matcher.finditer("开展村庄清洁行动")) == [(2, 6, 1), (4, 6, 3), (2, 8, 2)]


def test_longest_takes_the_leftmost_then_the_longest_without_overlap() -> None:
    matcher = Matcher({"村庄清洁": 1, "村庄清洁行动": 2, "行动方案": 3})
    assert list(matcher.longest("村庄清洁行动方案,行动方案")) == [(0, 6, 2), (9, 13, 3)]


def test_a_window_bounds_the_search() -> None:
    assert list(Matcher({"清洁": 1}).finditer("清洁、清洁", 1)) == [(3, 5, 1)]


def test_no_words_match_nothing() -> None:
    assert list(Matcher[int]({}).finditer("清洁")) == []
