"""The literals of a page's graph, each written in one way."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

from rdflib import XSD, Literal

MOST_DIGITS = 40
KEPT = 1 << 14
"""Literals of each kind that are at hand: making one costs rdflib ten times what finding it does."""
_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date, 19: XSD.dateTime}


@lru_cache(KEPT)
def zh(text: str) -> Literal:
    """A Chinese text."""
    return Literal(text, lang="zh")


@lru_cache(KEPT)
def word(text: str) -> Literal:
    """A word or a time as it is kept."""
    return Literal(text)


@lru_cache(KEPT)
def decimal(value: Decimal) -> Literal:
    """A decimal in plain notation without needless zeros: one way to write one number.

    Raises ValueError for a number beyond reason, which plain notation could swell beyond memory.
    """
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError(f"not a number that a page can mean: {value}")
    plain = format(value, "f")
    return Literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, datatype=XSD.decimal, normalize=False)


@lru_cache(KEPT)
def day(of: date) -> Literal:
    """A day."""
    return Literal(of)


def utc(moment: datetime) -> Literal:
    """A moment to the second; one without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Literal(aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime, normalize=False)


def published(text: str | None) -> Literal | None:
    """A publication time with the XSD type of its precision, None where it is no time."""
    if not text:
        return None
    full = f"{text}:00" if len(text) == len("2023-06-14T14:50") else text
    datatype = _DATE_TYPES.get(len(full))
    literal = Literal(full, datatype=datatype, normalize=False)
    return literal if datatype and not literal.ill_typed else None
