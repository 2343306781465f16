"""The text as names are read in it: without quote marks, which stay known as spans.

Names run across quote marks (乡村振兴“十百千”示范工程) and are compared without them, so every search runs on this view
and every find is mapped back to the characters of the article.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "〝": "〞", "＂": "＂", '"': '"'}
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_FULL_WIDTH = {0xFF0B: "+", 0xFF0C: "，", 0x3000: " ", 0xFF0D: "-"}
_LONGEST_QUOTE = 120
QUOTE_MARKS = {ord(mark): None for pair in _PAIRS.items() for mark in pair}
"""Deletes every quote mark: ``text.translate(QUOTE_MARKS)``."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch of the view, quote marks excluded; ``outer`` where it stands inside no other quote."""

    start: int
    end: int
    outer: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """``text`` without quote marks; ``at[i]`` is where its character i stands in the article."""

    text: str
    at: tuple[int, ...]
    quotes: tuple[Quote, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch in the article, with the quote marks that open or close just at its edges and pair up inside."""
        first, last = self.at[start], self.at[end - 1] + 1
        for quote in self.quotes[self._first(start) :]:
            if quote.start > start:
                break
            if quote.end <= end:
                first = min(first, self.at[start] - 1)
        if any(q.end == end and q.start >= start for q in self.quotes):
            last = self.at[end - 1] + 2
        return first, last

    def flat(self, offset: int) -> int:
        """Where the article's offset stands in the view."""
        return bisect_left(self.at, offset)

    def _first(self, start: int) -> int:
        return bisect_left(self.quotes, start, key=lambda q: q.start)


@lru_cache(maxsize=8)
def view(text: str) -> View:
    """The view of an article's text; quotes never run over a line's end, an unpaired mark quotes nothing."""
    chars: list[str] = []
    at: list[int] = []
    quotes: list[Quote] = []
    open_marks: list[tuple[str, int]] = []
    for offset, char in enumerate(text):
        if char == "\n":
            open_marks.clear()
        if char in _CLOSERS and any(mark == _CLOSERS[char] for mark, _ in open_marks):
            while open_marks[-1][0] != _CLOSERS[char]:
                open_marks.pop()
            _, start = open_marks.pop()
            if start < len(chars) <= start + _LONGEST_QUOTE:
                quotes.append(Quote(start, len(chars), not open_marks))
        elif char in _PAIRS:
            open_marks.append((char, len(chars)))
        elif char not in _CLOSERS:
            chars.append(_FULL_WIDTH.get(ord(char), char))
            at.append(offset)
    quotes.sort(key=lambda q: (q.start, -q.end))
    return View("".join(chars), tuple(at), tuple(quotes))
