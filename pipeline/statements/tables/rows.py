"""A table's row as facts are read from it: its cells, and what its names say of where, when and of which project."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.numbers import read_numbers
from pipeline.records import Amount, Cell, Fact, Modality, PlaceRef, Program, Quantity, Table
from pipeline.statements.rules.indicators import indicator
from pipeline.statements.tables.column_heads import Column, matches, unit_for
from pipeline.statements.tables.grounds import Page, holder
from pipeline.text.figures import Figure, of_mention
from pipeline.text.lexis import words as words_of
from pipeline.text.sentences import is_prose

_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
_CLAUSES = re.compile("[，,；;。]")
_BARE = re.compile(
    rf"(?P<sign>[-－−]?)(?P<number>[约近超逾]?{_NUMBER}(?:[-~～—至]{_NUMBER})?[余多]?)(?P<percent>[%％]?)(?P<after>以上|以下|以内|左右)?"
)
_LED = re.compile("(?:(?!不[少低]于|不足|超过|达到?|至少)[\u4e00-\u9fff]){2,}[0-9]")
"""A noun before a figure."""
_NOTED = re.compile(rf"({_NUMBER})[(（][^()（）]*[)）]$")
"""A bare figure with what is said about it in brackets."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what its names say: of what, where, when, in which project; whether a total, whether done."""

    page: Page
    table: Table
    cells: tuple[Cell, ...]
    label: str = ""
    unit: str = ""
    """The unit that the row's own name or its column of units gives."""
    place: PlaceRef | None = None
    when: str | None = None
    project: Program | None = None
    total: bool = False
    part: bool = False
    """Of a total: whether it sums up only the rows since the one before (小计)."""
    finished: bool = False
    sites: frozenset[int] = frozenset()
    """Where its cells of columns of places begin: numbers there are names (1、2组)."""
    private: bool = False
    """Whether it speaks of a single person."""
    running: bool = False
    """Whether it is a field in a running line, not a table's row: its passage is label and value."""

    @property
    def about(self) -> str:
        """What the whole table is about."""
        return f"{self.table.caption or ''} {self.page.title}"

    def facts(self, cell: Cell, column: Column) -> Iterator[Fact]:
        """The facts of one of its cells."""
        page, words = self.page, self.page.words(cell)
        if self._tells(cell):
            bare = _NOTED.match(words)
            if not bare:
                return
            words, cell = bare[1], Cell(cell.start, cell.start + bare.end(1))
        start, end = (self.cells[0].start, self.cells[-1].end) if self.running else page.line(cell)
        what = self._what(column)
        if not what:
            return
        unit = unit_for(column, None) or self.unit or unit_for(column, self.table.unit)
        for figure in _figures(words, cell, unit):
            if (figure.value or figure.value_max) and not (unit == "%" and "%" not in words and column.fractions):
                yield Fact(
                    value=figure.value,
                    value_max=figure.value_max,
                    unit=figure.unit,
                    qualifier=figure.qualifier,
                    per=figure.per,
                    what=what,
                    indicator=indicator(column.what or self.label, figure.unit),
                    where=self.place,
                    program=self._program(start, end),
                    when=self._when(column.head),
                    modality=self._modality(column.head),
                    start=start,
                    end=end,
                    quote=page.text[start:end],
                    number=(figure.start, figure.end),
                )

    def _what(self, column: Column) -> str:
        """What a figure of the row is of: its name and the head, what the caption measures between them (农业 · 产值 ·
        同比增长); of a row that is a project the head alone.
        """
        bare = matches("bare_heads", column.what)
        if not bare and _CLAUSES.search(self.label):
            return column.what  # what a row's name tells in sentences is no name
        titled = self.project if not matches("sited", self.label) else None  # 柑橘基地 says what the money is for
        if titled and self.label and not bare and self.page.name_of(titled) == self.label:
            return column.what
        named = "" if bare and self.label else column.what
        between = self._measured if self.label and (bare or matches("compared", column.what)) else ""
        between = "" if between in self.label + named else between
        return self.label + between + named or self.page.subject

    @property
    def _measured(self) -> str:
        """What the caption says that the whole table measures (表1 产值情况)."""
        return self.page.measured(self.table.caption or "")

    def keeps(self, start: int) -> bool:
        """Whether what prose reads in a cell stands; in a field of one figure the label says what it is."""
        cell = next((cell for cell in self.cells if cell.start == start), None)
        return not self.running or (cell is not None and self._tells(cell))

    def _tells(self, cell: Cell) -> bool:
        """Whether a cell says itself what its figures are: sentences, or words before the figure of a field whose label
        says nothing (建设内容：圈舍12栋).
        """
        words, label = self.page.words(cell), self.page.words(self.cells[0])
        named = self.running and matches("bare_heads", label) and _LED.match(words)
        return is_prose(words) or bool(named)

    def settled(self, fact: Fact) -> Fact:
        """A fact of a sentence in one of its cells: where, when and in which project, if the sentence doesn't say."""
        own = Cell(fact.start, fact.end)
        planned = fact.modality == "planned" or self._modality("") == "planned"
        return replace(
            fact,
            where=fact.where if self.page.places(own) else self.place,
            when=fact.when if self.page.dated(own) else self._when(""),
            program=self.page.program(own.start, own.end) or self._program(*self.page.line(own)),
            modality="planned" if planned else "actual",
        )

    def _program(self, start: int, end: int) -> Program | None:
        """The project of the row, else the programme named in its line, else in the table's caption or the title."""
        if self.project or (named := self.page.program(start, end)):
            return self.project or named
        return self._named_in(self.table.caption or "") or self.page.led(self.table) or self._named_in(self.page.title)

    def _named_in(self, words: str) -> Program | None:
        return next((p for p in self.page.reading.programs if p.text in words), None)

    def _when(self, head: str) -> str | None:
        """The row's date, else that of its column's head, the table's caption, the sentence before it, the title."""
        if self.running:
            return self.when
        page, caption = self.page, self.table.caption or ""
        return (
            self.when
            or page.date_in(head)
            or page.date_in(caption)
            or page.dated_by(self.table)
            or page.date_in(page.title)
        )

    def _modality(self, head: str) -> Modality:
        if matches("planned", head):
            return "planned"
        done = self.finished or matches("done", head) or matches("done", self.about)
        return "planned" if not done and matches("planned", self.about) else "actual"


