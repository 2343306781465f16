"""Lines side by side: stretches of a page that one or more gutters run through, and what they are."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from pipeline.attachments.pdf.printed import PIECE, Piece

Line = list[Piece]
Kind = Literal["lines", "prose", "table"]

LONG = 8
"""Characters of a line from which on it is prose, on average over a column."""
FULL = 0.75
"""Of a column's width: how much of it a line of prose takes, but for the last of a paragraph."""
MOST_FULL = 0.5
PAUSES = 0.3
"""Marks of punctuation in a line of prose, on average over a column."""
MARKS = "，。；、：！？,;"
PROSE_LINES = 2
MOST_COLUMNS = 4
TABLE_LINES = 2
CLOSE = 0.6
"""Of a line's height: a gap between lines of one cell."""
CROSSED = 0.15
"""Of a stretch's lines: how many may cross a gutter (heads that stand over several columns)."""


class Stretch(NamedTuple):
    """Lines that belong together, and the gutters' middles that part their columns."""

    kind: Kind
    lines: list[Line]
    gutters: tuple[float, ...] = ()


def stretches(lines: Sequence[Line]) -> list[Stretch]:
    """The stretches of a page's lines from top to bottom: columns of prose, tables without rules, mere lines."""
    found: list[Stretch] = []
    at = 0
    while at < len(lines):
        end = _reach(lines, at)
        for stretch in _known(list(lines[at:end])):
            if stretch.kind == "lines" and found and found[-1].kind == "lines":
                found[-1].lines.extend(stretch.lines)
            else:
                found.append(stretch)
        at = end
    return found


def columns_of(stretch: Stretch) -> list[list[Line]]:
    """The lines of each column, from left to right."""
    columns: list[list[Line]] = [[] for _ in range(len(stretch.gutters) + 1)]
    for line in stretch.lines:
        parts: dict[int, Line] = {}
        for piece in line:
            parts.setdefault(bisect_right(stretch.gutters, piece.left), []).append(piece)
        for column, pieces in parts.items():
            columns[column].append(pieces)
    return columns


def span(piece: Piece, gutters: Sequence[float]) -> tuple[int, int]:
    """The first and the last column that a piece stands in."""
    return bisect_right(gutters, piece.left), bisect_right(gutters, piece.right)


def _reach(lines: Sequence[Line], at: int) -> int:
    """Where a stretch ends that begins with a line: at the line that leaves no gutter."""
    cover: list[tuple[float, float]] = []
    size = lines[at][0].size
    end = at
    while end < len(lines):
        cover = _merged([*cover, *((p.left, p.right) for p in lines[end])], PIECE * size)
        if len(cover) < 2 and end > at:
            break
        end += 1
    return max(end, at + 1)


def _merged(parts: Iterable[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for low, high in sorted(parts):
        if merged and low < merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged


def _known(lines: list[Line]) -> list[Stretch]:
    """A stretch as what it is; lines before and behind a table that are none of its rows stand apart."""
    gutters = _gutters(lines)
    whole = Stretch("prose", lines, gutters)
    if 0 < len(gutters) < MOST_COLUMNS and len(lines) >= PROSE_LINES and _is_prose(columns_of(whole)):
        return [whole]
    rows = [at for at, line in enumerate(lines) if len(line) > 1]
    if not gutters or len(rows) < TABLE_LINES:
        return [Stretch("lines", lines)]
    first, last = rows[0], rows[-1] + 1
    while last < len(lines) and _wraps(lines[last], lines[last - 1], gutters):
        last += 1
    parts = [("lines", lines[:first]), ("table", lines[first:last]), ("lines", lines[last:])]
    inner = _gutters(lines[first:last])
    return [Stretch(kind, part, inner if kind == "table" else ()) for kind, part in parts if part]  # type: ignore[arg-type]


def _gutters(lines: Sequence[Line]) -> tuple[float, ...]:
    """The middles of the gaps that hardly a line crosses, from left to right."""
    pieces = [piece for line in lines for piece in line]
    if not pieces:
        return ()
    least = PIECE * min(piece.size for piece in pieces)
    allowed = max(1, int(CROSSED * len(lines))) if len(lines) > 2 else 0
    steps = sorted([(p.left, 1) for p in pieces] + [(p.right, -1) for p in pieces])
    gaps: list[tuple[float, float]] = []
    depth = 0
    for (low, step), (high, _) in pairwise(steps):
        depth += step
        if depth > allowed:
            continue
        if gaps and gaps[-1][1] == low:
            gaps[-1] = (gaps[-1][0], high)
        else:
            gaps.append((low, high))
    found = [_middle(low, high, pieces) for low, high in gaps if high - low >= least]
    return _real(found, lines)


def _middle(low: float, high: float, pieces: Sequence[Piece]) -> float:
    """Where to part a gap, into which a long cell may reach from its left or from its right."""
    left = max([low, *(p.right for p in pieces if p.left < low and p.right < high)])
    right = min([high, *(p.left for p in pieces if p.left > low and p.right > high)])
    return (left + right) / 2 if left < right else (low + high) / 2


def _real(gutters: Sequence[float], lines: Sequence[Line]) -> tuple[float, ...]:
    """Those gutters that a line has text right before and right behind: heads may stand left, figures right."""
    real = list(gutters)
    for at in gutters:
        place = real.index(at)
        filled = [{span(piece, real)[0] for piece in line} for line in lines]
        level = any({place, place + 1} <= columns for columns in filled)
        if not level and _beside(lines, at) < PROSE_LINES:
            real.remove(at)
    return tuple(real)


def _beside(lines: Sequence[Line], at: float) -> int:
    """How many lines one side of a gutter has beside those of the other, where the two are not level."""
    sides = [[line for line in lines if any((p.left > at) == right for p in line)] for right in (False, True)]
    if not all(sides):
        return 0
    top, bottom = min(side[0][0].top for side in sides), max(side[-1][0].bottom for side in sides)
    return min(sum(bottom <= line[0].bottom and line[0].top <= top for line in side) for side in sides)


def _is_prose(columns: Sequence[Sequence[Line]]) -> bool:
    return all(len(column) >= PROSE_LINES and _reads_on(column) for column in columns)


def _reads_on(column: Sequence[Line]) -> bool:
    """Whether a column's lines are those of paragraphs: long, most of them full, with pauses."""
    width = max(line[-1].right for line in column) - min(line[0].left for line in column)
    texts = ["".join(piece.text for piece in line) for line in column]
    full = sum(line[-1].right - line[0].left >= FULL * width for line in column)
    pauses = sum(text.count(mark) for text in texts for mark in MARKS)
    return (
        sum(map(len, texts)) >= LONG * len(texts) and full >= MOST_FULL * len(texts) and pauses >= PAUSES * len(texts)
    )


def _wraps(line: Line, above: Line, gutters: Sequence[float]) -> bool:
    """Whether a lone piece right below a row goes on with a cell of it, not the first one."""
    piece = line[0]
    first, last = span(piece, gutters)
    return len(line) == 1 and 0 < first == last and above[0].bottom - piece.top < CLOSE * piece.size
