"""The parts of a date as written, each read at a place of the text: a year, a month, a day, a time of day."""

import re

from pipeline.numbers.numerals import Numeral, read_numeral

_YEAR = re.compile(" ?年(?!代)(?:度(?![假]))?(?!的?历史(?!文化|名)|之久|以上)")
_LASTING = re.compile(
    r"[^,。;、!?\n0-9]{0,6}?(?:(历史|底蕴|积淀|文脉|传统|[树株]龄|文明史)(?=[,。;、!?\n的和]|$)|历史(?![文名])|底蕴|积淀|传统(?!村)|传承(?![人基])|文明史|建[城制县]史|[栽种][培植]史|[树株]龄)"
)
_OLD = re.compile(
    "的?[古老][\u4e00-\u9fff]{0,2}[树木茶藤柏松槐榕樟杏]|前(?!后)|古|老(?![百师人乡])|贡|名(?![列为称])|窖"
)
_HAVING = re.compile(
    "(?:[树株苗]龄|寿命|有着?|具有|拥有|历经|历时|距今|传承|延续|绵延|沿袭|跨越|约|近|超过?|逾|已)[约近超过了有]?$"
)
_BEGUN = re.compile("(?:始|建|创|起|源|成|修|立|生)于$|自$|从$|在$|公元$")
_WINDOW = 6
_TWO_THOUSAND = re.compile("[两二]千年(?=(?:[一二三四五六七八九]|十[一二]?)月)")
"""两千年 is a length but before a month."""
_EARLY = re.compile("(?<=[零〇一二三四五六七八九]{3}年)(?:十[一二]?|[正一二三四五六七八九])月")
"""A month behind a year of three digits, each written out."""
_ALONE = re.compile("[,。;]|以[来后]|之[前后]|起|开始|$")
_MONTH = re.compile(" ?月(?:份)?(?![龄嫂饼亮球光])")
_NO_LENGTH = re.compile("(?![内游均产龄后令])")
_NO_NOUN = re.compile("[^\u4e00-\u9fffA-Za-z0-9]|[上中下]午|早|晚|凌晨|[前起至到]|$")
_BEFORE_DAY = frozenset(",。;、:(\n\t 于在到至从自的是即")
_FIGURE = re.compile("[一二三四五六七八九](?![一二三四五六七八九十日号月至到、个名-])")
_DAY = re.compile(" ?[日号]")
PART_OF_DAY = (
    *(
        "凌晨",
        "清晨",
        "早晨",
        "早上",
        "早间",
        "上午",
        "中午",
        "下午",
        "傍晚",
        "晚上",
        "晚间",
        "夜间",
        "夜里",
        "深夜",
        "半夜",
    ),
)
_FIGURES = r"[\d零一二三四五六七八九十]{1,3}"
_CLOCK = re.compile(
    rf" ?(?:[(][^()\n]{{1,5}}[)])? ?({'|'.join(PART_OF_DAY)}|晚|早)?"
    r" ?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)(?:时(?!间))?"
    rf"|([\d零一二两三四五六七八九十]{{1,3}}) ?[时点](?![间候代期位])(?:整|多?钟|许)?"
    rf"(?:({_FIGURES})(?:分钟?(?:({_FIGURES})秒)?|(?=[,。;)]|$))|(半|[一三13]刻))?)"
)
_CLOCK_BEFORE = re.compile(
    rf" ?({'|'.join(PART_OF_DAY)}|晚|早)? ?([\d一二两三四五六七八九十]{{1,3}}) ?(?:-{{1,2}}|~|至|到) ?"
    r"(?=[\d一二两三四五六七八九十]{1,3} ?[时点](?![间候代期位]))"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚"})
_NIGHT = frozenset({"夜间", "夜里", "深夜", "半夜"})
"""Late after six, early before."""
_MIDNIGHT = _NIGHT | {"晚上", "晚"}
CENTURY = 100
NOON, HOURS = 12, 24
_QUARTERS = {"半": 30, "一": 15, "1": 15, "三": 45, "3": 45}


def number_at(text: str, at: int) -> Numeral | None:
    """The numeral at a place after at most one blank."""
    return read_numeral(text, at + 1 if text.startswith(" ", at) else at)


def whole(numeral: Numeral | None, low: int, high: int) -> int | None:
    """The numeral as an exact whole number within bounds, None where it is none."""
    if numeral is None or numeral.value_max is not None or numeral.qualifier or numeral.bare:
        return None
    if not low <= numeral.value <= high or numeral.value != int(numeral.value):
        return None
    return int(numeral.value)


def read_year(text: str, numeral: Numeral | None) -> tuple[int, int] | None:
    """(year, end) of a year in four digits: 2024年, 二〇二四年度, 两千零四年."""
    unit = _YEAR.match(text, numeral.end) if numeral and not numeral.qualifier else None
    if unit is None or numeral is None:
        return None
    digits = numeral.digits
    if _is_age(text, numeral, unit.end()):
        return None
    if not digits and _TWO_THOUSAND.match(text, numeral.start):
        digits = str(numeral.value)
    if not digits and numeral.han and text.startswith(("两千零", "二千零", "一千九百"), numeral.start):
        digits = str(numeral.value)
    if len(digits) == len("2024"):
        return (int(digits), unit.end()) if "1000" <= digits < "3000" else None
    # 公元618年, and 三六七年一月 digit by digit
    early = digits and (text.endswith("公元", 0, numeral.start) or (numeral.han and _EARLY.match(text, unit.end())))
    return (int(digits), unit.end()) if early and len(digits) <= len("618") else None


def _is_age(text: str, numeral: Numeral, end: int) -> bool:
    """Whether a number of years is how long something has lasted (有着1800年制茶历史), not one of the calendar."""
    lasting, old = _LASTING.match(text, end), _OLD.match(text, end)
    if _BEGUN.search(text, max(0, numeral.start - _WINDOW), numeral.start):
        return False
    having = _HAVING.search(text, max(0, numeral.start - _WINDOW), numeral.start)
    if len(numeral.digits) == len("2024") and "1900" <= numeral.digits < "2100":
        return bool(lasting and (having or lasting[1]))
    return bool(lasting or old or having)


def read_short_year(text: str, numeral: Numeral, now: int) -> tuple[int, int] | None:
    """(year, end) of a year in two digits, the latest up to ten years after ``now``: 24年, 九八年."""
    unit = _YEAR.match(text, numeral.end)
    if unit is None or len(numeral.digits) != len("24"):
        return None
    year = now - now % CENTURY + int(numeral.digits)
    return (year - CENTURY if year > now + 10 else year), unit.end()


def stands_alone(text: str, numeral: Numeral, end: int) -> bool:
    """Whether a year in two digits is one by itself: 零七年, 三三年; 24年 only between boundaries, else a length."""
    if numeral.han or numeral.digits.startswith("0"):
        return True
    return (numeral.start == 0 or text[numeral.start - 1] in ",。;\n自从于") and _ALONE.match(text, end) is not None


def read_month(text: str, numeral: Numeral | None) -> tuple[int, int] | None:
    """(month, end): 5月, 十二月份."""
    month = whole(numeral, 1, 12)
    unit = _MONTH.match(text, numeral.end) if month and numeral else None
    if unit is None or month is None or numeral is None:
        return None
    # 一月一通报 tells a rhythm, 三月三 is a festival
    return None if numeral.han and _FIGURE.match(text, unit.end()) else (month, unit.end())


def read_day(text: str, numeral: Numeral | None) -> tuple[int, int] | None:
    """(day, end): 28日, 三十号. Whether the month has that day is for the calendar to say."""
    day = whole(numeral, 1, 39)
    unit = _DAY.match(text, numeral.end) if day and numeral else None
    return (day, unit.end()) if day and unit else None


def read_bare_day(text: str, numeral: Numeral) -> tuple[int, int] | None:
    """(day, end) of a day that names no month: 28日 but not 28日内; 12号 only where it can number no noun."""
    day = read_day(text, numeral)
    if day is None or text[max(0, numeral.start - 1) : numeral.start] == "月":
        # what stands before it was no month of the calendar
        return None
    if text[day[1] - 1] == "日":
        return day if _NO_LENGTH.match(text, day[1]) else None
    # 12号 also names varieties, buildings and men: nothing but a boundary or a preposition stands before a day
    before = text[numeral.start - 1 : numeral.start]
    return day if _NO_NOUN.match(text, day[1]) and (not before or before in _BEFORE_DAY) else None


def read_clock(text: str, at: int, *, late: bool = False) -> tuple[str, int] | None:
    """(hh:mm or hh:mm:ss, end) of a time of day: 上午9时30分, 14:50. ``late``: it is after noon."""
    match = _CLOCK.match(text, at)
    if match is None:
        return None
    part, hour, minute, second, _, minutes, seconds, quarter = match.groups()
    hours = int(hour) if hour else _small(match, 5, HOURS)
    past = int(minute) if minute else _small(match, 6, 59) if minutes else 0
    rest = int(second) if second else _small(match, 7, 59) if seconds else None
    if quarter:
        past = _QUARTERS[quarter[0]]
    if hours is None or past is None or hours > HOURS or past > 59 or (rest or 0) > 59:
        return None
    hours = _hours(part, hours, late=late)
    return f"{hours:02}:{past:02}" + ("" if rest is None else f":{rest:02}"), match.end()


def read_clock_before(text: str, at: int, *, late: bool = False) -> tuple[str, int] | None:
    """(hh:mm, end) of an hour that leaves its unit to the next: 五 and 到 in 早上五到六点; the end is before 六."""
    match = _CLOCK_BEFORE.match(text, at)
    hours = _hours(match[1], int(_small(match, 2, HOURS) or 0), late=late) if match else 0
    return (f"{hours:02}:00", match.end()) if match and 0 < hours < HOURS else None


def _hours(part: str | None, hours: int, *, late: bool) -> int:
    """The hours of the day of so many hours of a part of it."""
    evening = late or part in _AFTERNOON or (part in _NIGHT and hours > NOON // 2)
    if (evening and hours < NOON) or (part == "中午" and hours < 4) or (hours == NOON and part in _MIDNIGHT):
        return hours + NOON
    return hours


def _small(match: re.Match[str], group: int, high: int) -> int | None:
    """A group as a number up to ``high``, with or without a leading zero: 零点, 零五分."""
    digits = match[group].lstrip("零0")
    return whole(read_numeral(digits, 0), 1, high) if digits else 0
