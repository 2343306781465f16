"""Tables in the lines of a dump, however a scraper wrote them down: rows parted by tabs, bars, commas or blanks, a cell
a line, or everything on one line. Whatever is no table stays a line.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.clean.lines import Grid, Item, Line
from pipeline.clean.regrid import are_heads, is_figure, level, regrid, spread
from pipeline.clean.tables import Span, is_caption, looks_like_head, make_grid, settle, table_pattern, unit_of

BAR = re.compile(r"\s*[|｜]\s*")
BAR_AT = {"front": re.compile(r"^[|｜]+"), "back": re.compile(r"[|｜]+$")}
RULE = re.compile(r"[\s|｜:+-]*")
"""The line between heads and rows in Markdown."""
GAPS = re.compile(r"\s{2,}")
MOST_LINES = 2000
MOST_TRIES = 100
LINKED = 0.3
"""The share of links from which on a line is no part of a table."""
LINE_MAX = 20_000
WRAPPED = 3
"""Lines without a bar that a cell between bars may be wrapped over."""
LEADING = 6
"""Cells before the heads of a table between bars."""
LONG_CELL = 400
HEAD_MAX = 40
"""Characters of a first head, its unit in brackets included."""
ABOVE = 3
"""Lines above a table that may hold its caption, on two of them, and its unit."""
FEWEST = 6
"""Cells of a table on one line, its heads included."""
PAIR = ("name", "figure")
"""The columns of the narrowest table; parted by single blanks, two rows and more make one."""
BRACKETED = re.compile(r"[(（][\u4e00-\u9fff㎡%％/]{1,6}[)）]")
DIGIT = re.compile(r"\d")
STOP = re.compile(r"(?<=[。！？])\s*")


class _Cell(NamedTuple):
    """A cell and the line on which it begins."""

    text: str
    line: int


class _Found(NamedTuple):
    """A table among the lines: its items, and how many lines it took."""

    items: list[Item]
    taken: int


class _Lines:
    """The lines of a page, and how many places are still tried: each may look far ahead."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.texts = [item.text if isinstance(item, Line) and item.links <= LINKED else "" for item in items]
        self.tries = MOST_TRIES

    def may_try(self) -> bool:
        """Whether one more place is tried."""
        self.tries -= 1
        return self.tries >= 0


def find_tables(given: Sequence[Item]) -> list[Item]:
    """Items with the tables among their lines as grids, in order; the lines above a table give its caption and unit."""
    items: list[Item] = []
    page = _Lines(given)
    i = 0
    while i < len(given):
        found = next((f for read in READERS if (f := read(page, i))), None) if _may_open(page.texts[i]) else None
        if found is None:
            items.append(given[i])
            i += 1
            continue
        for item in found.items:
            above = [x.text for x in items[-ABOVE:] if isinstance(x, Line)]
            items.append(settle(item, above) if isinstance(item, Grid) else item)
        i += found.taken
    return items


def _may_open(text: str) -> bool:
    """Whether a line may open a table at all: it has what parts cells, or is as short as a head."""
    if "\t" in text or "|" in text or "｜" in text:
        return True
    first, blank, _ = text.partition(" ")
    return bool(first) and len(first) <= HEAD_MAX if not blank else len(first) <= HEAD_MAX or text.count(" ") >= FEWEST


def _grid(rows: Sequence[Sequence[str | Span]]) -> Grid | None:
    return make_grid([[(cell, 1, 1, False) if isinstance(cell, str) else cell for cell in row] for row in rows])


def _tabs(page: _Lines, i: int) -> _Found | None:
    """Rows of one width parted by tabs."""
    lines = page.texts
    width = lines[i].count("\t") + 1
    end = i
    while width > 1 and end < len(lines) and lines[end].count("\t") + 1 == width:
        end += 1
    grid = _grid([[cell.strip() for cell in line.split("\t")] for line in lines[i:end]]) if end - i > 1 else None
    return _Found([grid], end - i) if grid else None


def _commas(page: _Lines, i: int) -> _Found | None:
    """Rows of one width parted by commas, below heads of which each is one."""
    lines = page.texts
    heads = lines[i].split(",") if lines[i].count(",") > 1 and len(lines[i]) <= LONG_CELL else []
    if not heads or not all(map(looks_like_head, heads)):
        return None
    end = i + 1
    while end < len(lines) and lines[end].count(",") + 1 == len(heads):
        end += 1
    rows = [[cell.strip() for cell in line.split(",")] for line in lines[i:end]]
    grid = _grid(rows) if len(rows) > 1 and all(any(map(is_figure, row[1:])) for row in rows[1:]) else None
    return _Found([grid], end - i) if grid else None


