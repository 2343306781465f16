"""Matching many words in one pass."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import Matcher

ALPHABET = st.sampled_from("村镇ab😀")


def test_all_matches_are_found_also_within_one_another() -> None:
    matcher = Matcher({"村庄清洁": 1, "村庄清洁行动": 2, "清洁": 3})
    assert matcher.finditer("开展村庄清洁行动") == [(2, 6, 1), (4, 6, 3), (2, 8, 2)]


def test_longest_takes_the_leftmost_then_the_longest_without_overlap() -> None:
    matcher = Matcher({"村庄清洁": 1, "村庄清洁行动": 2, "行动方案": 3})
    assert matcher.longest("村庄清洁行动方案,行动方案") == [(0, 6, 2), (9, 13, 3)]


def test_a_window_bounds_the_search() -> None:
    matcher = Matcher({"清洁": 1})
    assert matcher.finditer("清洁、清洁", 1) == [(3, 5, 1)]
    assert matcher.longest("清洁、清洁、清洁", 1, 5) == [(3, 5, 1)]


def test_the_longest_word_at_a_point_ends_within_the_window() -> None:
    matcher = Matcher({"村庄": 1, "村庄清洁": 2, "清洁": 3})
    assert matcher.at("一村庄清洁", 1) == (5, 2)
    assert matcher.at("一村庄清洁", 1, 4) == (3, 1)
    assert matcher.at("一村庄清洁") is matcher.at("一", 1) is None


def test_no_words_match_nothing_and_neither_does_an_empty_one() -> None:
    assert Matcher[int]({}).finditer("清洁") == []
    assert Matcher({"": 1}).longest("清洁") == []


def test_half_a_surrogate_pair_is_a_character_like_any_other() -> None:
    matcher = Matcher({"清洁": 1})
    assert matcher.longest("\ud83d清洁\udc00") == matcher.finditer("\ud83d清洁\udc00") == [(1, 3, 1)]


@given(st.sets(st.text(ALPHABET, min_size=1, max_size=4), max_size=6), st.text(ALPHABET, max_size=20))
def test_matches_are_those_of_a_plain_search(words: set[str], text: str) -> None:
    matcher = Matcher({word: word for word in words})
    every = [(at, at + len(w), w) for w in words for at in range(len(text)) if text.startswith(w, at)]
    assert matcher.finditer(text) == sorted(every, key=lambda m: (m[1], m[0]))
    longest: list[tuple[int, int, str]] = []
    for match in sorted(every, key=lambda m: (m[0], -m[1])):
        if not longest or match[0] >= longest[-1][1]:
            longest.append(match)
    assert matcher.longest(text) == longest
