"""A page parted into its tables and paragraphs, from top to bottom, in each direction in which its lines run."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from pipeline.attachments.content import Rows
from pipeline.attachments.pdf.columns import Line, Stretch, columns_of, stretches
from pipeline.attachments.pdf.drawn import Box, Drawing, Glyph
from pipeline.attachments.pdf.held import Held, Turn, chars, hold, segments
from pipeline.attachments.pdf.paragraphs import Paragraph, join, paragraphs, put_together
from pipeline.attachments.pdf.printed import join_pieces, lines_of, pieces_of
from pipeline.attachments.pdf.rules import Ruled, find_tables
from pipeline.attachments.pdf.unruled import read_unruled

MARGIN = 0.12
"""Of the page's width: the widest margin that is taken from lines; a lone short line says nothing of margins."""
Cells = dict[int, dict[Turn, list[Glyph]]]
"""The characters of a table's regions, by the direction in which they run."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one direction of a page holds: its lines beside its tables, these, and the page's box."""

    lines: list[Line]
    tables: list[tuple[Ruled, Rows]]
    box: Box

    def items(self) -> list[Rows | Paragraph]:
        """Its tables and paragraphs from top to bottom."""
        pieces = list(chain.from_iterable(self.lines))
        across = [(p.left, p.right) for p in pieces] + [(t.xs[0], t.xs[-1]) for t, _ in self.tables]
        sides = self.box[0], self.box[2]
        width = sides[1] - sides[0]
        left = min([sides[0] + MARGIN * width, *(side[0] for side in across)])
        right = max([sides[1] - 2 * MARGIN * width, *(side[1] for side in across)])
        items: list[Rows | Paragraph] = []
        lines = self.lines
        for table, rows in self.tables:
            above = [line for line in lines if line[0].top > table.ys[0]]
            lines = lines[len(above) :]
            items += [*_flow(above, left, right, sides), rows]
        return [*items, *_flow(lines, left, right, sides)]


def part_page(page: Drawing) -> list[Part]:
    """The parts of a page, the one with most characters first."""
    parts = []
    left = hold(page)
    while left:
        held, *others = left
        tables = [(table, _cells(table, held, others)) for table in find_tables(segments(held.turn, page.strokes))]
        kept = [(table, cells) for table, cells in tables if _runs_so(cells, held.turn)]
        inside = {id(glyph) for _, cells in kept for texts in cells.values() for run in texts.values() for glyph in run}
        outside = chars(held.turn, (glyph for glyph in held.glyphs if id(glyph) not in inside))
        lines = [pieces for line in lines_of(outside) if (pieces := pieces_of(line))]
        rows = [(table, Rows(table.rows({at: _text(texts) for at, texts in cells.items()}))) for table, cells in kept]
        parts.append(Part(lines, rows, held.turn.box(page.box)))
        left = [Held(turn, [g for g in glyphs if id(g) not in inside]) for turn, glyphs in others]
        left = [held for held in left if held.glyphs]
    return parts


def _cells(table: Ruled, held: Held, others: Sequence[Held]) -> Cells:
    """The characters of each direction that stand in a table's regions."""
    cells: Cells = {}
    for turn, glyphs in (held, *others):
        for glyph in glyphs:
            if (region := table.region(*held.turn.point(glyph.x, glyph.y))) is not None:
                cells.setdefault(region, {}).setdefault(turn, []).append(glyph)
    return cells


def _runs_so(cells: Cells, turn: Turn) -> bool:
    """Whether a table's characters run mostly in a direction; those of a table on its side do not."""
    so = sum(len(texts.get(turn, ())) for texts in cells.values())
    return 0 < so >= sum(len(run) for texts in cells.values() for run in texts.values()) / 2


def _text(texts: dict[Turn, list[Glyph]]) -> str:
    """A cell's text, its lines joined; blanks only between letters or figures."""
    text = ""
    for turn, glyphs in texts.items():
        for line in lines_of(chars(turn, glyphs)):
            if pieces := pieces_of(line):
                text = join(text, re.sub(r"(?<![!-~]) +| +(?![!-~])", "", join_pieces(pieces).text))
    return text


def _columns(stretch: Stretch) -> list[Paragraph]:
    """The paragraphs of columns, one after the other."""
    found: list[Paragraph] = []
    for column in columns_of(stretch):
        printed = [join_pieces(line) for line in column]
        low, high = min(p.left for p in printed), max(p.right for p in printed)
        first, *more = paragraphs(printed, low, high, (low, high))
        if found and (whole := put_together(found[-1], first)):
            found[-1] = whole
        else:
            found.append(first)
        found += more
    return found


def _flow(lines: Sequence[Line], left: float, right: float, sides: tuple[float, float]) -> Iterator[Rows | Paragraph]:
    """Lines as paragraphs, column after column where they stand in columns, and as tables without rules."""
    for stretch in stretches(lines):
        if stretch.kind == "prose":
            yield from _columns(stretch)
        elif stretch.kind == "table" and (rows := read_unruled(stretch)) is not None:
            yield rows
        else:
            yield from paragraphs([join_pieces(line) for line in stretch.lines], left, right, sides)
