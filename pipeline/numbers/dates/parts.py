"""The parts of a date as written, each read at a place of the text: a year, a month, a day, a time of day."""

import re

from pipeline.numbers.numerals import Numeral, read_numeral

_YEAR = re.compile(" ?年(度(?!假))?")
_MONTH = re.compile(" ?月(份)?(?![龄嫂饼亮球光])")
_DAY = re.compile(" ?[日号](?![内游均产线楼店院路机馆处龄后电])")
_CLOCK = re.compile(
    r" ?(?:[(][^()\n]{1,5}[)])? ?(凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜间|晚|早)?"
    r" ?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)|([\d零一二两三四五六七八九十]{1,3}) ?[时点](?![间候代期刻])整?"
    r"(?:([\d零一二三四五六七八九十]{1,3})分|(半|[一三]刻))?)"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "夜间", "晚"})
CENTURY = 100


def number_at(text: str, at: int) -> Numeral | None:
    """The numeral at a place after at most one blank."""
    if at < len(text) and text[at] == " ":
        at += 1
    return read_numeral(text, at)


def whole(numeral: Numeral | None, low: int, high: int) -> int | None:
    """The numeral as an exact whole number within bounds, None where it is none."""
    if numeral is None or numeral.value_max is not None or numeral.qualifier or numeral.bare:
        return None
    if not low <= numeral.value <= high or numeral.value != int(numeral.value):
        return None
    return int(numeral.value)


def read_year(text: str, numeral: Numeral) -> tuple[int, int] | None:
    """(year, end) of a year in four digits: 2024年, 二〇二四年度."""
    unit = _YEAR.match(text, numeral.end)
    if unit is None or len(numeral.digits) != len("2024") or not "1000" <= numeral.digits < "3000":
        return None
    return int(numeral.digits), unit.end()


def read_short_year(text: str, numeral: Numeral, now: int) -> tuple[int, int] | None:
    """(year, end) of a year in two digits, the nearest to ``now`` and at most ten years after it: 24年, 九八年."""
    unit = _YEAR.match(text, numeral.end)
    if unit is None or len(numeral.digits) != len("24"):
        return None
    year = now - now % CENTURY + int(numeral.digits)
    return (year - CENTURY if year > now + 10 else year), unit.end()


def read_month(text: str, numeral: Numeral | None) -> tuple[int, int] | None:
    """(month, end): 5月, 十二月份."""
    month = whole(numeral, 1, 12)
    unit = _MONTH.match(text, numeral.end) if month and numeral else None
    return (month, unit.end()) if month and unit else None


def read_day(text: str, numeral: Numeral | None) -> tuple[int, int] | None:
    """(day, end): 28日, 三十号."""
    day = whole(numeral, 1, 31)
    unit = _DAY.match(text, numeral.end) if day and numeral else None
    return (day, unit.end()) if day and unit else None


def read_clock(text: str, at: int) -> tuple[str, int] | None:
    """(hh:mm or hh:mm:ss, end) of a time of day: 上午9时30分, 14:50. A time that no clock shows is None."""
    match = _CLOCK.match(text, at)
    if match is None:
        return None
    part, hour, minute, second, spoken, minutes, quarter = match.groups()
    hours = int(hour) if hour else whole(read_numeral(text, match.start(5)), 0, 24)
    if spoken and spoken[0] in "零〇":
        hours = 0
    if hours is None:
        return None
    if part in _AFTERNOON and hours < 12:
        hours += 12
    past = int(minute) if minute else whole(read_numeral(text, match.start(6)), 0, 59) if minutes else 0
    if quarter:
        past = {"半": 30, "一刻": 15, "三刻": 45}[quarter]
    if past is None or hours > 24 or past > 59 or int(second or 0) > 59:
        return None
    return f"{hours:02}:{past:02}" + (f":{second}" if second else ""), match.end()
