"""Dates joined and opened: 5月28日至30日, 2021—2025年, 2023年以来, 2015年以前."""

import re
from dataclasses import replace

from pipeline.numbers.dates.calendar import Point, Span, When, shift
from pipeline.numbers.dates.context import Context
from pipeline.numbers.dates.points import read_point
from pipeline.numbers.numerals import read_numeral

_JOIN = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_OPEN = re.compile("以来|来(?![自到临了看说宾访源历回往])|(?:起|开始)?(?:直)?至今")
_BEFORE = re.compile("以前|之前|前(?![后三两几期夕来往沿景途列进端提五十二置例排台院,])")
_AFTER = re.compile("以后|之后|后(?![三两几期续来天年勤台方半面期])")
_YEARS = re.compile(r"([12]\d{3}) ?(-{1,2}|~|至|到) ?([12]\d{3})(?![\d.%])( ?年度?)?")
_SHARED = re.compile(r"([\d一二三四五六七八九十]{1,3}) ?(?:-{1,2}|~|至|到|、) ?(?=[\d一二三四五六七八九十])")


def read_interval(text: str, at: int, context: Context) -> tuple[When, int] | None:
    """(when, end) of the longest date that starts at ``at``: joined with another, opened, closed or as it is."""
    found = _years(text, at) or _shared(text, at, context) or read_point(text, at, context)
    if found is None:
        return None
    when, end = found
    join = _JOIN.match(text, end)
    if join and join.end() < len(text):
        other = read_point(text, join.end(), replace(context, spoken=when.last() if isinstance(when, Span) else when))
        if other and (span := _joined(when, other[0])):
            when, end = span, other[1]
    return _opened(text, when, end)


def _years(text: str, at: int) -> tuple[Span, int] | None:
    """2021-2025, with or without 年."""
    match = _YEARS.match(text, at)
    if match is None or match[1] >= match[3]:
        return None
    if not match[4] and (not match[2].startswith(("-", "~")) or not "1900" <= match[1] < match[3] <= "2100"):
        return None
    return Span(Point(int(match[1])), Point(int(match[3]))), match.end()


def _shared(text: str, at: int, context: Context) -> tuple[Span, int] | None:
    """3-5月, 28至30日, 5月28、29日: the first number takes the unit of the second."""
    first = _SHARED.match(text, at)
    if first is None:
        return None
    low, high = read_numeral(text, at), read_numeral(text, first.end())
    if low is None or high is None or low.value >= high.value:
        return None
    unit = text[high.end : high.end + 2].strip()[:1]
    if unit not in ("月", "日", "号"):
        return None
    left = f"{text[low.start : low.end]}{unit}"
    begin = read_point(left, 0, context)
    spoken = begin[0] if begin and isinstance(begin[0], Point) else None
    end = read_point(text, high.start, replace(context, spoken=spoken)) if spoken else None
    if spoken is None or end is None or not isinstance(end[0], Point):
        return None
    return Span(spoken, end[0]), end[1]


def _joined(first: Point | Span, second: Point | Span) -> Span | None:
    if isinstance(first, Point) and isinstance(second, Point):
        span = Span(first, second)
        if not span.exists() and first.month and second.month:
            later = shift(second, years=1)
            span = Span(first, later)
    else:
        span = Span(first.first(), second.last())
    return span if span.exists() else None


def _opened(text: str, when: Point | Span, end: int) -> tuple[When, int]:
    if match := _OPEN.match(text, end):
        return Span(when.first(), None), match.end()
    if match := _BEFORE.match(text, end):
        return Span(None, when if isinstance(when, Point) else when.last()), match.end()
    if match := _AFTER.match(text, end):
        return Span(when.first(), None), match.end()
    return when, end
