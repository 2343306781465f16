"""Which indicator of the SKOS scheme a measured thing is, its unit agreeing."""

from functools import cache, lru_cache

from ontology import units
from ontology.concepts import load
from pipeline.text.lexis import words

GENERAL = "item-general"
"""The slug of 个, which counts anything."""


@cache
def _wordings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each wording with the indicators it means and the kinds of unit they are measured in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for concept in load("indicators"):
        for wording in (concept.zh, *concept.alt):
            kinds = [value for name, value in concept.notes if name == "unitKind"]
            found.setdefault(wording, []).extend((concept.slug, kind) for kind in kinds)
    return {wording: tuple(meant) for wording, meant in found.items()}


@lru_cache(maxsize=1 << 16)
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
            if _agree(kind, unit, what):
                return slug
    return None


def _agree(kind: str, unit: str, what: str) -> bool:
    """Whether a unit measures in a kind: people are no households, but either may be counted in 个 or without a word.

    Sessions (场), teams (支) and the like count neither.
    """
    known = units.meant(unit, what)
    dimension = "money" if units.is_currency(unit) else (known and known.note("dimension")) or "count"
    loose = (known is None or known.slug == GENERAL) and dimension == "count" and kind in ("people", "households")
    return kind == dimension or loose or units.broad_kind(kind) == units.broad_kind(dimension) != "count"
