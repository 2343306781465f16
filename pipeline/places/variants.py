"""Spellings that differ from the list: 石坳村 for 石垇村, 额很呼都格嘎查 for 额肯呼都格嘎查.

A name that no list has is taken for a listed one of the same county when one character differs and sounds the same, or
when one character of a long, transliterated name differs or is missing. Only where just one listed name fits.
"""

from collections.abc import Mapping

from pipeline.places.gazetteer import Division
from pipeline.sounds import readings

LONG = 4
"""Characters from which on one odd character is a spelling and not another village."""


def similar(name: str, listed: Mapping[str, tuple[Division, ...]], level: str) -> tuple[Division, ...]:
    """The divisions of a level whose bare name is spelt a little otherwise; empty where none or several are."""
    first, last, lengths = name[0], name[-1], range(len(name) - 1, len(name) + 2)
    near = [other for other in listed if (other[0] == first or other[-1] == last) and len(other) in lengths]
    found = [divisions for other in near if _alike(name, other) and (divisions := _of_level(listed[other], level))]
    return found[0] if len(found) == 1 else ()


def _of_level(divisions: tuple[Division, ...], level: str) -> tuple[Division, ...]:
    return tuple(d for d in divisions if d.level == level)


def _alike(name: str, other: str) -> bool:
    if len(name) == len(other):
        odd = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
        return len(odd) == 1 and (len(name) >= LONG or not readings(odd[0][0]).isdisjoint(readings(odd[0][1])))
    long, short = sorted((name, other), key=len, reverse=True)
    return len(long) > LONG and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
