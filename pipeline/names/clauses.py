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
from pipeline.names.spans import cover
from pipeline.names.view import View
from pipeline.names.words import National, national_matcher, policy_matcher, words

Before = Literal["strong", "weak", "particle", "comma", "break", "place"]

_BREAKS = re.compile(r"[，,。；;：:！!？?（()）\n\t《》〈〉…|丨]|——|──|(?<![\d.])\d{1,2}[.．](?!\d)|(、)")
_MEASURES = re.compile(
    r"[\d一二两三四五六七八九十百千万余多几数]+(?:[项个次场批类条处座家户名支]|期(?!工程|项目))(?![一等、，,。；])"
)
_DESCRIBING = 4
"""A verb and what follows it, up to this many characters before a head noun, describe it (完善提升行动)."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A place where a name may begin, what stands before it, and where that begins."""

    at: int
    before: Before
    start: int


@dataclass(frozen=True, slots=True)
class Clauses:
    """The edges of a text, left to right, and the national programmes' names met on the way."""

    edges: tuple[Edge, ...]
    offsets: tuple[int, ...]
    nationals: tuple[tuple[int, int, National], ...]
    policies: tuple[tuple[int, int, National], ...]
    """Mentions of the scheme's great policies, those within longer names included."""
    places: tuple[tuple[int, int], ...]

    def before(self, offset: int) -> Edge:
        """The last edge at or before an offset; the text's beginning is one."""
        return self.edges[bisect_right(self.offsets, offset) - 1]

    def at(self, offset: int) -> Edge | None:
        """The edge just at an offset."""
        edge = self.before(offset)
        return edge if edge.at == offset else None

    def parts(self, start: int, end: int) -> bool:
        """Whether a stretch is two phrases: a particle or break stands in it, or a verb with an object of its own."""
        for edge in self.edges[bisect_right(self.offsets, start) : bisect_right(self.offsets, end)]:
            describing = edge.before in ("strong", "weak") and end - edge.start <= _DESCRIBING
            if edge.start >= start and edge.before != "place" and not describing:
                return True
        return False

    def phrase(self, start: int) -> int:
        """Where the phrase that begins at an offset ends: before the next particle, break or verb."""
        for index in range(bisect_right(self.offsets, start), len(self.edges)):
            edge = self.edges[index]
            if edge.start >= start and edge.before != "place":
                return edge.start
        return 1 << 30

    def placed(self, start: int, end: int) -> bool:
        """Whether a place is named within a stretch, and more than it."""
        index = bisect_left(self.places, (start, start))
        return index < len(self.places) and self.places[index][1] < end

    def inside(self, start: int, end: int) -> tuple[tuple[int, int, National], ...]:
        """The national programmes named within a stretch."""
        index = bisect_left(self.nationals, start, key=lambda n: n[0])
        last = bisect_left(self.nationals, end, key=lambda n: n[0])
        return tuple(n for n in self.nationals[index:last] if n[1] <= end)


@cache
def _matcher() -> Matcher[Before | None]:
    lexicon: dict[str, Before | None] = dict.fromkeys(words("programs", "shields"))
    lexicon |= dict.fromkeys(words("programs", "particles"), "particle")
    lexicon |= dict.fromkeys(words("programs", "introducers", "weak"), "weak")
    lexicon |= dict.fromkeys(words("programs", "introducers", "strong"), "strong")
    return Matcher(lexicon)


def clauses(view: View, places: Iterable[tuple[int, int]] = ()) -> Clauses:
    """The edges of a view; ``places`` are spans in it. A place's end is an edge where the place begins at one."""
    others = words("programs", "not_after")
    named = national_matcher().longest(view.text)
    opening = {q.start for q in view.quotes}
    seams = cover(len(view.text), ((q.end, q.end + 1) for q in view.quotes if q.end in opening))
    national = tuple(
        (s, e, n) for s, e, n in named if not view.text.startswith(others, e) and seams.find(1, s + 1, e) < 0
    )
    where = sorted(places)
    covered = bytearray(len(view.text) + 1)
    for start, end in [*((s, e) for s, e, _ in national), *where]:
        covered[start + 1 : end] = b"\1" * (end - start - 1)
    found = {0: Edge(0, "break", 0)}
    for start, end, value in _matcher().longest(view.text):
        if value is not None and not covered[end]:
            found[end] = Edge(end, value, start)
    for match in _MEASURES.finditer(view.text):
        if not covered[match.end()]:
            found.setdefault(match.end(), Edge(match.end(), "particle", match.start()))
    for match in _BREAKS.finditer(view.text):
        found[match.end()] = Edge(match.end(), "comma" if match[1] else "break", match.start())
    for start, end in where:
        if start in found:
            found.setdefault(end, Edge(end, "place", start))
    edges = tuple(found[at] for at in sorted(found))
    policies = tuple(
        p for p in policy_matcher().longest(view.text) if not view.text.startswith((*others, "成果"), p[1])
    )
    return Clauses(edges, tuple(e.at for e in edges), national, policies, tuple(where))
