"""What only its table tells of a cell, as mentions like any other: a bare figure's unit, a whole cell as a project."""

from collections.abc import Iterable

from pipeline.records import Amount, Fact, Program, Quantity, Reading
from pipeline.text.figures import Spans


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


def listed_projects(reading: Reading, facts: Iterable[Fact]) -> tuple[Program, ...]:
    """The page's programmes with the projects that ``facts`` name by a whole cell, in place of names within it."""
    known = set(reading.programs)
    listed = {f.program for f in facts if f.program and f.program not in known}
    cells = Spans(listed)
    kept = [p for p in reading.programs if not cells.covers(p.start, p.end)]
    return tuple(sorted((*kept, *listed), key=lambda p: (p.start, p.end)))
