"""Sheets: the part of each that is filled and seen, as rows of cells with their spans."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline.attachments.content import Content, Rows, limit
from pipeline.attachments.parts import split_sheet
from pipeline.clean.lines import Line
from pipeline.clean.tables import Span

Merge = tuple[int, int, int, int]
"""First row, row after the last, first column, column after the last."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its cells' texts row by row, its merged ranges."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: Sequence[Merge] = ()


def content_of(sheets: Sequence[Sheet], title: str | None = None, encoding: str = "utf-8") -> Content:
    """The lines and tables of sheets."""
    items: list[Line | Rows] = []
    for sheet in sheets:
        items += split_sheet(_spans(sheet), sheet.name)
    return Content(tuple(items), title, encoding)


def seen(sheet: Sheet, rows: Collection[int], columns: Collection[int]) -> Sheet:
    """The sheet without hidden rows and columns; what a merged cell says is seen as long as a part of it is."""
    if not rows and not columns:
        return sheet
    cells = [list(row) for row in sheet.rows]
    merges = []
    for top, bottom, left, right in sheet.merges:
        down = [r for r in range(top, min(bottom, len(cells))) if r not in rows]
        across = [c for c in range(left, min(right, limit("max_columns"))) if c not in columns]
        if not down or not across:
            continue
        text = cells[top][left] if left < len(cells[top]) else ""
        cells[down[0]] += [""] * (across[0] + 1 - len(cells[down[0]]))
        cells[down[0]][across[0]] = text
        first, second = _left(down[0], rows), _left(across[0], columns)
        merges.append((first, first + len(down), second, second + len(across)))
    kept = [[text for c, text in enumerate(row) if c not in columns] for r, row in enumerate(cells) if r not in rows]
    return replace(sheet, rows=kept, merges=merges)


def _left(at: int, hidden: Collection[int]) -> int:
    """Where a row or column stands once the hidden ones before it are gone."""
    return at - sum(other < at for other in hidden)


def cut(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows within the limits, none wider than the limit."""
    most = limit("max_columns")
    for row, _ in zip(rows, range(limit("max_rows")), strict=False):
        yield row[:most]


def filled(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows up to the last one with text before a long stretch of empty ones, as many cells as a table keeps.

    No row has blanks at its end.
    """
    kept: list[list[str]] = []
    empty = cells = 0
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        empty = 0 if row else empty + 1
        cells += len(row)
        if empty > limit("max_empty_rows") or cells > limit("max_cells"):
            break
        kept.append(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _spans(sheet: Sheet) -> list[list[Span]]:
    """The sheet's rows with spans for merged ranges; a merged range within the filled part only, first come first."""
    width = max((len(row) for row in sheet.rows), default=0)
    starts: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    left_over = 2 * width * len(sheet.rows)
    for top, bottom, left, right in sheet.merges:
        down, across = min(bottom, len(sheet.rows)) - top, min(right, width) - left
        left_over -= max(down, 0) * max(across, 0)
        if left_over < 0:
            break
        area = {(r, c) for r in range(top, top + down) for c in range(left, left + across)}
        if len(area) > 1 and not area & hidden and not area & starts.keys():
            starts[top, left] = (down, across)
            hidden |= area - {(top, left)}
    grid: list[list[Span]] = []
    for r, row in enumerate(sheet.rows):
        line = []
        for c in range(width):
            if (r, c) not in hidden:
                text = row[c] if c < len(row) else ""
                line.append((text, *starts.get((r, c), (1, 1)), False))
        grid.append(line)
    return grid
