"""Rows of tables as facts: the column's head says what and in which unit, the row's head where or of what.

A cell that holds a number with its unit (or a bare number under a head with one: 投资(万元), or under the table's unit
line) is a fact, and its line is the passage. Columns of persons, numbering, dates and telephone numbers are left out,
and so are rows of single persons. A cell left empty before others goes on from the row above. A row of totals (合计) is
a fact of the whole, one of a part's (小计) of the part. A form is read by its labels, a turned table row for column.
What is said in sentences in a cell is where and when its row is.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.records import Cell, Fact, PlaceRef, Program, Reading, Table
from pipeline.statements.tables.column_heads import Column, is_unit, matches, read_column, split_unit
from pipeline.statements.tables.fields import records
from pipeline.statements.tables.form_facts import Form, form_of, listed
from pipeline.statements.tables.grounds import Page, common, holder
from pipeline.statements.tables.rows import Row, together

CELL_LIMIT = 20_000
"""Cells of a table that are read; a county's whole budget has fewer."""


def read_tables(reading: Reading, prose: Iterable[Fact]) -> list[Fact]:
    """The facts of the article's tables, row by row, and those of ``prose``, which its sentences state."""
    page = Page(reading)
    tables: list[_List | Form] = [_table(page, table) for table in reading.article.tables if _is_read(table)]
    tables += [listed(page, record) for record in records(reading.article)]
    return [*_settled([row for table in tables for row in table.rows], prose), *(f for t in tables for f in t.facts())]


def _is_read(table: Table) -> bool:
    return bool(table.rows) and len(table.rows) * max(map(len, table.rows)) <= CELL_LIMIT


def _table(page: Page, table: Table) -> "_List | Form":
    if table.kind == "form":
        return form_of(page, table)
    if table.kind == "turned" or _heads_are_places(page, table):
        turned = tuple(zip(*_even(table.rows), strict=True))
        return _List(page, replace(table, rows=turned, header_rows=1))
    return _List(page, table)


def _heads_are_places(page: Page, table: Table) -> bool:
    """Whether the columns are places and each row is what is measured there."""
    heads = table.rows[0][1:] if table.header_rows == 1 else ()
    named = [cell for cell in heads if not matches("totals", page.words(cell))]
    return len(named) > 1 and all(page.words(cell) and page.is_place(cell) for cell in named)


