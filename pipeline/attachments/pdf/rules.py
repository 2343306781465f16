"""Ruled tables of a printed page: where lines cross there are cells; where a line is missing, cells are merged."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.attachments.pdf.drawn import Segment
from pipeline.clean.tables import Span

NEAR = 2.5
"""Points within which two lines are one: borders are drawn as thin boxes, or twice."""
SHORT = 5.0
"""Points of a line that rules nothing: the short side of a border, a dash, an underline of a letter."""
MOST_CELLS = 20_000


class Ruled(NamedTuple):
    """A table's lines, left to right and top to bottom, and each cell's region (row by row)."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[tuple[int, ...], ...]

    def region(self, x: float, y: float) -> int | None:
        """The region that holds a point."""
        column = bisect_right(self.xs, x) - 1
        row = len(self.ys) - 1 - bisect_left(self.ys[::-1], y)
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.regions[row][column] if inside else None

    def rows(self, texts: dict[int, str]) -> tuple[tuple[Span, ...], ...]:
        """The rows of cells with their spans, given the text of each region."""
        seen: set[int] = set()
        hidden: set[tuple[int, int]] = set()
        rows = []
        for r, row in enumerate(self.regions):
            line: list[Span] = []
            for c, region in enumerate(row):
                if (r, c) in hidden:
                    continue
                if region in seen:
                    line.append(("", 1, 1, False))
                    continue
                seen.add(region)
                across = next((i for i in range(c, len(row)) if row[i] != region), len(row)) - c
                down = next((i for i in range(r, len(self.regions)) if self.regions[i][c] != region), None)
                down = (len(self.regions) if down is None else down) - r
                hidden |= {(i, j) for i in range(r, r + down) for j in range(c, c + across)}
                line.append((texts.get(region, ""), down, across, False))
            rows.append(tuple(line))
        return tuple(rows)


def find_tables(segments: Iterable[Segment]) -> list[Ruled]:
    """The tables that the lines of a page rule, top to bottom: at least two columns and two rows."""
    long = [s for s in segments if s.high - s.low >= SHORT]
    upright = sorted((s for s in long if not s.level), key=lambda s: -s.high)
    level = sorted((s for s in long if s.level), key=lambda s: s.at)
    heights = [s.at for s in level]
    tables = []
    band: list[Segment] = []
    bottom = 0.0
    for line in [*upright, None]:
        if line is not None and (not band or line.high >= bottom - NEAR):
            band.append(line)
            bottom = min(bottom, line.low) if len(band) > 1 else line.low
            continue
        if band:
            top = max(s.high for s in band)
            across = level[bisect_left(heights, bottom - NEAR) : bisect_right(heights, top + NEAR)]
            if (table := _table(band, across)) is not None:
                tables.append(table)
        if line is not None:
            band, bottom = [line], line.low
    return tables


def _table(upright: Sequence[Segment], level: Sequence[Segment]) -> Ruled | None:
    if not level:
        return None
    xs = _places([*(s.at for s in upright), min(s.low for s in level), max(s.high for s in level)])
    ys = _places([*(s.at for s in level), min(s.low for s in upright), max(s.high for s in upright)])[::-1]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > MOST_CELLS:
        return None
    walls, floors = _covers(upright, xs), _covers(level, sorted(ys))
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(rows * columns))

    def root(cell: int) -> int:
        while parent[cell] != cell:
            parent[cell] = parent[parent[cell]]
            cell = parent[cell]
        return cell

    for r in range(rows):
        y = (ys[r] + ys[r + 1]) / 2
        for c in range(columns):
            x = (xs[c] + xs[c + 1]) / 2
            if c + 1 < columns and not walls[c + 1].holds(y):
                parent[root(r * columns + c + 1)] = root(r * columns + c)
            if r + 1 < rows and not floors[rows - r - 1].holds(x):
                parent[root((r + 1) * columns + c)] = root(r * columns + c)
    regions = tuple(tuple(root(r * columns + c) for c in range(columns)) for r in range(rows))
    return Ruled(xs, ys, regions) if len({region for row in regions for region in row}) > 3 else None


def _places(values: Iterable[float]) -> tuple[float, ...]:
    """Places in order, those near each other as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


class _Cover:
    """Which part of a ruler's line is drawn."""

    def __init__(self, parts: Iterable[tuple[float, float]]) -> None:
        merged: list[list[float]] = []
        for low, high in sorted(parts):
            if merged and low <= merged[-1][1] + NEAR:
                merged[-1][1] = max(merged[-1][1], high)
            else:
                merged.append([low, high])
        self._lows = [low for low, _ in merged]
        self._highs = [high for _, high in merged]

    def holds(self, at: float) -> bool:
        part = bisect_right(self._lows, at) - 1
        return part >= 0 and self._highs[part] >= at


def _covers(segments: Iterable[Segment], places: Sequence[float]) -> list[_Cover]:
    """What is drawn on each of the places, which are in rising order."""
    between = [(low + high) / 2 for low, high in pairwise(places)]
    parts: list[list[tuple[float, float]]] = [[] for _ in places]
    for segment in segments:
        parts[bisect_right(between, segment.at)].append((segment.low, segment.high))
    return [_Cover(part) for part in parts]
