"""How a text is cut where a stretch of it begins and ends: the characters around the cut, and what they weigh.

Each feature is an n-gram of characters around the cut. What is told of it stands in two tables, from which both the
names are written and the weights looked up, without a name being written.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from pipeline.features import Names, Sums, Texts


class Gram(NamedTuple):
    """Characters around a cut: how it lies to them, and where they begin and end, counted from the cut."""

    says: str
    low: int
    high: int


BEGINS = (
    Gram("begins after", -1, 0),
    Gram("begins after", -2, 0),
    Gram("begins with", 0, 1),
    Gram("begins with", 0, 2),
    Gram("begins between", -1, 1),
)
ENDS = (
    Gram("ends with", -1, 0),
    Gram("ends with", -2, 0),
    Gram("ends with", -3, 0),
    Gram("ends before", 0, 1),
    Gram("ends before", 0, 2),
    Gram("ends between", -1, 1),
)
"""What a start and an end are told by; the gram beside the edge of a window gives way to the edge."""
_BESIDE = {BEGINS: 0, ENDS: 3}
_EDGES = {BEGINS: "begins at its edge", ENDS: "ends at its edge"}
Grams = tuple[Gram, ...]


def _gram(text: str, at: int, gram: Gram) -> str:
    """The characters; none of a whole three where the text is not that long before the cut."""
    found = text[max(0, at + gram.low) : at + gram.high]
    return "" if gram.high - gram.low == 3 > len(found) else found


def names(grams: Grams, side: str, text: str, at: int, edge: int) -> Names:
    """The names of what a cut is told by; ``edge``: where the window begins (of starts) or ends (of ends)."""
    found = [f"{side} {gram.says} {_gram(text, at, gram)}" for gram in grams]
    if at == edge:
        found[_BESIDE[grams]] = f"{side} {_EDGES[grams]}"
    return tuple(found)


@cache
def _texts(grams: Grams, side: str) -> Texts:
    return Texts(*[f"{side} {gram.says} " for gram in grams])


def worths(sums: Sums, grams: Grams, side: str, text: str, cuts: Iterable[int], edge: int) -> dict[int, int]:
    """What each cut's characters weigh, in thousandths."""
    tables = [
        (known.get, gram.low, gram.high) for known, gram in zip(sums.tables(_texts(grams, side)), grams, strict=True)
    ]
    beside, low, high = tables.pop(_BESIDE[grams])
    at_edge = sums.weight(f"{side} {_EDGES[grams]}")
    found = {}
    for at in cuts:
        total = at_edge if at == edge else beside(text[max(0, at + low) : at + high], 0)
        if at > 2:
            for known, first, last in tables:
                total += known(text[at + first : at + last], 0)
        else:
            total = sum(sums.weight(name) for name in names(grams, side, text, at, edge))
        found[at] = total
    return found
