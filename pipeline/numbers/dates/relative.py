"""Times named against another: 今年, 上个月, 下周三, 三年前, 近五年; against the publication or what was spoken of."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.numbers.dates.calendar import Point, Span, When, shift
from pipeline.numbers.dates.calendar import months as whole_months
from pipeline.numbers.dates.spoken import Context
from pipeline.numbers.numerals import Numeral, read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "dates")
_WORDS: dict[str, tuple[str, str, int]] = {
    word: (kind, base, offset)
    for kind in ("years", "months", "days", "weeks", "quarters")
    for base, words in _DATA[kind].items()
    for word, offset in words.items()
}
LONGEST_YEARS, LONGEST_HOURS = 200, 10_000
_NUMBER = "0-9一二两三四五六七八九十"
_WEEK_DAYS = "一二三四五六日"


def _guarded(word: str) -> str:
    after, before = _DATA["not_after"].get(word), _DATA["not_before"].get(word)
    return (f"(?<![{after}])" if after else "") + word + (f"(?![{before}])" if before else "")


WORDS = "|".join(_guarded(word) for word in sorted(_WORDS, key=len, reverse=True))
"""A pattern for a word that names a time against another."""
NAMED = tuple(_WORDS)
"""Words that name a time against another."""
RECENT = (
    rf"(?:(?:最近|过去|近|未来|今后|此后)的? ?"
    rf"(?=半年|半个?月|[{_NUMBER}]{{1,3}} ?(?:年|个|天|日|周|星|月(?![0-9底初末上中下])))"
    rf"|(?:最近|过去|未来|今后|此后)的? ?(?=[{_NUMBER}]{{1,3}} ?个?(?:小时|分钟))"
    rf"|(?<![\u4e00-\u9fff])(?:再?过(?=[{_NUMBER}]{{1,3}} ?(?:天|日|周|个?星期|个?礼拜))"
    rf"|前(?=[{_NUMBER}]{{1,2}} ?(?:周(?!年)|个?星期)))"
    rf"|再过(?=[{_NUMBER}半]{{1,3}} ?(?:个?(?:小时|分钟|钟头|星期|礼拜)|天|日|周"
    r"|年(?![级代底初末])|个?月(?![底初末上中下0-9])))"
    r"|(?<!\w)(?:[前后](?=1 ?个?[年月周天星])|[上下](?=[1-9] ?个?[年月周天星])))"
)
"""A pattern for what makes a length of time one that ends or begins at the publication."""
WEEKDAY = (
    rf"(?<![日号][,(])(?:(?<![一二两三四五六七八九十几数多每下上半0-9])周|星期|礼拜)"
    rf"[{_WEEK_DAYS}天](?![次轮期届岁至到、-])"
)
"""A pattern for a day of the week by itself."""

_WORD = re.compile(WORDS)
_RECENT = re.compile(RECENT)
_WEEKDAY = re.compile(WEEKDAY)
_OF_WEEK = re.compile(rf"(?:周|星期|礼拜)?([{_WEEK_DAYS}天末])(?![次轮期届个])")
_LENGTH = re.compile(" ?(年|个季度|季度|个?多?月|天|日|周|个?多?星期|个?多?礼拜|个半月)(半)?(?:时间|左右)?")
_HOURS = re.compile(" ?(?:(个半|个)?(小时|钟头)|([分刻]钟)|秒钟?)")
_SECONDS = {"小时": 3600, "钟头": 3600, "分钟": 60, "刻钟": 900}
_DIRECTION = re.compile("(?:之|以)?(?:(前)|(后))(?![置提景方面勤台续期身半后])|(以来|来)(?![自到临了看说])")
_MONTHS = {"年": 12, "度": 3, "月": 1}
_YEAR, _REPORTS = 12, 4
"""Months: of a year, and the last one in which reports on the year before are held."""
_DAYS = {"天": 1, "日": 1, "周": 7, "期": 7, "拜": 7}


def read_word(text: str, at: int, context: Context) -> tuple[Point | Span, int] | None:
    """(when, end) of a word such as 今年, 上个月, 昨天, 上周五; None where nothing tells what it is against."""
    match = _WORD.match(text, at)
    if match is None:
        return _weekday(text, at, context)
    kind, base, offset = _WORDS[match[0]]
    if kind == "years":
        bases = {"published": context.published_year, "spoken": context.spoken_year, "paragraph": context.year}
        year = bases[base]()
        return None if year is None else (Point(year + offset), match.end())
    against = context.published if base == "published" else context.spoken or context.ever or context.published
    if against is None or against.year is None or against.month is None:
        return None
    if kind == "months":
        moved = shift(Point(against.year, against.month), months=offset)
        return (moved, match.end()) if moved else None
    if kind == "quarters":
        return _quarter(against, offset), match.end()
    if against.day is None:
        return None
    if kind == "weeks":
        return _week(text, match.end(), against, offset)
    moved = shift(Point(against.year, against.month, against.day), days=offset)
    return (moved, match.end()) if moved else None


def _quarter(against: Point, offset: int) -> Span:
    index = (against.year or 1) * 4 + ((against.month or 1) - 1) // 3 + offset
    return whole_months(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3)


def _monday(against: Point, offset: int) -> Point | None:
    day = date(against.year or 1, against.month or 1, against.day or 1)
    return shift(Point(against.year, against.month, against.day), days=7 * offset - day.weekday())


def _week(text: str, at: int, against: Point, offset: int) -> tuple[Point | Span, int] | None:
    """A week from Monday to Sunday, its weekend or one of its days."""
    monday, named = _monday(against, offset), _OF_WEEK.match(text, at)
    if monday is None:
        return None
    if named and named[1] != "末":
        moved = shift(monday, days=_WEEK_DAYS.find(named[1].replace("天", "日")))
        return (moved, named.end()) if moved else None
    first, last = shift(monday, days=5 if named else 0), shift(monday, days=6)
    return (Span(first, last), named.end() if named else at) if first and last else None


def _weekday(text: str, at: int, context: Context) -> tuple[Point, int] | None:
    """A day of the publication's week."""
    match, base = _WEEKDAY.match(text, at), context.published
    if match is None or base is None or base.day is None:
        return None
    found = _week(text, match.end() - 1, base, 0)
    return (found[0], found[1]) if found and isinstance(found[0], Point) else None


