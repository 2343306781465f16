"""Units by the words that pages use for them: what they measure, and values in the base unit of that."""

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from functools import cache

from ontology.concepts import Concept, load, local_name

QUDT_CURRENCY = "http://qudt.org/vocab/currency/"
"""Currencies are QUDT's, by ISO 4217 code; the scheme of units has none."""

_TWELVE_DIGITS = Context(prec=12)
UNWRITTEN = "person"
"""The slug of the unit of a number that has none written: people stand right behind it."""
_FAR_BEFORE, _FAR_AFTER = 20, 6
"""Characters before and behind a number in which a sign of its unit is looked for."""
_CURRENCY = re.compile(r"[A-Z]{3}")
# What people name apart but count alike: an indicator of households may be given in 户 or in 个.
_COUNTING = frozenset({"count", "people", "households", "animals", "plants"})
_SAME = {"share": "ratio"}


@cache
def by_word() -> Mapping[str, Concept]:
    """Every label, symbol and slug of the units scheme with its unit; a preferred label wins over another's."""
    words: dict[str, Concept] = {}
    for unit in load("units"):
        for word in (*unit.alt, *(value for key, value in unit.notes if key == "notation"), unit.slug):
            words.setdefault(word, unit)
    return words | {unit.zh: unit for unit in load("units")}


def find(word: str) -> Concept | None:
    """The unit that a word means, None where the scheme has none. A number without a unit counts persons (3万群众)."""
    return by_word().get(word or UNWRITTEN)


def written(slug: str) -> str:
    """How a unit of the scheme is written. Raises KeyError for a slug that the scheme lacks."""
    return by_word()[slug].zh


def meant(word: str, before: str = "", after: str = "") -> Concept | None:
    """The unit that a word means between its neighbours: 度 of power, of an angle, of spirits, of warmth.

    ``before`` and ``after`` are the text about the number. The nearest sign decides (``xt:sign``); without one it is
    as ``find`` says.
    """
    front, back = before[-_FAR_BEFORE:], after[:_FAR_AFTER]
    near = [
        (distance, unit)
        for unit, sign in _senses().get(word, ())
        for distance in (front and _back_to(sign, front), back and _on_to(sign, back))
        if isinstance(distance, int)
    ]
    return min(near, key=lambda found: found[0])[1] if near else find(word)


def _back_to(sign: re.Pattern[str], text: str) -> int | None:
    ends = [match.end() for match in sign.finditer(text)]
    return len(text) - ends[-1] if ends else None


def _on_to(sign: re.Pattern[str], text: str) -> int | None:
    match = sign.search(text)
    return match.start() if match else None


@cache
def _senses() -> Mapping[str, tuple[tuple[Concept, re.Pattern[str]], ...]]:
    """Each word with signs, and the units that it may mean beside them."""
    found: dict[str, list[tuple[Concept, re.Pattern[str]]]] = {}
    for unit in load("units"):
        if signs := sorted((value for key, value in unit.notes if key == "sign"), key=len, reverse=True):
            for word in (unit.zh, *unit.alt):
                found.setdefault(word, []).append((unit, re.compile("|".join(map(re.escape, signs)))))
    return {word: tuple(units) for word, units in found.items()}


def is_currency(word: str) -> bool:
    """Whether the unit is a currency's code (CNY)."""
    return _CURRENCY.fullmatch(word) is not None


@cache
def kind(word: str) -> str:
    """What a unit measures: money, area, length, mass …, or count for measure words and unknown units."""
    if is_currency(word):
        return "money"
    unit = find(word)
    return kind_of(unit) if unit else "count"


def kind_of(unit: Concept) -> str:
    """What a unit of the scheme measures, as ``kind`` names it."""
    return broad_kind(unit.note("dimension") or "count")


def broad_kind(name: str) -> str:
    """The kind that comparisons go by: whatever counts things is one kind."""
    return "count" if name in _COUNTING else _SAME.get(name, name)


@cache
def measuring(indicator: str) -> frozenset[str]:
    """The kinds of units, as ``kind`` names them, that measure an indicator (its slug); none where it says nothing."""
    found = (concept for concept in load("indicators") if concept.slug == indicator)
    return frozenset(broad_kind(value) for concept in found for key, value in concept.notes if key == "unitKind")


def in_base(value: Decimal, unit: Concept) -> tuple[Decimal, str]:
    """The value in the base unit of its dimension, and that unit's slug: itself where the unit has no factor.

    Factors such as 亩's are cut off in the scheme (666.666…, to eighteen decimals), so the product is given to 12
    significant digits.
    """
    factor, base = unit.note("factor"), unit.note("base")
    if factor is None or base is None:
        return value, unit.slug
    return _TWELVE_DIGITS.multiply(value, Decimal(factor)), local_name(base)
