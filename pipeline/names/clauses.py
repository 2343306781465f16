"""Where names may begin: the words that end just before them, found in one pass over the text.

A name without quote marks has a plain right edge, its head noun, and an unclear left one. What settles the left edge is
evidence: the nearest punctuation, verb that introduces names, particle or end of a place to the left; a character
inside a longer word (和 in 和谐) or inside a national programme's name is no such evidence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Literal, NamedTuple

from pipeline.lexicon import Matcher
from pipeline.names.spans import cover
from pipeline.names.view import View
from pipeline.names.words import National, national_matcher, policy_matcher, words
from pipeline.places.boundaries import name_gain

Before = Literal["strong", "weak", "particle", "comma", "break", "place"]

_MARKS = r"，,。；;：:！!？?（()）\n\t《》〈〉…|丨"
_BREAKS = re.compile(
    rf"[{_MARKS}、—─\d](?:(?<=[{_MARKS}])|(?<=—)—|(?<=─)─|(?<=\d)(?<![\d.]\d)\d?[.．](?!\d)|(?<=、)())"
)
"""One set of characters opens every break, so that the search skips all others."""
_NUMBERED = re.compile(r"(?<=\s)\d{1,3}[^\S\n]+(?=[^\W\d_])")
"""A number of a list that stands by itself, marks gone (… 1 某县某项目)."""
_NUMERALS = r"[\d一二两三四五六七八九十百千万余多几数]"
_MEASURES = re.compile(
    rf"{_NUMERALS}(?<!{_NUMERALS}{{2}}){_NUMERALS}*+"
    r"(?:[项个次场批类条处座家户名支]|期(?!工程|项目)|公里|千米|[kK]m|米|亩|平方米)(?![一等、，,。；])"
)
SHORT = 3
"""Characters up to which a label may be made of the ends of two words."""
KNOWN, MIN_GAIN = -11.0, -1.0
"""What a label is worth, and its least gain over common words (log probability; see ``places.meant``)."""
_DESCRIBING = 4
"""A verb and what follows it, up to this many characters before a head noun, describe it (完善提升行动)."""


class Edge(NamedTuple):
    """A place where a name may begin, what stands before it, and where that begins."""

    at: int
    before: Before
    start: int


@dataclass(frozen=True, slots=True)
class Clauses:
    """The edges of a text, left to right, and the national programmes' names met on the way."""

    edges: Sequence[tuple[int, Before, int]]
    """What ``before`` gives as an Edge; most are never asked for."""
    offsets: Sequence[int]
    nationals: Sequence[tuple[int, int, National]]
    policies: Sequence[tuple[int, int, National]]
    """Mentions of the scheme's great policies, those within longer names included."""
    places: Sequence[tuple[int, int]]

    def before(self, offset: int) -> Edge:
        """The last edge at or before an offset; the text's beginning is one."""
        return Edge(*self.edges[bisect_right(self.offsets, offset) - 1])

    def at(self, offset: int) -> Edge | None:
        """The edge just at an offset."""
        edge = self.before(offset)
        return edge if edge.at == offset else None

    def verb_at(self, offset: int) -> bool:
        """Whether a verb that introduces names begins just at an offset."""
        return self.act_at(offset) is not None

    def act_at(self, offset: int | None) -> int | None:
        """Where the verb ends that introduces names and begins just at an offset."""
        if offset is None:
            return None
        index = bisect_right(self.offsets, offset)
        verb = index < len(self.edges) and self.edges[index][2] == offset and self.edges[index][1] in ("strong", "weak")
        return self.edges[index][0] if verb else None

    def past_place(self, offset: int) -> int | None:
        """Where the place ends that begins at an offset."""
        index = bisect_left(self.places, (offset, offset))
        return self.places[index][1] if index < len(self.places) and self.places[index][0] == offset else None

    def place_before(self, offset: int) -> int | None:
        """Where the place begins that ends at an offset."""
        index = bisect_left(self.places, (offset, 0)) - 1
        return self.places[index][0] if index >= 0 and self.places[index][1] == offset else None

    def parts(self, start: int, end: int) -> bool:
        """Whether a stretch is two phrases: a particle or break stands in it, or a verb with an object of its own."""
        for _, before, begin in self.edges[bisect_right(self.offsets, start) : bisect_right(self.offsets, end)]:
            describing = before in ("strong", "weak") and end - begin <= _DESCRIBING
            if begin >= start and before != "place" and not describing:
                return True
        return False

    def phrase(self, start: int) -> int:
        """Where the phrase that begins at an offset ends: before the next particle, break or verb."""
        for index in range(bisect_right(self.offsets, start), len(self.edges)):
            _, before, begin = self.edges[index]
            if begin >= start and before != "place":
                return begin
        return 1 << 30

    def placed(self, start: int, end: int) -> bool:
        """Whether a place is named within a stretch, and more than it."""
        index = bisect_left(self.places, (start, start))
        return index < len(self.places) and self.places[index][1] < end

    def inside(self, start: int, end: int) -> list[tuple[int, int, National]]:
        """The national programmes named within a stretch."""
        first = bisect_left(self.nationals, start, key=itemgetter(0))
        last = bisect_left(self.nationals, end, first, key=itemgetter(0))
        return [n for n in self.nationals[first:last] if n[1] <= end]


