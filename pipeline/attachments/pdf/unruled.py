"""Tables without rules: columns by the gutters, rows by their first column and by the lines' distances."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.attachments.content import Rows
from pipeline.attachments.parts import LABELLED
from pipeline.attachments.pdf.columns import Line, Stretch, span
from pipeline.attachments.pdf.paragraphs import join
from pipeline.attachments.pdf.printed import join_pieces
from pipeline.clean.tables import Span, is_number

PARTED = 1.15
"""Of the least distance between lines: a distance that parts rows whose cells have several lines."""
CUT = 1.6
"""Widths of a character that a cell's line may miss at its end where the next one goes on."""
TOUCH = 0.2
"""Of a line's height: lines that share so much of it belong to one row, whose cells are set in the middle."""


def read_unruled(stretch: Stretch) -> Rows | None:
    """The table that a stretch of lines makes up; None where its lines are labels with their values, and no rows."""
    lines = stretch.lines
    if all(LABELLED.fullmatch(piece.text) for line in lines for piece in line):
        return None
    groups = _by_distance(lines, stretch.gutters) or _by_column(lines, stretch.gutters)
    return Rows(tuple(_row(group, stretch.gutters) for group in groups))


def _by_distance(lines: Sequence[Line], gutters: Sequence[float]) -> list[list[Line]] | None:
    """Rows parted by wider distances; None where not every row then has one line in its first column at the most."""
    steps = [above[0].bottom - line[0].bottom for above, line in pairwise(lines)]
    least = min(steps, default=0.0)
    groups: list[list[Line]] = [[lines[0]]]
    for step, line in zip(steps, lines[1:], strict=True):
        if step > PARTED * least:
            groups.append([])
        groups[-1].append(line)
    holds = all(sum(span(line[0], gutters)[0] == 0 for line in group) == 1 for group in groups)
    return groups if holds and len(groups) < len(lines) else None


def _by_column(lines: Sequence[Line], gutters: Sequence[float]) -> list[list[Line]]:
    """A row a line, but for lines that go on with the row above or beside them."""
    groups: list[list[Line]] = []
    ends = [
        max((p.right for line in lines for p in line if span(p, gutters) == (at, at)), default=0.0)
        for at in range(len(gutters) + 1)
    ]
    for line in lines:
        if groups and (_touches(groups[-1][-1], line) or _goes_on(groups[-1][-1], line, gutters, ends)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _touches(above: Line, line: Line) -> bool:
    return min(p.bottom for p in above) < max(p.top for p in line) - TOUCH * line[0].size


def _goes_on(above: Line, line: Line, gutters: Sequence[float], ends: Sequence[float]) -> bool:
    """Whether a line without a first cell and without figures goes on in cells that are full in the line above."""
    columns = [span(piece, gutters)[0] for piece in line]
    full = {at for piece in above if piece.right >= ends[at := span(piece, gutters)[1]] - CUT * piece.size}
    return columns[0] > 0 and full.issuperset(columns) and not any(is_number(piece.text) for piece in line)


def _row(lines: Sequence[Line], gutters: Sequence[float]) -> tuple[Span, ...]:
    """The cells of a row's lines; a piece across gutters spans the columns between."""
    cells: dict[int, tuple[int, str]] = {}
    for line in lines:
        parts: dict[int, Line] = {}
        reach: dict[int, int] = {}
        for piece in line:
            first, last = span(piece, gutters)
            first = next((at for at in parts if at <= first <= reach[at]), first)
            parts.setdefault(first, []).append(piece)
            reach[first] = max(last, reach.get(first, 0))
        for first, pieces in parts.items():
            wide, text = cells.get(first, (0, ""))
            cells[first] = (max(wide, reach[first] - first), join(text, join_pieces(pieces).text))
    row: list[Span] = []
    at = 0
    while at <= len(gutters):
        wide, text = cells.get(at, (0, ""))
        wide = min([wide, *(other - at - 1 for other in cells if other > at)])
        row.append((text, 1, wide + 1, False))
        at += wide + 1
    return tuple(row)
