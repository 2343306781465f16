"""Where the words and names of a text begin and end: what a stretch of it is told by."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.records import Mention
from pipeline.text.lexis import Lexis

Span = tuple[int, int, str]
"""Start, end and kind."""


class Window(NamedTuple):
    """A stretch of the text with the words and names that touch it."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]


class Borders:
    """The words and names of one text, asked for those of a stretch."""

    def __init__(self, lexis: Lexis, named: Iterable[tuple[str, Sequence[Mention]]]) -> None:
        self.text = lexis.text
        self._lexis = lexis
        self._names = sorted((m.start, m.end, kind) for kind, mentions in named for m in mentions)
        self.places = frozenset(self.text[start:end] for start, end, kind in self._names if kind == "places")
        self._starts = [start for start, _, _ in self._names]
        self._longest = max((end - start for start, end, _ in self._names), default=0)

    def window(self, start: int, end: int) -> Window:
        """A stretch, without the marks that it opens with."""
        while start < end and self.text[start] in " 、,，":
            start += 1
        spans: list[Span] = [(cue.start, cue.end, cue.kind) for cue in self._lexis.between(start, end)]
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, end)
        spans += [name for name in self._names[first:last] if name[1] >= start]
        return Window(self.text, start, end, tuple(spans))
