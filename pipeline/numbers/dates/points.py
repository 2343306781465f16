"""One date as written, from its largest part to its smallest: 2023年5月28日上午9时, 今年上半年, 去年12月底."""

import re
from calendar import Calendar
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates import lunar
from pipeline.numbers.dates.calendar import MONTHS, Point, Span, months, shift
from pipeline.numbers.dates.context import Context
from pipeline.numbers.dates.eras import read_era
from pipeline.numbers.dates.parts import (
    PART_OF_DAY,
    number_at,
    read_bare_day,
    read_clock,
    read_clock_before,
    read_day,
    read_month,
    read_short_year,
    read_year,
    stands_alone,
    whole,
)
from pipeline.numbers.dates.relative import read_word
from pipeline.numbers.numerals import Numeral, read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_HALVES: dict[str, tuple[int, int]] = _DATA["halves"]
_SEASONS: dict[str, tuple[int, int]] = _DATA["seasons"]
Found = tuple[Point | Span, int]

_NUMERIC = re.compile(r"(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?(?!\d|[./]\d|-\d{1,3}(?!\d)| ?[%万亿元亩吨个])")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.A-Za-z])")
_SPACED = re.compile(r"(?<!\d )((?:19|20)\d\d) (0[1-9]) ([0-2]\d|3[01])(?![\d.,]| \d)")
_HAN_DAY = re.compile("(?<=月)(?:[一二]?十[一二三四五六七八九]?|三十一?)(?![\u4e00-\u9fffA-Za-z0-9])")
"""A day of a year that leaves 日 out, at the end of its clause: 二〇〇四年八月十五."""
_YEAR_CELL = re.compile(r"(?<![^\n\t])(?:19|20)\d\d(?![^\n\t])")
_HALF = re.compile(" ?的?(上半年|下半年)")
_QUARTER = re.compile(" ?的?(第 ?)?([一二三四1-4首末]) ?(?(1)个?|(?:(?<=[首末])个)?)(?:季度(?![一性])|季(?=[,，、]))")
"""三个季度 is a length, 第三个季度 and 三季度 are the third."""
_FIRST_QUARTERS = re.compile(" ?的?前([二两三23])个?季度")
_SOME_MONTHS = re.compile(r" ?的?(前|后|第 ?)([\d一二两三四五六七八九十]{1,2}) ?个?月(?!前)| ?的?首月")
_EDGE = "(初(?![中级步心始见夏秋冬春次选赛审评期])|底(?![线色蕴数盘气层子座]|部(?!署))|末(?![尾班位期端]))"
_YEAR_EDGE = re.compile(f" ?年?{_EDGE}| ?年终(?![奖总])|伊始| ?年中(?=[,，、;。)时]|$)")
_MONTH_EDGE = re.compile(f"月?(上中旬|中下旬|上旬|中旬|下旬|上半月|下半月|{_EDGE})")
_PARTS_OF_MONTH = {
    **{"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)},
    **{"上中旬": (1, 20), "中下旬": (11, 31), "上半月": (1, 15), "下半月": (16, 31)},
}
_DAY_WITHOUT_UNIT = re.compile(
    r"(?<=月)(?:[12]?\d|3[01])(?=[,。;)至到~-]|出生|[上下]午|晚|早|凌晨|$)(?![至到~-]+\d+个)"
)
_NTH_WEEK = re.compile(" ?的?(?:第 ?([一二三四五1-5]) ?个?|最后一个?)(?:周|星期|礼拜)([一二三四五六日天])?")
_SEASON = re.compile(" ?的?([春夏秋冬])(?:季|天|日|(?=[,、。;种播收耕粮]|$))")
_SEASON_WORD = re.compile("([今去明来])([春夏秋冬])(?![眠虫令])季?")
_SEASON_YEARS = {"今": 0, "去": -1, "明": 1, "来": 1}
_EDGES = {"初": 1, "始": 1, "中": 6, "底": 12, "末": 12, "终": 12}
_CLOCK_ALONE = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)? ?(?:-{1,2}|~|至|到) ?(?:次日|翌日|第二天)? ?\d{1,2}:\d\d"
    r"|[\d一二两三四五六七八九十]{1,3}(?:[点时][\d零一二三四五六七八九十]{1,3}分|点(?:整|钟|半(?!课堂|学校|驿站|工程)|[一三]刻))"
)
_CLOCK_OF_DAY = re.compile(r"(?<![\d分胜负以为:比])[012]\d:[0-5]\d(?![\d:])")
"""15:37 where a day is spoken of; 21:15 behind 以 is a score."""
_CLOCK_OF_LINE = re.compile(r"(?<![^\n])[012]?\d:[0-5]\d(?=[,\n]|$)")
_WEEKDAY = re.compile(" ?(?:周|星期|礼拜)[一二三四五六日天](?![次轮期届])")
_LUNAR_MONTH = re.compile(r"闰?(?:[正腊冬]|[\d一二三四五六七八九十]{1,2})月")
FIRST_REPUBLIC = 1911
_BOTH_YEARS = "今明两年"
_LUNAR_YEAR = re.compile(r"(?:农历|阴历|夏历) ?(?=[\d一二两][\d〇零一二三四五六七八九十千]{3,} ?年)")
_WHOLE_YEAR = re.compile("度(?!假)|全年|内")
_WINTER = 2
"""Until this month, 今冬 is the winter that began the year before."""


