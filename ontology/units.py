"""Units by the words that pages use for them, and values in the base unit of their kind."""

from collections.abc import Mapping
from decimal import Context, Decimal
from functools import cache

from ontology.schemes import Concept, load, local_name

_TWELVE_DIGITS = Context(prec=12)


@cache
def by_word() -> Mapping[str, Concept]:
    """Every label, symbol and slug of the units scheme with its unit; a preferred label wins over another's."""
    words: dict[str, Concept] = {}
    for unit in load("units"):
        for word in (*unit.alt, *(value for key, value in unit.notes if key == "notation"), unit.slug):
            words.setdefault(word, unit)
    return words | {unit.zh: unit for unit in load("units")}


def find(word: str) -> Concept | None:
    """The unit that a word means, None where the scheme has none."""
    return by_word().get(word)


def in_base(value: Decimal, unit: Concept) -> tuple[Decimal, str]:
    """The value in the base unit of its dimension, and that unit's slug: itself where the unit has no factor.

    Factors such as 亩's are cut off in the scheme (666.666…), so the product is given to 12 significant digits.
    """
    factor, base = unit.note("factor"), unit.note("base")
    if factor is None or base is None:
        return value, unit.slug
    return _TWELVE_DIGITS.multiply(value, Decimal(factor)), local_name(base)
