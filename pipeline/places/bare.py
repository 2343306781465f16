"""Names without their suffix that plainly denote a place: 后箐 on a page of 后箐乡, 巴音敖包 in its county."""

from collections.abc import Sequence
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import followed_by_feature, free_left, name_gain
from pipeline.places.forms import county_forms
from pipeline.places.gazetteer import Division
from pipeline.places.lower import Span
from pipeline.places.naming import base
from pipeline.places.scope import Scope

MIN_GAIN = -8.0
"""Least gain of a listed name over common words (log probability)."""
DISTINCT = 4
"""Characters from which on a name of the home county means its village even where the page never gives its suffix."""


def find_bare(scope: Scope, spans: Sequence[Span], taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The bare names outside ``taken``, in order. Names said with their suffix come first, townships first."""
    meanings: dict[str, tuple[Division, ...]] = {}
    for county in scope.counties(0):
        for name, divisions in county_forms(county).bare.items():
            if len(name) >= DISTINCT and county == scope.home and not words.is_word(name):
                meanings.setdefault(name, divisions)
        break
    said: set[str] = set()
    for span in sorted(spans, key=lambda s: s.level != "township"):
        for division in span.options[:1]:
            name = base(division.name, division.level)
            if len(name) > 1 and name not in said:
                said.add(name)
                meanings[name] = span.options
    ends = {end for _, end in taken}
    if scope.home and len(scope.home) == 6:
        for name, divisions in county_forms(scope.home).bare.items():
            townships = tuple(d for d in divisions if d.level == "township")
            if townships and name not in meanings:
                meanings[name] = townships
    found, free = [], 0
    covered = list(taken) + [(s.start, s.end) for s in spans]
    for start, end, divisions in Matcher(meanings).longest(scope.text):
        name = scope.text[start:end]
        adjoins = start in ends
        if start < free or any(a < end and start < b for a, b in covered):
            continue
        if len(name) < DISTINCT and name not in said and not adjoins:
            continue
        if followed_by_feature(scope.text, end) or (not adjoins and not _stands(scope.text, start, end)):
            continue
        found.append(Span(start, end, divisions, divisions[0].level))
        free = end
    return found


def _stands(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < DISTINCT and not free_left(text, start):
        return False
    return not words.is_word(name) and name not in _common() and name_gain(text, start, end) > MIN_GAIN


@cache
def _common() -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.places", "context")["common"])
