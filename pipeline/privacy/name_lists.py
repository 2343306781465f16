"""Lists of a text, items joined by marks: what opens and closes each, and how many of its items may be names."""

import re
from bisect import bisect_right
from collections.abc import Set
from typing import NamedTuple

from pipeline.places.words import is_common
from pipeline.privacy.sorts import word_before, word_behind

Span = tuple[int, int]
JOINT = "、"
MANY = 6
"""Items from which on a list is a long one."""
QUARTERS = 4
COMMON = -12.0
"""Log probability from which on an item is a word of prose."""
_LIST = re.compile("[^、，。；：！？,;:\\s“”]+(?:、[^、，。；：！？,;:\\s“”]+)+")
_CLOSING = re.compile("等(?!级|候|待)")


class Listed(NamedTuple):
    """A list: its items (at most ``MANY``), words before and behind it, how many quarters may be names or are words."""

    size: int
    opening: str
    closing: str
    fills: int
    words: int


class Lists:
    """The lists of a text; ``fills`` are stretches that are written like names."""

    def __init__(self, text: str, fills: Set[Span]) -> None:
        self._text, self._fills = text, fills
        self._spans = [match.span() for match in _LIST.finditer(text)] if JOINT in text else []
        self._starts = [start for start, _ in self._spans]
        self._known: dict[Span, Listed] = {}
        self._opens = {start for start, _ in fills}
        self._closes = {end for _, end in fills}

    def around(self, start: int, end: int) -> Listed | None:
        """The list that a stretch is an item of, or begins or ends one."""
        text = self._text
        if text[start - 1 : start] != JOINT and text[end : end + 1] != JOINT:
            return None
        at = bisect_right(self._starts, start) - 1
        if at < 0 or self._spans[at][1] < end:
            return None
        span = self._spans[at]
        if span not in self._known:
            self._known[span] = self._read(*span)
        return self._known[span]

    def _read(self, start: int, end: int) -> Listed:
        text, items, at = self._text, [], start
        for item in text[start:end].split(JOINT):
            items.append((at, at + len(item)))
            at += len(item) + 1
        first, *middle, last = items
        fills = sum(item in self._fills for item in middle) + (first[1] in self._closes) + (last[0] in self._opens)
        inner = [text[a:b] for a, b in middle]
        words = sum(is_common(item, COMMON) for item in inner)
        closing = _CLOSING.search(text, last[0], end)
        return Listed(
            min(len(items), MANY),
            text[start - 1] + word_before(text, start - 1) if start > 1 else "",
            f"等{word_behind(text, closing.end())}" if closing and closing.end() < len(text) else text[end : end + 1],
            fills * QUARTERS // len(items),
            words * QUARTERS // max(1, len(inner)),
        )
