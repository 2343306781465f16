"""The best labels of sentences that are read together, and the stretches that they mark."""

from itertools import pairwise, product

import numpy as np
import pytest

from pipeline.tagger.chain import CLOSES, FOLLOWS, LABELS, LONGEST, OPENS, best, labelled, sentences, stretches


def by_trying_all(scores: np.ndarray, moves: np.ndarray) -> list[int]:
    """The labels of one sentence with the highest sum, of all that may follow one another."""
    allowed = (
        way
        for way in product(LABELS, repeat=len(scores))
        if OPENS[way[0]] and CLOSES[way[-1]] and all(FOLLOWS[a, b] for a, b in pairwise(way))
    )

    def worth(way: tuple[int, ...]) -> float:
        return sum(s[y] for s, y in zip(scores, way, strict=True)) + sum(moves[a, b] for a, b in pairwise(way))

    return list(max(allowed, key=worth))


@pytest.mark.parametrize("seed", range(5))
def test_sentences_read_together_get_the_labels_that_each_gets_by_trying_all(seed: int) -> None:
    text, rng = "一二三。四五六七！八\n", np.random.default_rng(seed)
    scores, moves = rng.normal(size=(2, len(text), 5)), rng.normal(size=(2, 5, 5))
    found = best(scores, moves, sentences(text))
    for kind in range(2):
        for start, end in [(0, 4), (4, 9), (9, 11)]:
            assert found[kind, start:end].tolist() == by_trying_all(scores[kind, start:end], moves[kind])


def test_stretches_are_what_was_labelled() -> None:
    marked = [(0, 1), (1, 4), (6, 8)]
    assert stretches(labelled(9, marked)) == marked


def test_a_long_sentence_is_cut_and_every_character_stands_in_one() -> None:
    found = sentences("村" * (2 * LONGEST + 3) + "。短句。")
    assert found.lengths.tolist() == [LONGEST, LONGEST, 4, 3]
    assert sorted(found.starts.tolist()) == [0, LONGEST, 2 * LONGEST, 2 * LONGEST + 4]


def test_an_empty_text_has_no_labels() -> None:
    assert best(np.zeros((3, 0, 5)), np.zeros((3, 5, 5)), sentences("")).shape == (3, 0)
