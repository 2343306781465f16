"""Names without their suffix that plainly denote a place: 后箐 on a page of 后箐乡, 巴音敖包 in its county."""

import re
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

_HEAD = re.compile(r"(?:[^\n]{1,12}[】丨|])?([一-鿿]{2,6})[:：]")
KNOWN, MIN_GAIN = -11.0, -1.0
"""What a listed name is worth, and its least gain over common words (log probability; see ``upper``)."""
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
        adjoins = start in ends or _heads_title(scope.text, start, end)
        if start < free or any(a < end and start < b for a, b in covered):
            continue
        if len(name) < DISTINCT and name not in said and not adjoins:
            continue
        if followed_by_feature(scope.text, end) or (not adjoins and not _stands(scope.text, start, end)):
            continue
        found.append(Span(start, end, divisions, divisions[0].level))
        free = end
    return found


def _heads_title(text: str, start: int, end: int) -> bool:
    """Whether it is what the first line says before its colon (后箐:五朵金花竞相开)."""
    head = _HEAD.match(text)
    return head is not None and head.span(1) == (start, end)


def _stands(text: str, start: int, end: int) -> bool:
    name = text[start:end]
    if len(name) < DISTINCT and not free_left(text, start):
        return False
    return not words.is_word(name) and name not in _common() and name_gain(text, start, end, KNOWN) > MIN_GAIN


@cache
def _common() -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.places", "context")["common"])
