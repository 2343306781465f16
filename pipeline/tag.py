"""A reading as the JSON object that ``xiangtu tag`` prints: the gold's format, with offsets and the cleaned text."""

from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from pipeline.records import Amount, Date, Fact, Mention, Place, PlaceRef, Quantity, Reading, Relation

EDGE = 12
"""Characters of the body's start and end that ``meta`` quotes, as the annotation guide fixes it."""

M = TypeVar("M", bound=Mention)


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON values; each list is a set for the page, an item placed where it first stands."""
    article = reading.article
    return {
        "page": article.url,
        "meta": {
            "title": article.title or None,
            "published": article.published,
            "source": article.source,
            "author": list(article.authors),
            "body_starts": article.body[:EDGE],
            "body_ends": article.body[-EDGE:],
        },
        "home": reading.home,
        "places": items(reading.places, place),
        "organisations": items(reading.organisations, lambda o: {"name": o.name, "kind": o.kind, "place": o.place}),
        "programs": items(reading.programs, lambda p: {"kind": p.kind, "concept": p.concept, "broader": p.broader}),
        "documents": items(reading.documents, lambda d: {"number": d.number, "issuer": d.issuer}),
        "amounts": items(reading.amounts, amount),
        "quantities": items(reading.quantities, quantity),
        "dates": items(reading.dates, date),
        "facts": [fact(f) for f in reading.facts],
        "relations": [relation(r) for r in reading.relations],
        "text": article.text,
    }


def items(mentions: Iterable[M], read: Callable[[M], dict[str, Any]]) -> list[dict[str, Any]]:
    """The first mention of each text and reading, in the order of the page."""
    seen: dict[Hashable, dict[str, Any]] = {}
    for m in sorted(mentions, key=lambda m: (m.start, m.end)):
        values = read(m)
        seen.setdefault((m.text, *values.values()), {"text": m.text, **values, "start": m.start, "end": m.end})
    return list(seen.values())


def place(p: Place) -> dict[str, Any]:
    """A place's level, its code and, without one, the code of what holds it."""
    return {"level": p.level, "code": p.code, "in": None if p.code else p.within, "name": p.name}


def amount(a: Amount) -> dict[str, Any]:
    """An amount's reading, in base units of its currency."""
    return {"currency": a.currency, **measure(a)}


def quantity(q: Quantity) -> dict[str, Any]:
    """A quantity's reading, in the unit as written."""
    return {"unit": q.unit, **measure(q)}


def measure(m: Amount | Quantity | Fact) -> dict[str, Any]:
    """What numbers of all kinds share; ``value_max`` (of a range) and ``per`` only where there are any."""
    optional = {"value_max": None if m.value_max is None else number(m.value_max), "per": m.per}
    return {
        "value": number(m.value),
        "qualifier": m.qualifier,
        **{key: value for key, value in optional.items() if value is not None},
    }


def date(d: Date) -> dict[str, Any]:
    """A date's ISO 8601 value."""
    return {"value": d.value}


def fact(f: Fact) -> dict[str, Any]:
    """A fact with its passage's offsets."""
    return {
        **measure(f),
        "unit": f.unit,
        "what": f.what,
        "indicator": f.indicator,
        "program": f.program.text if f.program else None,
        "where": where(f.where),
        "when": f.when,
        "modality": f.modality,
        "confidence": None if f.confidence is None else round(f.confidence, 2),
        "quote": f.quote,
        "start": f.start,
        "end": f.end,
    }


def relation(r: Relation) -> dict[str, Any]:
    """A relation with its ends by name and its passage's offsets."""
    return {
        "kind": r.kind,
        "organisation": r.organisation.text if r.organisation else None,
        "program": r.program.text if r.program else None,
        "document": r.document.text if r.document else None,
        "where": where(r.where),
        "when": r.when,
        "modality": r.modality,
        "quote": r.quote,
        "start": r.start,
        "end": r.end,
    }


def where(ref: PlaceRef | None) -> str | dict[str, str | None] | None:
    """A place's code, or its name and the code of what holds it."""
    if ref is None or ref.code:
        return ref.code if ref else None
    return {"text": ref.name, "in": ref.within}


def number(value: Decimal) -> int | float:
    """A JSON number: whole where the value is."""
    return int(value) if value == value.to_integral_value() else float(value)
