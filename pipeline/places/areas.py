"""New areas that cities govern like a district and that no list has (大连市金普新区)."""

import re
from collections.abc import Sequence

from pipeline.lexicon import Matcher
from pipeline.places import words
from pipeline.places.cover import Cover
from pipeline.places.lower import Span
from pipeline.places.meant import Hit

_AREA = re.compile("[一-鿿]{2,3}新区")
_PREFECTURE = 4
"""Digits of a city's code."""


def find_areas(text: str, hits: Sequence[Hit]) -> list[Span]:
    """Every mention of an area that stands right behind its city at least once, by a name that is no common word."""
    cover = Cover(len(text), ((hit.start, hit.end) for hit in hits))
    behind = (_AREA.match(text, hit.end) for hit in hits if len(hit.division.code) == _PREFECTURE)
    names = {m[0] for m in behind if m and not cover.touches(*m.span()) and not words.is_word(m[0][:-2])}
    found = Matcher(dict.fromkeys(names, True)).longest(text) if names else ()
    return [Span(start, end, (), "county") for start, end, _ in found if not cover.touches(start, end)]
