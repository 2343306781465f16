"""Weights from answered questions: a conditional logit, the same each time. Training alone needs scipy."""

from array import array
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
ROUNDS = 150
"""Steps of the optimiser at most; the loss has long been flat."""


class Questions:
    """Questions of one kind with their options' features and how right each option is (0 to 1)."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        """The page of each question."""
        self.folds: list[int] = []
        """The fold of its page."""
        self._names: dict[str, int] = {}
        self._columns = array("i")
        self._ends = array("q", [0])
        self._right = array("d")
        self._sizes = array("i")

    def add(self, page: str, fold: int, options: Sequence[Sequence[str]], right: Sequence[float]) -> None:
        """One question: the names of each option's features, and how right it is."""
        for features in options:
            self._columns.extend({self._names.setdefault(name, len(self._names)): 0 for name in features})
            self._ends.append(len(self._columns))
        self._right.extend(right)
        self._sizes.append(len(options))
        self.pages.append(page)
        self.folds.append(fold)

    def fit(
        self,
        folds: Collection[int],
        penalty: float,
        fewest_pages: int,
        rounds: int = ROUNDS,
        pages: Collection[str] | None = None,
    ) -> Mapping[str, float]:
        """The weight of each feature that occurs on enough pages of the folds, after ``rounds`` steps at most.

        Maximises the chance that an option drawn from the softmax is right, less ``penalty`` times the squared weights;
        learns from ``pages``, from all if None.
        """
        matrix, right, sizes, owners = self._of(folds, pages)
        kept = _on_pages(matrix, owners, len(self._names), fewest_pages)
        weights = _optimum(matrix[:, kept], right, sizes, penalty, rounds)
        names = list(self._names)
        return dict(sorted(zip([names[at] for at in kept], weights.tolist(), strict=True)))

    def _of(
        self, folds: Collection[int], pages: Collection[str] | None
    ) -> tuple[csr_matrix, Floats, NDArray[np.int64], NDArray[np.int64]]:
        """Features by option, rightness, options a question, page of each option: those that tell right from wrong."""
        sizes = np.array(self._sizes, dtype=np.int64)
        right = np.array(self._right)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        known = sorted(set(self.pages))
        wanted = np.array([fold in folds for fold in self.folds])
        wanted &= np.array([pages is None or page in pages for page in self.pages])
        wanted &= np.maximum.reduceat(right, starts) > np.minimum.reduceat(right, starts)
        rows = np.repeat(wanted, sizes)
        shape = (len(right), len(self._names))
        ones = np.ones(len(self._columns))
        matrix = csr_matrix((ones, np.array(self._columns), np.array(self._ends)), shape=shape)[rows]
        place = {page: at for at, page in enumerate(known)}
        owners = np.repeat(np.array([place[page] for page in self.pages], dtype=np.int64), sizes)[rows]
        return matrix, right[rows], sizes[wanted], owners


def _on_pages(matrix: csr_matrix, owners: NDArray[np.int64], names: int, fewest_pages: int) -> NDArray[np.int64]:
    """The columns that occur on enough pages."""
    pairs = matrix.tocoo()
    seen = np.unique(owners[pairs.row] * names + pairs.col)
    kept: NDArray[np.int64] = np.flatnonzero(np.bincount(seen % names, minlength=names) >= fewest_pages)
    return kept


def _optimum(matrix: csr_matrix, right: Floats, sizes: NDArray[np.int64], penalty: float, rounds: int) -> Floats:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    transposed = matrix.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        odds = np.exp(scores)
        chance = odds / np.add.reduceat(odds, starts)[owner]
        mass = chance * right
        total = np.maximum(np.add.reduceat(mass, starts), 1e-12)
        gradient = transposed @ (chance - mass / total[owner])
        return float(-np.log(total).sum() + penalty * weights @ weights), gradient + 2 * penalty * weights

    found = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    optimum: Floats = found.x
    return optimum


def logistic(rows: Sequence[Sequence[float]], right: Sequence[bool], penalty: float = 1.0) -> tuple[float, ...]:
    """The weights, the constant last, by which rows of numbers tell what is right; ``penalty`` draws them to one."""
    matrix = np.column_stack([np.array(rows, dtype=float), np.ones(len(rows))])
    sign = np.where(np.array(right), 1.0, -1.0)
    rest = np.append(np.ones(matrix.shape[1] - 1), 0.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (matrix @ weights)
        gradient = -(matrix.T @ (sign / (1 + np.exp(margin)))) + 2 * penalty * (weights - rest)
        return float(np.logaddexp(0, -margin).sum() + penalty * ((weights - rest) ** 2).sum()), gradient

    found = minimize(loss, rest, jac=True, method="L-BFGS-B")
    return tuple(float(weight) for weight in found.x)
