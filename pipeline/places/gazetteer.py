"""The five levels of divisions by the statistical codes of 2023.

2 digits are a province, 4 a prefecture, 6 a county, 9 a township, 12 a village.

Provinces, prefectures and counties are held in memory; a county's townships and villages are read from the shipped
archive when first asked for, and the least used counties are forgotten. ``build_gazetteer`` makes the archive.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from threading import Lock

from pipeline.records import Level

LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
COUNTIES_HELD = 192
"""How many counties' townships and villages stay in memory: about 0.2 MB each with their tables of names."""


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the national statistics; ``parent`` is the code of the next higher one that really exists."""

    code: str
    name: str
    level: Level
    parent: str | None


def get(code: str) -> Division | None:
    """The division of a code, None where the list has none."""
    if len(code) <= 6:
        return upper().get(code)
    return _county(code[:6]).get(code)


def children(code: str) -> tuple[Division, ...]:
    """The divisions right below, ordered by code; empty for a village or an unknown code."""
    if len(code) >= 6:
        return _below(code[:6]).get(code, ())
    return _children_of_upper().get(code, ())


def ancestors(code: str) -> tuple[Division, ...]:
    """The divisions that hold it, the nearest first; for an unknown code those that its digits name."""
    found = (get(code[:n]) for n in (9, 6, 4, 2) if n < len(code))
    return tuple(d for d in found if d is not None)


def counties() -> tuple[Division, ...]:
    """All counties, ordered by code."""
    return tuple(d for d in upper().values() if d.level == "county")


def members(county: str) -> tuple[Division, ...]:
    """A county's townships and villages, ordered by code; empty for an unknown county."""
    return tuple(_county(county).values())


@cache
def upper() -> Mapping[str, Division]:
    """Provinces, prefectures and counties by code."""
    rows = dict(line.split("\t") for line in _read("upper").split("\n"))
    found: dict[str, Division] = {}
    for code, name in sorted(rows.items()):
        parent = next((code[:n] for n in (4, 2) if n < len(code) and code[:n] in rows), None)
        found[code] = Division(code, name, LEVELS[len(code)], parent)
    return found


@cache
def townships_by_name() -> Mapping[str, tuple[str, ...]]:
    """The counties that have a township of a name, by that name without its suffix (青朗, 城关)."""
    rows = (line.split("\t") for line in _read("townships").split("\n"))
    return {name: tuple(codes.split(" ")) for name, codes in rows}


@cache
def _children_of_upper() -> Mapping[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in upper().values():
        if division.parent:
            found.setdefault(division.parent, []).append(division)
    return {code: tuple(divisions) for code, divisions in found.items()}


_NUMBER = re.compile(r"\d{3}")
_DIGITS = "0123456789"


@lru_cache(maxsize=COUNTIES_HELD)
def _county(county: str) -> Mapping[str, Division]:
    division = upper().get(county)
    if division is None or division.level != "county":
        return {}
    found: dict[str, Division] = {}
    for line in text.split("\n") if (text := _read(county)) else ():
        number, name, *villages = line.split("\t")
        township = county + number
        found[township] = Division(township, name, "township", county)
        last = -1
        for cell in villages:
            if _NUMBER.match(cell):
                last, cell = int(cell[:3]), cell[3:]
            else:
                last += 1
            code = f"{township}{last:03d}"
            found[code] = Division(code, _own_name(cell, division.name + name), "village", township)
    return found


@lru_cache(maxsize=COUNTIES_HELD)
def _below(county: str) -> Mapping[str, tuple[Division, ...]]:
    """A county's townships and villages by what holds them."""
    found: dict[str, list[Division]] = {}
    for division in _county(county).values():
        if division.parent:
            found.setdefault(division.parent, []).append(division)
    return {code: tuple(divisions) for code, divisions in found.items()}


def lies_in(county: str, township: str, village: str) -> bool:
    """Whether a county's township of a name (without suffix) has a village of a name, without keeping the county."""
    lines = (line for line in _read(county).split("\n") if line[3:].lstrip("\t").startswith(township))
    return any(village in (cell.lstrip(_DIGITS) for cell in line.split("\t")[2:]) for line in lines)


def _own_name(name: str, holders: str) -> str:
    """A village's name without its county's and township's, which the list repeats in a few counties."""
    own = name.removeprefix(holders)
    return own if len(own) > 2 else name


_lock = Lock()


@cache
def _archive() -> zipfile.ZipFile:
    with as_file(files("pipeline.places").joinpath("data", "gazetteer.zip")) as path:
        return zipfile.ZipFile(path)


def _read(member: str) -> str:
    with _lock:
        return _archive().read(member).decode("utf-8")