def read_ago(text: str, numeral: Numeral, context: Context) -> tuple[When, int] | None:
    """三年前, 10天后, 半年前, 两个月来, as fine as the unit. 前 and 来 count from the publication.

    后 counts from what was spoken of, where that is as fine.
    """
    length = _length(text, numeral)
    direction = _DIRECTION.match(text, length[1]) if length else None
    if length is None or direction is None:
        return None
    (months, days), end = length[0], direction.end()
    if direction[3]:
        if months == _YEAR and not days and (past := _year_behind(context)):
            return past, end
        opened = _moved(context.published, -months, -days, fine=True)
        return (Span(opened, None), end) if opened else None
    if direction[1]:
        moved = _moved(context.published, -months, -days)
    else:
        moved = _moved(context.spoken, months, days) or _moved(context.published, months, days)
    return (moved, end) if moved else None


def _year_behind(context: Context) -> Point | None:
    """The year that 一年来 and 过去的一年 look back on in the first months: the one spoken of, just over."""
    now, spoken = context.published, context.spoken or context.ever
    if now is None or spoken is None or not (now.year and now.month and now.month <= _REPORTS):
        return None
    return Point(spoken.year) if spoken.year == now.year - 1 else None


def read_hours_ago(text: str, numeral: Numeral, context: Context) -> tuple[Point, int] | None:
    """6小时前, 半小时后, 一刻钟后: to the minute.

    前 counts from the publication; 后 from what the paragraph speaks of, where that is nothing from the publication.
    """
    length = _seconds(text, numeral)
    direction = _DIRECTION.match(text, length[1]) if length else None
    if length is None or direction is None or direction[3]:
        return None
    base = context.now() if direction[1] or not context.spoken else context.spoken
    moved = _later(base, -length[0] if direction[1] else length[0])
    return (moved, direction.end()) if moved else None


