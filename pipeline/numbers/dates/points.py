"""One date as written, from its largest part to its smallest: 2023年5月28日上午9时, 今年上半年, 去年12月底."""

import re
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates import lunar
from pipeline.numbers.dates.calendar import Point, Span, months
from pipeline.numbers.dates.context import Context
from pipeline.numbers.dates.parts import (
    number_at,
    read_clock,
    read_day,
    read_month,
    read_short_year,
    read_year,
    whole,
)
from pipeline.numbers.dates.relative import read_word
from pipeline.numbers.numerals import Numeral, read_numeral

_LEXICON = load_lexicon("pipeline.numbers", "dates")
_HALVES: dict[str, Any] = _LEXICON["halves"]
_SEASONS: dict[str, Any] = _LEXICON["seasons"]
_PLANS: dict[str, int] = _LEXICON["plans"]
Found = tuple[Point | Span, int]

_NUMERIC = re.compile(r"(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?(?![\d.%/-]|\2)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.A-Za-z])")
_HALF = re.compile(" ?的?(上半年|下半年)")
_QUARTER = re.compile(" ?的?(?:第 ?)?([一二三四1-4首末]) ?个?季度?(?!一)")
_FIRST_QUARTERS = re.compile(" ?的?前([二两三23])个?季度")
_FIRST_MONTHS = re.compile(r" ?的?前([\d一二两三四五六七八九十]{1,2}) ?个?月(?!前)")
_YEAR_EDGE = re.compile(
    " ?年?(初|底|末|终)(?![中级步心始见夏秋冬春次选赛审评期代线色蕴数盘气部层子尾班位])|伊始| ?年中(?=[,，、;。)时]|$)"
)
_MONTH_EDGE = re.compile("月?(上旬|中旬|下旬|初|底|末)(?![中级步心始见期线色蕴])")
_SEASON = re.compile(" ?的?([春夏秋冬])(季|天|日|(?=[,，、；。种播收耕粮]))")
_PLAN = re.compile(
    "([“])?([一二三四五六七八九十]{1,2})五([”])?(期间|时期|末期|末|初期|初|中期|开局之年|收官之年|收官|(?=以来|前))"
)
_ORDINARY_YEAR = re.compile("全年|内")


def read_point(text: str, at: int, context: Context) -> Found | None:
    """(when, end) of the date that starts at ``at``; None where there is none, or the calendar does not have it."""
    found = _any(text, at, context)
    return found if found and found[0].exists() else None


def _any(text: str, at: int, context: Context) -> Found | None:
    char = text[at]
    if char.isdecimal():
        written = _numeric(text, at)
        if written:
            return written
    if char in "“一二三四五六七八九十" and (plan := _plan(text, at)):
        return plan
    if numeral := read_numeral(text, at):
        return _from_numeral(text, at, numeral, context)
    if word := read_word(text, at, context):
        when, end = word
        if isinstance(when, Span):
            return word
        if when.month is None:
            return _in_year(text, end, when.year or 0) or _whole_year(text, end, when.year or 0)
        if when.day is None:
            return _in_month(text, end, when) or word
        return _with_clock(text, end, when)
    return _bare_part(text, at, context)


def _from_numeral(text: str, at: int, numeral: Numeral, context: Context) -> Found | None:
    if year := read_year(text, numeral):
        return _in_year(text, year[1], year[0]) or _whole_year(text, year[1], year[0])
    if context.published and context.published.year:
        short = read_short_year(text, numeral, context.published.year)
        if short and (found := _in_year(text, short[1], short[0])):
            return found
    if month := read_month(text, numeral):
        point = Point(context.year_of_month(month[0]), month[0])
        return _in_month(text, month[1], point) or (point, month[1])
    if not numeral.han and (day := read_day(text, numeral)) and (base := context.month_of_day(day[0])):
        return _with_clock(text, day[1], Point(base.year, base.month, day[0]))
    return _bare_part(text, at, context)


def _numeric(text: str, at: int) -> Found | None:
    """2024-03-05, 2024.3.5, 2024/3/5, 2024-03, 20240305."""
    if match := _COMPACT.match(text, at):
        return Point(int(match[1]), int(match[2]), int(match[3])), match.end()
    match = _NUMERIC.match(text, at)
    if match is None or not "1000" <= match[1] < "3000":
        return None
    if match[4] is None:
        return (Point(int(match[1]), int(match[3])), match.end()) if len(match[3]) == len("03") else None
    return _with_clock(text, match.end(), Point(int(match[1]), int(match[3]), int(match[4])))


