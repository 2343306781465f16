"""Reads a text once from its start: at each place where a number or a date may begin, a date, money, a quantity."""

import re
from dataclasses import dataclass

from pipeline.numbers.assemble import read_figure
from pipeline.numbers.dates import Context, Point, Span, When, parse, parse_clock, read_date
from pipeline.numbers.exclude import Masks, is_excluded, phrase, skip
from pipeline.numbers.numerals import Numeral, read_numeral
from pipeline.numbers.scan import anchors
from pipeline.numbers.text import normalise
from pipeline.records import Amount, Date, Quantity

_GOALS = ("到", "至")
_SIGNED = 8
"""Characters that brackets and blanks may take before the date in the line of a signature."""
_LINE_BEGINS, _LINE_ENDS = re.compile(r"(?:^|\n)[ ()]*$"), re.compile(r"[ ()]{0,8}(?:\n|$)")
_COMPARED, _SINCE = ("比", "较"), ("由", "从")


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
    reader = _Reader(text, parse(published), parse_clock(published))
    reader.run()
    return Numbers(tuple(reader.amounts), tuple(reader.quantities), tuple(reader.dates))


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, published: Point | None, time: str) -> None:
        self.original = text
        self.text = normalise(text)
        self.masks = Masks(self.text)
        self.context = Context(published, time)
        self.seen = 0
        """Where the last number or date may have begun."""
        self.free = 0
        """All before it is read."""
        self.amounts: list[Amount] = []
        self.quantities: list[Quantity] = []
        self.dates: list[Date] = []

    def run(self) -> None:
        """Read the text."""
        for at in anchors(self.text):
            if at < self.free:
                continue
            self._enter(at)
            if over := self.masks.skipped(at) or phrase(self.text, at):
                self.free = over
                continue
            numeral = read_numeral(self.text, at)
            if not self._date(at, numeral) and not (numeral and self._figure(numeral)):
                self.free = max(skip(self.text, at), numeral.end if numeral else 0)

    def _enter(self, at: int) -> None:
        """Forget what was spoken of where a new paragraph has begun."""
        if "\n" in self.text[self.seen : at]:
            self.context = self.context._replace(spoken=None)
        self.seen = at

    def _date(self, at: int, numeral: Numeral | None) -> bool:
        found = read_date(self.text, at, numeral, self.context)
        if found is None:
            return False
        when, self.free = found
        if when is not None and not self.masks.datelined(at) and not self._signed(at, when):
            self.dates.append(Date(at, self.free, self.original[at : self.free], when.iso()))
            if not self.masks.titled(at):
                self._speak(at, when)
        return True

    def _signed(self, at: int, when: When) -> bool:
        """Whether a date is that of the publication in a line of its own, as a notice is signed."""
        written = isinstance(when, Point) and when.day and any(char.isdecimal() for char in self.text[at : self.free])
        if not written or when != self.context.published:
            return False
        before = _LINE_BEGINS.search(self.text, max(0, at - _SIGNED), at)
        return bool(before and _LINE_ENDS.match(self.text, self.free))

    def _speak(self, at: int, when: When) -> None:
        """Later dates are read against this one, unless it is a goal (到2025年), an open span, compared with
        or where a change began (由2018年的…).
        """
        since = self.text.endswith(_SINCE, 0, at) and self.text.startswith("的", self.free)
        if since or self.text.endswith("同期", at, self.free) or self.text.endswith(_COMPARED, 0, at):
            return
        published = self.context.published and self.context.published.year
        if isinstance(when, Point) and when.year:
            if not (published and when.year > published and self.text.endswith(_GOALS, 0, at)):
                self.context = self.context._replace(spoken=when, ever=when, opened=None, period=None)
        elif isinstance(when, Span) and when.start and when.start.year:
            until = when.end.year if when.end else published
            if when.start.year == until:
                spoken = Point(until)
                self.context = self.context._replace(spoken=spoken, ever=spoken, opened=None, period=when)
            elif when.end is None:
                self.context = self.context._replace(opened=when.start)

    def _figure(self, numeral: Numeral) -> bool:
        figure = read_figure(self.text, numeral, self.free)
        if figure is None or self.masks.named(figure.start) or is_excluded(self.text, figure):
            return False
        start, self.free = figure.start, figure.end
        surface, value = self.original[start : self.free], (figure.value, figure.value_max)
        if figure.currency:
            self.amounts.append(
                Amount(start, self.free, surface, value[0], figure.currency, figure.qualifier, value[1], figure.per)
            )
        else:
            self.quantities.append(
                Quantity(start, self.free, surface, value[0], figure.unit, figure.qualifier, value[1], figure.per)
            )
        return True