def read_point(text: str, at: int, context: Context, numeral: Numeral | None = None) -> Found | None:
    """(when, end) of the date that starts at ``at``, which the calendar may not have (2月30日).

    ``numeral``: the numeral at ``at``, where it has been read already.
    """
    found = _read(text, at, context, numeral)
    if found and isinstance(found[0], Point) and found[0].day and not found[0].clock:
        return _with_clock(text, found[1], found[0])
    return found


def _read(text: str, at: int, context: Context, numeral: Numeral | None) -> Found | None:
    if text[at].isdecimal() and (written := _numeric(text, at)):
        return written
    if era := read_era(text, at):
        return _of_reign(text, era, context) if text[era[1] - 1] == "年" else era
    if numeral := numeral or read_numeral(text, at):
        return _from_numeral(text, at, numeral, context)
    if word := read_word(text, at, context):
        return _from_word(text, word, context)
    return _without_year(text, at, context)


def _of_reign(text: str, era: Found, context: Context) -> Found:
    """A year by its reign; its months are the calendar's since the Republic, before they are known by the year only."""
    if isinstance(era[0], Point) and (era[0].year or 0) > FIRST_REPUBLIC:
        return _of_year(text, era[1], era[0].year or 0, context)
    month = _LUNAR_MONTH.match(text, era[1])
    return era[0], month.end() if month else era[1]


def _from_numeral(text: str, at: int, numeral: Numeral, context: Context) -> Found | None:
    if year := read_year(text, numeral):
        return _of_year(text, year[1], year[0], context)
    if context.published and context.published.year:
        short = read_short_year(text, numeral, context.published.year)
        if short and (found := _in_year(text, short[1], short[0], context)):
            return found
        if short and stands_alone(text, numeral, short[1]):
            return Point(short[0]), short[1]
    if lunar_day := _nearest_lunar(text, at, context):
        return lunar_day
    if month := read_month(text, numeral):
        point = Point(context.year_of_month(month[0]), month[0])
        return _in_month(text, month[1], point) or (point, month[1])
    if not numeral.han and (day := read_bare_day(text, numeral)) and (base := context.month_of_day(day[0])):
        return Point(base.year, base.month, day[0]), day[1]
    return _without_year(text, at, context)


def _from_word(text: str, word: Found, context: Context) -> Found:
    when, end = word
    if isinstance(when, Span):
        return word
    if when.month is None:
        return _of_year(text, end, when.year or 0, context)
    if when.day is None:
        return _in_month(text, end, when) or word
    return _with_clock(text, end, when, late=text[end - 1] in "晚夜")


