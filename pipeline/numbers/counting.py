"""Units behind a number: measure words, units, and shares of a whole: 三分之一 in percent, 五成 as written."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from ontology.units import find
from pipeline.lexicon import load_lexicon
from pipeline.numbers.numerals import Numeral, digit, read_fraction, shorten
from pipeline.numbers.units import longest

PERCENT, TENTHS, DISCOUNT, PEOPLE = "%", "成", "折", "人"
_PEOPLE = re.compile(
    "(?:" + "|".join(load_lexicon("pipeline.numbers", "counting")["people"]) + ")[约近超达共有为]{0,2} ?$"
)
_PEOPLE_BEHIND = re.compile(
    " ?(?:"
    + "|".join(load_lexicon("pipeline.numbers", "counting")["kinds_of_people"])
    + ")?(?:"
    + "|".join(load_lexicon("pipeline.numbers", "counting")["people_behind"])
    + ")"
)
_YEAR_LIKE = re.compile(r"(?:19|20)\d\d")
_MANY = 100
"""So many people need no measure word; fewer are the number of a name."""
_NOUNS: dict[str, str] = load_lexicon("pipeline.numbers", "counting")["nouns"]
_UNFINISHED = re.compile("[\u4e00-\u9fffA-Za-z0-9%.㎡-]")
TEN_THOUSAND = 10**4
_WINDOW = 8
_LENDERS = frozenset("千百两")
"""Last characters of a numeral that may begin the unit instead: 三|千克, 五|百分点, 二|两."""
_TENTHS = re.compile(" ?成(?:(半)| ?([一二三四五六七八九])(?=[,。;、)]|$))")
_DISCOUNT = re.compile(" ?折(?![叠旧合射纸返腾线子断磨服回算扣])")
_HALF = re.compile("半(?![边路夜年天数山导截个])")
_BLANKS = 4
"""Blanks that may part a number from its unit."""
_HALF_ONE = Decimal("0.5")
_MOST_DECIMALS = 20
"""A share in percent with an end has no more: 亿分之一 has six."""
_INSERTED = re.compile("个(半|多)(月|小时|钟头|星期|礼拜|季度|学期)")
_POINTS = re.compile("(个)? ?百 ?分 ?点(?![之])")
_TIMES = re.compile("[(](次)[)]")
"""3600人(次) counts visits."""
_SIZED = re.compile("[大小整](?=[类项块片堆袋箱桶批组群件])")
"""A size between a number and its measure word: 5大类."""
_MINUS = re.compile(r"(?:负|零下|(?<![0-9A-Za-z%㎡])(?<!\d[\u4e00-\u9fff])(?<!\d[\u4e00-\u9fff]{2})-) ?$")
"""A sign, but no dash behind another quantity (13天—8周)."""
_LONG_AGO = re.compile("年(?=(?:以来|来|以?前|之前|以?后|之后)(?!任))")
"""Years that are told vaguely before or since (30多年来): no calendar has them, so they are a length."""
_COUNTLESS = frozenset({"count", "people", "households", "plants", "animals", "score", "grade", "ratio"})
"""Dimensions of which there is no half."""


class Unit(NamedTuple):
    """A unit behind a number, which is shortened where its last character began the unit; where the word ends."""

    numeral: Numeral
    word: str
    end: int


@cache
def measured(word: str) -> bool:
    """Whether a unit measures (亩, 吨, 年) rather than counts (个, 户)."""
    concept = find(word)
    return concept is not None and concept.note("dimension") not in _COUNTLESS


def unit_after(text: str, numeral: Numeral) -> Unit | None:
    """The unit behind a numeral; a half behind the unit belongs to the number (一吨半)."""
    found = _lent(text, numeral) or _unit(text, numeral)
    if found and measured(found.word) and (half := _HALF.match(text, found.end)) and found.numeral.value_max is None:
        more = found.numeral._replace(value=found.numeral.value + _HALF_ONE)
        return Unit(more, found.word, half.end())
    return found


def _unit(text: str, numeral: Numeral) -> Unit | None:
    at = numeral.end
    while text.startswith(" ", at) and at - numeral.end < _BLANKS:
        at += 1
    if inserted := _INSERTED.match(text, at):
        # 三个半月, 两个多小时: the half or the rest stands inside the unit
        word = "个月" if inserted[2] == "月" else inserted[2]
        if inserted[1] == "半":
            return Unit(numeral._replace(value=numeral.value + _HALF_ONE), word, inserted.end())
        return Unit(numeral._replace(qualifier="over"), word, inserted.end())
    if sized := _SIZED.match(text, at):
        at = sized.end()
    if points := _POINTS.match(text, at):
        return Unit(numeral, "个百分点" if points[1] else "百分点", points.end())
    word = longest(text, at) or _vague_years(text, at, numeral)
    if word is None:
        return None
    end = at + len(word)
    if (times := _TIMES.match(text, end)) and find(word + times[1]):
        word, end = word + times[1], times.end()
    word = _NOUNS.get(word, word)
    # 三个小时 counts 小时, but 三个月 can't be 三月
    return Unit(numeral, word[1:] if word[0] == "个" and word[1:2] not in ("", "月", "百") else word, end)


def _vague_years(text: str, at: int, numeral: Numeral) -> str | None:
    """年 behind more than so many: 1800余年来, but 几十年来 tells no number."""
    vague = numeral.qualifier == "over" and text[numeral.start] not in "几数"
    return "年" if vague and _LONG_AGO.match(text, at) else None


def _lent(text: str, numeral: Numeral) -> Unit | None:
    """A unit that begins with what was read as the numeral's last character."""
    last = text[numeral.end - 1]
    if last not in _LENDERS or numeral.end - numeral.start == 1:
        return None
    word = longest(text, numeral.end - 1)
    if word is None or (len(word) == 1 and (last != "两" or longest(text, numeral.end))):
        return None
    shorter = shorten(numeral, text)
    return Unit(shorter, word, shorter.end + len(word)) if shorter else None


