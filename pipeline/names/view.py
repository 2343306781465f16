"""The text as names are read in it: without quote marks, which stay known as spans.

Names run across quote marks (乡村振兴“十百千”示范工程) and are compared without them, so every search runs on this view
and every find is mapped back to the characters of the article.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "〝": "〞", "＂": "＂", '"': '"'}
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_MARKS = re.compile("[" + "".join({*_PAIRS, *_CLOSERS}) + "\n]")
_FULL_WIDTH = {0xFF0B: "+", 0xFF0C: "，", 0x3000: " ", 0xFF0D: "-"}
_LONGEST_QUOTE, _LONGEST_NAME = 120, 16
_SENTENCE = re.compile(r"[。！？!?；;，,]")
QUOTE_MARKS = {ord(mark): None for pair in _PAIRS.items() for mark in pair}
"""Deletes every quote mark: ``text.translate(QUOTE_MARKS)``."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch of the view, quote marks excluded; ``outer`` where it stands inside no other but speech."""

    start: int
    end: int
    outer: bool = True
    speech: bool = False


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
            if quote.start >= end:
                break
            if quote.start == start and quote.end <= end:
                first = self.at[start] - 1
            if quote.end == end:
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
    pieces: list[str] = []
    at: list[int] = []
    quoted: list[tuple[int, int, str]] = []
    waiting: list[tuple[str, int]] = []
    last = 0
    for match in _MARKS.finditer(text):
        mark, offset = match[0], match.start()
        pieces.append(text[last:offset])
        at.extend(range(last, offset))
        last = offset + 1
        if mark == "\n":
            waiting.clear()
            last = offset
        elif mark in _CLOSERS and any(opened == _CLOSERS[mark] for opened, _ in waiting):
            while waiting[-1][0] != _CLOSERS[mark]:
                waiting.pop()
            _, start = waiting.pop()
            if start < len(at):
                quoted.append((start, len(at), text[at[start] : min(last - 1, at[start] + _LONGEST_QUOTE)]))
        elif mark in _PAIRS:
            waiting.append((mark, len(at)))
    pieces.append(text[last:])
    at.extend(range(last, len(text)))
    return View("".join(pieces).translate(_FULL_WIDTH), tuple(at), tuple(_nested(quoted)))


def _nested(quoted: list[tuple[int, int, str]]) -> Iterator[Quote]:
    """The quotes of a text in order; a quote that is a sentence or more is speech and makes none within it inner."""
    reach = 0
    for start, end, inner in sorted(quoted, key=lambda q: (q[0], -q[1])):
        speech = end - start > _LONGEST_NAME and _SENTENCE.search(inner) is not None
        if end - start <= _LONGEST_QUOTE:
            yield Quote(start, end, start >= reach, speech)
        if not speech:
            reach = max(reach, end)
