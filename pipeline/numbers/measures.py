"""Quantities: a number of things or of a unit, with what it is per. 5000余份, 1.2万亩, 5到8个, 百分之三十, 三分之一."""

from dataclasses import dataclass
from decimal import Decimal

from pipeline.numbers.numerals import Numeral, shorten
from pipeline.numbers.units import longest

PERCENT = "%"
_LENDERS = frozenset("千百兆两")
"""Last characters of a numeral that may begin the unit instead: 三|千克, 五|百分点, 二|两."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit behind a number, which is shortened where its last character began the unit; where the word ends."""

    numeral: Numeral
    word: str
    end: int


def unit_after(text: str, numeral: Numeral) -> Unit | None:
    """The unit behind a numeral."""
    last = text[numeral.end - 1]
    if numeral.han and last in _LENDERS and numeral.end - numeral.start > 1:
        word = longest(text, numeral.end - 1)
        if word and len(word) > (0 if last == "两" and longest(text, numeral.end) is None else 1):
            shorter = shorten(numeral, text)
            if shorter:
                return Unit(shorter, word, shorter.end + len(word))
    at = numeral.end
    if text.startswith(" ", at):
        at += 1
    word = longest(text, at)
    return Unit(numeral, word, at + len(word)) if word else None


def share(whole: Decimal, part: Decimal) -> Decimal:
    """N分之M in percent, to four decimals."""
    return round(part * 100 / whole, 4).normalize() + 0