def read_share(text: str, numeral: Numeral) -> Numeral | None:
    """N分之M in percent: 千万分之六 is 0.00006, what has no end is cut to four decimals (三分之一 is 33.3333)."""
    fraction = read_fraction(text, numeral)
    if fraction is None:
        return None
    whole, part = fraction
    low, high = (None if v is None else _percent(v, whole.value) for v in (part.value, part.value_max))
    top = high if high != low else None
    return part._replace(start=numeral.start, value=low or Decimal(0), value_max=top, digits="", scale=1, bare=False)


def people_behind(text: str, numeral: Numeral) -> bool:
    """Whether people stand right behind a number that names no unit: 2万多老百姓, 5000师生."""
    if numeral.value < _MANY or _YEAR_LIKE.fullmatch(numeral.digits):
        return False
    return _PEOPLE_BEHIND.match(text, numeral.end) is not None


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    exact = Fraction(part) * 100 / Fraction(whole)
    share = Decimal(exact.numerator) / exact.denominator
    return share if 10**_MOST_DECIMALS % exact.denominator == 0 else Decimal(f"{share:.4f}")


def people_meant(text: str, numeral: Numeral) -> bool:
    """Whether a number that names no unit counts people: 人口46.8万, with such a noun before it and 万 or 亿 in it."""
    if numeral.scale < TEN_THOUSAND or _UNFINISHED.match(text, numeral.end):
        return False
    return _PEOPLE.search(text[max(0, numeral.start - _WINDOW) : numeral.start]) is not None


def tenths_after(text: str, numeral: Numeral) -> Numeral | None:
    """Tenths with a part behind them: 三成半 is 3.5 成, 七成六 7.6."""
    match = _TENTHS.match(text, numeral.end) if numeral.value < 10 else None
    if match is None:
        return None
    more = _HALF_ONE if match[1] else Decimal(digit(match[2])) / 10
    return numeral._replace(end=match.end(), value=numeral.value + more)


def discount_after(text: str, numeral: Numeral) -> Numeral | None:
    """The tenths that a discount leaves to pay: 八折 is 8, 七五折 and 75折 7.5, 半折 and 对折 5."""
    high, value = numeral.value_max, numeral.value
    match = _DISCOUNT.match(text, numeral.end)
    if match is None or value >= 100:
        return None
    if numeral.han and high is not None:
        value = value + high / 10
    elif value == _HALF_ONE:
        value = Decimal(5)
    elif value >= 10:
        if len(numeral.digits) != len("75"):
            return None
        value = value / 10
    return numeral._replace(end=match.end(), value=value, value_max=None, digits="")


def sign_before(text: str, numeral: Numeral, unit: str, free: int) -> Numeral:
    """The numeral with the sign before it: 零下5度, -3.5%."""
    if numeral.value_max is not None or not (measured(unit) or unit == PERCENT):
        return numeral
    match = _MINUS.search(text, max(free, numeral.start - 3), numeral.start)
    return numeral._replace(start=numeral.start - len(match[0]), value=-numeral.value) if match else numeral
