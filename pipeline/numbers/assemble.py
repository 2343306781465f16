"""A number with what makes it one of the world: its unit or currency, its range, the words around it."""

import re
from decimal import Decimal
from typing import NamedTuple

from pipeline.numbers import qualifiers
from pipeline.numbers.counting import (
    DISCOUNT,
    PEOPLE,
    PERCENT,
    TENTHS,
    discount_after,
    measured,
    people_behind,
    people_meant,
    read_share,
    sign_before,
    tenths_after,
    unit_after,
)
from pipeline.numbers.money import currency_after, currency_before, currency_meant
from pipeline.numbers.numerals import Numeral, read_numeral
from pipeline.numbers.units import longest
from pipeline.records import Qualifier

_RANGE = re.compile(r" ?(?:[(]含[)])?(?:-{1,2}|~|至|到) ?(?=[\d一二两三四五六七八九十百千])")
_SLASH = re.compile(r"/ ?(?=([a-zA-Z]{1,3}[23²³]?|[\u4e00-\u9fff㎡]))")
_DOT = re.compile(r"·(?=([\u4e00-\u9fff]{1,2}))")
"""What parts the second unit of a rate from the first: 元/人·天."""
_EACH_BEHIND = re.compile("每(?=([\u4e00-\u9fff]))")
_EACH = re.compile("每(?![隔半逢])(?=([\u4e00-\u9fff]{1,2}))|([人户亩村日月年])均")
_DATED = re.compile(" ?[年月日号时点季分]")
_RESPECTIVELY = re.compile(r"(?:分别|依次)[^,。;:\n]*$")
_NEXT = re.compile(r" ?[、和及与] ?(?=\d)")
LONGEST_LIST = 12
_LIST = 60
"""Characters before a number of a list in which 分别 is looked for."""
HUNDRED, TEN_THOUSAND = 100, 10**4
_WINDOW = 10
"""Characters before a number in which 每 or 均 says what it is per."""