def together(rows: Sequence[Row]) -> Row:
    """The row of a cell; of one that spans several, what they have in common."""
    first = rows[0]
    if len(rows) == 1:
        return first
    same = all(row.place == first.place for row in rows)
    return replace(
        first,
        place=first.place if same else holder([row.place for row in rows if row.place]) or first.page.home,
        label=first.label if all(row.label == first.label for row in rows) else "",
        project=first.project if all(row.project == first.project for row in rows) else None,
    )


def _figures(words: str, cell: Cell, unit: str) -> list[Figure]:
    """The numbers of a cell; a bare number takes the unit of its head; rates alone can be negative."""
    if not words or not re.search(r"\d", words):
        return []
    bare = _BARE.fullmatch(words)
    if bare:
        words = f"{bare['number']}{bare['percent'] or unit.split('·')[0]}{bare['after'] or ''}"
    found = read_numbers(words)
    numbers: tuple[Amount | Quantity, ...] = (*found.amounts, *found.quantities)
    read = [of_mention(m) for m in numbers]
    if bare and bare["sign"]:
        read = [replace(f, value=-f.value) for f in read if f.unit in words_of("rates")]
    if bare:
        return [replace(f, start=cell.start, end=cell.end) for f in read[:1]]
    return [replace(f, start=cell.start + f.start, end=cell.start + f.end) for f in read]
