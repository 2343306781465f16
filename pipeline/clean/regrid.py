"""The rows of a table that was flattened to a run of cells, found again by its heads and by what repeats below them.

A width is believed where the columns that it makes are each of one kind (figures or words). Heads that number the
rows (序号) tell the rows by themselves; cells that a scraper left out as empty are missed at their places.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.clean.tables import is_number, looks_like_head, table_pattern

MOST_COLUMNS = 24
PURE = 0.85
"""The share of a column's cells that are of one kind, from which on a width is believed."""
FIGURE = re.compile(r"[约近超逾]?-?\d[\d.,，]*[余多]?[\u4e00-\u9fff㎡%％℃/a-zA-Z]{0,5}(?:以上|以下|以内|左右)?")
DAY = re.compile(r"\d{4}[-/.年]\d{1,2}")
"""A date, which is no figure."""
YEAR = re.compile(r"(?:19|20)\d\d年[度末底]?")
"""A year, which heads a column or a row."""
BLANK = re.compile(r"[-—–/／\\无　]*")


LEAST = 0.75
"""The share that each column of more than two cells must have of one kind."""


class Rows(NamedTuple):
    """Rows of one width, the heads first; ``start`` and ``end`` bound the cells that they took."""

    rows: list[list[str]]
    start: int
    end: int


def regrid(cells: Sequence[str], leading: int = 0, *, ends: bool = False) -> Rows | None:
    """The table in a run of cells, or None; up to ``leading`` cells stand before its heads. ``ends``: its last cell is
    the last of the run. A head that numbers the rows tells where the table begins, whatever stands before it.
    """
    starts = [s for s in range(min(leading + 1, len(cells))) if cells[s] and _heads(cells, s) > 1]
    for start in starts:
        heads = _heads(cells, start)
        if table_pattern("numbering").fullmatch(cells[start]) and cells[start + heads : start + heads + 1] == ["1"]:
            return _numbered(cells, start, heads)
    for start in starts:
        heads = _heads(cells, start)
        best: Rows | None = None
        for width, lacks in _widths(cells[start : start + heads]):
            found = _chunks(cells, start, width, lacks=lacks, ends=ends)
            if len(found.rows) > 1 and _fit(found.rows[1:]) >= PURE and (best is None or found.end > best.end):
                best = found
        if best:
            return best
    return None


def _widths(heads: Sequence[str]) -> list[tuple[int, bool]]:
    """Each number of heads that there may be, and whether the cells below the last one (备注) were left out."""
    found = [width for width in range(2, len(heads) + 1) if are_heads(heads[:width])]
    return [
        (w, lacks) for w in found for lacks in (False, True) if not lacks or table_pattern("notes").search(heads[w - 1])
    ]


def _heads(cells: Sequence[str], start: int) -> int:
    """How many cells from a start can be heads: no figures, no sentences."""
    end = start
    while end < min(len(cells), start + MOST_COLUMNS) and not is_figure(cells[end]) and "。" not in cells[end]:
        end += 1
    return end - start


def are_heads(cells: Sequence[str]) -> bool:
    """Whether most cells have the words of heads; a column without a head (empty) is none."""
    named = [cell for cell in cells if cell]
    return len(named) > 1 and sum(map(looks_like_head, named)) * 3 >= 2 * len(named)


def _fit(rows: Sequence[Sequence[str]]) -> float:
    """How pure the columns of some rows are, from 0 to 1; 0 without a column of figures."""
    columns = [[cell for cell in column if not BLANK.fullmatch(cell)] for column in zip(*rows, strict=True)]
    columns = [column for column in columns if column]
    shares = [sum(map(is_figure, column)) / len(column) for column in columns]
    mixed = any(len(c) > 2 and 1 - LEAST < s < LEAST for c, s in zip(columns, shares, strict=True))
    if mixed or not any(share >= PURE for share in shares):
        return 0.0
    return sum(max(share, 1 - share) for share in shares) / len(shares)


def _chunks(cells: Sequence[str], start: int, width: int, *, lacks: bool, ends: bool) -> Rows:
    """Rows of a width from the heads on, as far as they are like the first; totals may be shorter."""
    rows = [list(cells[start : start + width])]
    at, own = start + width, width - lacks
    figured: list[int] = []
    while at < len(cells):
        if total := _total(cells, at, own, figured):
            rows.append([*total[0], *[""] * lacks])
            at += total[1]
            continue
        row = list(cells[at : at + own])
        figured = figured or [i for i, cell in enumerate(row) if is_figure(cell)]
        if not figured or not _alike(row, figured, whole=ends):
            break
        rows.append([*row, *[""] * (width - len(row))])
        at += len(row)
    return Rows(rows, start, at)


def _total(cells: Sequence[str], at: int, width: int, figured: Sequence[int]) -> tuple[list[str], int] | None:
    """A row of totals that lacks its empty cells: its name, then a figure for each column of figures."""
    name = next((i for i in (at, at + 1) if i < len(cells) and table_pattern("totals").fullmatch(cells[i])), None)
    if name is None or (name > at and not BLANK.fullmatch(cells[at])):
        return None
    values = []
    for cell in cells[name + 1 : name + width]:
        if not is_figure(cell):
            break
        values.append(cell)
    wanted = [i for i in figured if i > 0 or len(figured) == len(values)]
    if len(values) != len(wanted) or not values or wanted[0] == 0:
        return None
    if name + 1 - at + len(values) == width:
        return None
    row = [""] * width
    row[0] = cells[name]
    for column, value in zip(wanted, values, strict=True):
        row[column] = value
    return row, name + 1 - at + len(values)


