"""The lunar calendar (农历正月十五, 腊月二十三) and the festivals of a year that is named (2023年国庆节)."""

import re
from calendar import Calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates.calendar import Point, Span, shift
from pipeline.numbers.dates.pieces import whole
from pipeline.numbers.numerals import read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_FESTIVALS: dict[str, str] = {word: rule for rule, words in _DATA["festivals"].items() for word in words}
_FESTIVAL = re.compile(" ?的?(" + "|".join(sorted(_FESTIVALS, key=len, reverse=True)) + ")(?:节|假期)?")
_LUNAR = re.compile(r"(农历|阴历|夏历)? ?(闰)?(?:(正|腊|冬)月|大(年)(?=初|三十)|([\d一二三四五六七八九十]{1,2})月)")
_DAY = re.compile(
    r"初([一二三四五六七八九十\d])|(廿[一二三四五六七八九]?|[一二三四五六七八九十]{1,3}|\d{1,2})(?![日号个天月年\d])"
)
_NAMED = {"正": 1, "冬": 11, "腊": 12}
FIRST, LAST = 1901, 2099
"""Years whose lunar calendar is known."""


def read_lunar(text: str, at: int, year: int, *, named: bool = False) -> tuple[Point | Span, int] | None:
    """A lunar month, or a day of it. Without 农历 only what no solar date looks like: 正月, 腊月, 初五, 廿三.

    ``named``: 农历 stands before the year.
    """
    match = _LUNAR.match(text, at)
    if match is None or not FIRST <= year <= LAST:
        return None
    era, leap, special, new_year, _ = match.groups()
    if new_year:
        return _new_year(text, match.end(), year)
    month = _NAMED[special] if special else whole(read_numeral(text, match.start(5)), 1, 12)
    if month is None:
        return None
    day = _DAY.match(text, match.end())
    plain = not (named or era or leap or special in ("正", "腊"))
    if plain and not (day and (special or day[1] or day[2].startswith("廿"))):
        return None
    try:
        if day is None:
            first = LunarDate(year, month, 1, 1 if leap else 0)
            last = LCalendars.ndays(year, month, 1 if leap else 0)
            return Span(_point(first), _point(LunarDate(year, month, last, 1 if leap else 0))), match.end()
        count = whole(read_numeral(text, day.start(1) if day[1] else day.start(2)), 1, 30)
        return (_point(LunarDate(year, month, count, 1 if leap else 0)), day.end()) if count else None
    except ValueError:
        return None


def _new_year(text: str, at: int, year: int) -> tuple[Point, int] | None:
    """大年初三 is the third day of the year, 大年三十 the eve of it."""
    if text.startswith("三十", at):
        eve = shift(_point(LunarDate(year, 1, 1)), days=-1)
        return (eve, at + len("三十")) if eve else None
    day = _DAY.match(text, at)
    count = whole(read_numeral(text, day.start(1)), 1, 10) if day and day[1] else None
    return (_point(LunarDate(year, 1, count)), day.end()) if day and count else None


def read_festival(text: str, at: int, year: int) -> tuple[Point, int] | None:
    """A festival of the year, on its day."""
    match = _FESTIVAL.match(text, at)
    if match is None or not FIRST <= year <= LAST:
        return None
    kind, *rule = _FESTIVALS[match[1]].split()
    if kind == "term":
        found = TermUtils.nth_term_day(year, term_name=rule[0])
        return Point(found.year, found.month, found.day), match.end()
    first, second = int(rule[0]), int(rule[1])
    if kind == "lunar":
        last = LCalendars.ndays(year, first)
        return _point(LunarDate(year, first, min(second, last))), match.end()
    if kind == "weekday":
        days = [d for d in Calendar().itermonthdates(year, first) if d.month == first and d.weekday() == int(rule[2])]
        return Point(year, first, days[second - 1].day), match.end()
    return Point(year, first, second), match.end()


def _point(lunar: LunarDate) -> Point:
    solar: date = lunar.to_solar_date()
    return Point(solar.year, solar.month, solar.day)
