"""One date as written, from its largest part to its smallest: 2023年5月28日上午9时, 今年上半年, 去年12月底."""

import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates import lunar
from pipeline.numbers.dates.calendar import MONTHS, Point, Span, shift
from pipeline.numbers.dates.eras import read_era
from pipeline.numbers.dates.pieces import (
    PART_OF_DAY,
    number_at,
    read_bare_day,
    read_month,
    read_short_year,
    read_year,
    stands_alone,
)
from pipeline.numbers.dates.relative import read_word
from pipeline.numbers.dates.spoken import Context
from pipeline.numbers.dates.within import (
    EDGES,
    YEAR_EDGE,
    Found,
    han_day,
    in_month,
    in_year,
    of_year,
    part_of_year,
    with_clock,
)
from pipeline.numbers.numerals import Numeral, read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")

_NUMERIC = re.compile(
    # a copied day runs into its time: 2018-12-1209:03
    r"(?<![¥￥$€£])(\d{4})([-./])(\d{1,2})(?:\2(\d\d(?=\d\d:\d\d)|\d{1,2}))?"
    r"(?!\d(?!\d:\d\d)|[./]\d|-\d{1,3}(?!\d)| ?[%万亿元亩吨个])"
)
_DAY_FIRST = re.compile(r"(?<![\d.-])(\d{1,2})([-./])(\d{1,2})\2((?:19|20)\d\d)(?![\d.%])")
"""13.5.2015, as translated papers write it."""
_PARTS = frozenset("-./")
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?![\d.A-Za-z])")
_SPACED = re.compile(r"(?<!\d )((?:19|20)\d\d) (0[1-9]) ([0-2]\d|3[01])(?![\d.,]| \d)")
_YEAR_CELL = re.compile(r"(?<![^\n\t])(?:19|20)\d\d(?![^\n\t])")
_YEAR_WORD = re.compile("|".join(_DATA["years"]["published"]))
_SEASON_WORD = re.compile("([今去明来])([春夏秋冬])(?![眠虫令])季?")
_SEASONS = "春夏秋冬"
_HALF_MONTHS = ("上半月", "下半月")
_SEASON_YEARS = {"今": 0, "去": -1, "明": 1, "来": 1}
_CLOCK_ALONE = re.compile(
    r"\d{1,2}:\d\d(?::\d\d)? ?(?:-{1,2}|~|至|到) ?(?:次日|翌日|第二天)? ?\d{1,2}:\d\d"
    r"|[\d一二两三四五六七八九十]{1,3}(?:[点时][\d零一二三四五六七八九十]{1,3}分|点(?:整|钟|半(?!课堂|学校|驿站|工程)|[一三]刻))"
)
_CLOCK_OF_DAY = re.compile(r"(?<![\d分胜负以为:比])[012]\d:[0-5]\d(?![\d:])")
"""15:37 where a day is spoken of; 21:15 behind 以 is a score."""
_CLOCK_OF_LINE = re.compile(r"(?<![^\n])[012]?\d:[0-5]\d(?=[,\n]|$)")
_LUNAR_MONTH = re.compile(r"闰?(?:[正腊冬]|[\d一二三四五六七八九十]{1,2})月")
_LEAP_DAY, FEBRUARY = re.compile(r" ?(?:29|二十九|廿九) ?[日号]"), 2
FIRST_REPUBLIC = 1911
_BOTH_YEARS = "今明两年"
_LUNAR_YEAR = re.compile(r"(?:农历|阴历|夏历) ?(?=[\d一二两][\d〇零一二三四五六七八九十千]{3,} ?年)")


def read_point(text: str, at: int, context: Context, numeral: Numeral | None = None) -> Found | None:
    """(when, end) of the date that starts at ``at``, which the calendar may not have (2月30日).

    ``numeral``: the numeral at ``at``, where it has been read already.
    """
    found = _read(text, at, context, numeral)
    if found and isinstance(found[0], Point) and found[0].day and not found[0].clock:
        return with_clock(text, found[1], found[0])
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
    if not context.published_year() and (month := _of_unknown_year(text, at)):
        return month
    return _without_year(text, at, context)


def _of_reign(text: str, era: Found, context: Context) -> Found:
    """A year by its reign; its months are the calendar's since the Republic, before they are known by the year only."""
    if isinstance(era[0], Point) and (era[0].year or 0) > FIRST_REPUBLIC:
        return of_year(text, era[1], era[0].year or 0, context)
    month = _LUNAR_MONTH.match(text, era[1])
    return era[0], month.end() if month else era[1]


def _from_numeral(text: str, at: int, numeral: Numeral, context: Context) -> Found | None:
    if year := read_year(text, numeral):
        return of_year(text, year[1], year[0], context)
    if context.published and context.published.year:
        short = read_short_year(text, numeral, context.published.year)
        if short and (found := in_year(text, short[1], short[0], context)):
            return found
        if short and stands_alone(text, numeral, short[1]):
            return Point(short[0]), short[1]
    if lunar_day := _nearest_lunar(text, at, context):
        return lunar_day
    if month := read_month(text, numeral):
        point = Point(context.year_of_month(month[0]), month[0])
        if _LEAP_DAY.match(text, month[1]) and month[0] == FEBRUARY and not context.spoken:
            point = replace(point, year=_leap(point.year))
        return han_day(text, month[1], point) or in_month(text, month[1], point) or (point, month[1])
    if not numeral.han and (day := read_bare_day(text, numeral)) and (base := context.month_of_day(day[0])):
        return Point(base.year, base.month, day[0]), day[1]
    return _without_year(text, at, context)


