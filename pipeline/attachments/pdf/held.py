"""A page held so that one reads it: its characters by the direction of their lines, its strokes level and upright."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.attachments.pdf.drawn import Box, Char, Drawing, Glyph, Segment, Stroke

LIKE = 4
"""Degrees within which lines run alike: scans are askew."""
SLANT = 1.0
"""Points by which the ends of a level or upright line differ."""
QUARTERS = (0, 90, 180, 270)


class Turn(NamedTuple):
    """How a page is turned to be read: the cosine and sine of its lines' direction."""

    cos: float
    sin: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page stands on the page as it is held."""
        return x * self.cos + y * self.sin, y * self.cos - x * self.sin

    def box(self, box: Box) -> Box:
        """A box of the page as it is held."""
        left, bottom, right, top = box
        xs, ys = zip(*(self.point(x, y) for x in (left, right) for y in (bottom, top)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)


class Held(NamedTuple):
    """A direction of a page's lines and the characters that run so."""

    turn: Turn
    glyphs: list[Glyph]


def hold(drawing: Drawing) -> list[Held]:
    """The directions in which a page's lines run, that of most characters first, then those at right angles to it.

    What runs otherwise, a watermark, belongs to none.
    """
    if not drawing.glyphs:
        return []
    counts = Counter(round(glyph.angle) % 360 for glyph in drawing.glyphs)
    most = max(counts, key=lambda angle: sum(counts[(angle + by) % 360] for by in range(-LIKE, LIKE + 1)))
    quarter = {(most + turned + by) % 360: turned for turned in QUARTERS for by in range(-LIKE, LIKE + 1)}
    runs: dict[int, list[Glyph]] = {}
    for glyph in drawing.glyphs:
        if (turned := quarter.get(round(glyph.angle) % 360)) is not None:
            runs.setdefault(turned, []).append(glyph)
    found = [Held(_turn(_direction(most + turned, glyphs)), glyphs) for turned, glyphs in runs.items()]
    return sorted(found, key=lambda held: -len(held.glyphs))


def chars(turn: Turn, glyphs: Iterable[Glyph]) -> Iterator[Char]:
    """The characters with their boxes as their direction is held."""
    for glyph in glyphs:
        x, y = turn.point(glyph.x, glyph.y)
        yield Char(glyph.text, x - glyph.along / 2, y - glyph.across / 2, x + glyph.along / 2, y + glyph.across / 2)


def segments(turn: Turn, strokes: Iterable[Stroke]) -> Iterator[Segment]:
    """The strokes that are level or upright as the page is held."""
    for stroke in strokes:
        (x0, y0), (x1, y1) = turn.point(stroke.x0, stroke.y0), turn.point(stroke.x1, stroke.y1)
        if abs(y0 - y1) <= SLANT < abs(x0 - x1):
            yield Segment(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x0 - x1) <= SLANT < abs(y0 - y1):
            yield Segment(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _direction(about: int, glyphs: Sequence[Glyph]) -> float:
    """The mean direction of lines that run about so."""
    return round(about + sum((glyph.angle - about + 180) % 360 - 180 for glyph in glyphs) / len(glyphs), 2)


@cache
def _turn(angle: float) -> Turn:
    turn = math.radians(angle)
    return Turn(round(math.cos(turn), 12), round(math.sin(turn), 12))
