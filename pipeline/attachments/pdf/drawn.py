"""What stands on a page: characters and strokes, first as the page has them, then as one reads them."""

from typing import NamedTuple


class Glyph(NamedTuple):
    """A character as drawn: its centre (points, y upwards), how far it reaches along its line and across, the line's
    direction (degrees, 0 to the right, 90 upwards)."""

    text: str
    x: float
    y: float
    along: float
    across: float
    angle: float


class Stroke(NamedTuple):
    """A straight line as drawn, from where to where."""

    x0: float
    y0: float
    x1: float
    y1: float


class Char(NamedTuple):
    """A character with its box, on a page that is held so that its line runs to the right; y upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        """The centre of its box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Segment(NamedTuple):
    """A stroke that is level or upright: where it stands, from where to where."""

    level: bool
    at: float
    low: float
    high: float


Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Drawing(NamedTuple):
    """A page as drawn: its characters in the file's order, its strokes, its box."""

    glyphs: list[Glyph]
    strokes: list[Stroke]
    box: Box