def _bars(page: _Lines, i: int) -> _Found | None:
    """Cells between bars: a row a line, a cell a line, or all of them on one."""
    lines = page.texts
    if not ("|" in lines[i] or "｜" in lines[i]) or len(lines[i]) > LINE_MAX or not page.may_try():
        return None
    end = i
    while end < len(lines) and len(_parts(lines[end])) > 1:
        end += 1
    if end - i > 1:
        rows = _rows_of(lines[i:end])
        if _is_index(rows):
            return None
        grid = _barred(rows)
        return _Found([grid], end - i) if grid else None
    end = _end_of_bars(lines, i)
    cells = _cells(lines[i:end])
    return None if _is_index([[cell.text for cell in cells]]) else _flat(lines[i:end], cells)


def _is_index(rows: Sequence[Sequence[str]]) -> bool:
    """Whether cells are those of the box that tells of a document."""
    return any(table_pattern("index").fullmatch(cell) for row in rows for cell in row)


def _barred(rows: list[list[str]]) -> Grid | None:
    """Rows as lines have them, where the first holds heads or each opens with a label."""
    if not rows or not are_heads(rows[0]):
        grid = _grid(rows)
        return grid if grid and grid.kind == "form" else None
    if not any(DIGIT.search(cell) for row in rows[1:] for cell in row):
        return None
    top, below, *body = rows
    width = len(top) - 1 + len(below)
    if len(below) >= len(top) or any(map(DIGIT.search, below)) or not any(len(row) == width for row in body):
        return _grid(rows)
    at = spread(top, below, body)
    return _grid([*_two_heads(top, below, at), *body]) if at is not None else None


def _two_heads(top: Sequence[str], below: Sequence[str], at: int) -> list[list[Span]]:
    """Two rows of heads, one of the first over all of the second."""
    across = len(below)
    first = [(head, 1 if i == at else 2, across if i == at else 1, False) for i, head in enumerate(top)]
    return [first, [(head, 1, 1, False) for head in below]]


def _end_of_bars(lines: Sequence[str], i: int) -> int:
    """One past the last line of a stretch with bars; a cell may be wrapped over lines without one."""
    end = i + 1
    for at in range(i + 1, min(len(lines), i + MOST_LINES)):
        if at - end > WRAPPED or len(lines[at]) > LINE_MAX:
            break
        if BAR.search(lines[at]):
            end = at + 1
        elif len(lines[at]) > LONG_CELL:
            break
    return end


