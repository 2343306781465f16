"""The passages of a page: what is quoted, and what each quote speaks of."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
Span = tuple[int, int]

SENTENCE_LIMIT = 240
"""Longest sentence that is quoted for a mention; of a longer one, a window around the mention."""
_ENDS = "。！？!?；;\n"


def sentence(text: str, start: int, end: int) -> Span:
    """The sentence around a mention, without blanks at its edges; a stop belongs to the sentence that it ends."""
    low, high = max(0, start - SENTENCE_LIMIT), min(len(text), max(end, start + SENTENCE_LIMIT))
    left = max((text.rfind(mark, low, start) for mark in _ENDS), default=-1)
    first = low if left < 0 else left + 1
    stops = [at for mark in _ENDS if (at := text.find(mark, end, high)) >= 0]
    last = min(stops) + 1 if stops else high
    if last - first > SENTENCE_LIMIT:
        room = max(0, SENTENCE_LIMIT - (end - start)) // 2
        first, last = max(first, start - room), min(last, end + room)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def cover(
    text: str, quoted: Iterable[Span], mentions: Iterable[tuple[int, int, T]]
) -> Iterator[tuple[Span, tuple[T, ...]]]:
    """Passages such that every thing mentioned stands in one, each with the things that it mentions.

    These are the quoted spans, and for each thing that none of them holds the sentence of its first mention.
    """
    ordered = sorted(set(mentions), key=lambda mention: mention[:2])
    starts = [mention[0] for mention in ordered]
    spans = set(quoted)

    def inside(span: Span) -> tuple[T, ...]:
        first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
        return tuple(dict.fromkeys(thing for _, end, thing in ordered[first:last] if end <= span[1]))

    held = {thing for span in spans for thing in inside(span)}
    for start, end, thing in ordered:
        if thing not in held:
            span = sentence(text, start, end)
            spans.add(span)
            held.update(inside(span))
    for span in sorted(spans):
        yield span, inside(span)
