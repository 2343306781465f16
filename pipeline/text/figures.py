"""Amounts and quantities under one shape, in the order of the text."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pipeline.records import Amount, Mention, Qualifier, Quantity, Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the page with its unit: the currency's code for money, else the unit as written."""

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    qualifier: Qualifier
    value_max: Decimal | None = None
    per: str | None = None
    money: bool = False


def figures(reading: Reading) -> tuple[Figure, ...]:
    """Every amount and quantity outside the names of the page; of two that overlap the longer."""
    names = Spans((*reading.documents, *reading.programs, *reading.organisations, *reading.places))
    numbers: tuple[Amount | Quantity, ...] = (*reading.amounts, *reading.quantities)
    found = [of_mention(m) for m in numbers if not names.covers(m.start, m.end)]
    kept: list[Figure] = []
    for figure in sorted(found, key=lambda f: (f.start, -f.end, f.unit)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return tuple(kept)


def of_mention(m: Amount | Quantity) -> Figure:
    """A number's mention as a figure."""
    unit = m.currency if isinstance(m, Amount) else m.unit
    return Figure(m.start, m.end, m.text, m.value, unit, m.qualifier, m.value_max, m.per, isinstance(m, Amount))


class Spans:
    """Stretches of the text, merged where they touch, for quick questions about a position."""

    def __init__(self, mentions: Iterable[Mention | Figure]) -> None:
        merged: list[list[int]] = []
        for start, end in sorted((m.start, m.end) for m in mentions):
            if merged and start < merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._ends = [end for _, end in merged]
        self._starts = [start for start, _ in merged]

    def covers(self, start: int, end: int) -> bool:
        """Whether one stretch holds all of start to end."""
        at = bisect_left(self._ends, end)
        return at < len(self._ends) and self._starts[at] <= start

    def within(self, start: int, end: int) -> bool:
        """Whether a stretch begins at or after start and before end."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end

    def covering(self, position: int) -> tuple[int, int] | None:
        """The stretch that holds the character at a position."""
        at = bisect_left(self._ends, position + 1)
        return (self._starts[at], self._ends[at]) if at < len(self._ends) and self._starts[at] <= position else None
