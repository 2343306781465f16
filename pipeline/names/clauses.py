"""Where names may begin: the words that end just before them, found in one pass over the text.

A name without quote marks has a plain right edge, its head noun, and an unclear left one. What settles the left edge is
evidence: the nearest punctuation, verb that introduces names, particle or end of a place to the left; a character
inside a longer word (和 in 和谐) or inside a national programme's name is no such evidence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher
from pipeline.names.view import View
from pipeline.names.words import National, national_matcher, words

Before = Literal["strong", "weak", "particle", "comma", "break", "place"]

_BREAKS = re.compile(r"[，,。；;：:！!？?（()）\n\t《》〈〉…|丨]|——|──|(、)")


@dataclass(frozen=True, slots=True)
class Edge:
    """A place where a name may begin, and what stands before it."""

    at: int
    before: Before
    start: int
    """Where the word before it begins."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """The edges of a text, left to right, and the national programmes' names met on the way."""

    edges: tuple[Edge, ...]
    offsets: tuple[int, ...]
    nationals: tuple[tuple[int, int, National], ...]

    def before(self, offset: int) -> Edge:
        """The last edge at or before an offset; the text's beginning is one."""
        return self.edges[bisect_right(self.offsets, offset) - 1]

    def at(self, offset: int) -> Edge | None:
        """The edge just at an offset."""
        edge = self.before(offset)
        return edge if edge.at == offset else None

    def crosses(self, start: int, end: int) -> bool:
        """Whether a word that ends a name's left context stands within a stretch."""
        index = bisect_right(self.offsets, start)
        return index < len(self.offsets) and self.offsets[index] <= end and self.edges[index].start >= start

    def inside(self, start: int, end: int) -> tuple[tuple[int, int, National], ...]:
        """The national programmes named within a stretch."""
        index = bisect_left(self.nationals, start, key=lambda n: n[0])
        found = []
        while index < len(self.nationals) and self.nationals[index][0] < end:
            if self.nationals[index][1] <= end:
                found.append(self.nationals[index])
            index += 1
        return tuple(found)


@cache
def _matcher() -> Matcher[Before | None]:
    lexicon: dict[str, Before | None] = dict.fromkeys(words("programs", "shields"))
    lexicon |= dict.fromkeys(words("programs", "particles"), "particle")
    lexicon |= dict.fromkeys(words("programs", "introducers", "weak"), "weak")
    lexicon |= dict.fromkeys(words("programs", "introducers", "strong"), "strong")
    return Matcher(lexicon)


def clauses(view: View, places: Iterable[tuple[int, int]] = ()) -> Clauses:
    """The edges of a view; ``places`` are spans in it."""
    national = tuple(national_matcher().longest(view.text))
    covered = bytearray(len(view.text) + 1)
    for start, end, _ in national:
        covered[start + 1 : end] = b"\1" * (end - start - 1)
    found = {0: Edge(0, "break", 0)}
    for start, end in places:
        found[end] = Edge(end, "place", start)
    for start, end, value in _matcher().longest(view.text):
        if value is not None and not covered[end]:
            found[end] = Edge(end, value, start)
    for match in _BREAKS.finditer(view.text):
        found[match.end()] = Edge(match.end(), "comma" if match[1] else "break", match.start())
    edges = tuple(found[at] for at in sorted(found))
    return Clauses(edges, tuple(e.at for e in edges), national)
