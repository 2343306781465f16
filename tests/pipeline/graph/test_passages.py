"""Passages: the sentence around a mention, and a set of them in which everything mentioned stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph.passages import SENTENCE_LIMIT, cover, sentence

TEXT = "朗江村修路\n 今年修路3公里。惠及300户!村民说:路好走了。\n下坡组也通了路"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("修路\n", "朗江村修路\n 今年修路3公里。"),
        ("朗江村", "朗江村修路"),
        ("3公里", "今年修路3公里。"),
        ("300户", "惠及300户!"),
        ("路好走", "村民说:路好走了。"),
        ("下坡组", "下坡组也通了路"),
    ],
)
def test_a_sentence_runs_from_stop_to_stop_and_keeps_its_own(words: str, found: str):
    start = TEXT.index(words)
    first, last = sentence(TEXT, start, start + len(words))
    assert TEXT[first:last] == found


def test_a_sentence_without_end_is_cut_to_a_window_around_the_mention():
    text = "长" * 1000 + "朗江村" + "句" * 1000
    first, last = sentence(text, 1000, 1003)
    assert first <= 1000 < 1003 <= last
    assert last - first <= SENTENCE_LIMIT


@given(st.text(alphabet="村路。!\n 1a", max_size=600), st.data())
def test_a_sentence_always_holds_its_mention(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)


SPANS = st.tuples(st.integers(0, 80), st.integers(1, 20)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(SPANS, max_size=5), st.lists(st.tuples(SPANS, st.sampled_from("abcdef")), max_size=12))
def test_everything_mentioned_stands_in_a_passage_that_says_so(quoted: list, things: list):
    text = ("村里修路。" * 20)[:100]
    mentions = [(start, end, thing) for (start, end), thing in things]
    passages = list(cover(text, quoted, mentions))
    assert {thing for _, held in passages for thing in held} == {thing for _, _, thing in mentions}
    assert {span for span, _ in passages} >= set(quoted)
    for (first, last), held in passages:
        for thing in held:
            assert any(t == thing and first <= start and end <= last for start, end, t in mentions)


def test_a_quoted_span_spares_a_sentence():
    assert list(cover("甲村修路。", [(0, 4)], [(0, 2, "甲村")])) == [((0, 4), ("甲村",))]
