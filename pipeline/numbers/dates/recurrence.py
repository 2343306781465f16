"""What comes again: 每年, 每半年, 每季度, 每两个月, 每周三."""

import re

from pipeline.numbers.dates.calendar import Recurrence
from pipeline.numbers.dates.pieces import read_clock, whole
from pipeline.numbers.numerals import read_numeral

_EVERY = re.compile(
    "每隔?(?:(半年|季度?|个季度)|([0-9一二两三四五六七八九十]{0,2}) ?(年|个?月|个季度|周|个?星期|个礼拜|天|日))(?!龄)"
)
_HOURLY = re.compile("每(?:隔([0-9一二两三四五六七八九十]{1,3}) ?个?(小时|钟头|分钟|秒)钟?|半个?(?:小时|钟头))")
_DAY_OR_MONTH = (
    "(?:[0-9一二三四五六七八九十]{1,2}月(?:份|[0-9一二三四五六七八九十]{1,2}[日号])?|[0-9一二三四五六七八九十]{1,3}[日号]"
    "|[年月]?[初底末]|[春夏秋冬][季天]|(?<=[周期拜])[一二三四五六日天末])"
)
_DETAIL = re.compile(f"的?{_DAY_OR_MONTH}(?: ?(?:-{{1,2}}|~|至|到) ?{_DAY_OR_MONTH})?")
_JOIN = re.compile(" ?(?:-{1,2}|~|至|到) ?")
_UNITS = {"年": "Y", "月": "M", "周": "W", "天": "D", "日": "D", "期": "W", "拜": "W"}


def read_recurrence(text: str, at: int) -> tuple[Recurrence, int] | None:
    """(recurrence, end) of 每 and a period; with the day it falls on (每月5日) the end is behind that."""
    match = _EVERY.match(text, at)
    if match is None:
        return _hourly(text, at)
    fixed, number, unit = match.groups()
    if fixed or unit == "个季度":
        count = whole(read_numeral(text, match.start(2)), 1, 8) if number else 1
        period = "P6M" if fixed == "半年" else f"P{3 * (count or 1)}M"
        return Recurrence(period), match.end()
    count = whole(read_numeral(text, match.start(2)), 1, 99) if number else 1
    if count is None:
        return None
    end = match.end()
    if detail := _DETAIL.match(text, end):
        end = detail.end()
    if clock := read_clock(text, end):
        end = clock[1]
        join = _JOIN.match(text, end)
        end = until[1] if join and (until := read_clock(text, join.end())) else end
    return Recurrence(f"P{count}{_UNITS[unit[-1]]}"), end


def _hourly(text: str, at: int) -> tuple[Recurrence, int] | None:
    """每隔2小时, 每半个小时."""
    match = _HOURLY.match(text, at)
    if match is None:
        return None
    count = whole(read_numeral(text, match.start(1)), 1, 999) if match[1] else 30
    unit = {"小": "H", "钟": "H", "分": "M", "秒": "S"}[match[2][0]] if match[2] else "M"
    return (Recurrence(f"PT{count}{unit}"), match.end()) if count else None