def _numeric(text: str, at: int) -> Found | None:
    """2024-03-05, 2024.3.5, 2024/3/5, 2024-03, 20240305; a year that fills a line or a table's cell."""
    if match := _COMPACT.match(text, at):
        return Point(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _SPACED.match(text, at):
        return Point(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _YEAR_CELL.match(text, at):
        return Point(int(match[0])), match.end()
    match = _NUMERIC.match(text, at)
    if match is None or not "1000" <= match[1] < "3000":
        return None
    if match[4] is None:
        return (Point(int(match[1]), int(match[3])), match.end()) if len(match[3]) == len("03") else None
    return _with_clock(text, match.end(), Point(int(match[1]), int(match[3]), int(match[4])))


def _of_year(text: str, at: int, year: int, context: Context) -> Found:
    """A year with what of it follows, or the whole of it."""
    if found := _in_year(text, at, year, context):
        return found
    rest = _WHOLE_YEAR.match(text, at)
    return Point(year), rest.end() if rest else at


def _in_year(text: str, at: int, year: int, context: Context) -> Found | None:
    """What of the year: the same period, a half, a quarter, its edge, a season, a month and what follows."""
    if text.startswith("同期", at):
        return _same_period(year, context), at + len("同期")
    if found := _part_of_year(text, at, year):
        return found
    if edge := _YEAR_EDGE.match(text, at):
        return Point(year, _EDGES[edge[0][-1]]), edge.end()
    start = at + 1 if text.startswith("的", at) else at
    if text.startswith(("本月", "同月"), at) and context.published and context.published.month:
        point = Point(year, context.published.month)
        return _in_month(text, at + len("本月"), point) or (point, at + len("本月"))
    if lunar_day := lunar.read_lunar(text, start, year):
        return lunar_day
    if text.startswith("元月", start):
        month: tuple[int, int] | None = (1, start + len("元月"))
    else:
        month = read_month(text, number_at(text, start))
    if month:
        point = Point(year, month[0])
        day = _HAN_DAY.match(text, month[1])
        if day and (number := whole(read_numeral(text, month[1]), 1, 31)):
            return Point(year, month[0], number), day.end()
        return _in_month(text, month[1], point) or (point, month[1])
    return lunar.read_festival(text, start, year)


def _same_period(year: int, context: Context) -> Point | Span:
    """The period last spoken of, in another year."""
    if context.period and context.period.start and context.period.end:
        away = year - (context.period.start.year or year)
        start, end = shift(context.period.start, years=away), shift(context.period.end, years=away)
        return Span(start, end.last() if end and end.day else end)
    spoken = context.spoken
    return Point(year, spoken.month) if spoken and spoken.month else Point(year)


def _part_of_year(text: str, at: int, year: int) -> Found | None:
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
        return _season(year, season[1]), season.end()
    return None


def _some_months(text: str, some: re.Match[str], year: int) -> Found | None:
    """Its first months (前五个月), its last ones (后三个月), or one by its number (第8个月, 首月)."""
    count = whole(read_numeral(text, some.start(2)), 1, MONTHS) if some[2] else 1
    if count is None:
        return None
    if some[1] == "前":
        return Span(Point(year, 1), Point(year, count)), some.end()
    if some[1] == "后":
        return Span(Point(year, MONTHS + 1 - count), Point(year, MONTHS)), some.end()
    return Point(year, count), some.end()


def _season(year: int, name: str) -> Span:
    first, last = _SEASONS[name]
    end = Point(year, last) if last <= MONTHS else Point(year + 1, last - MONTHS)
    return Span(Point(year, first), end)


def _without_year(text: str, at: int, context: Context) -> Found | None:
    """A part of a year that names none: 上半年, 一季度, 年底, 月底, 今春, 正月十五, 上午9时."""
    if (season := _SEASON_WORD.match(text, at)) and (published := context.published) and published.year:
        early = season[2] == "冬" and published.month is not None and published.month <= _WINTER
        return _season(published.year + _SEASON_YEARS[season[1]] - early, season[2]), season.end()
    year = context.year()
    if year is None:
        return None
    if text.startswith(_BOTH_YEARS, at) and (now := context.published_year()):
        return Span(Point(now), Point(now + 1)), at + len(_BOTH_YEARS)
    if dated := _LUNAR_YEAR.match(text, at):
        lunar_year = read_year(text, number_at(text, dated.end()))
        return lunar.read_lunar(text, lunar_year[1], lunar_year[0], named=True) if lunar_year else None
    if text.startswith("年", at):
        edge = _YEAR_EDGE.match(text, at)
        return (Point(year, _EDGES[edge[0][-1]]), edge.end()) if edge and edge[0][0] == "年" else None
    if text.startswith(("月初", "月底", "月末"), at):
        base = context.spoken if context.spoken and context.spoken.month else context.published
        return _in_month(text, at, Point(base.year, base.month)) if base and base.month else None
    if text[at] in _SEASONS:
        return None
    return _part_of_year(text, at, year) or _nearest_lunar(text, at, context) or _clock_only(text, at, context)


def _nearest_lunar(text: str, at: int, context: Context) -> Found | None:
    """A lunar date that names no year: the latest that is not half a year ahead of the publication."""
    year = context.year()
    found = lunar.read_lunar(text, at, year) if year is not None else None
    if found is None or year is None or context.spoken or context.published is None:
        return found
    limit = shift(context.published, months=MONTHS // 2)
    return lunar.read_lunar(text, at, year - 1) if limit and found[0].first().key() > limit.key() else found


def _in_month(text: str, at: int, month: Point) -> Found | None:
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
    day = read_day(text, number_at(text, at))
    if day is None and (bare := _DAY_WITHOUT_UNIT.match(text, at)):
        day = int(bare[0]), bare.end()
    return _with_clock(text, day[1], Point(year, number, day[0])) if day else None


def _nth_week(text: str, week: re.Match[str], year: int, month: int) -> Found | None:
    """The nth week of a month by its Mondays, or the nth of one weekday."""
    weekday = "一二三四五六日".find(week[2].replace("天", "日")) if week[2] else 0
    days = [d.day for d in Calendar().itermonthdates(year, month) if d.month == month and d.weekday() == weekday]
    nth = (whole(read_numeral(text, week.start(1)), 1, 5) or 1) if week[1] else len(days)
    if nth > len(days):
        return None
    day = Point(year, month, days[nth - 1])
    return (day if week[2] else Span(day, shift(day, days=6))), week.end()


def _with_clock(text: str, at: int, day: Point, *, late: bool = False) -> Found:
    """The day with its weekday and its time of day, or from one to another that share their unit (早上五到六点)."""
    if week := _WEEKDAY.match(text, at):
        at = week.end()
    clock = read_clock(text, at, late=late)
    if clock is None and (first := read_clock_before(text, at, late=late)):
        last = read_clock(text, first[1], late=late or int(first[0][:2]) > MONTHS)
        if last and first[0] < last[0]:
            return Span(replace(day, clock=first[0]), replace(day, clock=last[0])), last[1]
    return (replace(day, clock=clock[0]), clock[1]) if clock else (day, at)


def _clock_only(text: str, at: int, context: Context) -> Found | None:
    """A time of day on the day last spoken of, else on that of the publication."""
    day = context.spoken if context.spoken and context.spoken.day else context.published
    if day is None or day.day is None:
        return None
    timed = (context.spoken is day and _CLOCK_OF_DAY.match(text, at)) or _CLOCK_OF_LINE.match(text, at)
    if not (text.startswith(PART_OF_DAY, at) or timed or _CLOCK_ALONE.match(text, at)):
        return None
    found = _with_clock(text, at, Point(day.year, day.month, day.day))
    return found if isinstance(found[0], Span) or found[0].clock else None
