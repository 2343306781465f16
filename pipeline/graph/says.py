"""What statements say: the properties that name them, what follows from these, and the claim that a fact makes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from ontology import units
from ontology.concepts import Concept
from ontology.iris import XT
from pipeline.graph.days import bounds
from pipeline.graph.literals import day, decimal, word, zh
from pipeline.graph.things import Things, Triple
from pipeline.records import Fact, Relation

Measure = tuple[URIRef, Decimal, URIRef]
"""A unit, a value in the base unit, and the base unit."""


def fact_says(fact: Fact, things: Things) -> dict[str, Node]:
    """What a fact says, by property: what its IRI is the hash of.

    A fact that names no place is told apart by the page's home, one that names no time by the page's year.
    """
    reading = things.reading
    says: dict[str, Node | None] = {
        "what": zh(fact.what),
        "value": decimal(fact.value),
        "valueMax": decimal(fact.value_max) if fact.value_max is not None else None,
        "unitText": zh(fact.unit or units.written(units.UNWRITTEN)),
        "per": zh(fact.per) if fact.per else None,
        "qualifier": XT[fact.qualifier],
        "modality": XT[fact.modality],
        "program": things.program(fact.program) if fact.program else None,
    }
    if fact.where:
        says["place"] = things.place(fact.where)
    elif reading.home:
        says["home"] = things.iris.place(reading.home)
    if fact.when:
        says["when"] = word(fact.when)
    elif published := reading.article.published:
        says["asOf"] = Literal(published[:4], datatype=XSD.gYear)
    return {key: value for key, value in says.items() if value is not None}


def relation_says(relation: Relation, things: Things) -> dict[str, Node]:
    """What a relation says, by property."""
    says: dict[str, Node | None] = {
        "organisation": things.organisation(relation.organisation) if relation.organisation else None,
        "program": things.program(relation.program) if relation.program else None,
        "document": things.document(relation.document) if relation.document else None,
        "place": things.place(relation.where) if relation.where else None,
        "modality": XT[relation.modality],
        "when": word(relation.when) if relation.when else None,
    }
    return {key: value for key, value in says.items() if value is not None}


def plain(says: Mapping[str, Node], base: str) -> dict[str, str]:
    """What a statement says, without the base, so that its hash is the same wherever the graph is published."""
    return {key: str(value).removeprefix(XT).removeprefix(base) for key, value in says.items()}


def derived(iri: URIRef, fact: Fact, measure: Measure | None, things: Things) -> Iterator[Triple]:
    """What follows from what the fact says: the days of its time, its indicator, its measure."""
    yield from days(iri, fact.when)
    if fact.indicator:
        yield iri, XT.indicator, things.iris.indicator(fact.indicator)
    unit_meant = _unit(fact)
    kind = units.kind(fact.unit) if unit_meant is None else units.kind_of(unit_meant)
    yield iri, XT.quantityKind, word(kind)
    if measure:
        unit, value, base = measure
        if unit != base:
            yield iri, XT.unit, unit
        yield iri, XT.baseValue, decimal(value)
        yield iri, XT.baseUnit, base
    if fact.confidence is not None:
        yield iri, XT.confidence, decimal(Decimal(f"{fact.confidence:.2f}"))


def days(iri: URIRef, when: str | None) -> Iterator[Triple]:
    """The first and the last day of a statement's time."""
    start, end = bounds(when)
    if start:
        yield iri, XT.start, day(start)
    if end:
        yield iri, XT.end, day(end)


def measured(fact: Fact, things: Things) -> Measure | None:
    """The fact's unit, its value in the base unit and that unit; None for a unit that no scheme has."""
    if units.is_currency(fact.unit):
        currency = URIRef(units.QUDT_CURRENCY + fact.unit)
        return currency, fact.value, currency
    if unit := _unit(fact):
        value, base = units.in_base(fact.value, unit)
        return things.iris.unit(unit.slug), value, things.iris.unit(base)
    return None


def _unit(fact: Fact) -> Concept | None:
    """The unit that the fact's word means in its passage; where that tells nothing, beside the thing measured."""
    before, after = fact.number[0] - fact.start, fact.number[1] - fact.start
    return units.meant(fact.unit, fact.quote[: max(0, before)] or fact.what, fact.quote[max(0, after) :])


_CLAIMED = ("place", "home", "page", "modality", "when", "asOf", "per")
"""Of what a fact says, what its claim says as well; qualifier and programme are wording."""
_NO_KEY = re.compile(r"[\W_]+")


def claimed(said: Mapping[str, str], measure: Measure | None, indicator: str | None) -> dict[str, str]:
    """What a claim says: like thing, place, value, unit, time and modality, however the fact words it.

    The thing is the indicator, without one the fact's own word for it without marks and blanks; value and unit are
    those of the base unit where there is one.
    """
    what = indicator or _NO_KEY.sub("", unicodedata.normalize("NFKC", said["what"]))
    value, unit = (decimal(measure[1]), measure[2]) if measure else (said["value"], said["unitText"])
    claim = {"what": what, "value": str(value), "unit": str(unit).rsplit("/", 1)[-1]}
    return claim | {key: said[key] for key in (*_CLAIMED, "valueMax") if key in said}