def _seconds(text: str, numeral: Numeral) -> tuple[int, int] | None:
    """(seconds, end) of a length of time of less than a day's units."""
    unit = _HOURS.match(text, numeral.end)
    if unit is None or numeral.value_max is not None or numeral.qualifier or numeral.value > LONGEST_HOURS:
        return None
    count = numeral.value + (Decimal("0.5") if unit[1] == "个半" else 0)
    return int(count * _SECONDS.get(unit[2] or unit[3], 1)), unit.end()


def _later(base: Point | None, seconds: int) -> Point | None:
    """The minute so many seconds later; None where the base has no time of day."""
    if base is None or not base.clock or base.year is None or base.clock.startswith("24"):
        return None
    try:
        moved = datetime.fromisoformat(base.iso()) + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None
    return Point(moved.year, moved.month, moved.day, f"{moved:%H:%M}")


def _length(text: str, numeral: Numeral) -> tuple[tuple[int, int], int] | None:
    """((months, days), end) of a length of time: 三年, 半年, 一年半, 两个半月, 10天."""
    unit = _LENGTH.match(text, numeral.end)
    if unit is None or numeral.value_max is not None or numeral.qualifier or numeral.value > LONGEST_YEARS:
        return None
    count = numeral.value + Decimal("0.5") * (unit[2] is not None or "半" in unit[1])
    factor = _MONTHS.get(unit[1][-1])
    if factor is None:
        days = count * _DAYS[unit[1][-1]]
        return ((0, int(days)), unit.end()) if days == int(days) else None
    months = count * factor
    # half a month is fifteen days
    return (int(months), 15 * (months != int(months))), unit.end()


def _moved(base: Point | None, months: int, days: int, *, fine: bool = False) -> Point | None:
    """The point so far away, cut to the unit of the length unless ``fine``; None where it lacks what that needs."""
    if base is None or (days and not base.day and not months) or (months % 12 and not base.month):
        return None
    days = days if base.day else 0
    if not fine and not days:
        base = Point(base.year, base.month if months % 12 else None)
    return shift(base, months=months, days=days)


def read_recent(text: str, at: int, context: Context) -> tuple[When, int] | None:
    """近三年, 过去两个月, 未来五年, 未来48小时: up to or from the publication; 近三年来 has an open end."""
    match, base = _RECENT.match(text, at), context.published
    numeral = read_numeral(text, match.end()) if match else None
    if match is None or numeral is None:
        return None
    ahead = match[0].startswith(("未来", "今后", "此后", "后", "下"))
    if hours := _seconds(text, numeral):
        now = context.now()
        if match[0].endswith("过"):
            later = _later(now, hours[0])
            return (later, hours[1]) if later else None
        other = _later(now, hours[0] if ahead else -hours[0])
        return (Span(now, other) if ahead else Span(other, now), hours[1]) if other else None
    length = _length(text, numeral)
    if length is None:
        return None
    (months, days), end = length
    if match[0].endswith("过"):
        point = _moved(base, months, days)
        return (point, end) if point else None
    if match[0].startswith("过去") and months == _YEAR and not days and (past := _year_behind(context)):
        return past, end
    sign = 1 if ahead else -1
    moved = _moved(base, sign * months, sign * days, fine=True)
    if moved is None or base is None:
        return None
    direction = _DIRECTION.match(text, end)
    if direction and direction[3] and not ahead:
        return Span(moved, None), direction.end()
    return (Span(base, moved) if ahead else Span(moved, base)), end
