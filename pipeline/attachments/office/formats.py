"""Number formats of workbooks (ECMA-376 part 1, 18.8.31): a figure as its cell shows it, with scale, unit and currency.

Left out is what changes no meaning: separators of thousands, colours, padding.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Literal, NamedTuple

Kind = Literal["digit", "point", "comma", "percent", "text", "other"]
TOKEN = re.compile(
    r"""(?P<text>"[^"]*"?|[\\!].|\[\$[^\]]*\])"""
    r"""|(?P<skip>\[[^\]]*\]|_.|\*.|\s)"""
    r"""|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<general>General|G/通用格式)"""
    r"""|(?P<other>E[+-]|/|@)|(?P<mark>.)""",
    re.I | re.S,
)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
HOLDS = {"<": lt, ">": gt, "=": eq, "<=": le, ">=": ge, "<>": ne}
SECTION = re.compile(r'(?:"[^"]*"?|[\\!_*].|\[[^\]]*\]|[^;])*', re.S)
GENERAL = 11
"""Significant digits that a cell of the format General shows."""
LONGEST = 255
"""Characters of a number format (Excel's own limit); a longer one is damage, and is read as General."""
MOST_DIGITS = 40
"""Of a figure: what is longer is shown as General."""


class Token(NamedTuple):
    """A part of a number format; of text, what it shows."""

    kind: str
    text: str


def as_shown(value: float | Decimal, style: str) -> str:
    """A figure under its number format; empty where the format shows nothing."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if len(style) > LONGEST:
        return general(exact)
    sections = _sections(style)
    at, unsigned = _section(exact, sections)
    if at is None:
        return general(exact)
    tokens = _tokens(sections[at])
    text = _figure(abs(exact) if unsigned else exact, tokens)
    if unsigned and exact < 0:
        text = "-" + text.replace("(", "").replace(")", "").replace("（", "").replace("）", "").removeprefix("-")
    return text


def text_as_shown(value: str, style: str) -> str:
    """A text under its format, which may put words around it (``@"村"``)."""
    if len(style) > LONGEST:
        return value
    sections = _sections(style)
    section = sections[3] if len(sections) > 3 else next((s for s in sections if "@" in s), "")
    tokens = _tokens(section)
    if not any(token.text == "@" for token in tokens if token.kind == "other"):
        return value
    return "".join(value if t.kind == "other" else t.text for t in tokens if t.kind in ("text", "other"))


def general(exact: Decimal) -> str:
    """A figure with as many digits as General shows, without the noise of binary fractions."""
    whole = max(exact.adjusted() + 1, 1) if exact else 1
    text = f"{exact:.{max(GENERAL - whole, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.removeprefix("-") if not Decimal(text) else text


@lru_cache(maxsize=256)
def _sections(style: str) -> tuple[str, ...]:
    sections, at = [], 0
    while True:
        found = SECTION.match(style, at)
        sections.append(found[0] if found else "")
        at += len(sections[-1]) + 1
        if at > len(style):
            return tuple(sections)


def _section(value: Decimal, sections: Sequence[str]) -> tuple[int | None, bool]:
    """Which section of a format holds for a figure, and whether that section shows it without its sign."""
    conditions = [CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for at, found in enumerate(conditions):
            if found and HOLDS[found[1]](value, Decimal(found[2])):
                return at, len(sections) > 1 and value < 0 and at > 0
            if not found and at + 1 == len(sections):
                return at, False
        return (len(sections[:3]) - 1, False) if len(sections) > 1 else (None, False)
    if value < 0 and len(sections) > 1:
        return 1, True
    if value == 0 and len(sections) > 2:
        return 2, False
    return 0, False


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[Token, ...]:
    tokens = []
    for found in TOKEN.finditer(section):
        kind, text = found.lastgroup or "mark", found[0]
        if kind == "text":
            text = _literal(text)
        elif kind == "mark":
            kind = "text"
        if kind != "skip":
            tokens.append(Token(kind, text))
    return tuple(tokens)


def _literal(text: str) -> str:
    """What a quoted or escaped text or a currency of a place (``[$¥-804]``) shows."""
    if text.startswith("[$"):
        return text[2:-1].rsplit("-", 1)[0]
    return text.strip('"') if text.startswith('"') else text[1:]


def _figure(value: Decimal, tokens: Sequence[Token]) -> str:
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    kinds = {token.kind for token in tokens}
    if "other" in kinds or "general" in kinds or not digits:
        return _around(value, tokens, digits)
    value *= 100 ** sum(token.kind == "percent" for token in tokens)
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    last = max([at for at in digits if at < point], default=-1)
    value /= 1000 ** sum(
        token.kind == "comma" and (last < at < point or at > digits[-1]) for at, token in enumerate(tokens)
    )
    whole = [at for at in digits if at < point]
    places = [at for at in digits if at > point]
    if value.adjusted() > MOST_DIGITS:
        return general(value)
    number = f"{abs(value):.{len(places)}f}"
    sign = "-" if value < 0 and Decimal(number) else ""
    before, _, behind = number.partition(".")
    shown = _whole(before, whole, tokens) | _places(behind, places, tokens)
    if whole and any(shown[at] for at in places) and not any(shown[at] for at in whole):
        shown[whole[-1]] = "0"
    parts = []
    for at, token in enumerate(tokens):
        if token.kind in ("text", "percent"):
            parts.append(token.text)
        elif token.kind == "point":
            parts.append("." if any(shown[place] for place in places) else "")
        else:
            parts.append(shown.get(at, ""))
    first = next((at for at, part in enumerate(parts) if part and at in shown), 0)
    parts.insert(first, sign)
    return "".join(parts).strip()


def _whole(digits: str, places: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    """The digits before the point, each at its sign in the format; the first sign takes those that have none."""
    shown: dict[int, str] = {}
    left = digits.lstrip("0")
    for at in reversed(places):
        shown[at], left = (left[-1], left[:-1]) if left else ("0" if tokens[at].text == "0" else "", "")
    if places:
        shown[places[0]] = left + shown[places[0]]
    return shown


def _places(digits: str, places: Sequence[int], tokens: Sequence[Token]) -> dict[int, str]:
    """The digits behind the point; zeros at the end only where the format asks for them."""
    shown = dict(zip(places, digits, strict=True))
    for at in reversed(places):
        if shown[at] != "0" or tokens[at].text == "0":
            break
        shown[at] = ""
    return shown


def _around(value: Decimal, tokens: Sequence[Token], digits: Sequence[int]) -> str:
    """A figure as General among a format's words; powers of ten and fractions too; words alone as they are."""
    texts = [token.text for token in tokens if token.kind == "text"]
    if not digits and not any(token.kind in ("general", "other") for token in tokens):
        return "".join(texts).strip()
    if digits:
        return general(value)
    return "".join(
        general(value) if token.kind in ("general", "other") else token.text
        for token in tokens
        if token.kind in ("general", "other", "text")
    )


def bare(style: str) -> str:
    """A format's first section without its words, conditions and padding."""
    first = _sections(style)[0] if len(style) <= LONGEST else ""
    return "".join(found[0] for found in TOKEN.finditer(first) if found.lastgroup not in ("text", "skip"))
