"""How the divisions that facts point to lie in one another, by their codes."""

from pipeline.places import gazetteer
from pipeline.records import Place, PlaceRef

PROVINCE, COUNTY, TOWNSHIP, VILLAGE = 2, 6, 9, 12
"""Digits of a code."""


def division(code: str) -> PlaceRef:
    """The division of a code, with the gazetteer's name."""
    known = gazetteer.get(code)
    return PlaceRef(code, known.name if known else "")


def refer(place: Place) -> PlaceRef:
    """What a mention of a place points to."""
    return PlaceRef(place.code, place.name) if place.code else PlaceRef(None, place.text, place.within)


def code_of(ref: PlaceRef) -> str:
    """The code of a place, or of what holds it."""
    return ref.code or ref.within or ""


def of_home(ref: PlaceRef, home: PlaceRef | None) -> bool:
    """Whether a division lies in the home's county and is not above the home."""
    code = code_of(ref)
    if home is None or home.code is None or not code:
        return True
    return code.startswith(home.code[:COUNTY]) and (len(code) >= len(home.code) or len(code) >= TOWNSHIP)


def holds(outer: PlaceRef, inner: PlaceRef) -> bool:
    """Whether the one is known to lie in the other."""
    return outer.code is not None and code_of(inner).startswith(outer.code) and inner.code != outer.code


def parent(members: tuple[PlaceRef, ...]) -> PlaceRef | None:
    """What holds all members of a list, where they are of one level and share a county (counties a prefecture).

    Districts of a city that is a province, and counties right under one, have no prefecture: the province holds them.
    """
    coded = [m.code for m in members if m.code]
    if len({len(code) for code in coded}) > 1 or (len(coded) < len(members) and any(len(c) < VILLAGE for c in coded)):
        return None
    around = [_above(m.code) if m.code else m.within or "" for m in members]
    lengths = (4,) if coded and len(coded[0]) == COUNTY else (VILLAGE, TOWNSHIP, COUNTY)
    shared = next((n for n in lengths if len({c[:n] for c in around}) == 1 and n <= len(around[0])), None)
    if not shared:
        return None
    held = around[0][:shared]
    return division(held if gazetteer.get(held) else held[:PROVINCE])


def _above(code: str) -> str:
    return code[: {VILLAGE: TOWNSHIP, TOWNSHIP: COUNTY, COUNTY: 4}.get(len(code), 0)]
