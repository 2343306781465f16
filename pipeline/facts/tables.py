"""Rows of tables as facts: the column's head says what and in which unit, the row's head where or of what.

A cell that holds a number with its unit (or a bare number under a head with one: 投资(万元), or under the table's unit
line) is a fact. Columns of persons, numbering, dates and telephone numbers are left out. A row of totals (合计) is
a fact of the whole: of the home, its thing the column alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from pipeline.facts.figures import Figure, of_mention
from pipeline.facts.indicators import indicator
from pipeline.facts.layout import is_prose
from pipeline.lexicon import load_lexicon
from pipeline.numbers import read_numbers
from pipeline.places import gazetteer
from pipeline.records import Amount, Cell, Fact, Modality, Place, PlaceRef, Program, Quantity, Reading, Table

CELL_LIMIT = 20_000
"""Cells of a table that are read; a county's whole budget has fewer."""
_BARE = re.compile(
    r"(?P<number>[约近超逾]?-?[0-9][0-9,，]*(?:\.[0-9]+)?[余多]?)(?P<percent>[%％]?)(?P<after>以上|以下|以内|左右)?"
)
FIGURE_WORDS = 6
"""Chinese characters that a cell of a figure has at the most (不少于3万元); one with more is words around a number."""
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNIT = re.compile(r"[(（\[【/]\s*(?:单位[:：]?)?\s*([^()（）\[\]【】/\s]{1,8})\s*[)）\]】]?\s*$")


class _Column(NamedTuple):
    what: str
    unit: str
    read: bool


def read_tables(reading: Reading) -> list[Fact]:
    """The facts of the article's tables, row by row."""
    return [fact for table in reading.article.tables for fact in _facts(reading, table)]


def _facts(reading: Reading, table: Table) -> list[Fact]:
    text = reading.article.text
    if not table.rows or len(table.rows) * len(table.rows[0]) > CELL_LIMIT:
        return []
    if _is_form(text, table):
        keyed = ((row, _head(_text(text, row[0]), [_text(text, row[1])])) for row in table.rows if len(row) == 2)
        return [
            fact
            for row, column in keyed
            if column.read
            for fact in _cell(
                reading, table, row, row[1], column, "", None, _when(reading, (), column.what, table.caption)
            )
        ]
    columns = [_column(text, table, at) for at in range(max(map(len, table.rows)))]
    head = _row_head(columns)
    private = any(_matches("persons", column.what) for column in columns)
    places = sorted(reading.places, key=lambda p: (p.start, -p.end))
    facts: list[Fact] = []
    for row in table.rows[table.header_rows :]:
        label = "" if head is None or head >= len(row) or _is_place(places, row[head]) else _text(text, row[head])
        named = [c for at, c in enumerate(row) if not columns[at].read]
        label = next((words for c in named if _matches("totals", words := _text(text, c))), label)
        if private and not _matches("totals", label):
            continue  # a passage would name persons
        place = next((p for c in reversed(named) if (p := _place(places, c)) and not _holds_home(reading, p)), None)
        done: set[int] = set()
        for at, cell in enumerate(row):
            if at != head and cell.start not in done and columns[at].read:
                done.add(cell.start)
                when = _when(reading, named, columns[at].what, table.caption)
                facts += _cell(reading, table, row, cell, columns[at], label, place, when)
    return facts


def _row_head(columns: list[_Column]) -> int | None:
    """The column that says what a row is of: the first named like one (项目名称), else the first without numbers."""
    named = [at for at, column in enumerate(columns) if not column.read and not _matches("no_row_heads", column.what)]
    return next((at for at in named if _matches("row_heads", columns[at].what)), named[0] if named else None)


def _is_form(text: str, table: Table) -> bool:
    """A form of two columns, name and value, rather than a list: its left column has the names that forms have."""
    if any(len(row) != 2 for row in table.rows):
        return False
    named = [_matches("form", _text(text, row[0])) for row in table.rows]
    return sum(named) * 2 >= len(named)


def _column(text: str, table: Table, at: int) -> _Column:
    """A column's head and unit, and whether it holds numbers that state facts."""
    heads = [_text(text, row[at]) for row in table.rows[: table.header_rows] if at < len(row)]
    cells = [_text(text, row[at]) for row in table.rows[table.header_rows :] if at < len(row)]
    return _head("".join(dict.fromkeys(re.sub(r"\s", "", h) for h in heads)), cells)


def _head(words: str, cells: list[str]) -> _Column:
    found = _UNIT.search(words)
    what = words[: found.start()] if found else words
    filled = [c for c in cells if c]
    numeric = [c for c in filled if re.search(r"\d", c) and len(_CHINESE.findall(c)) <= FIGURE_WORDS]
    read = bool(numeric) and 2 * len(numeric) >= len(filled) and not _matches("left_out", what)
    return _Column(what, found.group(1) if found else "", read)