def _rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The cells of each line that is a row; a bar at its end frames it where all have one, else parts an empty cell."""
    shown = [line.strip() for line in lines if not RULE.fullmatch(line)]
    opened, closed = (all(map(BAR_AT[end].search, shown)) for end in ("front", "back"))
    rows = []
    for line in shown:
        line = BAR_AT["front"].sub("", line) if opened else line
        rows.append([cell.strip() for cell in BAR.split(BAR_AT["back"].sub("", line) if closed else line)])
    return rows


def _parts(line: str) -> list[str]:
    """The cells of a line that is a row, without the bars at its ends."""
    return [cell.strip() for cell in BAR.split(line.strip().strip("|｜"))]


def _cells(lines: Sequence[str]) -> list[_Cell]:
    """The cells of lines each of which ends in a bar; one without goes on in the next."""
    cells: list[_Cell] = []
    begun: _Cell | None = None
    for at, line in enumerate(lines):
        *closed, last = BAR.split(line)
        for part in closed:
            cells.append(_Cell(begun.text + part, begun.line) if begun else _Cell(part, at))
            begun = None
        if last:
            begun = _Cell(begun.text + last, begun.line) if begun else _Cell(last, at)
    return [*cells, begun] if begun else cells


def _flat(lines: Sequence[str], cells: list[_Cell]) -> _Found | None:
    """The table in a run of cells; other cells of its first and its last line stay as lines, as do lines before it."""
    if len(cells) < FEWEST:
        return None
    lead, head = _without_head(cells[0].text, cells[1].text)
    cells = _without_empty_column([_Cell(head, 0), *cells[1:]])
    figure, blank, closing = cells[-1].text.partition(" ")
    if blank and is_figure(figure) and not is_figure(closing):
        cells[-1:] = [_Cell(figure, cells[-1].line), _Cell(closing.strip(), cells[-1].line)]
    found = regrid([cell.text for cell in cells], LEADING, ends=True)
    grid = _grid(found.rows) if found else None
    if not found or not grid:
        return None
    first, last = cells[found.start].line, cells[found.end - 1].line
    before = [Line(cell.text) for cell in cells[: found.start] if cell.text and cell.line == first]
    after = [Line(cell.text) for cell in cells[found.end :] if cell.text and cell.line == last]
    above = (BAR.sub(" ", line).strip() for line in lines[:first])
    around = [Line(line) for line in above if line] if first else _lead(lead)
    return _Found([*around, *before, grid, *after], last + 1)


def _without_head(cell: str, following: str) -> tuple[str, str]:
    """The words before a table that its first head is glued to by a blank, and that head."""
    before, blank, head = cell.rpartition(" ")
    return (before.strip(), head) if blank and any(map(looks_like_head, (head, following))) else ("", cell)


def _without_empty_column(cells: list[_Cell]) -> list[_Cell]:
    """The cells without the empty one that opens each row (a bar alone on its line)."""
    first = next((i for i, cell in enumerate(cells) if cell.text), 0)
    heads = next((i for i in range(first, len(cells)) if not cells[i].text), first)
    opening = [cell.text for cell in cells[heads :: heads - first + 1]]
    return [cell for cell in cells if cell.text] if first and len(opening) > 1 and not any(opening) else cells


def _lead(text: str) -> list[Line]:
    """What stands before a table on its line: sentences, the caption, the unit."""
    *sentences, rest = STOP.split(text)
    words = rest.split()
    units = [word for word in words if unit_of(word)]
    caption = " ".join(word for word in words if word not in units)
    lines = [*(Line(sentence) for sentence in sentences if sentence)]
    lines += [Line(caption, "caption" if is_caption(caption) else "paragraph")] if caption else []
    return lines + [Line(unit) for unit in units]


def _one_a_line(page: _Lines, i: int) -> _Found | None:
    """A cell a line, from two heads on."""
    lines = page.texts
    if i + FEWEST > len(lines) or not (looks_like_head(lines[i]) and looks_like_head(lines[i + 1])):
        return None
    if not page.may_try():
        return None
    found = regrid(lines[i : i + MOST_LINES])
    grid = _grid(found.rows) if found and len(found.rows) > 2 else None
    return _Found([grid], found.end) if found and grid else None


def _blanks(page: _Lines, i: int) -> _Found | None:
    """Rows parted by blanks, below heads that are parted likewise."""
    lines = page.texts
    for split in (GAPS.split, str.split):
        heads = split(lines[i]) if len(lines[i]) <= LONG_CELL and " " in lines[i] else []
        narrow = split is str.split and len(heads) == len(PAIR)
        if len(heads) > 1 and are_heads(heads) and all(map(looks_like_head, heads if narrow else heads[:1])):
            units = _units_below(split(lines[i + 1]), len(heads)) if i + 1 < len(lines) else []
            first = i + 1 + bool(units)
            rows = _rows_below(lines[first : i + MOST_LINES], len(heads), split)
            heads = [head + unit for head, unit in zip(heads, units, strict=True)] if units else heads
            grid = _grid([heads, *level(rows, len(heads))]) if len(rows) > narrow else None
            if grid:
                return _Found([grid], first - i + len(rows))
    return None


def _units_below(words: Sequence[str], width: int) -> list[str]:
    """The units in brackets on the line below some heads, one a head, the first of which may have none."""
    if width - len(words) not in (0, 1) or not all(map(BRACKETED.fullmatch, words)):
        return []
    return [*[""] * (width - len(words)), *words]


def _rows_below(lines: Sequence[str], width: int, split: Callable[[str], list[str]]) -> list[list[str]]:
    rows: list[list[str]] = []
    for line in lines:
        row = split(line)
        if not 1 < len(row) <= width or not any(map(is_figure, row[1:])):
            break
        rows.append(row)
    return rows


def _on_one_line(page: _Lines, i: int) -> _Found | None:
    """Everything on one line, parted by blanks: heads, then rows of figures."""
    line = page.texts[i]
    if len(line) > LINE_MAX or line.count(" ") < FEWEST or not DIGIT.search(line) or not page.may_try():
        return None
    words = line.split()
    start = next((at for at in range(len(words) - FEWEST) if all(map(looks_like_head, words[at : at + 3]))), None)
    found = regrid(words[start:]) if start is not None else None
    grid = _grid(found.rows) if found and len(found.rows) > 2 else None
    if not found or not grid or start is None:
        return None
    after = " ".join(words[start + found.end :])
    return _Found([*_lead(" ".join(words[:start])), grid, *([Line(after)] if after else [])], 1)


READERS = (_tabs, _commas, _bars, _one_a_line, _blanks, _on_one_line)
