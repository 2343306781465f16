"""Which indicator of the SKOS scheme a measured thing is, its unit agreeing."""

from functools import cache
from typing import NamedTuple

from ontology.schemes import load
from pipeline.lexicon import load_lexicon


class _Wording(NamedTuple):
    wording: str
    slug: str
    kind: str


@cache
def _wordings() -> tuple[_Wording, ...]:
    found = [
        _Wording(wording, concept.slug, concept.note("unitKind") or "")
        for concept in load("indicators")
        for wording in (concept.zh, *concept.alt)
    ]
    return tuple(sorted(found, key=lambda w: (-len(w.wording), w.wording, w.slug)))


@cache
def kind_of(unit: str) -> str:
    """The kind of a unit: money, area, length, mass, volume, power, share, people, households or count."""
    kinds: dict[str, str] = load_lexicon("pipeline.facts", "units")["kinds"]
    for kind, units in kinds.items():
        if unit in units.split():
            return kind
    return "count"


@cache
def indicator(what: str, unit: str) -> str | None:
    """The slug of the indicator whose longest wording ends the thing, else stands in it; kinds of unit must agree."""
    kind = kind_of(unit)
    fitting = [w for w in _wordings() if w.kind == kind and w.wording in what]
    ending = [w for w in fitting if what.endswith(w.wording)]
    best = next(iter(ending or fitting), None)
    return best.slug if best else None
