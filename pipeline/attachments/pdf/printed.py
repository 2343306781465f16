"""Characters in lines, lines in pieces: what stands together, and where there is a blank."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.attachments.pdf.drawn import Char

SHARED = 0.5
"""Of the lower one's height: how much of it a character shares with its line."""
PIECE = 0.9
"""Of a character's height: a gap that parts a line. Between Chinese and figures a quarter is usual, in a justified line
up to half."""
BLANK = 1.6
"""The same: a gap that is written as a blank. Titles are spaced by one character."""
WORDS, FIGURES = 0.15, 0.6
"""The same, between Latin letters, and where a figure stands on one side; figures are spaced out in justified lines."""


class Piece(NamedTuple):
    """A part of a line, as far as no wide gap parts it, and its box; the size is of most of its characters."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """The lines of characters from top to bottom, each from left to right."""
    lines: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.middle[1]):
        if lines and _share(char, lines[-1][0]) >= SHARED:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda char: char.left) for line in lines]


def pieces_of(line: Sequence[Char]) -> list[Piece]:
    """The pieces of a line from left to right; blanks are none."""
    inked = [char for char in line if not char.text.isspace()]
    if not inked:
        return []
    size = median(char.top - char.bottom for char in inked)
    parts = [[inked[0]]]
    for char in inked[1:]:
        if char.left - max(c.right for c in parts[-1][-3:]) >= PIECE * size:
            parts.append([])
        parts[-1].append(char)
    blanks = [char.middle[0] for char in line if char.text.isspace()]
    return [_piece(part, blanks) for part in parts]


def join_pieces(pieces: Sequence[Piece]) -> Piece:
    """Pieces of one line as one, with blanks where the gaps are wide."""
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        size = min(before.size, piece.size)
        latin = _latin(before.text[-1]) and _latin(piece.text[0])
        text += " " * (latin or piece.left - before.right >= BLANK * size) + piece.text
    return Piece(
        text,
        min(p.left for p in pieces),
        min(p.bottom for p in pieces),
        max(p.right for p in pieces),
        max(p.top for p in pieces),
        median(p.size for p in pieces),
    )


def _piece(chars: Sequence[Char], blanks: Sequence[float]) -> Piece:
    """The piece of these characters; ``blanks`` are where the line has written ones, which count between ASCII."""
    text, size = chars[0].text, median(char.top - char.bottom for char in chars)
    stands = iter(blanks)
    blank = next(stands, None)
    for before, char in pairwise(chars):
        written = False
        while blank is not None and blank < char.middle[0]:
            written = written or blank > before.middle[0]
            blank = next(stands, None)
        both = before.text.isascii() and char.text.isascii()
        least = WORDS if _letter(before.text) and _letter(char.text) else FIGURES
        text += " " * (both and (written or char.left - before.right >= least * size)) + char.text
    return Piece(
        re.sub(" +", " ", text),
        min(c.left for c in chars),
        min(c.bottom for c in chars),
        max(c.right for c in chars),
        max(c.top for c in chars),
        size,
    )


def _share(char: Char, other: Char) -> float:
    shared = min(char.top, other.top) - max(char.bottom, other.bottom)
    return shared / max(min(char.top - char.bottom, other.top - other.bottom), 0.1)


def _letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _latin(text: str) -> bool:
    return text.isascii() and text.isalnum()
