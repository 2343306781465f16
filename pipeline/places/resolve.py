"""Which division each mention denotes, settled in the order of the text."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.places import words
from pipeline.places.gazetteer import LEVELS, Division, get
from pipeline.places.lower import Span
from pipeline.places.meant import Hit
from pipeline.places.naming import base
from pipeline.places.scope import Scope
from pipeline.records import Place

_LIES = re.compile("[,，]?(?:位于|地处|坐落于|坐落在|隶属于?|属于?)")
SHORT = 3
"""Characters, suffix included, up to which another spelling is believed only in the township spoken of."""


def resolve(scope: Scope, hits: Sequence[Hit], spans: Sequence[Span]) -> tuple[Place, ...]:
    """The places in order, without overlap.

    A name that several divisions bear goes by the township spoken of last, then by what the page speaks of most.
    """
    text = scope.text
    places: list[Place] = [
        Place(h.start, h.end, text[h.start : h.end], h.division.level, h.division.code, h.division.name) for h in hits
    ]
    said = Counter(option.code[:9] for span in spans if len(span.options) == 1 for option in span.options)
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    others = _others(text, kept)
    township, village, line = None, None, -1
    previous: Place | None = None
    for span in kept:
        if scope.line(span.start) != line:
            line, village = scope.line(span.start), None
        name = text[span.start : span.end]
        division = _settle(span.options, township, said)
        if (
            division
            and span.respelt
            and span.level != "township"
            and span.end - span.start <= SHORT
            and not division.code.startswith(township or "-")
        ):
            division = None
        if division and (_is_another(previous, span, name, division) or name in others):
            division, span = None, replace(span, options=())
        if division is None:
            within = _within(scope, span, township, village)
            previous = Place(span.start, span.end, name, span.level, None, name, within)
        else:
            previous = Place(span.start, span.end, name, division.level, division.code, division.name)
            township = division.code[:9]
            village = division.code if division.level == "village" else None
        places.append(previous)
    return _located(text, sorted(places, key=lambda p: (p.start, p.end)))


def _others(text: str, spans: Sequence[Span]) -> set[str]:
    """The villages' names that somewhere stand right behind a listed township that has none so called."""
    found = set()
    for before, span in pairwise(spans):
        name = text[span.start : span.end]
        towns = {town.code for town in before.options if town.level == "township"}
        adjoins = before.end == span.start and len(towns) == 1 and bool(span.options)
        if adjoins and not any(option.code.startswith(tuple(towns)) for option in span.options):
            found |= {name} if words.is_name(base(name, span.level)) else set()
    return found


def _located(text: str, places: Sequence[Place]) -> tuple[Place, ...]:
    """The places with each uncoded name held by the division that it is said to lie in (某村位于某镇)."""
    found: list[Place] = []
    for index, place in enumerate(places):
        lies = _LIES.match(text, place.end) if place.code is None else None
        at, within = lies.end() if lies else -1, place.within
        for other in places[index + 1 : index + 1 + len(LEVELS)]:
            if other.start != at:
                break
            at, within = other.end, other.code or within
        found.append(replace(place, within=within) if within != place.within else place)
    return tuple(found)


def _is_another(before: Place | None, span: Span, name: str, division: Division) -> bool:
    """Whether a village right behind a listed township that has none of its name is not another township's namesake.

    A name that many villages bear is; a rare one is the village that the list has, moved since or before.
    """
    if before is None or before.end != span.start or before.level != "township" or before.code is None:
        return False
    return not division.code.startswith(before.code) and words.is_name(base(name, division.level))


def settle_within(places: Sequence[Place], home: str | None) -> tuple[Place, ...]:
    """The places with each uncoded name held by the smallest division that any of its mentions, or the page, shows."""
    held: dict[str, str] = {}
    areas = {place.name for place in places if place.level == "county"}
    for place in places:
        if place.code is None and place.within and place.level in ("county", "village", "group"):
            held[place.name] = max(held.get(place.name, ""), place.within, key=len)
    for name, within in held.items():
        if home and home.startswith(within) and name not in areas:
            held[name] = home
    return tuple(
        replace(place, within=held[place.name])
        if place.code is None and place.name in held and held[place.name].startswith(place.within or "")
        else place
        for place in places
    )


def _settle(options: Sequence[Division], township: str | None, said: Counter[str]) -> Division | None:
    if len(options) < 2:
        return options[0] if options else None
    near = [d for d in options if township and d.code.startswith(township)]
    if near:
        return near[0]
    ranked = sorted(options, key=lambda d: -said[d.code[:9]])
    return ranked[0] if said[ranked[0].code[:9]] > said[ranked[1].code[:9]] else None


def _within(scope: Scope, span: Span, township: str | None, village: str | None) -> str | None:
    """The smallest known division that holds a settlement without a code."""
    county = scope.focus(span.start) or scope.home
    if span.options:
        return span.options[0].code[:6]
    if span.level == "prefecture":
        return next((hit.division.code[:2] for hit in scope.hits), None)
    if span.level == "county":
        ahead = (hit.division.code for hit in scope.hits if hit.end == span.start)
        return next(ahead, None)
    if span.level == "township":
        return county
    for code in (village if span.level == "group" else None, township):
        if code and (county is None or code.startswith(county[:6])) and get(code):
            return code
    return county
