"""Dates joined and opened: 5月28日至30日, 2021—2025年, 2023年以来, 2015年以前."""

import re
from dataclasses import replace

from pipeline.numbers.dates.calendar import Point, Span, When, shift
from pipeline.numbers.dates.lunar import read_festival
from pipeline.numbers.dates.pieces import CENTURY, number_at, read_clock, read_day
from pipeline.numbers.dates.points import read_point
from pipeline.numbers.dates.spoken import Context
from pipeline.numbers.dates.within import edge_of, last_month, of_year
from pipeline.numbers.numerals import Numeral, read_numeral
from pipeline.numbers.units import longest

_JOIN = re.compile(" ?(?:起|开始)? ?(?:-{1,2}|~|至|到) ?")
_AND, _BETWEEN = re.compile(" ?[与和跟] ?"), re.compile("之?间(?![隔断])")
_OPEN = re.compile(
    "以来|来(?![自到临了看说宾访源历回往])|(?:起|开始)?(?:一?直)?(?:至今|[到至](?:现在|目前|如今|今日|当前))"
)
_BEFORE = re.compile("(以前)|(之前)|前(?![后三两几期夕来往沿景途列进端提五十二置例排台院半头])")
_AFTER = re.compile("以后|之后|后(?![三两几期续来天年勤台方半面])")
_YEARS = re.compile(r"([12]\d{3}) ?(-{1,2}|~|至|到|[、/]) ?([12]\d{3})(?![\d.%])( ?年度?)?")
_TO_SHORT_YEAR = re.compile(r"([12]\d{3}) ?年? ?(?:-{1,2}|~|至|到) ?(\d{2}) ?年(?!代)")
_MONTH = 4
"""Characters behind a year in which its month's 月 stands."""
_SHORT_YEARS = re.compile(r"(?<!\d)(\d\d) ?年? ?(?:-{1,2}|~|至|到) ?(\d\d) ?年(?!代)")
_HALF_CENTURY = "50"
_BARE_YEAR = re.compile(r"(?:19|20)\d\d(?![\d.%万亿]| ?[\u4e00-\u9fff])")
_FROM = ("从", "自", "由")
_SHARED = re.compile(
    r"[\d一二三四五六七八九十]{1,3} ?(-{1,2}|~|至|到|、) ?(?=([\d一二三四五六七八九十]{1,3}) ?(月|日|号|季度))"
)


def read_interval(text: str, at: int, context: Context, numeral: Numeral | None) -> tuple[When, int] | None:
    """(when, end) of the longest date that starts at ``at``: joined with another, opened, closed or as it is.

    ``numeral``: the one it starts with, if any.
    """
    found = (numeral and (_years(text, at, context) or _shared(text, at, context))) or read_point(
        text, at, context, numeral
    )
    if found is None:
        return None
    when, end = found
    if isinstance(when, Point) and when.day is None and (inner := _shared(text, end, context._replace(spoken=when))):
        when, end = inner
    if (
        isinstance(when, Span)
        and when.start
        and when.end
        and (edge := edge_of(text, end, when) or last_month(text, end, when))
    ):
        when, end = edge
    join = _JOIN.match(text, end)
    if join and join.end() < len(text):
        other = _second(text, join.end(), when, context) or (text[end - 1].isdecimal() and _bare_year(text, join.end()))
        if other and (span := _joined(when, other[0])):
            when, end = span, other[1]
    both = _AND.match(text, end)
    if both and both.end() < len(text) and (other := _second(text, both.end(), when, context)):
        between = _BETWEEN.match(text, other[1])
        if between and (span := _joined(when, other[0])):
            return span, between.end()
    opened, last = _opened(text, when, end, context.published)
    closes = isinstance(opened, Span) and opened.end is None and end < last < len(text)
    if closes and (other := read_point(text, last, context)):
        # 2010年之后2018年之前
        before = _BEFORE.match(text, other[1])
        if before and (span := _joined(when, other[0])):
            return span, before.end()
    return opened, last


def _second(text: str, at: int, first: Point | Span, context: Context) -> tuple[Point | Span, int] | None:
    """The second of two joined dates; what it leaves out it has from the first."""
    spoken = first.last() if isinstance(first, Span) else first
    if spoken.clock and (clock := read_clock(text, at)):
        hours = int(clock[0][:2])
        # 下午2点至5点: the part of the day goes for both
        late = hours < 12 <= int(spoken.clock[:2]) and ":" not in text[at : clock[1]]
        return replace(spoken, clock=f"{hours + 12 * late:02}{clock[0][2:]}"), clock[1]
    if found := read_point(text, at, context._replace(spoken=spoken)):
        return found
    if spoken.month and (day := read_day(text, number_at(text, at))):
        return Point(spoken.year, spoken.month, day[0]), day[1]
    return read_festival(text, at, spoken.year) if spoken.year else None


