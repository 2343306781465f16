"""Names without their suffix that plainly denote a place: 后箐 on a page of 后箐乡, 巴音敖包 in its county."""

import re
from collections.abc import Sequence

from pipeline.lexicon import Matcher
from pipeline.places import words
from pipeline.places.boundaries import followed_by_feature, followed_by_produce, free_left, name_gain
from pipeline.places.context import listed
from pipeline.places.cover import Cover
from pipeline.places.forms import Named
from pipeline.places.gazetteer import Division
from pipeline.places.lower import Span
from pipeline.places.naming import base
from pipeline.places.scope import Scope

_HEAD = re.compile(r"(?:[^\n]{1,12}[】丨|])?([一-鿿]{2,6})[:：]")
"""What the first line says before its colon (后箐:五朵金花竞相开)."""
KNOWN, MIN_GAIN = -11.0, -1.0
"""What a listed name is worth, and its least gain over common words (log probability; see ``upper``)."""
DISTINCT = 4
"""Characters from which on a name of the home county means its village even where the page never gives its suffix."""


def find_bare(
    scope: Scope,
    names: Sequence[Named],
    spans: Sequence[Span],
    taken: Sequence[tuple[int, int]],
    town: Division | None = None,
) -> list[Span]:
    """The bare names outside ``taken``, in order: those said with their suffix first, then the home county's ``names``.

    Townships come before villages of their name; ``town`` is one that the page calls its own.
    """
    said = _said(spans) | ({base(town.name, town.level): (town,)} if town else {})
    matches = [*(Matcher(said).longest(scope.text) if said else ()), *names]
    ends, head = {end for _, end in taken}, _HEAD.match(scope.text)
    heading = head.span(1) if head else None
    cover = Cover(len(scope.text), [*taken, *((span.start, span.end) for span in spans)])
    found = []
    for start, end, divisions in matches:
        name = scope.text[start:end]
        adjoins = start in ends or (start, end) == heading
        if cover.touches(start, end) or not (len(name) >= DISTINCT or name in said or adjoins):
            continue
        if name not in said and len(name) < DISTINCT:
            divisions = tuple(d for d in divisions if d.level == "township")
        if (
            not divisions
            or name in listed("products")
            or followed_by_feature(scope.text, end)
            or followed_by_produce(scope.text, end)
        ):
            continue
        if adjoins or _stands(scope.text, start, end):
            found.append(Span(start, end, divisions, divisions[0].level))
            cover.add(start, end)
    return found


def _said(spans: Sequence[Span]) -> dict[str, tuple[Division, ...]]:
    """The bare names of what the page gives with its suffix, townships before villages of their name."""
    said: dict[str, tuple[Division, ...]] = {}
    for span in sorted(spans, key=lambda s: s.level != "township"):
        for division in span.options[:1]:
            name = base(division.name, division.level)
            if len(name) > 1:
                said.setdefault(name, span.options)
    return said


def _stands(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < DISTINCT and not free_left(text, start):
        return False
    if words.is_word(name) or name in listed("zones") or name in listed("common"):
        return False
    return name_gain(text, start, end, KNOWN) > MIN_GAIN
