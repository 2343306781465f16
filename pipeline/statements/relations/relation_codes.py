"""Whose a document's number is: 财农〔2023〕45号 is the Ministry of Finance's, 渭农字〔2024〕46号 a county bureau's."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.places import gazetteer
from pipeline.records import Document, Organisation

_CODE = re.compile(r"^([一-鿿]+)〔")
PROVINCE_DIGITS, PREFECTURE_DIGITS, COUNTY_DIGITS = 2, 4, 6
LONGEST_SHORT_NAME = 2
"""Characters of a county's or prefecture's short name in a number (南丰县 is 丰 or 南丰)."""


def issuer(document: Document, home: str) -> Organisation | None:
    """The body whose number a document bears, None where the number does not tell; ``home`` is the page's division.

    A short name that may be two divisions' tells nothing: 新 is 新疆, but also 新市区 there.
    """
    match = _CODE.match(document.number or "")
    if match is None:
        return None
    code = match[1]
    for pattern, (name, kind) in _lexicon()["national"].items():
        if re.fullmatch(pattern, code):
            return Organisation(document.start, document.end, name, name, kind)
    named = {division: rest for division, rest in _short_names(code, home).items() if rest}
    if len(named) != 1:
        return None
    ((division, rest),) = named.items()
    body = _body(rest, len(division) == PROVINCE_DIGITS)
    known = gazetteer.get(division)
    if body is None or known is None:
        return None
    name = known.name + body[0]
    return Organisation(document.start, document.end, name, name, body[1], division)


def _short_names(code: str, home: str) -> dict[str, str]:
    """The divisions that hold the page's home whose short name a code may begin with, each with what follows."""
    found: dict[str, str] = {}
    province = _lexicon()["provinces"].get(code[:1])
    if province is not None and home.startswith(province):
        found[province] = code[1:]
    for digits in (PREFECTURE_DIGITS, COUNTY_DIGITS):
        known = gazetteer.get(home[:digits]) if len(home) >= digits else None
        for length in range(LONGEST_SHORT_NAME, 0, -1):
            if known is not None and code[:length] in known.name[:-1] and _body(code[length:], False):
                found[known.code] = code[length:]
                break
    return found


def _body(rest: str, of_province: bool) -> tuple[str, str] | None:
    for pattern, (province, below, kind) in _lexicon()["local"].items():
        if re.fullmatch(pattern, rest):
            return (province if of_province else below), kind
    return None


@cache
def _lexicon() -> Mapping[str, Any]:
    return load_lexicon("pipeline.statements.relations", "codes")
