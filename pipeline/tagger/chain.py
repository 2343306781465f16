"""The chain of labels: which may follow which, the best labels of all sentences at once, the stretches that they mark.

Sentences are read together, character by character (time-major): at each step all sentences that are as long.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

OUTSIDE, FIRST, INSIDE, LAST, ALONE = LABELS = range(5)
NEVER = -1e9
LONGEST = 80
"""Characters of a clause that are read at once; a longer one is cut."""
_SENTENCE = re.compile("[。；;！!？?，,：:\n]")

Array = NDArray[np.float64]

FOLLOWS = np.zeros((len(LABELS), len(LABELS)), bool)
for _label, _next in {
    OUTSIDE: (OUTSIDE, FIRST, ALONE),
    FIRST: (INSIDE, LAST),
    INSIDE: (INSIDE, LAST),
    LAST: (OUTSIDE, FIRST, ALONE),
    ALONE: (OUTSIDE, FIRST, ALONE),
}.items():
    FOLLOWS[_label, _next] = True
OPENS = FOLLOWS[OUTSIDE]
"""Whether a sentence may begin with a label."""
CLOSES = FOLLOWS[:, OUTSIDE]
"""Whether it may end with one."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """Where the sentences of a text begin and how long they are, the longest first."""

    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]

    def steps(self) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """For each step but the first how many sentences reach it and where its characters stand."""
        longest = int(self.lengths[0]) if len(self.lengths) else 0
        reach = np.searchsorted(-self.lengths, -np.arange(longest), side="left")
        for step in range(1, longest):
            count = int(reach[step])
            yield count, self.starts[:count] + step


def sentences(text: str) -> Sentences:
    """The sentences of a text."""
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    parts = [(at, min(at + LONGEST, end)) for start, end in pairwise(cuts) for at in range(start, end, LONGEST)]
    parts.sort(key=lambda p: (p[0] - p[1], p[0]))
    return Sentences(np.array([s for s, _ in parts], np.intp), np.array([e - s for s, e in parts], np.intp))


def best(scores: Array, moves: Array, within: Sentences) -> NDArray[np.int8]:
    """The likeliest labels (kinds × characters) by the scores (kinds × characters × labels) and those of moves."""
    found = np.zeros(scores.shape[:2], np.int8)
    if not found.size:
        return found
    ways = np.where(FOLLOWS, moves, NEVER).transpose(1, 0, 2)
    onward = ways.transpose(0, 2, 1)[..., None]
    by_label = np.ascontiguousarray(scores.transpose(2, 0, 1))
    reach = np.empty_like(by_label)
    now = by_label[:, :, within.starts] + np.where(OPENS, 0, NEVER)[:, None, None]
    reach[:, :, within.starts] = now
    steps = list(within.steps())
    for count, at in steps:
        now = (now[:, None, :, :count] + onward).max(0) + by_label[:, :, at]
        reach[:, :, at] = now
    last = within.starts + within.lengths - 1
    found[:, last] = (reach[:, :, last] + np.where(CLOSES, 0, NEVER)[:, None, None]).argmax(0)
    every = np.arange(len(found))[:, None]
    for _, at in reversed(steps):
        found[:, at - 1] = (reach[:, :, at - 1] + ways[:, every, found[:, at]]).argmax(0)
    return found


def stretches(labels: NDArray[np.int8]) -> list[tuple[int, int]]:
    """The stretches that the labels of one kind mark, in order."""
    first = np.flatnonzero((labels == FIRST) | (labels == ALONE))
    last = np.flatnonzero((labels == LAST) | (labels == ALONE))
    return list(zip(first.tolist(), (last + 1).tolist(), strict=True))


def labelled(size: int, marked: Sequence[tuple[int, int]]) -> NDArray[np.int8]:
    """The labels that mark stretches, which do not overlap."""
    labels = np.full(size, OUTSIDE, np.int8)
    for start, end in marked:
        labels[start:end] = INSIDE
        labels[start], labels[end - 1] = FIRST, LAST
        if end - start == 1:
            labels[start] = ALONE
    return labels
