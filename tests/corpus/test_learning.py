"""What is learnt from the corpus: labels from lists of names, weights that follow from pages alone."""

import hashlib
import json
from itertools import pairwise, product

import numpy as np
import pytest

from corpus.learning.__main__ import LEARNERS, MANIFEST, ROOT, main
from corpus.learning.ftrl import Settings, example, expected, frequent, learn
from corpus.learning.names import occurrences
from corpus.learning.sheets import FOLDS, sheets
from pipeline.tagger.chain import CLOSES, FOLLOWS, LABELS, OPENS, labelled, sentences


def test_names_are_found_wherever_they_stand_the_longest_first() -> None:
    text = "某县实施百村工程，百村工程二期。\n百村\n工程"
    assert occurrences(text, ["百村工程", "百村工程二期", "某县"]) == [(0, 2), (4, 8), (9, 15)]


def test_width_and_blanks_are_not_compared() -> None:
    assert occurrences("推行１+ 3+N模式", ["1+3+N"]) == [(2, 8)]


@pytest.mark.parametrize("seed", range(3))
def test_expected_labels_are_those_of_all_ways_weighed(seed: int) -> None:
    rng, size = np.random.default_rng(seed), 4
    scores, moves = rng.normal(size=(1, size, 5)), rng.normal(size=(1, 5, 5))
    want, total = np.zeros((size, 5)), 0.0
    for way in product(LABELS, repeat=size):
        if OPENS[way[0]] and CLOSES[way[-1]] and all(FOLLOWS[a, b] for a, b in pairwise(way)):
            worth = scores[0, range(size), way].sum() + sum(moves[0, a, b] for a, b in pairwise(way))
            want[range(size), way] += np.exp(worth)
            total += np.exp(worth)
    likely, pairs = expected(scores, moves, sentences("一二三四"))
    assert np.allclose(likely[0], want / total)
    assert pairs.sum() == pytest.approx(size - 1)


def test_a_mark_that_stands_on_every_name_is_learnt_and_learnt_alike_twice() -> None:
    text, labels = "一二三四五六", labelled(6, [(2, 4)])[None]
    found = np.array([[7, 7, 9, 9, 7, 7], [1, 2, 3, 4, 5, 6]], np.uint32)
    used = frequent([found, found], 2)
    numbers = np.full(1 << 20, -1, np.int32)
    numbers[used] = np.arange(len(used))
    pages = [example(found, labels, sentences(text), numbers)] * 20
    (rows, moves), again = (learn(pages, len(used), 1, Settings(sparse=0.1)) for _ in range(2))
    assert np.array_equal(rows, again[0])
    assert np.array_equal(moves, again[1])
    seven, nine = rows[numbers[7]], rows[numbers[9]]
    assert seven[0] > seven[1:].max()
    assert nine[[1, 3]].min() > nine[0]


def test_a_hand_is_never_parted_and_every_fold_has_pages() -> None:
    pages = sheets("train")
    assert {page.fold for page in pages} == set(range(FOLDS))
    assert all(len({page.fold for page in pages if page.hand == hand}) == 1 for hand in {p.hand for p in pages})


def test_the_shipped_weights_are_those_that_the_manifest_tells_of() -> None:
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    assert set(manifest) <= set(LEARNERS)
    for entry in manifest.values():
        assert set(entry["pages"]) <= {page.name for page in sheets("train")}, "learnt from a page that is gone"
        for path, digest in entry["files"].items():
            assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest()[:16] == digest


def test_an_unknown_learner_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "names, statements" in capsys.readouterr().err
