"""Times named against another: 今年, 上个月, 下周三, 三年前, 近五年; against the publication or what was spoken of."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates.calendar import Point, Span, When, shift
from pipeline.numbers.dates.context import Context
from pipeline.numbers.dates.parts import whole
from pipeline.numbers.numerals import Numeral, read_numeral

_WORDS: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_KINDS = ("years", "months", "days", "weeks")
LEXICON: dict[str, tuple[str, str, int]] = {
    word: (kind, base, offset)
    for kind in _KINDS
    for base, words in _WORDS[kind].items()
    for word, offset in words.items()
}
WORD = re.compile("|".join(sorted(LEXICON, key=len, reverse=True)))
_WEEKDAY = re.compile("(?:周|星期|礼拜)?([一二三四五六日天末])(?![次轮期])")
_SPAN = re.compile(" ?(个月|年|天|日|周|个星期|星期|个礼拜|个季度)(半)?")
_DIRECTION = re.compile("(之?前|以前|之?后|以后|来)(?![置提景方面勤台续期身半])")
_AHEAD = frozenset({"未来", "今后", "此后"})
_DAYS = {"天": 1, "日": 1, "周": 7, "个星期": 7, "星期": 7, "个礼拜": 7}
_MONTHS = {"个月": 1, "个季度": 3}


def read_word(text: str, at: int, context: Context) -> tuple[Point | Span, int] | None:
    """(when, end) of a word such as 今年, 上个月, 昨天, 上周五; None where nothing tells what it is against."""
    match = WORD.match(text, at)
    if match is None:
        return None
    kind, base, offset = LEXICON[match[0]]
    if kind == "years":
        year = context.published_year() if base == "published" else context.spoken_year()
        return None if year is None else (Point(year + offset), match.end())
    against = context.published if base == "published" else context.spoken or context.ever
    if against is None or against.year is None or against.month is None:
        return None
    if kind == "months":
        moved = shift(Point(against.year, against.month), months=offset)
        return (moved, match.end()) if moved else None
    if against.day is None:
        return None
    if kind == "weeks":
        return _week(text, match.end(), against, offset)
    moved = shift(Point(against.year, against.month, against.day), days=offset)
    return (moved, match.end()) if moved else None


def _week(text: str, at: int, against: Point, offset: int) -> tuple[Point | Span, int] | None:
    """A week from Monday to Sunday, or its day."""
    day = date(against.year or 1, against.month or 1, against.day or 1)
    monday = shift(against, days=7 * offset - day.weekday())
    if monday is None:
        return None
    named = _WEEKDAY.match(text, at)
    if named is None:
        sunday = shift(monday, days=6)
        return (Span(monday, sunday), at) if sunday else None
    if named[1] == "末":
        first, last = shift(monday, days=5), shift(monday, days=6)
        return (Span(first, last), named.end()) if first and last else None
    moved = shift(monday, days="一二三四五六日".find(named[1].replace("天", "日")))
    return (moved, named.end()) if moved else None


def read_ago(text: str, numeral: Numeral, context: Context) -> tuple[When, int] | None:
    """三年前, 10天后, 两个月前: as fine as its unit. 前 counts from the publication, 后 from what was spoken of."""
    count = whole(numeral, 1, 200)
    unit = _SPAN.match(text, numeral.end)
    direction = _DIRECTION.match(text, unit.end()) if unit else None
    if count is None or unit is None or direction is None:
        return None
    ahead = "后" in direction[0]
    base = (context.spoken if ahead else None) or context.published
    if base is None:
        return None
    moved = _moved(base, unit[1], count if ahead else -count)
    if moved is None:
        return None
    if direction[0] == "来":
        return Span(moved.first() if unit[1] == "年" else moved, None), direction.end()
    return moved, direction.end()


def _moved(base: Point, unit: str, count: int) -> Point | None:
    if unit == "年":
        return shift(Point(base.year), years=count)
    if unit in _MONTHS:
        return shift(Point(base.year, base.month), months=count * _MONTHS[unit]) if base.month else None
    return shift(Point(base.year, base.month, base.day), days=count * _DAYS[unit]) if base.day else None


_RECENT = re.compile("(最近|过去|近|未来|今后|此后)的? ?(?=[0-9一二两三四五六七八九十])")


def read_recent(text: str, at: int, context: Context) -> tuple[When, int] | None:
    """近三年, 过去两个月, 未来五年: the days up to or from the publication; with 来 the end is open."""
    match = _RECENT.match(text, at)
    numeral = read_numeral(text, match.end()) if match else None
    count = whole(numeral, 1, 200)
    unit = _SPAN.match(text, numeral.end) if numeral else None
    base = context.published
    if match is None or count is None or unit is None or base is None:
        return None
    ahead = match[1] in _AHEAD
    years = count if unit[1] == "年" else 0
    months = count * _MONTHS.get(unit[1], 0)
    days = count * _DAYS.get(unit[1], 0)
    sign = 1 if ahead else -1
    moved = shift(base, sign * years, sign * months, sign * days)
    if moved is None:
        return None
    end = unit.end()
    if ahead:
        return Span(base, moved), end
    if text.startswith("以来", end) or (text.startswith("来", end) and not text.startswith("来自", end)):
        return Span(moved, None), end + (2 if text[end] == "以" else 1)
    return Span(moved, base), end