def _of_unknown_year(text: str, at: int) -> Found | None:
    """今年4月 on a page of which nothing tells the year: the month, or the day, alone."""
    named = _YEAR_WORD.match(text, at)
    month = read_month(text, number_at(text, named.end())) if named else None
    if month is None:
        return None
    point = Point(None, month[0])
    return han_day(text, month[1], point) or in_month(text, month[1], point) or (point, month[1])


def _leap(year: int | None) -> int | None:
    """The latest year up to this one that has a 29 February."""
    while year and year > 1 and not isleap(year):
        year -= 1
    return year


def _from_word(text: str, word: Found, context: Context) -> Found:
    when, end = word
    if isinstance(when, Span):
        return word
    if when.month is None:
        return of_year(text, end, when.year or 0, context)
    if when.day is None:
        return in_month(text, end, when) or word
    return with_clock(text, end, when, late=text[end - 1] in "晚夜")


def _numeric(text: str, at: int) -> Found | None:
    """2024-03-05, 2024.3.5, 2024/3/5, 2024-03, 20240305; a year that fills a line or a table's cell."""
    if match := _COMPACT.match(text, at):
        return Point(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _SPACED.match(text, at):
        return Point(int(match[1]), int(match[2]), int(match[3])), match.end()
    if match := _YEAR_CELL.match(text, at):
        return Point(int(match[0])), match.end()
    parted = text[at + 1 : at + 2] in _PARTS or text[at + 2 : at + 3] in _PARTS
    if parted and (match := _DAY_FIRST.match(text, at)):
        return with_clock(text, match.end(), Point(int(match[4]), int(match[3]), int(match[1])))
    match = _NUMERIC.match(text, at)
    if match is None or not "1000" <= match[1] < "3000":
        return None
    if match[4] is None:
        return (Point(int(match[1]), int(match[3])), match.end()) if len(match[3]) == len("03") else None
    return with_clock(text, match.end(), Point(int(match[1]), int(match[3]), int(match[4])))


def _without_year(text: str, at: int, context: Context) -> Found | None:
    """A part of a year that names none: 上半年, 一季度, 年底, 月底, 今春, 正月十五, 上午9时."""
    if (season := _SEASON_WORD.match(text, at)) and (published := context.published) and published.year:
        return Point(published.year + _SEASON_YEARS[season[1]]), season.end()
    year = context.year()
    if year is None:
        return None
    if text.startswith(_BOTH_YEARS, at) and (now := context.published_year()):
        return Span(Point(now), Point(now + 1)), at + len(_BOTH_YEARS)
    if dated := _LUNAR_YEAR.match(text, at):
        lunar_year = read_year(text, number_at(text, dated.end()))
        return lunar.read_lunar(text, lunar_year[1], lunar_year[0], named=True) if lunar_year else None
    if text.startswith("年", at):
        edge = YEAR_EDGE.match(text, at)
        return (Point(year, EDGES[edge[0][-1]]), edge.end()) if edge and edge[0][0] == "年" else None
    if text.startswith(("月初", "月底", "月末"), at):
        base = context.spoken if context.spoken and context.spoken.month else context.published
        return in_month(text, at, Point(base.year, base.month)) if base and base.month else None
    if text[at] in _SEASONS:
        return None
    if text.startswith(_HALF_MONTHS, at):
        base = context.spoken if context.spoken and context.spoken.month else context.published
        return in_month(text, at, Point(base.year, base.month)) if base and base.month else None
    return part_of_year(text, at, year) or _nearest_lunar(text, at, context) or _clock_only(text, at, context)


def _nearest_lunar(text: str, at: int, context: Context) -> Found | None:
    """A lunar date that names no year: the latest that is not half a year ahead of the publication."""
    year = context.year()
    found = lunar.read_lunar(text, at, year) if year is not None else None
    if found is None or year is None or context.spoken or context.published is None or not context.published.month:
        return found
    limit = shift(context.published, months=MONTHS // 2)
    return lunar.read_lunar(text, at, year - 1) if limit and found[0].first().key() > limit.key() else found


def _clock_only(text: str, at: int, context: Context) -> Found | None:
    """A time of day on the day last spoken of, else on that of the publication."""
    day = context.spoken if context.spoken and context.spoken.day else context.published
    if day is None or day.day is None:
        return None
    timed = (context.spoken is day and _CLOCK_OF_DAY.match(text, at)) or _CLOCK_OF_LINE.match(text, at)
    if not (text.startswith(PART_OF_DAY, at) or timed or _CLOCK_ALONE.match(text, at)):
        return None
    found = with_clock(text, at, Point(day.year, day.month, day.day))
    return found if isinstance(found[0], Span) or found[0].clock else None
