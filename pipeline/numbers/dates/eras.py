"""Longer times than a year: five-year plans (“十四五”期间), decades (上世纪90年代) and centuries (19世纪)."""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates.calendar import Point, Span
from pipeline.numbers.dates.parts import CENTURY, whole
from pipeline.numbers.numerals import read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_PLANS: dict[str, int] = _DATA["plans"]
_HAN = "一二三四五六七八九十"
PLAN_YEARS, DECADE = 5, 10

_PLAN = re.compile(
    rf"(“)?([{_HAN}]{{1,2}})五(”)? ?(期间|时期|末期|末|初期|初|开局之年|收官之年|以来|(?=前三年|前两年|前期))"
)
_CENTURY = re.compile(rf"(?:(上|本)|([\d{_HAN}]{{1,3}}) ?)世纪")
_DECADE = re.compile(r" ?([2-9]0|[二三四五六七八九]十) ?年代(?![感])")
_PART = re.compile("(初|前)期?|(末|后)期?|中[期叶]?")
_PARTS = {"early": (0, 3), "late": (7, 10), "middle": (3, 7)}
"""Tenths of a decade or a century that its beginning, its middle and its end cover."""


def read_era(text: str, at: int) -> tuple[Point | Span, int] | None:
    """(when, end) of a five-year plan, a decade or a century."""
    return _plan(text, at) or _decade(text, at)


def _plan(text: str, at: int) -> tuple[Point | Span, int] | None:
    """A plan's years, or its first or last one."""
    match = _PLAN.match(text, at)
    if match is None or bool(match[1]) != bool(match[3]) or match[2] not in _PLANS:
        return None
    first, part = _PLANS[match[2]], match[4]
    if part.startswith(("末", "收官")):
        return Point(first + PLAN_YEARS - 1), match.end()
    if part.startswith(("初", "开局")):
        return Point(first), match.end()
    end = match.end() - (2 if part == "以来" else 0)
    return Span(Point(first), Point(first + PLAN_YEARS - 1)), end


def _decade(text: str, at: int) -> tuple[Span, int] | None:
    century = _CENTURY.match(text, at)
    end, first, length = at, 20 * CENTURY - CENTURY, CENTURY
    if century:
        number = whole(read_numeral(text, at), 1, 21) if century[2] else None
        if century[2] and number is None:
            return None
        first = {"上": 1900, "本": 2000}.get(century[1]) or ((number or 1) - 1) * CENTURY
        end = century.end()
    decade = _DECADE.match(text, end)
    if decade:
        first += whole(read_numeral(text, decade.start(1)), 20, 90) or 0
        end, length = decade.end(), DECADE
    elif not century:
        return None
    if part := _PART.match(text, end):
        low, high = _PARTS["early" if part[1] else "late" if part[2] else "middle"]
        first, length, end = first + length * low // 10, length * (high - low) // 10, part.end()
    return Span(Point(first), Point(first + length - 1)), end