class Figure(NamedTuple):
    """A number read with all that belongs to it; ``currency`` is empty where it is not money."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    qualifier: Qualifier
    currency: str
    unit: str
    per: str | None
    numeral: Numeral


class _Counted(NamedTuple):
    """A numeral with its currency or its unit; ``end`` is behind that."""

    numeral: Numeral
    end: int
    unit: str = ""
    currency: str = ""

    def same(self, other: "_Counted") -> bool:
        return (self.unit, self.currency) == (other.unit, other.currency)


def read_figure(text: str, numeral: Numeral, free: int) -> Figure | None:
    """The figure of a numeral; ``free`` is where the text before is already taken."""
    counted = _counted(text, numeral, free)
    ranged = _ranged(text, numeral, counted)
    counted = ranged or counted or _listed(text, numeral)
    return _with_words(text, counted, free) if counted else None


def _counted(text: str, numeral: Numeral, free: int) -> _Counted | None:
    """The numeral with what is behind it, or with the currency before it."""
    if share := read_share(text, numeral):
        return _Counted(share, share.end, PERCENT)
    before = currency_before(text, numeral.start, free)
    if money := currency_after(text, numeral):
        value = numeral.value * money.factor + money.more
        high = numeral.value_max * money.factor + money.more if numeral.value_max is not None else None
        foreign = before if before and money.code == "CNY" and before[1] != "CNY" else None
        start, code = foreign or (numeral.start, money.code)
        return _Counted(numeral._replace(start=start, value=value, value_max=high), money.end, currency=code)
    if tenths := tenths_after(text, numeral):
        return _Counted(tenths, tenths.end, TENTHS)
    if discount := discount_after(text, numeral):
        return _Counted(discount, discount.end, DISCOUNT)
    unit = unit_after(text, numeral)
    if unit and unit.word != DISCOUNT:
        return _Counted(unit.numeral, unit.end, unit.word)
    if before:
        return _Counted(numeral._replace(start=before[0]), numeral.end, currency=before[1])
    if currency_meant(text, numeral):
        return _Counted(numeral, numeral.end, currency="CNY")
    if people_meant(text, numeral):
        return _Counted(numeral, numeral.end, PEOPLE)
    return _Counted(numeral, numeral.end) if people_behind(text, numeral) else None


def _ranged(text: str, low: Numeral, counted: _Counted | None) -> _Counted | None:
    """2000至3000元, 30-50万元 (the first shares the magnitude of the second), 5%至8% (both bear the unit)."""
    match = _RANGE.match(text, counted.end if counted else low.end)
    second = read_numeral(text, match.end()) if match else None
    high = _counted(text, second, match.end()) if match and second else None
    if high is None and second and _hundredths(text, low, counted) and not _DATED.match(text, second.end):
        # 百分之十到二十
        high = _Counted(second, second.end, PERCENT)
    if high is None or high.numeral.value_max is not None or low.value_max is not None or _are_years(high):
        return None
    if counted and not counted.same(high):
        return None
    value, top = (counted.numeral if counted else low).value, high.numeral
    if counted is None and _shares(low, top):
        value *= top.scale
    if counted is None and second and 0 < high.numeral.value < second.value:
        # 2至3角 in yuan
        value *= high.numeral.value / second.value
    if value >= top.value:
        return None
    qualifier = None if top.qualifier == "exact" else top.qualifier
    return high._replace(
        numeral=top._replace(start=low.start, value=value, value_max=top.value, qualifier=qualifier, bare=False)
    )


def _are_years(high: _Counted) -> bool:
    """Whether the second number of a range is a year of the calendar: 15年到30年 is a length."""
    return high.unit == "年" and high.numeral.value >= HUNDRED


def _listed(text: str, numeral: Numeral) -> _Counted | None:
    """A number after 分别 that leaves its unit to the last of its list: 分别增长1.3、2.6和3.7个百分点."""
    if numeral.han or not _RESPECTIVELY.search(text, max(0, numeral.start - _LIST), numeral.start):
        return None
    other: Numeral | None = numeral
    for _ in range(LONGEST_LIST):
        match = _NEXT.match(text, other.end) if other else None
        other = read_numeral(text, match.end()) if match else None
        if match is None or other is None or _DATED.match(text, other.end):
            return None
        if last := _counted(text, other, match.end()):
            part = last.numeral.value / other.value if other.value else Decimal(1)
            scale = other.scale if _shares(numeral, other) else 1
            return last._replace(
                numeral=numeral._replace(value=numeral.value * scale * part, digits=""), end=numeral.end
            )
    return None


def _hundredths(text: str, low: Numeral, counted: _Counted | None) -> bool:
    """Whether a share is written 百分之."""
    return counted is not None and low.value == HUNDRED and text.startswith("分之", low.end)


def _shares(low: Numeral, high: Numeral) -> bool:
    """Whether the first number of a range leaves its magnitude to the second: 30-50万, 八百到九百亿, 两到三千."""
    smaller = low.scale == 1 or (low.scale < TEN_THOUSAND <= high.scale)
    return smaller and high.scale > 1 and low.value < TEN_THOUSAND and low.value * high.scale < high.value


def _with_words(text: str, counted: _Counted, free: int) -> Figure:
    """The figure with the adverbs before, the words behind, and what it is per."""
    numeral = sign_before(text, counted.numeral, counted.unit, free)
    start, before = qualifiers.before(text, numeral.start, free, bare=numeral.bare)
    end, per = counted.end, None
    while match := _SLASH.match(text, end) or (per and _dotted(text, end)):
        word = longest(text, match.end()) or match[1]
        per, end = f"{per}/{word}" if per else word, match.end() + len(word)
    end, behind = qualifiers.after(text, end, measured=measured(counted.unit))
    return Figure(
        start,
        end,
        _plain(numeral.value),
        None if numeral.value_max is None else _plain(numeral.value_max),
        numeral.qualifier or behind or before or "exact",
        counted.currency,
        counted.unit,
        per or _each(text, start, end),
        numeral,
    )


def _dotted(text: str, at: int) -> re.Match[str] | None:
    """A dot with a unit behind it."""
    match = _DOT.match(text, at)
    return match if match and longest(text, match.end()) else None


def _plain(value: Decimal) -> Decimal:
    """The value without zeros behind its point."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def _each(text: str, start: int, end: int) -> str | None:
    """What 每 or 均 before the number says it is per, or 每 behind it: 每亩800元, 人均1.6万元, 0.5元每斤."""
    if behind := _EACH_BEHIND.match(text, end):
        return longest(text, behind.end()) or behind[1]
    window = text[max(0, start - _WINDOW) : start]
    if "每" not in window and "均" not in window:
        return None
    for mark in "，。；、,;)\n":
        window = window[window.rfind(mark) + 1 :]
    found, last = None, -1
    for match in _EACH.finditer(window):
        word = match[2] or longest(window, match.end()) or match[1][:1]
        # 每人每年 is per person and year
        found = f"{found}/{word}" if match.start() == last else word
        last = match.end() + (0 if match[2] else len(word))
    return found
