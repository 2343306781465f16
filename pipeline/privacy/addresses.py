"""Addresses and file names that hold a person's name: the given name is masked in them too, before they are stored.

A masked address gets four hex digits of its hash, so that 张三.html and 张四.html stay two pages; they tell a name to
nobody who does not guess it.
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from pipeline.privacy.masking import LETTER, masked
from pipeline.privacy.name_scores import gain_alone, shipped
from pipeline.privacy.name_stretches import stretches
from pipeline.privacy.name_surroundings import Held, Span, Surroundings, counties, words
from pipeline.privacy.persons import apart, chosen, find_persons, has_public_office

LONG = ("three", "double", "dotted")
LEAST = -3.0
"""Log odds from which on a name of three characters or more is one here, where little stands around it."""
ALONE = 5.0
"""Log odds from which on a piece between marks is a name by its characters: more than in a table's column, since here
no other cell stands beside it."""
DIGITS = 4
SHORT = 20
"""Characters of a file's name up to which it may be a form's or a list's rather than an article's title."""
MOST = 300
"""Characters of an address that are looked at; what is longer is no name of a file."""
_HAN = re.compile("[\u4e00-\u9fff]")
_PIECE = re.compile(r"(?<=[/_.\-()（）\s\d、，,+])[\u4e00-\u9fff·]{2,5}(?=[/_.\-()（）\s\d、，,+]|$)")
_KEPT = "/:?#[]@!$&'()*+,;=%~-._"


@lru_cache(10_000)
def public_address(url: str) -> str:
    """The address as it may be stored: the same for each capture of a page, and as it is where it names nobody."""
    text = _readable(url)
    if text is None:
        return url
    spans = apart([*find_persons(text, mask="private"), *_long(text), *_alone(text)], ())
    if not spans:
        return url
    last, digest = spans[-1][1], hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    hidden = masked(text, spans)
    return quote(f"{hidden[:last]}-{digest}{hidden[last:]}", safe=_KEPT)


def _long(text: str) -> list[Span]:
    """Names of three characters and more, but those of public persons: 村民张建国低保申请表; a longer name is prose."""
    if len(text.rpartition("/")[2]) > SHORT:
        return []
    found = stretches(text)
    around = Surroundings(text, found, Held(()))
    names = chosen((s for s in found if s.kind in LONG), around, shipped(), LEAST)
    return [(n.start, n.end) for n in names if not has_public_office(text, n.start)]


def _alone(text: str) -> list[Span]:
    """Pieces between marks that are names by their characters."""
    names = (m for m in _PIECE.finditer(text) if LETTER not in m[0] and gain_alone(m[0]) >= ALONE)
    return [m.span() for m in names if m[0] not in counties() and not words().longest(m[0])]


def _readable(url: str) -> str | None:
    """The address with its escapes undone; None where it holds no Chinese, and so no name that is known here."""
    if len(url) > MOST * 9 or (url.isascii() and "%" not in url):
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            text = unquote_to_bytes(url.encode("utf-8", "surrogateescape")).decode(encoding)
        except UnicodeError:
            continue
        return text if len(text) <= MOST and _HAN.search(text) else None
    return None
