"""Weights from answered questions: a conditional logit, the same bytes each time. Needs scipy, which only training does."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


@dataclass(frozen=True, slots=True)
class Question:
    """The options' features, and how right each option is (0 to 1); ``page`` says where it was asked."""

    page: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[float, ...]


def fit(questions: Sequence[Question], penalty: float, fewest_pages: int = 3, rounds: int = 200) -> dict[str, float]:
    """The weight of each feature that occurs on enough pages.

    Maximises the probability that an option drawn from the softmax is right, less ``penalty`` times the squared weights.
    """
    asked = [q for q in questions if 0 < sum(q.right) and min(q.right) < max(q.right)]
    names = _names(asked, fewest_pages)
    index = {name: at for at, name in enumerate(names)}
    rows, columns, right, sizes = [], [], [], []
    row = 0
    for question in asked:
        for features, share in zip(question.options, question.right, strict=True):
            found = {index[name] for name in features if name in index}
            rows.extend([row] * len(found))
            columns.extend(sorted(found))
            right.append(share)
            row += 1
        sizes.append(len(question.options))
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(row, len(names)))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    share = np.array(right)
    transposed = matrix.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[owner]
        odds = np.exp(scores)
        chance = odds / np.add.reduceat(odds, starts)[owner]
        mass = chance * share
        total = np.maximum(np.add.reduceat(mass, starts), 1e-12)
        gradient = transposed @ (chance - mass / total[owner])
        return float(-np.log(total).sum() + penalty * weights @ weights), gradient + 2 * penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return dict(zip(names, found.x.tolist(), strict=True))


def _names(questions: Sequence[Question], fewest_pages: int) -> list[str]:
    pages: dict[str, set[str]] = {}
    for question in questions:
        for features in question.options:
            for name in features:
                seen = pages.setdefault(name, set())
                if len(seen) < fewest_pages:
                    seen.add(question.page)
    return sorted(name for name, seen in pages.items() if len(seen) >= fewest_pages)
