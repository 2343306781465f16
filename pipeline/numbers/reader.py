"""Reads a text once from its start: at each place where a number or a date may begin, a date, money, a quantity."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.numbers import qualifiers
from pipeline.numbers.dates import Context, Point, Span, When, parse, read_date
from pipeline.numbers.exclude import Masks, is_excluded, skip
from pipeline.numbers.measures import PERCENT, share, unit_after
from pipeline.numbers.money import currency_after, currency_before
from pipeline.numbers.numerals import Numeral, read_fraction, read_numeral
from pipeline.numbers.scan import ANCHOR
from pipeline.numbers.text import normalise
from pipeline.records import Amount, Date, Qualifier, Quantity

_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?(?=[\d一二两三四五六七八九十百千])")
_PER = re.compile(r"/ ?([\u4e00-\u9fff㎡]{1,3}|m[23²³]|[a-zA-Z]{1,3})")
_PER_BEFORE = re.compile("(?:每([\u4e00-\u9fff]{1,2})|(人|户|亩|村|日|月|年)均)[^，。；,;、0-9]{0,6}$")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a text says in numbers, each kind in the order of the text; no two overlap."""

    amounts: tuple[Amount, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    dates: tuple[Date, ...] = ()


def read_numbers(text: str, published: str | None = None) -> Numbers:
    """The amounts, quantities and dates of a text.

    ``published``: when it was published, ISO 8601 as precise as is known; relative dates are left out without it.
    """
    reader = _Reader(text, parse(published))
    reader.run()
    return Numbers(tuple(reader.amounts), tuple(reader.quantities), tuple(reader.dates))


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, published: Point | None) -> None:
        self.original = text
        self.text = normalise(text)
        self.masks = Masks(self.text)
        self.context = Context(published)
        self.paragraph = 0
        """Where the paragraph begins that the context was last spoken in."""
        self.free = 0
        """All before it is read."""
        self.amounts: list[Amount] = []
        self.quantities: list[Quantity] = []
        self.dates: list[Date] = []

    def run(self) -> None:
        """Read the text."""
        text = self.text
        while anchor := ANCHOR.search(text, self.free):
            at = anchor.start()
            self._enter(at)
            if over := self.masks.skipped(at):
                self.free = over
            elif not (self._date(at) or self._number(at)):
                self.free = max(skip(text, at), anchor.end())

    def _enter(self, at: int) -> None:
        """Forget what was spoken of where a new paragraph has begun."""
        start = self.text.rfind("\n", self.paragraph, at) + 1
        if start > self.paragraph:
            self.paragraph = start
            self.context = replace(self.context, spoken=None)

    def _date(self, at: int) -> bool:
        found = read_date(self.text, at, self.context)
        if found is None:
            return False
        when, end = found
        self.dates.append(Date(at, end, self.original[at:end], when.iso()))
        if not self.masks.titled(at):
            self._speak(when)
        self.free = end
        return True

    def _speak(self, when: When) -> None:
        """Later dates are read against this one, unless it is a goal (到2025年) or opens far back (2015年以来)."""
        published = self.context.published and self.context.published.year
        if isinstance(when, Point) and when.year:
            if published and when.year > published + 1:
                return
            self.context = replace(self.context, spoken=when, ever=when, period=None)
        elif isinstance(when, Span) and when.start and when.start.year:
            until = when.end.year if when.end else published
            if when.start.year == until:
                spoken = Point(until)
                self.context = replace(self.context, spoken=spoken, ever=spoken, period=when)

    def _number(self, at: int) -> bool:
        text = self.text
        numeral = read_numeral(text, at)
        if numeral is None:
            return False
        if fraction := read_fraction(text, numeral):
            whole, part = fraction
            shared = replace(part, start=at, value=share(whole.value, part.value), digits="", bare=False, han=False)
            return self._add(shared, part.end, None, PERCENT, None)
        high, between = None, _RANGE.match(text, numeral.end)
        unit = unit_after(text, numeral)
        money = currency_after(text, numeral)
        if money is None and unit is None and between:
            high = read_numeral(text, between.end())
        elif between is None and (money or unit):
            joined = _RANGE.match(text, money.end if money else unit.end if unit else at)
            second = read_numeral(text, joined.end()) if joined else None
            if second:
                same_money = currency_after(text, second)
                same_unit = unit_after(text, second)
                if money and same_money and money.code == same_money.code:
                    high, money = second, same_money
                elif not money and unit and same_unit and same_unit.word == unit.word and unit.word not in "年月日":
                    high, unit = second, same_unit
        if high:
            return self._range(at, numeral, high)
        before = currency_before(text, at, self.free)
        if money:
            if before and money.code == "CNY" and before[1] != "CNY":
                return self._add(replace(numeral, start=before[0]), money.end, before[1], "", money.more)
            scaled = replace(numeral, value=numeral.value * money.factor)
            return self._add(scaled, money.end, money.code, "", money.more)
        if before and unit is None:
            return self._add(replace(numeral, start=before[0]), numeral.end, before[1], "", Decimal(0))
        if unit is None:
            return False
        return self._add(unit.numeral, unit.end, None, unit.word, None)

    def _range(self, at: int, low: Numeral, high: Numeral) -> bool:
        """2000至3000元: one number from low to high; 30-50万元: the first shares the magnitude of the second."""
        text = self.text
        money = currency_after(text, high)
        unit = unit_after(text, high)
        if money is None and unit is None:
            return False
        first = low.value
        if high.scale > 1 and low.scale == 1 and first < high.value / high.scale:
            first *= high.scale
        if first >= high.value:
            return False
        ranged = replace(high, start=at, value=first, value_max=high.value, qualifier=None, bare=False, han=low.han)
        if money:
            return self._add(ranged, money.end, money.code, "", Decimal(0))
        return self._add(ranged, unit.end if unit else high.end, None, unit.word if unit else "", None)

    def _add(self, numeral: Numeral, end: int, currency: str | None, unit: str, more: Decimal | None) -> bool:
        """Keep a number with the qualifiers around it, unless it is none of the world."""
        text = self.text
        start, outer = qualifiers.before(text, numeral.start, self.free, bare=numeral.bare)
        end, behind = qualifiers.after(text, end)
        qualifier: Qualifier = numeral.qualifier or behind or outer or "exact"
        if self.masks.named(start) or is_excluded(text, numeral, unit, end, qualifier):
            return False
        per = _PER.match(text, end)
        if per and currency is not None:
            end = per.end()
        ahead = _PER_BEFORE.search(text, max(self.free, start - 10), start)
        per_word = per[1] if per else (ahead[1] or ahead[2]) if ahead else None
        if numeral.value_max is not None and numeral.qualifier is None and behind is None and outer is None:
            qualifier = "exact"
        surface = self.original[start:end]
        value = numeral.value + (more or 0)
        if currency is not None:
            self.amounts.append(Amount(start, end, surface, value, currency, qualifier, numeral.value_max, per_word))
        else:
            written = surface[:0] + unit
            self.quantities.append(
                Quantity(start, end, surface, value, written, qualifier, numeral.value_max, per_word)
            )
        self.free = end
        return True