def _place(places: list[Place], cell: Cell) -> Place | None:
    """The last, so the finest, place that a cell names."""
    at = bisect_left(places, cell.end, key=lambda p: p.start) - 1
    return places[at] if at >= 0 and places[at].start >= cell.start else None


def _holds_home(reading: Reading, place: Place) -> bool:
    """Whether a place only says again what the page is about, or holds it (the province in a project's name)."""
    return bool(place.code and reading.home and reading.home.startswith(place.code))


def _is_place(places: list[Place], cell: Cell) -> bool:
    """Whether a cell is a place's name, or a chain of them."""
    start, end = cell.start, cell.end
    at = bisect_left(places, start, key=lambda p: p.start)
    while at < len(places) and places[at].start <= start < end:
        start, at = max(start, places[at].end), at + 1
    return start >= end


def _cell(
    reading: Reading,
    table: Table,
    row: tuple[Cell, ...],
    cell: Cell,
    column: _Column,
    label: str,
    place: Place | None,
    when: str | None,
) -> list[Fact]:
    text = reading.article.text
    if is_prose(_text(text, cell)):
        return []
    figures = _figures(_text(text, cell), cell, column.unit or _unit_of(column.what) or table.unit or "")
    total = bool(_matches("totals", label))
    where = _where(reading, place, total)
    project = "" if total else re.sub(r"\s", "", label)
    project = project.removeprefix(place.text) if place else project
    start, end = row[0].start, max(c.end for c in row)
    facts = []
    for figure in figures:
        measured = "" if project and _matches("bare_heads", column.what) else column.what
        what = f"{project}{measured}" or table.caption or ""
        facts.append(
            Fact(
                value=figure.value,
                value_max=figure.value_max,
                unit=figure.unit,
                qualifier=figure.qualifier,
                per=figure.per,
                what=what or figure.unit,
                indicator=indicator(column.what, figure.unit),
                where=where,
                program=_program(reading, row, table),
                when=when,
                modality=_modality(column.what, table.caption),
                start=start,
                end=end,
                quote=text[start:end],
                number=(figure.start, figure.end),
            )
        )
    return facts


def _figures(words: str, cell: Cell, unit: str) -> list[Figure]:
    """The numbers of a cell; a bare number takes the unit of its head."""
    if not words or not re.search(r"\d", words):
        return []
    if bare := _BARE.fullmatch(words):
        words = f"{bare['number']}{bare['percent'] or unit}{bare['after'] or ''}"
        start, end = cell.start, cell.end
    else:
        start = end = -1
    found = read_numbers(words)
    numbers: tuple[Amount | Quantity, ...] = (*found.amounts, *found.quantities)
    read = [of_mention(m) for m in numbers]
    if start >= 0:
        return [replace(f, start=start, end=end) for f in read[:1]]
    return [replace(f, start=cell.start + f.start, end=cell.start + f.end) for f in read]


def _text(text: str, cell: Cell) -> str:
    return text[cell.start : cell.end].strip()


def _where(reading: Reading, place: Place | None, total: bool) -> PlaceRef | None:
    if place is not None and not total:
        return PlaceRef(place.code, place.name if place.code else place.text, None if place.code else place.within)
    if reading.home is None:
        return None
    known = gazetteer.get(reading.home)
    return PlaceRef(reading.home, known.name if known else "")


def _when(reading: Reading, named: Iterable[Cell], what: str, caption: str | None) -> str | None:
    """The date that is a cell of the row, else in the column's head, the table's caption, the page's title."""
    cells = {(cell.start, _text(reading.article.text, cell)) for cell in named}
    for date in reading.dates:
        if (date.start, date.text) in cells:
            return date.value
    for words in (what, caption or "", reading.article.title):
        dates = read_numbers(words, reading.article.published).dates if words else ()
        if dates:
            value: str = dates[0].value
            return value
    return None


def _program(reading: Reading, row: tuple[Cell, ...], table: Table) -> Program | None:
    """The programme named in the row, else in the caption or the title."""
    start, end = row[0].start, row[-1].end
    own = next((p for p in reading.programs if start <= p.start < end), None)
    about = f"{table.caption or ''} {reading.article.title}"
    return own or next((p for p in reading.programs if p.text in about), None)


def _modality(what: str, caption: str | None) -> Modality:
    if _matches("planned", what):
        return "planned"
    return "planned" if _matches("planned", caption or "") and not _matches("done", what) else "actual"


def _unit_of(what: str) -> str:
    """The unit that a head without one implies (人数, 户数, 占比)."""
    listed: dict[str, str] = load_lexicon("pipeline.facts", "tables")["implied"]
    return next((unit for word, unit in listed.items() if what.endswith(word)), "")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.facts", "tables")[name])


def _matches(name: str, words: str) -> bool:
    return bool(_pattern(name).search(re.sub(r"\s", "", words)))
