"""What no programme's name begins with or holds, whatever was learnt: such a stretch is cut to a name or left out."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.names.spans import cover
from pipeline.names.view import View

Span = tuple[int, int]


def limited(view: View, found: Sequence[Span], suggested: Sequence[Span], known: Iterable[Span] = ()) -> list[Span]:
    """The stretches of a view that can be names of programmes, in order.

    One that begins with a count, a sum, a particle or a verb begins behind it if the rules suggest a name in what is
    left; one that holds words of a sentence is what they suggest at its end; a class, a principle or a manner is none.
    What stands in quotes, or in a ``known`` name, may hold any words (藏粮于地).
    """
    free = cover(len(view.text), (*((q.start, q.end) for q in view.quotes), *known))
    kept = (_limited(view.text, start, end, suggested, free) for start, end in found)
    return [span for span in kept if span]


def _limited(text: str, start: int, end: int, suggested: Sequence[Span], free: bytearray) -> Span | None:
    if _pattern("no_name").fullmatch(text, start, end):
        return None
    first = start
    while not free[first] and (opening := _pattern("opening").match(text, first, end)):
        first = opening.end()
    if not free[first] and _pattern("class").match(text, first, end):
        return None
    held = [m.end() for m in _pattern("within").finditer(text, first, end) if not free[m.start()]]
    if first == start and not held:
        return start, end
    if not held:
        return (first, end) if any(first < span[1] <= end for span in suggested) else None
    return min((span for span in suggested if max(held) <= span[0] and span[1] == end), default=None)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``data/limits.yaml``."""
    return re.compile(load_lexicon("pipeline.tagger", "limits")[name])
