"""Printed lines of a page joined to paragraphs: a line that is full goes on in the next, unless that is indented."""

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from pipeline.attachments.rules import Char

FULL = 1.6
"""Widths of a character that a full line may miss at its end (punctuation hangs, words don't break)."""
INDENT = 1.2
"""Widths of a character by which a paragraph's first line is set in, at the least."""
OFF_CENTRE = 0.05
CENTRED = 0.8
"""Of the width of the text: what is centred and wider may be a full line."""
LINE = 0.5
"""Of a character's height: how far two characters of one line differ."""


class Printed(NamedTuple):
    """A line as printed."""

    text: str
    left: float
    right: float
    top: float
    size: float


class Paragraph(NamedTuple):
    """A paragraph: where it begins, whether it is centred, opens at the margin (not set in), ends at the other."""

    text: str
    top: float
    centred: bool
    opens: bool
    runs_on: bool


def printed_lines(chars: Iterable[Char]) -> list[Printed]:
    """The lines of characters, from top to bottom."""
    lines: list[list[Char]] = []
    for char in chars:
        height = char.top - char.bottom
        if lines and abs(char.middle[1] - lines[-1][-1].middle[1]) <= LINE * max(height, 1.0):
            lines[-1].append(char)
        else:
            lines.append([char])
    printed = [_printed(line) for line in lines]
    return sorted((line for line in printed if line.text), key=lambda line: -line.top)


def paragraphs(lines: Sequence[Printed], left: float, right: float, page: tuple[float, float]) -> list[Paragraph]:
    """The paragraphs of a stretch of lines within margins; ``page`` is where the page begins and ends."""
    found: list[Paragraph] = []
    before: Printed | None = None
    for line in lines:
        opens = line.left <= left + INDENT * line.size
        full = line.right >= right - FULL * line.size
        middle, width = (line.left + line.right) / 2, line.right - line.left
        centre, room = (page[0] + page[1]) / 2, page[1] - page[0]
        centred = abs(middle - centre) < OFF_CENTRE * room and width < CENTRED * max(right - left, 0.7 * room)
        last = found[-1] if found else None
        if before and last and last.runs_on and opens and not centred:
            found[-1] = Paragraph(join(last.text, line.text), last.top, last.centred, last.opens, full)
        else:
            found.append(Paragraph(line.text, line.top, centred, opens and not centred, full and not centred))
        before = line
    return found


def join(text: str, more: str) -> str:
    """Two parts of a text that a line's end parted: with a blank between letters of the Latin alphabet."""
    latin = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if latin else text + more


def _printed(chars: Sequence[Char]) -> Printed:
    text = "".join(char.text for char in chars).strip()
    inked = [char for char in chars if char.text.strip()] or chars
    size = median(char.top - char.bottom for char in inked)
    return Printed(text, min(c.left for c in inked), max(c.right for c in inked), max(c.top for c in inked), size)
