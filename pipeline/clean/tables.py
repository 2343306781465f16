"""Tables as full grids: spans expanded, header rows, caption and unit line, columns about persons dropped."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from pipeline.clean.lines import Grid
from pipeline.lexicon import load_lexicon
from pipeline.privacy.personal_columns import (
    asks_for_person,
    is_name,
    is_personal,
    masked_cells,
    public_columns,
    without_persons,
)
from pipeline.records import TableKind

NUMBER = re.compile(
    r"[约近超逾]?[\d.,，%％+\-—~～]+[余多]?(?:元|万元|亿元|亩|户|人|个|公里|米|平方米|%)?(?:以上|以下|以内|左右)?"
)
MEASURED = re.compile(r"[约近超逾]?\d[\d.,，]*[余多]?[万亿]?(?:元|亩|户|人|公里|米|吨|株|头|只|%)")
"""A figure with its unit, which no head is."""
MOST_HEADS = 4
"""Rows of heads at the most, the one that numbers the columns included."""
CACHED = 4096
"""Texts of cells whose kind is kept: tables repeat them."""
HEAD_LENGTH = 14
"""Characters of a head, what it has in brackets left out."""
UNIT = re.compile(r"[\u4e00-\u9fff㎡%/、,，\w]{1,16}")
Span = tuple[str, int, int, bool]
"""A cell as written: text, rows and columns it spans, whether it is a head (th)."""


def make_grid(rows: Sequence[Sequence[Span]]) -> Grid | None:
    """The grid of a table as written, without its personal columns; None where nothing remains.

    A first row of one full-width cell is the caption or the unit line. Cells beyond ``max_cells`` are cut.
    """
    cells, grid, heads = _expand(rows)
    caption = unit = None
    width = max((len(row) for row in grid), default=0)
    while grid and len(set(grid[0])) == 1 and width > 1:
        text = cells[grid[0][0]]
        if (found := unit_of(text)) and len(text) < 40:
            unit = unit or found
        elif len(text) > 60:
            break
        elif text:
            caption = caption or text
        grid, heads = grid[1:], heads[1:]
    cells = [without_persons(text) for text in cells]
    if (kind := _kind(cells, grid)) == "list":
        columns = [[row[i] for row in grid if i < len(row)] for i in range(width)]
        keep, of_persons = public_columns([[cells[c] for c in column] for column in columns])
        for column, masked in zip(
            columns, masked_cells([[cells[c] for c in column] for column in columns]), strict=True
        ):
            for cell, text in zip(column, masked, strict=True):
                cells[cell] = text
    else:
        _hide_persons(cells, grid, kind)
        keep, of_persons = list(range(width)), False
    grid = [tuple(row[i] for i in keep if i < len(row)) for row in grid]
    grid = [row for row in grid if any(cells[i] for i in row)]
    if not grid:
        return None
    header_rows = _header_rows(cells, grid, heads) if kind == "list" else 0
    grid = _span_heads(cells, grid, header_rows)
    used = sorted({i for row in grid for i in row})
    number = {old: new for new, old in enumerate(used)}
    return Grid(
        tuple(cells[i] for i in used),
        tuple(tuple(number[i] for i in row) for row in grid),
        header_rows,
        caption,
        unit,
        of_persons,
        kind,
    )


def settle(grid: Grid, above: Sequence[str]) -> Grid:
    """The grid with the caption and the unit that it lacks from the lines right above it, the nearest first."""
    caption, unit = grid.caption, grid.unit
    for at, text in reversed(list(enumerate(above))):
        if unit is None and len(text) <= 60 and (found := unit_of(text)):
            unit = found
        if caption is None and is_caption(text):
            wrapped = at > 0 and table_pattern("wrapped").fullmatch(text) and "。" not in above[at - 1]
            caption = above[at - 1] + text if wrapped else text
    return replace(grid, caption=caption, unit=unit)


def unit_of(text: str) -> str | None:
    """The unit that a line such as 单位：万元 gives, or None where it is no such line."""
    whole = table_pattern("unit").fullmatch(text.strip())
    found = [whole] if whole else table_pattern("unit").finditer(text) if len(text) < 60 and "。" not in text else []
    units = (match["unit"].strip() for match in found)
    return next((unit for unit in units if UNIT.fullmatch(unit) and _measures(unit)), None)


def is_caption(text: str) -> bool:
    """Whether a line above a table names it."""
    return len(text) <= 70 and "。" not in text and table_pattern("caption").fullmatch(text) is not None


def is_head(texts: Sequence[str]) -> bool:
    """Whether the texts of a row are heads of columns: half of them have the words of heads, none is a figure."""
    if len(texts) < 2 or any(is_number(text) for text in texts):
        return False
    return sum(any(word in text for word in _words()["heads"]) for text in texts) * 2 >= len(texts)


@lru_cache(CACHED)
def looks_like_head(text: str) -> bool:
    """Whether a cell alone has the words of a head, is short and no figure."""
    bare = re.sub(r"[(（][^()（）]*[)）]|\s", "", text)
    if not 0 < len(bare) <= HEAD_LENGTH or any(mark in bare for mark in "，。；:：") or is_number(bare):
        return False
    return (
        any(word in bare for word in _words()["heads"])
        or bool(table_pattern("head_ends").search(bare))
        or bool(table_pattern("head_unit").search(text))
        or is_personal(bare)
    )


@lru_cache(CACHED)
def is_number(text: str) -> bool:
    """Whether a cell is a figure."""
    return NUMBER.fullmatch(text.replace(" ", "")) is not None


def _measures(unit: str) -> bool:
    """Units, not organisations (单位：县农业农村局)."""
    return re.search(
        r"元|亩|户|人|个|公里|米|㎡|吨|斤|头|只|羽|株|公顷|%|％|家|处|座|次|项|条|辆|台|套|名|顷|升|度|时", unit
    ) is not None and not re.search(r"[局委办厅府会村镇乡县市]$", unit)


def _expand(rows: Sequence[Sequence[Span]]) -> tuple[list[str], list[tuple[int, ...]], list[bool]]:
    """Texts of the cells, the grid of their numbers, and which rows are all heads. Cell 0 is the empty one."""
    words = _words()
    cells: list[str] = [""]
    hanging: dict[int, tuple[int, int]] = {}
    grid: list[tuple[int, ...]] = []
    heads: list[bool] = []
    total = 0
    for row in rows:
        line: list[int] = []
        todo = list(row)
        while todo or len(line) in hanging:
            at = len(line)
            if at in hanging:
                cell, left = hanging.pop(at)
                line.append(cell)
                if left > 1:
                    hanging[at] = (cell, left - 1)
                continue
            text, down, across, _ = todo.pop(0)
            cells.append(text)
            for _i in range(min(max(across, 1), words["max_span"])):
                if down > 1:
                    hanging[len(line)] = (len(cells) - 1, min(down, words["max_span"]) - 1)
                line.append(len(cells) - 1)
        total += len(line)
        if total > words["max_cells"]:
            break
        if line:
            grid.append(tuple(line))
            heads.append(bool(row) and all(head for *_, head in row))
    width = max((len(line) for line in grid), default=0)
    if width * len(grid) <= words["max_cells"]:
        grid = [line + (0,) * (width - len(line)) for line in grid]
    return cells, grid, heads


def _kind(cells: list[str], grid: list[tuple[int, ...]]) -> TableKind:
    """Whether labels stand before their values, one (form) or several (turned), rather than above them (list)."""
    rows = [_distinct(row) for row in grid]
    rows = [row for row in rows if len(row) > 1]
    first = [_is_label(cells[label]) for label in {row[0] for row in rows}]
    if (
        sum(first) < 2
        or sum(first) * 3 < len(first) * 2
        or (len(rows[0]) > 2 and all(_is_head(cells[c]) for c in rows[0]))
    ):
        return "list"
    inner = [_is_label(cells[cell]) for row in rows for cell in row[2::2] if cells[cell]]
    even = sum(len(row) % 2 == 0 for row in rows)
    if even * 3 >= len(rows) * 2 and sum(inner) * 2 >= len(inner):
        return "form"
    return "turned"


def _distinct(row: tuple[int, ...]) -> list[int]:
    return list(dict.fromkeys(row))


def _is_head(text: str) -> bool:
    return not text or text in _words()["heads"] or _is_label(text)


def _is_label(text: str) -> bool:
    text = re.sub(r"[\s:：]", "", text)
    return table_pattern("form").fullmatch(text) is not None or is_personal(text)


def _hide_persons(cells: list[str], grid: list[tuple[int, ...]], kind: TableKind) -> None:
    """Empty the labels that ask for persons, and their values: the next one of a form, all of a turned table's row."""
    for row in grid:
        places = _distinct(row)
        for at in range(0, len(places), 2) if kind == "form" else (0,):
            label, *values = places[at : at + 2] if kind == "form" else places
            text = re.sub(r"[\s:：]", "", cells[label])
            said = [cells[value] for value in values]
            if is_personal(text) or asks_for_person(text, said) or (said and all(map(is_name, said))):
                for cell in (label, *values):
                    cells[cell] = ""