def _alike(row: Sequence[str], figured: Sequence[int], *, whole: bool) -> bool:
    """Whether a row has figures, or nothing, where the first one has them; ``whole``: no other text can follow."""
    own = [row[i] for i in figured if i < len(row)]
    if whole:
        return sum(is_figure(cell) or BLANK.fullmatch(cell) is not None for cell in own) * 2 >= len(own)
    return all(is_figure(cell) or BLANK.fullmatch(cell) for cell in own) and any(map(is_figure, own))


def _numbered(cells: Sequence[str], start: int, width: int) -> Rows | None:
    """A table whose rows are numbered 1, 2, 3 …: each row goes to the next number; totals stand between and below."""
    at = start + width
    if not are_heads(cells[start:at]):
        return None
    found: list[list[str]] = []
    totals: list[tuple[int, list[str]]] = []
    figured: list[int] = []
    while at < len(cells):
        if cells[at] == str(len(found) + 1):
            end = _row_end(cells, at, width, found)
            found.append(list(cells[at:end]))
            at = end
            continue
        figured = figured or [i for i in range(1, width) if any(is_figure(row[i]) for row in level(found, width))]
        size = len(figured) + 1 + (not cells[at])
        total = _total(cells[at : at + size], 0, width, figured)
        if not total:
            break
        totals.append((len(found) + len(totals), total[0]))
        at += total[1]
    longest = max(map(len, found), default=width)
    if longest < width - bool(table_pattern("notes").search(cells[start + width - 1])):
        return None  # two rows of heads: which stand over which can't be told
    rows = level(found, width)
    for place, row in totals:
        rows.insert(place, row)
    return Rows([list(cells[start : start + width]), *rows], start, at)


def _row_end(cells: Sequence[str], at: int, width: int, above: Sequence[Sequence[str]]) -> int:
    """One past the last cell of a numbered row: it goes to the next number, or to a total."""
    following = str(len(above) + 2)
    reach = range(at + 1, min(at + width, len(cells) - 1) + 1)
    total = next((i for i in reach if table_pattern("totals").fullmatch(cells[i])), None)
    if total == at + width:
        return total  # whole, though its own figure be the next number
    borders = [i for i in reach[1:] if cells[i] == following]
    end = borders[-1] if borders else min(at + max(map(len, above), default=width), len(cells))
    return total if total is not None and total < end else end


def spread(top: Sequence[str], below: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Over which columns the heads of a second row stand: the place in the first row of the one that spans them, by the
    rows of figures below both. None where none or several may be.
    """
    width = len(top) - 1 + len(below)
    whole = [row for row in rows if len(row) == width]
    fits = [
        at
        for at in range(len(top))
        if whole
        and all(is_figure(row[i]) for row in whole for i in range(at, at + len(below)) if row[i])
        and all(any(row[i] for row in whole) for i in range(at, at + len(below)))
    ]
    named = [at for at in fits if table_pattern("group").search(top[at])]
    found = named or fits
    return found[0] if len(found) == 1 else None


def level(rows: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """Rows of a table with heads as rows of one width: of shorter ones, each cell under the heads of its kind."""
    whole = [row for row in rows if len(row) == width]
    figured = [i for i in range(width) if whole and sum(is_figure(row[i]) for row in whole) * 2 > len(whole)]
    return [_placed(row, width, figured) for row in rows]


def _placed(row: Sequence[str], width: int, figured: Sequence[int]) -> list[str]:
    """A row that lacks empty cells, each cell under the heads of its kind; what may stand in several places is joined
    to a cell that states nothing. Without a whole row to go by the last columns (备注) are the empty ones.
    """
    if len(row) >= width or not figured:
        return [*row, *[""] * (width - len(row))]
    ways = _ways([is_figure(cell) for cell in row], width, frozenset(figured))
    if len(ways) != 1:
        return [row[0], " ".join(row[1:]), *[""] * (width - 2)]
    placed = [""] * width
    for at, cell in zip(ways[0], row, strict=True):
        placed[at] = cell
    return placed


def _ways(kinds: Sequence[bool], width: int, figured: frozenset[int]) -> list[tuple[int, ...]]:
    """The ways, two at the most, to put cells of kinds under columns in their order; the first cell stands first."""
    ways: list[tuple[int, ...]] = [(0,)]
    for kind in kinds[1:]:
        ways = [(*way, at) for way in ways for at in range(way[-1] + 1, width) if (at in figured) == kind][:200]
    return ways[:2]


def is_figure(cell: str) -> bool:
    """Whether a cell is a figure, with its unit or without; a year is none."""
    bare = cell.replace(" ", "")
    if YEAR.fullmatch(bare):
        return False
    return (is_number(cell) or FIGURE.fullmatch(bare) is not None) and not DAY.search(bare)
