"""Features told by what they depend on, and what they weigh.

Features are names, in groups of those that depend on the same few things. A group is the function that writes its names
with what they depend on, so that names are only written where nobody knows yet what the group weighs.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import repeat
from typing import Any

Names = tuple[str, ...]
Group = tuple[Callable[..., Names], *tuple[Any, ...]]
"""Features: the function that writes their names, and what they depend on, which can be hashed."""
Part = tuple[Group, ...]
UNIT = 1000
"""Weights are summed in thousandths, the last digit that they are kept to: a sum is exact in whatever order."""
KEPT = 50_000
"""Groups whose sums are kept at a time: those of some sixty pages where things are asked for, 15 MB."""

LAST = "\U0010ffff"
NOTHING: dict[str, int] = {}
ZEROS = repeat(0)


class Texts:
    """Features that are a text each, by what their names open with: they weigh without their names being written."""

    __slots__ = ("openings",)

    def __init__(self, *openings: str) -> None:
        self.openings = openings

    def __call__(self, *texts: str) -> Names:
        """The names."""
        return tuple(opening + text for opening, text in zip(self.openings, texts, strict=True))


class Sums(dict[Group, int]):
    """What groups of features weigh, in thousandths; each is summed when it is first met."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = {name: round(UNIT * weight) for name, weight in weights.items()}
        self._sorted: list[str] = []
        self._under: dict[str, dict[str, int]] = {}
        self._tables: dict[Texts, tuple[dict[str, int], ...]] = {}

    def __missing__(self, group: Group) -> int:
        write = group[0]
        if type(write) is Texts:  # texts are many, and seldom met again: nothing is kept of them
            return sum(map(dict.get, self.tables(write), group[1:], ZEROS))
        if len(self) >= KEPT:
            self.clear()
        known = self._weights
        self[group] = value = sum([known[name] for name in write(*group[1:]) if name in known])
        return value

    def weight(self, name: str) -> int:
        """What one feature weighs."""
        return self._weights.get(name, 0)

    def tables(self, texts: Texts) -> tuple[dict[str, int], ...]:
        """What each of the texts weighs; not to be changed."""
        if (tables := self._tables.get(texts)) is None:
            tables = self._tables[texts] = tuple(self.under(opening) for opening in texts.openings)
        return tables

    def under(self, opening: str) -> dict[str, int]:
        """What the features weigh whose names open so, by the rest of their names."""
        if (table := self._under.get(opening)) is None:
            ordered = self._sorted = self._sorted or sorted(self._weights)
            first, last = bisect_left(ordered, opening), bisect_left(ordered, opening + LAST)
            if first == last:
                return NOTHING
            table = {name[len(opening) :]: self._weights[name] for name in ordered[first:last]}
            self._under[opening] = table
        return table

    def worth(self, groups: Iterable[Group]) -> int:
        """The sum of several groups."""
        return sum(map(self.__getitem__, groups))


def names_of(groups: Iterable[Group]) -> Names:
    """The names of the features of groups."""
    return tuple(name for write, *of in groups for name in write(*of))


def called(*names: str) -> Names:
    """The names themselves: the writer of features that depend on nothing else."""
    return names


def beside(scope: str, before: str, behind: str) -> Group:
    """What stands beside a mention that is so near: two characters before it and two behind it."""
    return (_beside(scope), behind[:1], behind, before[-1:], before)


@cache
def _beside(scope: str) -> Texts:
    return Texts(*[f"{scope} before "] * 2, *[f"{scope} after "] * 2)