def _header_rows(cells: list[str], grid: list[tuple[int, ...]], heads: list[bool]) -> int:
    """How many rows at the top are heads: th rows; else those before the first figure, as far as heads span or are cut.

    A row that numbers the columns (1, 2, 3 …) belongs to the heads.
    """
    marked = 0
    while marked < min(len(heads), len(grid)) and heads[marked]:
        marked += 1
    if 0 < marked < len(grid):
        return marked
    rows = [[cells[c] for c in _distinct(row) if cells[c]] for row in grid[:MOST_HEADS]]
    if not rows[0] or (len(rows[0][0]) < 4 and is_number(rows[0][0])) or any(map(MEASURED.fullmatch, rows[0])):
        return 0
    reach = _reach(cells, grid)
    numbered = next((i for i in range(1, len(rows)) if _is_numbering(rows[i])), None)
    if numbered is not None and numbered <= reach:
        return numbered + 1
    first = next((i for i in range(1, len(rows)) if any(map(is_number, rows[i]))), None)
    if first is not None:
        return min(first, reach)
    known = sum(any(word in text for word in _words()["heads"]) for text in rows[0]) * 2 >= len(rows[0])
    return reach if len(grid) > reach and known else 0


def _reach(cells: list[str], grid: list[tuple[int, ...]]) -> int:
    """How many rows the heads can take: one, more where a cell of the first row spans or has no text."""
    top = grid[0]
    down = 1
    while down < min(len(grid) - 1, MOST_HEADS) and any(a == b for a, b in zip(top, grid[down], strict=False)):
        down += 1
    parted = len(set(top)) < len(top) or not all(cells[cell] for cell in top)
    return max(down, 2 if parted and len(grid) > 2 else 1)


def _is_numbering(texts: Sequence[str]) -> bool:
    return len(texts) > 2 and list(texts) == [str(number) for number in range(1, len(texts) + 1)]


def _span_heads(cells: list[str], grid: list[tuple[int, ...]], header_rows: int) -> list[tuple[int, ...]]:
    """The grid with a head that stands over several columns, but was not merged, over each of them."""
    if header_rows < 2:
        return grid
    top = list(grid[0])
    for at in range(1, min(len(top), len(grid[1]))):
        if not cells[top[at]] and cells[grid[1][at]] and cells[grid[1][at - 1]] and grid[1][at - 1] != top[at - 1]:
            top[at] = top[at - 1]
    return [tuple(top), *grid[1:]]


@cache
def table_pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``data/tables.yaml``."""
    return re.compile(_words()[name])


def _words() -> Any:
    return load_lexicon("pipeline.clean", "tables")
