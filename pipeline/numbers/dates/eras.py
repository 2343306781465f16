"""Five-year plans (“十四五”期间), decades (上世纪90年代), centuries (19世纪) and reigns (康熙五十年)."""

import re
from collections.abc import Mapping
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates.calendar import Point, Span
from pipeline.numbers.dates.pieces import CENTURY, whole
from pipeline.numbers.numerals import read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_PLANS: dict[str, int] = _DATA["plans"]
_HAN = "一二三四五六七八九十"
_REIGNS: dict[str, int] = _DATA["reigns"]
REIGNS = "|".join(_REIGNS)
"""A pattern for a reign."""
_REIGN = re.compile(REIGNS)
PLAN_YEARS, DECADE = 5, 10

_PLAN = re.compile(
    rf"(“)?([{_HAN}]{{1,2}})五(”)? ?"
    r"(期间|时期|期末|末期|末|初期|初|开局之年|收官之年|以来|(?=前三年|前两年|前期|良好开局|开局|收官)"
    rf"|(?<=”)(?={_DATA['plan_signs']}))"
)
"""In quotation marks a plan's number is its years by itself before what happened in them, not before a noun."""
_CENTURY = re.compile(rf"(?:(上|本)|([\d{_HAN}]{{1,3}}) ?)世纪")
_DECADE = re.compile(r" ?((?:19|20)\d0|[2-9]0(?:[、至-][3-9]0)?|[二三四五六七八九]{1,2}十) ?年代(?!感)")
_PART = re.compile("(初|前)期?|(末|后)期?|中[期叶]?")
_PARTS = {"early": (0, 3), "late": (7, 10), "middle": (3, 7)}
_CENTURY_PARTS = {"early": (0, 2), "late": (8, 10), "middle": (4, 6)}
"""Tenths of a decade and of a century that its beginning, its middle and its end cover."""


def read_era(text: str, at: int) -> tuple[Point | Span, int] | None:
    """(when, end) of a five-year plan, a decade, a century or a year of a reign."""
    return _plan(text, at) or _decade(text, at) or _reign(text, at)


def _plan(text: str, at: int) -> tuple[Point | Span, int] | None:
    """A plan's years, or its first or last one."""
    match = _PLAN.match(text, at)
    if match is None or bool(match[1]) != bool(match[3]) or match[2] not in _PLANS:
        return None
    first, part = _PLANS[match[2]], match[4]
    if part.startswith(("末", "期末", "收官")):
        return Point(first + PLAN_YEARS - 1), match.end()
    if part.startswith(("初", "开局")):
        return Point(first), match.end()
    end = match.end() - (2 if part == "以来" else 0)
    return Span(Point(first), Point(first + PLAN_YEARS - 1)), end


def _reign(text: str, at: int) -> tuple[Point, int] | None:
    """A year by its reign; 元年 is the first."""
    match = _REIGN.match(text, at)
    if match is None:
        return None
    if text.startswith("元年", match.end()):
        return Point(_REIGNS[match[0]]), match.end() + len("元年")
    count = read_numeral(text, match.end())
    year = whole(count, 1, 61)
    if count is None or year is None or not text.startswith("年", count.end):
        return None
    return Point(_REIGNS[match[0]] + year - 1), count.end + 1


def _decades(written: str) -> tuple[int, int] | None:
    """The first and the last decade named: 90, 八九十, 70、80; None for what is no number (二九十)."""
    numerals = [read_numeral(part, 0) for part in re.split("[、至-]", written)]
    values = [v for n in numerals if n for v in (n.value, n.value_max) if v is not None]
    return (int(min(values)), int(max(values))) if values else None


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
        decades = _decades(decade[1])
        if decades is None:
            return None
        low, high = decades
        first, end, length = low if low > CENTURY else first + low, decade.end(), high - low + DECADE
    elif not century:
        return None
    if part := _PART.match(text, end):
        which = "early" if part[1] else "late" if part[2] else "middle"
        low, high = _PARTS[which] if decade else _CENTURY_PARTS[which]
        first, length, end = first + length * low // 10, length * (high - low) // 10, part.end()
    return Span(Point(first), Point(first + length - 1)), end
