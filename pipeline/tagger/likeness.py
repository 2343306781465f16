"""How like a settlement's name each character of a text is: how villages are called tells hamlets that no list has.

Log odds of a character, or of two, in names of villages and townships against prose (``places.words``), in steps.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.places.words import spelling

Column = NDArray[np.int64]
_PLANE = 0x10000
_ODDS = np.array([-6.0, -4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0])
"""Log odds of beginning or ending a name that are told apart."""
_PAIR_ODDS = np.array([-2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 6.0])
"""The same of two characters in one."""
_STOPS = np.array([-3.0, -1.9, -1.2, -0.7])
"""Log probabilities that a name which has come to a character ends with it."""
RARE = -16.5
"""Log probability of what prose, or a name, lacks."""


def likeness(codes: Column) -> dict[str, Column]:
    """The columns of a text's characters (code points below 0x10000)."""
    begins, ends, stops, known, odds = _tables()
    pairs = codes * _PLANE + np.append(codes[1:], 0)
    at = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
    return {
        "begin": begins[codes],
        "end": ends[codes],
        "stop": stops[codes],
        "pair": np.where(known[at] == pairs, odds[at], 0),
    }


@cache
def _tables() -> tuple[Column, Column, Column, Column, Column]:
    """By character how it begins a name, ends one, stops one; the pairs that names have, and their odds."""
    pairs, singles, words = spelling()
    prose = np.bincount(_codes(words), np.repeat(np.exp(list(words.values())), list(map(len, words))), minlength=_PLANE)
    with np.errstate(divide="ignore"):
        prose = np.where(prose > 0, np.log(prose / prose.sum()), RARE)
    names = np.full(_PLANE, RARE)
    names[_codes(singles)] = list(singles.values())
    left, right = _codes(pairs).reshape(-1, 2).T
    score = np.array(list(pairs.values()))
    own = score + names[left] - prose[left]
    opens, closes = left == ord("^"), right == ord("$")
    begins, ends, stops = (np.zeros(_PLANE, np.int64) for _ in range(3))
    begins[right[opens]] = 1 + np.digitize((score - prose[right])[opens], _ODDS)
    ends[left[closes]] = 1 + np.digitize(own[closes], _ODDS)
    stops[left[closes]] = 1 + np.digitize(score[closes], _STOPS)
    inner = np.flatnonzero(~opens & ~closes)
    inner = inner[np.argsort(left[inner] * _PLANE + right[inner])]
    odds = 1 + np.digitize((own - prose[right])[inner], _PAIR_ODDS)
    return begins, ends, stops, left[inner] * _PLANE + right[inner], odds


def _codes(texts: Iterable[str]) -> Column:
    """The code points of texts one after the other, those that are too high as one."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    return np.minimum(np.frombuffer(joined, np.uint32), _PLANE - 1).astype(np.int64)