def _plan(text: str, at: int) -> Found | None:
    """A five-year plan as a span of years, or its first or last one."""
    match = _PLAN.match(text, at)
    if match is None or bool(match[1]) != bool(match[3]) or match[2] not in _PLANS:
        return None
    first, part = _PLANS[match[2]], match[4]
    if part.startswith(("末", "收官")):
        return Point(first + 4), match.end()
    if part.startswith(("初", "开局")):
        return Point(first), match.end()
    return Span(Point(first), Point(first + 4)), match.end()


def _whole_year(text: str, at: int, year: int) -> Found:
    rest = _ORDINARY_YEAR.match(text, at)
    return Point(year), rest.end() if rest else at


def _in_year(text: str, at: int, year: int) -> Found | None:
    """What of the year: a half, a quarter, its edge, a season, a month and what follows."""
    if found := _part_of_year(text, at, year):
        return found
    if edge := _YEAR_EDGE.match(text, at):
        month = {"初": 1, "始": 1, "中": 6}.get(edge[0][-1], 12)
        return Point(year, month), edge.end()
    start = at + 1 if text.startswith("的", at) else at
    month_found = read_month(text, number_at(text, start))
    if month_found is None and text.startswith("元月", start):
        month_found = 1, start + 2
    if month_found:
        point = Point(year, month_found[0])
        return _in_month(text, month_found[1], point) or (point, month_found[1])
    return lunar.read_in_year(text, start, year)


def _part_of_year(text: str, at: int, year: int | None) -> Found | None:
    if half := _HALF.match(text, at):
        return months(year, *_HALVES[half[1]]), half.end()
    if quarters := _FIRST_QUARTERS.match(text, at):
        count = 3 if quarters[1] in "三3" else 2
        return months(year, 1, 3 * count), quarters.end()
    if first := _FIRST_MONTHS.match(text, at):
        count_months = whole(read_numeral(text, first.start(1)), 1, 12)
        return (Span(Point(year, 1), Point(year, count_months)), first.end()) if count_months else None
    if quarter := _QUARTER.match(text, at):
        if not quarter[0].endswith("度") and not quarter[0].endswith("季"):
            return None
        index = {"首": 1, "末": 4}.get(quarter[1]) or whole(read_numeral(text, quarter.start(1)), 1, 4)
        return (months(year, 3 * index - 2, 3 * index), quarter.end()) if index else None
    if (season := _SEASON.match(text, at)) and year is not None:
        first_month, last_month = _SEASONS[season[1]]
        end = Point(year, last_month) if last_month <= 12 else Point(year + 1, last_month - 12)
        return Span(Point(year, first_month), end), season.end()
    return None


def _bare_part(text: str, at: int, context: Context) -> Found | None:
    """A part of a year that names no year: 上半年, 一季度, 年底, 月底."""
    year = context.year()
    if year is None:
        return None
    if text.startswith("年", at):
        edge = _YEAR_EDGE.match(text, at)
        if edge is None or not edge[0].startswith("年"):
            return None
        return Point(year, {"初": 1, "中": 6}.get(edge[0][-1], 12)), edge.end()
    if text.startswith(("月初", "月底", "月末"), at):
        base = context.spoken if context.spoken and context.spoken.month else context.published
        return _in_month(text, at, Point(base.year, base.month)) if base and base.month else None
    if text[at] in "春夏秋冬":
        return None
    return _part_of_year(text, at, year) or lunar.read_lunar(text, at, year)


def _in_month(text: str, at: int, month: Point) -> Found | None:
    """What of the month: a ten-day period, its edge, a day."""
    if edge := _MONTH_EDGE.match(text, at):
        year, number = month.year, month.month or 1
        last = month.last().day
        spans = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last)}
        if edge[1] in spans:
            low, high = spans[edge[1]]
            return Span(Point(year, number, low), Point(year, number, high)), edge.end()
        return Point(year, number, 1 if edge[1] == "初" else last), edge.end()
    day = read_day(text, number_at(text, at))
    if day is None:
        return None
    return _with_clock(text, day[1], Point(month.year, month.month, day[0]))


def _with_clock(text: str, at: int, day: Point) -> Found:
    clock = read_clock(text, at)
    return (Point(day.year, day.month, day.day, clock[0]), clock[1]) if clock else (day, at)
