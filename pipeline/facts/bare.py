"""Figures that stand bare in a table's cells, their unit in the head, as mentions like any other."""

from collections.abc import Iterable

from pipeline.facts.figures import Spans
from pipeline.records import Amount, Fact, Quantity, Reading


def bare_numbers(reading: Reading, facts: Iterable[Fact]) -> tuple[tuple[Amount, ...], tuple[Quantity, ...]]:
    """The page's amounts and quantities with those that only ``facts`` of tables read, in the order of the text."""
    known = Spans((*reading.amounts, *reading.quantities))
    amounts, quantities = list(reading.amounts), list(reading.quantities)
    for fact in facts:
        start, end = fact.number
        if known.covers(start, end):
            continue
        text = reading.article.text[start:end]
        if len(fact.unit) == 3 and fact.unit.isascii() and fact.unit.isupper():
            amounts.append(Amount(start, end, text, fact.value, fact.unit, fact.qualifier, fact.value_max, fact.per))
        else:
            quantities.append(
                Quantity(start, end, text, fact.value, fact.unit, fact.qualifier, fact.value_max, fact.per)
            )
    return tuple(sorted(amounts, key=lambda m: m.start)), tuple(sorted(quantities, key=lambda m: m.start))
