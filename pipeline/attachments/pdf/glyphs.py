"""The characters of a PDF's page by PDFium, placed by the text matrix and the file's own widths."""

import math
from collections.abc import Iterator
from ctypes import addressof, byref, c_double
from typing import Any, NamedTuple

from pipeline.attachments.pdf.drawn import Glyph

LINE_ENDS = (0, 2, 10, 13, 0xFFFE)
"""Codes that stand for no character: line ends, hyphens at them."""
BLANK = 0x20
RISE = 0.38
"""Of its size: how far a character's middle stands above the base line, in fonts of Chinese."""
TALL = 0.95
DOWN = 5
"""Characters below one another from which on they are a line that runs downwards, not one a line in a narrow cell."""
ASIDE, STEP = 0.5, 1.5
"""Of their size: how far such characters stand aside, and how far below one another at the most."""
WIDE = 0x2E80
"""From here on characters are as wide as high."""


class _Run(NamedTuple):
    """What the characters of one text object share: their size in points, their line's direction in degrees."""

    size: float
    angle: float
    cos: float = 1.0
    sin: float = 0.0


class _Placed(NamedTuple):
    text: str
    x: float
    y: float
    width: float


def read_glyphs(page_text: Any, most: int) -> list[Glyph]:
    """The characters of a page, at most so many, those that PDFium makes up (blanks, line ends) left out."""
    glyphs: list[Glyph] = []
    for run, chars in _runs(page_text, most):
        glyphs += [_glyph(run, char) for char in chars]
    return _set_down(glyphs)


def _runs(page_text: Any, most: int) -> Iterator[tuple[_Run, list[_Placed]]]:
    """The text objects of a page with their characters; a pair of surrogates is one."""
    from pypdfium2 import raw

    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    run: _Run | None = None
    chars: list[_Placed] = []
    known = high = 0
    for at in range(min(raw.FPDFText_CountChars(page_text), most)):
        code = raw.FPDFText_GetUnicode(page_text, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in LINE_ENDS or (code == BLANK and raw.FPDFText_IsGenerated(page_text, at) == 1):
            continue
        thing = raw.FPDFText_GetTextObject(page_text, at)
        if (address := addressof(thing.contents) if thing else 0) != known or run is None:
            if run is not None:
                yield run, chars
            known, run, chars = address, _run(page_text, at), []
        if not raw.FPDFText_GetCharOrigin(page_text, at, byref(x), byref(y)):
            continue
        raw.FPDFText_GetLooseCharBox(page_text, at, byref(box))
        if all(map(math.isfinite, (x.value, y.value, box.left, box.right, box.top, box.bottom))) and run.size > 0:
            width = _width(run, code, box.right - box.left, box.top - box.bottom)
            chars.append(_Placed(chr(code), x.value, y.value, min(width, 2 * run.size)))
    if run is not None:
        yield run, chars


def _run(page_text: Any, at: int) -> _Run:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(page_text, at, byref(matrix))
    size = raw.FPDFText_GetFontSize(page_text, at) * math.hypot(matrix.c, matrix.d)
    if not math.isfinite(size) or not math.isfinite(matrix.a + matrix.b):
        return _Run(0.0, 0.0)
    turn = math.atan2(matrix.b, matrix.a)
    return _Run(size, math.degrees(turn) % 360, math.cos(turn), math.sin(turn))


def _width(run: _Run, code: int, across: float, up: float) -> float:
    """A character's width along its line: of its box where that stands straight, else as characters are."""
    quarter = run.angle % 90
    if quarter > 1 and quarter < 89:
        return run.size * (1.0 if code >= WIDE else 0.5)
    return across if round(run.angle / 90) % 2 == 0 else up


def _glyph(run: _Run, char: _Placed) -> Glyph:
    half, rise = char.width / 2, RISE * run.size
    x, y = char.x + run.cos * half - run.sin * rise, char.y + run.sin * half + run.cos * rise
    return Glyph(char.text, x, y, char.width, TALL * run.size, run.angle)


def _set_down(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters, with those that stand below one another on lines that run downwards."""
    found: list[Glyph] = []
    run: list[Glyph] = []
    for glyph in [*glyphs, None]:
        if glyph is not None and run and _below(run[-1], glyph):
            run.append(glyph)
            continue
        if len(run) >= DOWN and sum(ord(glyph.text) >= WIDE for glyph in run) * 2 > len(run):
            run = [g._replace(along=g.across, angle=(g.angle - 90) % 360) for g in run]
        found += run
        run = [glyph] if glyph is not None else []
    return found


def _below(above: Glyph, glyph: Glyph) -> bool:
    if glyph.angle != above.angle or abs(glyph.x - above.x) + abs(glyph.y - above.y) > 2 * STEP * glyph.across:
        return False
    turn, size = math.radians(glyph.angle), max(glyph.across, above.across)
    x, y = glyph.x - above.x, glyph.y - above.y
    ahead, down = x * math.cos(turn) + y * math.sin(turn), x * math.sin(turn) - y * math.cos(turn)
    return abs(ahead) < ASIDE * size and ASIDE * size < down < STEP * size