@cache
def _matcher() -> Matcher[Before | None]:
    lexicon: dict[str, Before | None] = dict.fromkeys(words("programs", "shields"))
    lexicon |= dict.fromkeys(words("programs", "particles"), "particle")
    lexicon |= dict.fromkeys(words("programs", "introducers", "weak"), "weak")
    lexicon |= dict.fromkeys(words("programs", "introducers", "strong"), "strong")
    return Matcher(lexicon)


def _bordered(text: str, start: int, end: int) -> bool:
    """Whether words end where a short label does (村超, but not in 全村|超过)."""
    return end - start > SHORT or name_gain(text, start, end, KNOWN) > MIN_GAIN


def clauses(view: View, places: Iterable[tuple[int, int]] = ()) -> Clauses:
    """The edges of a view; ``places`` are spans in it. A place's end is an edge where the place begins at one."""
    text, others = view.text, words("programs", "not_after")
    opening = {q.start for q in view.quotes}
    seams = cover(len(text), ((q.end, q.end + 1) for q in view.quotes if q.end in opening))
    national = [
        (start, end, named)
        for start, end, named in national_matcher().longest(text)
        if not text.startswith(others, end) and seams.find(1, start + 1, end) < 0 and _bordered(text, start, end)
    ]
    policies = [p for p in policy_matcher().longest(text) if not text.startswith((*others, "成果"), p[1])]
    where = sorted(places)
    covered = cover(len(text), ((start + 1, end) for start, end in [*((s, e) for s, e, _ in national), *where]))
    found: dict[int, tuple[int, Before, int]] = {0: (0, "break", 0)}
    for start, end, value in _matcher().longest(text):
        if value is not None and not covered[end] and not (value == "particle" and covered[end - 1]):
            found[end] = (end, value, start)
    for match in _MEASURES.finditer(text):
        start, end = match.span()
        if end not in found and not covered[end]:
            found[end] = (end, "particle", start)
    for match in _BREAKS.finditer(text):
        start, end = match.span()
        found[end] = (end, "comma" if match.lastindex else "break", start)
    opened = {start for start, _ in where}
    for match in _NUMBERED.finditer(text):
        if match.end() in opened:
            found[match.end()] = (match.end(), "break", match.start())
    for start, end in where:
        if start in found and end not in found:
            found[end] = (end, "place", start)
    offsets = sorted(found)
    return Clauses([found[at] for at in offsets], offsets, national, policies, where)
