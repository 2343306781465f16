"""Weights of a chain, learnt page by page: likelihood of right labels, by FTRL-proximal, which leaves most at zero.

FTRL-proximal is McMahan's (2011): a learning rate for each weight, L1 and L2 at once. Pages come in an order that a
fixed seed shuffles, so that the same pages give the same weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from pipeline.tagger.chain import CLOSES, FOLLOWS, LABELS, OPENS, Array, Sentences
from pipeline.tagger.keys import BITS

Floats = NDArray[np.float32]
SIZE = len(LABELS)


@dataclass(frozen=True)
class Settings:
    """How long and how carefully: chosen by folds over ``corpus/train`` (``python -m corpus.learning.report``)."""

    epochs: int = 8
    rate: float = 0.1
    sparse: float = 4.0
    """L1: from this much evidence on a weight is not zero."""
    small: float = 1.0
    """L2."""
    pages: int = 2
    """Pages that a feature must stand on."""
    seed: int = 0


@dataclass(frozen=True)
class Example:
    """A page: features (characters × the features of ``own``), right labels and how often they follow one another."""

    own: NDArray[np.int32]
    features: csr_array
    right: Floats
    moves: Floats
    sentences: Sentences


class Proximal:
    """The state of FTRL-proximal for an array of weights."""

    def __init__(self, shape: tuple[int, ...], rate: float, sparse: float, small: float) -> None:
        self.sums, self.squares = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.rate, self.sparse, self.small = rate, sparse, small

    def weights(self, rows: NDArray[np.int32] | slice = slice(None)) -> Floats:
        """The weights of some rows."""
        sums, steps = (
            self.sums[rows],
            (1 + np.sqrt(self.squares[rows])) / np.float32(self.rate) + np.float32(self.small),
        )
        weights = -np.sign(sums) * np.maximum(np.abs(sums) - np.float32(self.sparse), 0) / steps
        return weights.astype(np.float32)

    def step(self, rows: NDArray[np.int32] | slice, weights: Floats, gradient: Floats) -> None:
        """Take a gradient at some rows into account."""
        before = self.squares[rows]
        after = before + gradient * gradient
        self.sums[rows] += gradient - (np.sqrt(after) - np.sqrt(before)) / self.rate * weights
        self.squares[rows] = after


def frequent(pages: Sequence[NDArray[np.uint32]], least: int) -> NDArray[np.intp]:
    """The buckets that stand on so many pages, in order."""
    counts = np.zeros(1 << BITS, np.int32)
    for found in pages:
        counts[np.unique(found)] += 1
    return np.flatnonzero(counts >= least)


def example(
    found: NDArray[np.uint32], labels: NDArray[np.int8], within: Sentences, numbers: NDArray[np.int32]
) -> Example:
    """A page by its buckets (templates × characters), its labels (kinds × characters) and the buckets' ``numbers``."""
    ids = numbers[found.T]
    known = ids >= 0
    own, columns = np.unique(ids[known], return_inverse=True)
    rows = np.nonzero(known)[0]
    shape = (found.shape[1], len(own))
    features = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)
    right = np.eye(SIZE, dtype=np.float32)[labels]
    moves = np.zeros((len(labels), SIZE, SIZE), np.float32)
    for _, at in within.steps():
        for kind, of_kind in enumerate(labels):
            np.add.at(moves[kind], (of_kind[at - 1], of_kind[at]), 1)
    return Example(own, features, right, moves, within)


def learn(examples: Sequence[Example], features: int, kinds: int, settings: Settings) -> tuple[Floats, Floats]:
    """The weights (features × kinds · labels) and those of moves (kinds × labels × labels)."""
    state = Proximal((features, kinds * SIZE), settings.rate, settings.sparse, settings.small)
    chain = Proximal((kinds, SIZE, SIZE), settings.rate, 0.0, 0.5)
    order = np.random.default_rng(settings.seed)
    for _ in range(settings.epochs):
        for number in order.permutation(len(examples)):
            page = examples[number]
            weights, moves = state.weights(page.own), chain.weights()
            size = page.features.shape[0]
            scores = (page.features @ weights).reshape(size, kinds, SIZE).transpose(1, 0, 2).astype(np.float64)
            likely, pairs = expected(scores, moves.astype(np.float64), page.sentences)
            wrong = (likely - page.right).transpose(1, 0, 2).reshape(size, kinds * SIZE).astype(np.float32)
            state.step(page.own, weights, page.features.T @ wrong)
            chain.step(slice(None), moves, (pairs - page.moves).astype(np.float32))
    return state.weights(), chain.weights()


def expected(scores: Array, moves: Array, within: Sentences) -> tuple[Array, Array]:
    """How likely each label is at each character, and how often each follows each (forward and backward)."""
    kinds, size, _ = scores.shape
    weight = np.exp(scores - scores.max(2, keepdims=True))
    follow = np.exp(moves) * FOLLOWS
    steps = list(within.steps())
    ahead, scale, behind = np.zeros_like(weight), np.ones((kinds, size, 1)), np.ones_like(weight)
    now, at = weight[:, within.starts] * OPENS, within.starts
    for count, following in [(len(at), at), *steps]:
        now = now if following is at else (now[:, :count] @ follow) * weight[:, following]
        total = now.sum(2, keepdims=True)
        now = now / total
        ahead[:, following], scale[:, following] = now, total
    last = within.starts + within.lengths - 1
    behind[:, last] = CLOSES / (ahead[:, last] * CLOSES).sum(2, keepdims=True)
    pairs, back = np.zeros((kinds, SIZE, SIZE)), follow.transpose(0, 2, 1)
    for _, at in reversed(steps):
        coming = weight[:, at] * behind[:, at] / scale[:, at]
        behind[:, at - 1] = coming @ back
        pairs += ahead[:, at - 1].transpose(0, 2, 1) @ coming
    return ahead * behind, pairs * follow
