"""The text as names are read in it: without quote marks, which stay known as spans.

Names run across quote marks (乡村振兴“十百千”示范工程) and are compared without them, so every search runs on this view
and every find is mapped back to the characters of the article.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "〝": "〞", "＂": "＂", '"': '"'}
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_MARK = re.compile("[" + "".join({*_PAIRS, *_CLOSERS}) + "]")
_MARKS = re.compile(f"{_MARK.pattern}|\n")
_FULL_WIDTH = {"\uff0b": "+", "\u3000": " ", "\uff0d": "-"}
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
    """``text`` without quote marks; ``marks`` are the article's offsets of the marks left out, in order."""

    text: str
    quotes: tuple[Quote, ...]
    marks: tuple[int, ...]
    _starts: tuple[int, ...]
    """Where the quotes start."""
    _cuts: tuple[int, ...]
    """Where in the view each mark was taken out."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch in the article, with the quote marks that open or close just at its edges and pair up inside."""
        first, last = self.origin(start), self.origin(end - 1) + 1
        opened = closed = False
        for index in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            quote = self.quotes[index]
            opened |= quote.start == start and quote.end <= end
            closed |= quote.end == end
        return first - opened, last + closed

    def flat(self, offset: int) -> int:
        """Where the article's offset stands in the view."""
        return offset - bisect_left(self.marks, offset)

    def origin(self, index: int) -> int:
        """Where a character of the view stands in the article."""
        return index + bisect_right(self._cuts, index)


def view(text: str) -> View:
    """The view of an article's text; quotes never run over a line's end, an unpaired mark quotes nothing."""
    marks: list[int] = []
    quoted: list[tuple[int, int, str]] = []
    cuts: list[int] = []
    waiting: list[tuple[str, int]] = []
    often: Counter[str] = Counter()
    for match in _MARKS.finditer(text):
        mark, offset = match[0], match.start()
        if mark == "\n":
            waiting.clear()
            often.clear()
            continue
        here = offset - len(marks)
        marks.append(offset)
        cuts.append(here)
        opening = _CLOSERS.get(mark, "")
        if often[opening]:
            while True:
                opened, start = waiting.pop()
                often[opened] -= 1
                if opened == opening:
                    break
            if start < here:
                first = start + bisect_right(cuts, start)
                quoted.append((start, here, text[first : min(offset, first + _LONGEST_QUOTE)]))
        elif mark in _PAIRS:
            waiting.append((mark, here))
            often[mark] += 1
    quotes = tuple(_nested(quoted))
    flat = _MARK.sub("", text) if marks else text
    for wide, narrow in _FULL_WIDTH.items():
        flat = flat.replace(wide, narrow)
    return View(flat, quotes, tuple(marks), tuple(quote.start for quote in quotes), tuple(cuts))


def _nested(quoted: list[tuple[int, int, str]]) -> Iterator[Quote]:
    """The quotes of a text in order; a quote that is a sentence or more is speech and makes none within it inner."""
    reach = 0
    for start, end, inner in sorted(quoted, key=lambda q: (q[0], -q[1])):
        speech = end - start > _LONGEST_NAME and _SENTENCE.search(inner) is not None
        if end - start <= _LONGEST_QUOTE:
            yield Quote(start, end, start >= reach, speech)
        if not speech:
            reach = max(reach, end)