def _bare_year(text: str, at: int) -> tuple[Point, int] | None:
    """The year behind a month in figures: 2008.03-2009."""
    match = _BARE_YEAR.match(text, at)
    return (Point(int(match[0])), match.end()) if match else None


def _years(text: str, at: int, context: Context) -> tuple[Span, int] | None:
    """2021-2025, 2021、2022年; without 年 only where a dash joins two years of our time."""
    match = _YEARS.match(text, at)
    if match is None and (short := _TO_SHORT_YEAR.match(text, at)):
        # 1985到89年9月
        year = int(short[1]) // CENTURY * CENTURY + int(short[2])
        when, end = of_year(text, short.end(), year + CENTURY * (year < int(short[1])), context)
        span = _joined(Point(int(short[1])), when)
        return (span, end) if span else None
    if match is None or match[1] >= match[3]:
        return _short_years(text, at, context)
    first, join, last, unit = match.groups()
    if join in "、/" and int(last) - int(first) > 1:
        return None
    # 从2016到2018: what 从 begins is a time
    named = join in "至到" and text.endswith(_FROM, 0, at) and longest(text, match.end()) is None
    if not unit and ((join in "至到、/" and not named) or not "1900" <= first < last <= "2100"):
        return None
    if unit and "月" in text[match.end() : match.end() + _MONTH] and (to := _to_month(text, match, context)):
        return to
    return Span(Point(int(first)), Point(int(last))), match.end()


def _short_years(text: str, at: int, context: Context) -> tuple[Span, int] | None:
    """98年到05年; 15年到30年 is a length of time."""
    match, now = _SHORT_YEARS.match(text, at), context.published and context.published.year
    if (
        match is None
        or not now
        or not (match[1] > match[2] or match[1] > _HALF_CENTURY or "0" in (match[1][0], match[2][0]))
    ):
        return None
    first, last = (now - now % CENTURY + int(part) for part in match.groups())
    low = first - CENTURY * (first > now)
    when, end = of_year(text, match.end(), last - CENTURY * (last > now + 10), context)
    span = _joined(Point(low), when)
    return (span, end) if span else None


def _to_month(text: str, years: re.Match[str], context: Context) -> tuple[Span, int] | None:
    """1998到2003年7月 ends with that month."""
    when, end = of_year(text, years.end(), int(years[3]), context)
    span = _joined(Point(int(years[1])), when)
    return (span, end) if span else None


def _shared(text: str, at: int, context: Context) -> tuple[Span, int] | None:
    """3-5月, 28至30日, 一至三季度, 28、29日: the first number takes the unit of the second."""
    match = _SHARED.match(text, at)
    low = read_numeral(text, at) if match else None
    high = read_numeral(text, match.end()) if match else None
    if match is None or low is None or high is None or low.value >= high.value:
        return None
    if match[1] == "、" and high.value - low.value > 1:
        return None
    first = read_point(f"{text[at : low.end]}{match[3]}", 0, context)
    if first is None:
        return None
    spoken = first[0].last() if isinstance(first[0], Span) else first[0]
    end = read_point(text, match.end(), context._replace(spoken=spoken))
    return (span, end[1]) if end and (span := _joined(first[0], end[0])) else None


def _joined(first: Point | Span, second: Point | Span) -> Span | None:
    """From the start of the first to the end of the second, which may lie in the year after."""
    if isinstance(first, Span) or isinstance(second, Span):
        span = Span(first.first(), second.last())
    else:
        span = Span(first, second)
        if not span.exists() and first.clock and second.clock and replace(first, clock="") == replace(second, clock=""):
            # 22:00 to 6:00 ends on the next day
            span = Span(first, shift(second, days=1))
        elif not span.exists() and first.month and second.month and first.year == second.year:
            span = Span(first, shift(second, years=1))
    return span if span.exists() else None


def _limit(match: re.Match[str], when: Point | Span, published: Point | None) -> When:
    """以前 opens a date's start; 前 and 之前 name a deadline instead (2015年底前), unless the time is long past."""
    last = when if isinstance(when, Point) else when.end
    past = bool(published and last and last.last().key() < published.first().key())
    whole_year = isinstance(when, Point) and when.month is None
    closed = match[1] or (past and (match[2] or whole_year)) or last is None
    return Span(None, last) if closed else when


def _opened(text: str, when: Point | Span, end: int, published: Point | None) -> tuple[When, int]:
    """以来 and 至今 open a date's end, 以前 its start."""
    if match := _OPEN.match(text, end):
        return Span(when.first(), None), match.end()
    if match := _BEFORE.match(text, end):
        return _limit(match, when, published), match.end()
    if match := _AFTER.match(text, end):
        return Span(when.first(), None), match.end()
    return when, end
