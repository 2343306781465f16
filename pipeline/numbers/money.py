"""Amounts of money: 400余万元, 2000至3000元, 十块三毛, ￥3.5万, 港币2960元, 120元/天."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.numbers.numerals import Numeral, read_numeral

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "currencies")
_NAMES = {name: code for code, names in _DATA["names"].items() for name in names}
# 20万元美元: the currency that is meant stands behind a 元 that only counts.
_NAMES |= {
    form: code for name, code in _NAMES.items() if not name.startswith("元") for form in (f"元{name}", f"元({name})")
}
_PREFIXES = {name: code for code, names in _DATA["prefixes"].items() for name in names}
_PARTS: dict[str, tuple[str, int]] = {name: (code, count) for name, (code, count) in _DATA["parts"].items()}


def _any(words: Mapping[str, object]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_PER_ONE = "一[斤公吨亩个只头袋瓶箱盒碗天度]"
"""What a price is told for, right behind it: 三块五一斤, 五毛八一度."""
_NAME = re.compile(
    rf" ?(?:({_any(_NAMES)})(?![旦宵月素件老首气姆盟洲美式亚])(?!(?<=欧)[阳冠])"
    # 块 is money before 毛 and 钱 and at the end of a clause, else a measure word
    rf"|(块)(?=[0-9一二三四五六七八九](?:[毛角]|[,。;、)]|{_PER_ONE}|$)|多?钱|多(?:[,。;、)]|一|$)|[,，。;；、)]|$)|({_any(_PARTS)}))"
)
_PREFIX = re.compile(rf"(?:{_any(_PREFIXES)}) ?$")
_TAIL = re.compile("整|正(?=[,，。;；)]|$)")
_SMALLER = re.compile("(?:零|又)?([0-9一二两三四五六七八九]) ?(角|毛|分|美分|欧分|便士)(?:钱)?")
_TENTHS = re.compile(f"[0-9一二三四五六七八九](?=[,。;、)]|{_PER_ONE}|$)")
_CENTS = re.compile(f"([1-9一二三四五六七八九])(?:分(?:钱|(?![\u4e00-\u9fff]))|(?=[,。;、)]|{_PER_ONE}|$))")
_CODES = {"角": 10, "毛": 10, "分": 100, "美分": 100, "欧分": 100, "便士": 100}
THOUSAND, TEN_THOUSAND = 10**3, 10**4
_WINDOW = 10
_UNFINISHED = re.compile("(?![和与及]|左右|上下|以[上下])[\u4e00-\u9fffA-Za-z0-9%.㎡-]")
_MEANT = re.compile(f"(?:{_any(dict.fromkeys(_DATA['nouns']))})(?:{_any(dict.fromkeys(_DATA['verbs']))})* ?$")
_PIECES = re.compile(f"(?:{_any(dict.fromkeys(_DATA['pieces']))})[共约近达了等]{{0,3}}$")
_LISTED, LONGEST_LIST = re.compile(r" ?[和、与及] ?(?=[\d一二两三四五六七八九十])"), 6
_COLLOQUIAL, _NOT_MONEY = re.compile("个[余多]?亿$"), tuple(_DATA["not_money"])
CNY_NAMES = frozenset(_DATA["names"]["CNY"])
_LONGEST_PREFIX = max(map(len, _PREFIXES)) + 1


class Currency(NamedTuple):
    """The currency at a number: where its name ends, its code, the value of one such unit and of the smaller ones."""

    end: int
    code: str
    factor: Decimal = Decimal(1)
    more: Decimal = Decimal(0)
    """What smaller units behind it add: 三毛 in 十块三毛."""


def currency_after(text: str, numeral: Numeral) -> Currency | None:
    """The currency that is named behind the numeral."""
    match = _NAME.match(text, numeral.end)
    if match is None or (match[2] and _PIECES.search(text, max(0, numeral.start - _WINDOW), numeral.start)):
        return None
    if match[3]:
        code, count = _PARTS[match[3]]
        end, more = _smaller(text, match.end(), numeral, match[3])
        return Currency(end, code, Decimal(1) / count, more)
    code = _NAMES[match[1]] if match[1] else "CNY"
    end, more = match.end(), Decimal(0)
    if text.startswith("钱", end):
        end += 1
    if match[2] and (tenths := _TENTHS.match(text, end)) and (number := read_numeral(text, end)):
        # 三块五 leaves the 毛 out
        more, end = number.value / _CODES["毛"], tenths.end()
    while smaller := _SMALLER.match(text, end):
        number = read_numeral(text, smaller.start(1))
        if number is None:
            break
        more += number.value / _CODES[smaller[2]]
        end = smaller.end()
    if tail := _TAIL.match(text, end):
        end = tail.end()
    return Currency(end, code, more=more)


def _smaller(text: str, at: int, numeral: Numeral, part: str) -> tuple[int, Decimal]:
    """(end, value) of what follows 角: 5角8分, 一毛五."""
    match = _CENTS.match(text, at) if part in ("角", "毛") and numeral.value_max is None else None
    digit = read_numeral(text, match.start(1)) if match else None
    return (match.end(), digit.value / _CODES["分"]) if match and digit else (at, Decimal(0))


def currency_before(text: str, start: int, free: int) -> tuple[int, str] | None:
    """(start, code) of a currency that is named before the number: ￥, 人民币, US$."""
    low = max(free, start - _LONGEST_PREFIX)
    match = _PREFIX.search(text[low:start])
    return (low + match.start(), _PREFIXES[match[0].rstrip(" ")]) if match else None


def _shared(text: str, numeral: Numeral) -> bool:
    """Whether the currency stands behind a later number of the same list: 30万和45万元."""
    other: Numeral | None = numeral
    for _ in range(LONGEST_LIST):
        match = _LISTED.match(text, other.end) if other else None
        other = read_numeral(text, match.end()) if match else None
        if other is None or other.scale < TEN_THOUSAND:
            return False
        if named := _NAME.match(text, other.end):
            return named[1] in CNY_NAMES
    return False


def currency_meant(text: str, numeral: Numeral) -> bool:
    """Whether a number that names no unit is money: 投资2000余万, by a noun of money before it and its magnitude."""
    if text[numeral.end - 1] in "kw":
        # 月薪15k: only pay and prices are written so
        return True
    if numeral.scale < THOUSAND:
        return False
    if numeral.scale >= TEN_THOUSAND and _shared(text, numeral):
        return True
    if _COLLOQUIAL.search(text, numeral.start, numeral.end):
        # two hundred millions are said so of money only
        return not text.startswith(_NOT_MONEY, numeral.end)
    if _UNFINISHED.match(text, numeral.end):
        return False
    return _MEANT.search(text[max(0, numeral.start - _WINDOW) : numeral.start]) is not None
