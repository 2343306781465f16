"""Printed lines of a page joined to paragraphs: a line that is full goes on in the next, unless that is indented."""

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from pipeline.attachments.pdf.printed import Piece
from pipeline.clean.lines import STOP

FULL = 1.6
"""Widths of a character that a full line may miss at its end (punctuation hangs, words don't break)."""
INDENT = 1.2
"""Widths of a character by which a paragraph's first line is set in, at the least."""
OFF_CENTRE = 0.05
CENTRED = 0.8
"""Of the width of the text: what is centred and wider may be a full line."""
LARGER = 1.15
"""Times the size of most characters: the size of a title, which is centred however wide it is."""
APART = 2.0
"""Times a line's size: how far apart two lines of one paragraph stand."""
GAP = re.compile(r"[^\x00-\x7f] | [^\x00-\x7f]")
"""A blank beside Chinese: a wide gap, which full lines do not have."""
CLOSING = "，。、；：！？）》”"
"""Marks that begin no paragraph."""
OPEN = "，、,"
"""Marks that end no paragraph."""


class Paragraph(NamedTuple):
    """A paragraph: where it begins, whether it is centred, opens at the margin (not set in), ends at the other."""

    text: str
    top: float
    centred: bool
    opens: bool
    runs_on: bool


def paragraphs(lines: Sequence[Piece], left: float, right: float, page: tuple[float, float]) -> list[Paragraph]:
    """The paragraphs of a stretch of lines within margins; ``page`` is where the page begins and ends."""
    found: list[Paragraph] = []
    before: Piece | None = None
    body = median(size for line in lines for size in [line.size] * len(line.text)) if lines else 0.0
    set_in = any(line.left > left + INDENT * line.size and line.right >= right - FULL * line.size for line in lines)
    for line in lines:
        opens = line.left <= left + INDENT * line.size
        full = line.right >= right - FULL * line.size or line.text[-1] in OPEN
        middle, width = (line.left + line.right) / 2, line.right - line.left
        centre, room = (page[0] + page[1]) / 2, page[1] - page[0]
        narrow = width < CENTRED * max(right - left, 0.7 * room) or line.size > LARGER * body
        ends = line.right >= right - FULL * line.size and line.size <= LARGER * body
        centred = narrow and not ends and abs(middle - centre) < OFF_CENTRE * room
        goes_on = full and not centred and not GAP.search(line.text) and (set_in or line.text[-1] not in STOP)
        last = found[-1] if found else None
        goes_with = last is not None and ((last.runs_on and opens) or line.text[0] in CLOSING) and not centred
        if before and last and goes_with and _one_text(before, line):
            found[-1] = Paragraph(join(last.text, line.text), last.top, last.centred, last.opens, goes_on)
        else:
            found.append(Paragraph(line.text, line.top, centred, opens and not centred, goes_on))
        before = line
    return found


def put_together(last: Paragraph, first: Paragraph) -> Paragraph | None:
    """Two paragraphs that the end of a column or a page parted, as one; None where they are two."""
    if not (last.runs_on and first.opens) and first.text[0] not in CLOSING:
        return None
    return Paragraph(join(last.text, first.text), last.top, last.centred, last.opens, first.runs_on)


def _one_text(above: Piece, line: Piece) -> bool:
    """Whether two lines can be of one paragraph by their size and distance."""
    larger, smaller = max(above.size, line.size), min(above.size, line.size)
    return larger <= LARGER * smaller and above.bottom - line.top <= APART * larger


def join(text: str, more: str) -> str:
    """Two parts of a text that a line's end parted: with a blank between letters of the Latin alphabet."""
    latin = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if latin else text + more