def _even(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows of one width: of a short one, the last cell stands again."""
    width = max(map(len, rows))
    return [[*row, *[row[-1]] * (width - len(row))] for row in rows if row]


def _settled(rows: Sequence[Row], prose: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of sentences; those in a row's cells are the row's, and a person's row states none."""
    held = sorted(
        ((c.start, c.end, i) for i, row in enumerate(rows) for c in row.cells if c.end > c.start), reverse=True
    )
    cells = {start: (end, i) for start, end, i in held}
    starts = sorted(cells)
    for fact in prose:
        at = bisect_right(starts, fact.number[0]) - 1
        end, i = cells[starts[at]] if at >= 0 else (0, 0)
        if fact.number[0] >= end:
            yield fact
        elif not rows[i].private and starts[at] not in rows[i].sites and rows[i].keeps(starts[at]):
            yield rows[i].settled(fact)


class _List:
    """A table with heads above its columns."""

    def __init__(self, page: Page, table: Table) -> None:
        self.page, self.table = page, table
        words = page.words
        heads, self.body = table.rows[: table.header_rows], table.rows[table.header_rows :]
        noted = page.noted_units(table)
        self.columns = _units_among(
            _noted(
                noted,
                read_column([words(r[i]) for r in heads if i < len(r)], [words(r[i]) for r in self.body if i < len(r)]),
            )
            for i in range(max(map(len, table.rows)))
        )
        unread = [at for at, c in enumerate(self.columns) if not c.read]
        self.unread = unread
        self.dated = [at for at in unread if not matches("terms", self.columns[at].what)]
        units = (at for at in unread if matches("unit_heads", self.columns[at].what))
        self.units = next((at for at in units if self._mostly(at, lambda cell: is_unit(words(cell)))), -1)
        self.named = [at for at in unread if at != self.units and not matches("no_row_heads", self.columns[at].what)]
        self.sites = [at for at in self.named if matches("place_heads", self.columns[at].what)]
        self.head = self._head()
        self.private = table.of_persons or any(matches("persons", c.what) for c in self.columns)
        self.rows = _totalled(page, list(self._rows()))

    def facts(self) -> Iterator[Fact]:
        """The facts of its figures, each cell's once."""
        spans: dict[int, list[Row]] = {}
        for row in self.rows:
            for start in {cell.start for cell in row.cells if cell.end > cell.start}:
                spans.setdefault(start, []).append(row)
        done: set[int] = set()
        for row in self.rows:
            for at, cell in enumerate(row.cells):
                if not row.private and at != self.head and cell.start in spans and self.columns[at].read:
                    if cell.start not in done:
                        yield from together(spans[cell.start]).facts(cell, self.columns[at])
                    done.add(cell.start)

    def _head(self) -> int | None:
        """The column that says what a row is of: one named like it (项目名称), else the first that is of no places."""
        named = [at for kind in ("row_heads", "row_kinds") for at in self.named if matches(kind, self.columns[at].what)]
        named += [at for at in self.named if at not in self.sites and not self._mostly(at, self.page.is_place)]
        return named[0] if named else None

    def _mostly(self, at: int, is_one: Callable[[Cell], bool]) -> bool:
        """Whether half of a column's filled cells are of a kind."""
        filled = [row[at] for row in self.body if at < len(row) and self.page.words(row[at])]
        return bool(filled) and sum(map(is_one, filled)) * 2 >= len(filled)

    def _rows(self) -> Iterator[Row]:
        """The rows with what their names say, and what goes on from the row above."""
        page = self.page
        above: dict[int, Cell] = {}
        for cells in self.body:
            own = {at: cells[at] for at in self.unread if at < len(cells) and page.words(cells[at])}
            total = next((w for cell in own.values() if matches("totals", w := page.words(cell))), "")
            named = {at: cell for at, cell in own.items() if at in self.named}
            if not total or matches("parts", total):
                first = min(named, default=0)
                named |= {at: cell for at, cell in above.items() if at < first}
            place = self._place(named)
            label = self.page.name(named[self.head]) if self.head in named else ""
            total = total or (label if matches("totals", label) else "")
            above = above if total else named
            label, unit = split_unit("" if total else label)
            yield Row(
                page,
                self.table,
                tuple(cells),
                label=label,
                unit=unit or (page.words(own[self.units]) if self.units in own else ""),
                place=place,
                when=next((date.value for at in self.dated if at in own and (date := page.date(own[at]))), None),
                project=None if total else self._project(named),
                total=bool(total),
                part=matches("parts", total),
                finished=any(matches("finished", page.words(cell)) for cell in own.values()),
                sites=frozenset(cells[at].start for at in self.sites if at < len(cells)),
                private=self.private and not total,
            )

    def _place(self, cells: dict[int, Cell]) -> PlaceRef | None:
        """Where a row is: by its columns of places, its own name, else what else it says but who answers for it."""
        known = [p for at in self.sites if at in cells for p in self.page.places(cells[at])]
        if known:
            finest = max(len(p.code or p.within or "") + (not p.code) for p in known)
            return common(self.page, [p for p in known if len(p.code or p.within or "") + (not p.code) == finest])
        rest = [at for at in reversed(self.named) if not matches("bodies", self.columns[at].what)]
        for at in (self.head, *rest):
            if at in cells and (found := self.page.places(cells[at])):
                return common(self.page, found)
        return None

    def _project(self, cells: dict[int, Cell]) -> Program | None:
        """The project that a column of projects names."""
        found = (self.page.project(c) for at, c in cells.items() if matches("projects", self.columns[at].what))
        return next((project for project in found if project), None)


def _totalled(page: Page, rows: Sequence[Row]) -> list[Row]:
    """The rows with a place where they name none: the home; of a total, what holds all that it sums up."""
    placed: list[Row] = []
    part: list[PlaceRef] = []
    whole = [page.home] if page.home else []
    for row in rows:
        if row.place is None and row.total:
            row = replace(row, place=holder(part) if row.part else holder(whole))
        placed.append(row if row.place else replace(row, place=page.home))
        if row.total:
            part = []
        elif row.place:
            part.append(row.place)
            whole.append(row.place)
    return placed


def _noted(units: Mapping[str, str], column: Column) -> Column:
    """The column with the unit that a note beside the table gives its head (产量单位为吨)."""
    unit = "" if column.unit else next((unit for word, unit in units.items() if column.what.endswith(word)), "")
    return column._replace(unit=unit) if unit else column


def _units_among(columns: Iterable[Column]) -> list[Column]:
    """The columns; money that is part of the one before (其中：财政资金) has its unit."""
    settled: list[Column] = []
    unit = ""
    for column in columns:
        if column.unit:
            unit = column.unit if matches("money", column.what) else ""
        elif column.head.startswith("其中") and matches("money", column.what):
            column = column._replace(unit=unit)
        settled.append(column)
    return settled
