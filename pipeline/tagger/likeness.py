"""How like a settlement's name each character of a text is: how villages are called tells hamlets that no list has.

Log odds of a character, or of two, in names of villages and townships against prose (``places.words``), in steps.
"""

from collections.abc import Mapping
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
"""Log probability of what prose lacks."""


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
    pairs, singles, prose = spelling()
    begins: dict[int, float] = {}
    ends: dict[int, float] = {}
    stops: dict[int, float] = {}
    inner: dict[int, float] = {}
    for (left, right), score in pairs.items():
        own = score + singles.get(left, RARE) - prose.get(left, RARE)
        if left == "^":
            begins[ord(right)] = score - prose.get(right, RARE)
        elif right == "$":
            ends[ord(left)], stops[ord(left)] = own, score
        else:
            inner[ord(left) * _PLANE + ord(right)] = own - prose.get(right, RARE)
    known = np.array(sorted(inner), np.int64)
    odds = 1 + np.digitize([inner[pair] for pair in known.tolist()], _PAIR_ODDS)
    return _column(begins, _ODDS), _column(ends, _ODDS), _column(stops, _STOPS), known, odds


def _column(scores: Mapping[int, float], steps: NDArray[np.float64]) -> Column:
    """By character the step of its score, from 1 on; 0 where it has none."""
    column = np.zeros(_PLANE, np.int64)
    known = [at for at in scores if at < _PLANE]
    column[known] = 1 + np.digitize([scores[at] for at in known], steps)
    return column
