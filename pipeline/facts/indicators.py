"""Which indicator of the SKOS scheme a measured thing is, its unit agreeing."""

from functools import cache

from ontology import units
from ontology.schemes import load
from pipeline.facts.lexis import words


@cache
def _wordings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each wording with the indicators it means and the kinds of unit they are measured in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for concept in load("indicators"):
        for wording in (concept.zh, *concept.alt):
            kinds = [value for name, value in concept.notes if name == "unitKind"]
            found.setdefault(wording, []).extend((concept.slug, kind) for kind in kinds)
    return {wording: tuple(meant) for wording, meant in found.items()}


@cache
def indicator(what: str, unit: str) -> str | None:
    """The slug of the indicator whose wording the thing ends with, the longest first; None where no unit agrees.

    A word that only says how much (总数, 人数) may follow the wording.
    """
    meant = _ending(what, unit)
    counted = words("neutral_endings").ending(what)
    return meant or (_ending(what.removesuffix(counted), unit) if counted else None)


def _ending(what: str, unit: str) -> str | None:
    for start in range(len(what)):
        for slug, kind in _wordings().get(what[start:], ()):
            if _agree(kind, unit):
                return slug
    return None


@cache
def _agree(kind: str, unit: str) -> bool:
    """Whether a unit measures in a kind: people are no households, but either may be counted in 个."""
    known = units.find(unit)
    dimension = "money" if units.is_currency(unit) else (known and known.note("dimension")) or "count"
    loose = dimension == "count" and kind in ("people", "households")
    return kind == dimension or loose or units.broad_kind(kind) == units.broad_kind(dimension) != "count"
