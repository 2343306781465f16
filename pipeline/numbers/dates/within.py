"""What stands within a year or a month, and behind a day: a half, a quarter, an edge, a week, a time of day."""

import re
from calendar import Calendar
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates import lunar
from pipeline.numbers.dates.calendar import MONTHS, Point, Span, months, shift
from pipeline.numbers.dates.pieces import number_at, read_clock, read_clock_before, read_day, read_month, whole
from pipeline.numbers.dates.spoken import Context
from pipeline.numbers.numerals import read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_HALVES: dict[str, tuple[int, int]] = _DATA["halves"]
Found = tuple[Point | Span, int]

_HAN_DAY = re.compile("(?<=月)(?:[一二]?十[一二三四五六七八九]?|三十一?)(?![\u4e00-\u9fffA-Za-z0-9])")
"""A day of a year that leaves 日 out, at the end of its clause: 二〇〇四年八月十五."""
_HALF = re.compile(f" ?的?({'|'.join(_HALVES)})")
_QUARTER = re.compile(" ?的?(第 ?)?([一二三四1-4首末]) ?(?(1)个?|(?:(?<=[首末])个)?)(?:季度(?![一性])|季(?=[,，、]))")
"""三个季度 is a length, 第三个季度 and 三季度 are the third."""
_FIRST_QUARTERS = re.compile(" ?的?[前头]([二两三23])个?季(?:度|(?![稻节麦豆蔬作种]))")
_SOME_MONTHS = re.compile(r" ?的?(前|头|后|最后|第 ?)([\d一二两三四五六七八九十]{1,2}) ?个?月(?!前)| ?的?首月")
_EDGE = "(初(?![中级步心始见夏秋冬春次选赛审评期])|底(?![线色蕴数盘气层子座]|部(?!署))|末(?![尾班位期端]))"
YEAR_EDGE = re.compile(f" ?年?{_EDGE}| ?年终(?![奖总])|伊始| ?年中(?=[,，、;。)时]|$)")
_SPANS = ("季度", "半年")
_SPAN_EDGE = re.compile(_EDGE)
_MONTH_EDGE = re.compile(f"月?(上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|{_EDGE})")
_PARTS_OF_MONTH = {
    **{"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)},
    **{"上中旬": (1, 20), "中下旬": (11, 31), "上半月": (1, 15), "下半月": (16, 31)},
}
_DAY_WITHOUT_UNIT = re.compile(
    r"(?<=月)(?:[12]?\d|3[01])(?=[,。;)至到~-]|出生|[上下]午|晚|早|凌晨|$)(?![至到~-]+\d+个)"
)
_NTH_WEEK = re.compile(" ?的?(?:第 ?([一二三四五1-5]) ?个?|最后一个?)(?:周|星期|礼拜)([一二三四五六日天])?")
_EDGE_OF = re.compile(
    r" ?的?(前|头|首|最初|开头|最后|末|后(?!天))(?:的)? ?([\d一二两三四五六七八九十]{1,2})?"
    r" ?(天|日(?!常)|周(?!年)|个?星期|个?礼拜|个月|月(?=[,。;、!?]|$))(?![前后内])"
)
_LATE = ("最后", "后", "末")
_EDGE_LENGTHS = {"天": 1, "日": 1, "周": 7, "期": 7, "拜": 7}
_SEASON = re.compile(" ?的?([春夏秋冬])(?:季|天|日|(?=[,、。;种播收耕粮]|$))")
EDGES = {"初": 1, "始": 1, "中": 6, "底": 12, "末": 12, "终": 12}
_WEEKDAY = re.compile(" ?(?:周|星期|礼拜)[一二三四五六日天](?![次轮期届])")
_WHOLE_YEAR = re.compile("度(?!假)|全年|内")


def of_year(text: str, at: int, year: int, context: Context) -> Found:
    """A year with what of it follows, or the whole of it."""
    if found := in_year(text, at, year, context):
        return found
    rest = _WHOLE_YEAR.match(text, at)
    return Point(year), rest.end() if rest else at


def in_year(text: str, at: int, year: int, context: Context) -> Found | None:
    """What of the year: the same period, a half, a quarter, its edge, a season, a month and what follows."""
    if text.startswith("同期", at):
        return _same_period(year, context), at + len("同期")
    if found := part_of_year(text, at, year) or edge_of(text, at, Point(year)):
        return found
    if edge := YEAR_EDGE.match(text, at):
        return Point(year, EDGES[edge[0][-1]]), edge.end()
    start = at + 1 if text.startswith("的", at) else at
    if text.startswith(("本月", "同月"), at) and context.published and context.published.month:
        point = Point(year, context.published.month)
        return in_month(text, at + len("本月"), point) or (point, at + len("本月"))
    if lunar_day := lunar.read_lunar(text, start, year):
        return lunar_day
    if text.startswith("元月", start):
        month: tuple[int, int] | None = (1, start + len("元月"))
    else:
        month = read_month(text, number_at(text, start))
    if month:
        point = Point(year, month[0])
        return han_day(text, month[1], point) or in_month(text, month[1], point) or (point, month[1])
    return lunar.read_festival(text, start, year)


def han_day(text: str, at: int, month: Point) -> Found | None:
    """A day in Chinese numerals without its 日, at the end of a clause: 八月十五."""
    day = _HAN_DAY.match(text, at)
    number = whole(read_numeral(text, at), 1, 31) if day else None
    return (replace(month, day=number), day.end()) if day and number else None


def _same_period(year: int, context: Context) -> Point | Span:
    """The period last spoken of, in another year."""
    if context.period and context.period.start and context.period.end:
        away = year - (context.period.start.year or year)
        start, end = shift(context.period.start, years=away), shift(context.period.end, years=away)
        return Span(start, end.last() if end and end.day else end)
    spoken = context.spoken
    return Point(year, spoken.month) if spoken and spoken.month else Point(year)


def part_of_year(text: str, at: int, year: int) -> Found | None:
    """A half, some quarters or months, a quarter or a season of the year."""
    if half := _HALF.match(text, at):
        return months(year, *_HALVES[half[1]]), half.end()
    if quarters := _FIRST_QUARTERS.match(text, at):
        return months(year, 1, 9 if quarters[1] in "三3" else 6), quarters.end()
    if some := _SOME_MONTHS.match(text, at):
        return _some_months(text, some, year)
    if quarter := _QUARTER.match(text, at):
        index = {"首": 1, "末": 4}.get(quarter[2]) or whole(read_numeral(text, quarter.start(2)), 1, 4)
        return (months(year, 3 * index - 2, 3 * index), quarter.end()) if index else None
    if season := _SEASON.match(text, at):
        # No calendar bounds a season: 今年春天 is dated by its year.
        return Point(year), season.end()
    return None


def _some_months(text: str, some: re.Match[str], year: int) -> Found | None:
    """Its first months (前五个月), its last ones (后三个月), or one by its number (第8个月, 首月)."""
    count = whole(read_numeral(text, some.start(2)), 1, MONTHS) if some[2] else 1
    if count is None:
        return None
    if some[1] in ("前", "头"):
        return Span(Point(year, 1), Point(year, count)), some.end()
    if some[1] in ("后", "最后"):
        return Span(Point(year, MONTHS + 1 - count), Point(year, MONTHS)), some.end()
    return Point(year, count), some.end()


def in_month(text: str, at: int, month: Point) -> Found | None:
    """What of the month: a part of it, its edge, a week, a day.

    4月底 is its last day as 年底 is the year's last month: the last of the next smaller unit, and so with 初.
    """
    year, number, last = month.year, month.month or 1, month.last().day or 1
    if edge := _MONTH_EDGE.match(text, at):
        if edge[1] in _PARTS_OF_MONTH:
            low, high = _PARTS_OF_MONTH[edge[1]]
            return Span(Point(year, number, low), Point(year, number, min(high, last))), edge.end()
        return Point(year, number, 1 if edge[1] == "初" else last), edge.end()
    if (week := _NTH_WEEK.match(text, at)) and year:
        return _nth_week(text, week, year, number)
    if found := edge_of(text, at, month):
        return found
    day = read_day(text, number_at(text, at))
    if day is None and (bare := _DAY_WITHOUT_UNIT.match(text, at)):
        day = int(bare[0]), bare.end()
    return with_clock(text, day[1], Point(year, number, day[0])) if day else None


def last_month(text: str, at: int, period: Span) -> Found | None:
    """The first or the last month of a quarter or a half year: 一季度末, 上半年末."""
    edge = _SPAN_EDGE.match(text, at) if text.endswith(_SPANS, 0, at) else None
    if edge is None:
        return None
    day = period.first() if edge[0] == "初" else period.last()
    return Point(day.year, day.month), edge.end()


def edge_of(text: str, at: int, period: Point | Span) -> Found | None:
    """The first or the last days, weeks or months of a period: 5月前三天, 本周最后两天, 上半年头两月."""
    edge = _EDGE_OF.match(text, at)
    first, last = period.first(), period.last()
    count = whole(read_numeral(text, edge.start(2)), 1, 99) if edge and edge[2] else 1
    if edge is None or count is None or first.year is None:
        return None
    late = edge[1] in _LATE
    if edge[3].endswith("月"):
        start, end = Point(first.year, first.month), Point(last.year, last.month)
        outer = shift(end, months=1 - count) if late else shift(start, months=count - 1)
    else:
        start, end = first, last
        days = count * _EDGE_LENGTHS[edge[3][-1]] - 1
        outer = shift(last, days=-days) if late else shift(first, days=days)
    if outer is None or not start.key() <= outer.key() <= end.key():
        return None
    low, high = (outer, end) if late else (start, outer)
    return (low if low == high else Span(low, high)), edge.end()


def _nth_week(text: str, week: re.Match[str], year: int, month: int) -> Found | None:
    """The nth week of a month by its Mondays, or the nth of one weekday."""
    weekday = "一二三四五六日".find(week[2].replace("天", "日")) if week[2] else 0
    days = [d.day for d in Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday]
    nth = (whole(read_numeral(text, week.start(1)), 1, 5) or 1) if week[1] else len(days)
    if nth > len(days):
        return None
    day = Point(year, month, days[nth - 1])
    return (day if week[2] else Span(day, shift(day, days=6))), week.end()


def with_clock(text: str, at: int, day: Point, *, late: bool = False) -> Found:
    """The day with its weekday and its time of day, or from one to another that share their unit (早上五到六点)."""
    if week := _WEEKDAY.match(text, at):
        at = week.end()
    clock = read_clock(text, at, late=late)
    if clock is None and (first := read_clock_before(text, at, late=late)):
        last = read_clock(text, first[1], late=late or int(first[0][:2]) > MONTHS)
        if last and first[0] < last[0]:
            return Span(replace(day, clock=first[0]), replace(day, clock=last[0])), last[1]
    return (replace(day, clock=clock[0]), clock[1]) if clock else (day, at)
