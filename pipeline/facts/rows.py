"""A table's row as facts are read from it: its cells, and what its names say of where, when and of which project."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.facts.figures import Figure, of_mention
from pipeline.facts.heads import Column, matches, unit_for
from pipeline.facts.indicators import indicator
from pipeline.facts.layout import is_prose
from pipeline.lexicon import load_lexicon
from pipeline.numbers import read_numbers
from pipeline.places import gazetteer
from pipeline.records import Amount, Cell, Date, Fact, Modality, Place, PlaceRef, Program, Quantity, Reading, Table

PROJECT_LENGTH = 6
"""Characters of a cell that names a project, not a kind of work (水渠)."""
SUBJECT_LENGTH = 12
"""Characters of what a title is about that may name a figure whose head names none."""
MEASURE_LENGTH = 6
"""Characters of what a caption may say that the whole table measures."""
_NUMBER = r"[0-9][0-9,，]*(?:\.[0-9]+)?"
_BARE = re.compile(
    rf"(?P<number>[约近超逾]?{_NUMBER}(?:[-~～—至]{_NUMBER})?[余多]?)(?P<percent>[%％]?)(?P<after>以上|以下|以内|左右)?"
)
_PARENTS = (9, 6, 4, 2)
"""Digits of the codes of what may hold several places."""


class Page:
    """What a page's tables are read against."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.title = reading.article.title
        self._places = sorted(reading.places, key=lambda p: (p.start, -p.end))
        self._programs = sorted(reading.programs, key=lambda p: p.start)
        self._dates = {(d.start, d.end): d for d in reading.dates}
        self._starts = sorted(d.start for d in reading.dates)
        self._openings = {m.start: m.end for m in sorted((*reading.places, *reading.dates), key=lambda m: m.end)}
        self._read: dict[str, str | None] = {}

    def words(self, cell: Cell) -> str:
        """What a cell holds."""
        return self.text[cell.start : cell.end].strip()

    def places(self, cell: Cell) -> list[Place]:
        """The places that a cell names, those that hold another of them and those that hold the home left out."""
        found = [p for p in _within(self._places, cell) if not self._holds_home(p)]
        codes = [p.code or p.within or "" for p in found]
        return [p for p in found if not any(c != p.code and p.code and c.startswith(p.code) for c in codes)]

    def is_place(self, cell: Cell) -> bool:
        """Whether a cell is a place's name, or a chain of them."""
        at = cell.start
        for place in _within(self._places, cell):
            if place.start <= at:
                at = max(at, place.end)
        return at >= cell.end

    def project(self, cell: Cell) -> Program | None:
        """The project that a cell of a column of projects names; none where it only says what is done (水渠)."""
        words = self.words(cell)
        if len(words) < PROJECT_LENGTH or not matches("named", words):
            return None
        about = self.program(cell.start, cell.end) or self.program(0, len(self.title))
        return Program(
            cell.start, cell.end, words, "project", None, (about.concept or about.broader) if about else None
        )

    def name(self, cell: Cell) -> str:
        """A cell's words without the dates and places that they open with (2023年某乡某村水渠项目), if more follows."""
        at, end = cell.start, cell.end
        while at < end and (opening := self._openings.get(at)) and self.text[opening : opening + 1] not in "级的":
            at = opening
            while at < end and self.text[at] in "、，, ":
                at += 1
        return re.sub(r"\s", "", self.text[at:end] if end - at > 1 else "")

    def program(self, start: int, end: int) -> Program | None:
        """The first programme named in a stretch."""
        at = bisect_left(self._programs, start, key=lambda p: p.start)
        return self._programs[at] if at < len(self._programs) and self._programs[at].start < end else None

    def date(self, cell: Cell) -> Date | None:
        """The date that a cell is."""
        return self._dates.get((cell.start, cell.end))

    def dated(self, cell: Cell) -> bool:
        """Whether a stretch names a date."""
        at = bisect_left(self._starts, cell.start)
        return at < len(self._starts) and self._starts[at] < cell.end

    def date_in(self, words: str) -> str | None:
        """The first date in a head or a title."""
        if words not in self._read:
            dates = read_numbers(words, self.reading.article.published).dates if words.strip() else ()
            self._read[words] = dates[0].value if dates else None
        return self._read[words]

    @cached_property
    def subject(self) -> str:
        """What the title says that the page is about, without dates, places and the kind of page."""
        named = self.name(Cell(0, len(self.title))) if self.text.startswith(self.title) else ""
        subject = re.sub(load_lexicon("pipeline.facts", "tables")["subject_ends"], "", named)
        return subject if 2 <= len(subject) <= SUBJECT_LENGTH else ""

    def measured(self, caption: str) -> str:
        """What a caption says that its table measures; empty where it names anything else."""
        words = load_lexicon("pipeline.facts", "tables")
        bare = re.sub(words["subject_ends"], "", re.sub(words["table_number"], "", re.sub(r"\s", "", caption)))
        return bare if 2 <= len(bare) <= MEASURE_LENGTH and matches("measures", bare) else ""

    def name_of(self, project: Program) -> str:
        """A project's name without the dates and places that it opens with."""
        return self.name(Cell(project.start, project.end))

    def line(self, cell: Cell) -> tuple[int, int]:
        """The line of a cell's row without the blanks at its ends: its passage."""
        start = self.text.rfind("\n", 0, cell.start) + 1
        end = self.text.find("\n", cell.end)
        line = self.text[start : len(self.text) if end < 0 else end]
        return start + len(line) - len(line.lstrip()), start + len(line.rstrip())

    @cached_property
    def home(self) -> PlaceRef | None:
        """The page's home as a place."""
        code = self.reading.home
        known = gazetteer.get(code) if code else None
        return PlaceRef(code, known.name if known else "") if code else None

    def _holds_home(self, place: Place) -> bool:
        return bool(place.code and self.reading.home and self.reading.home.startswith(place.code))


def _within(places: Sequence[Place], cell: Cell) -> list[Place]:
    first = bisect_left(places, cell.start, key=lambda p: p.start)
    last = bisect_left(places, cell.end, key=lambda p: p.start)
    return list(places[first:last])


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

    @property
    def about(self) -> str:
        """What the whole table is about."""
        return f"{self.table.caption or ''} {self.page.title}"

    def facts(self, cell: Cell, column: Column) -> Iterator[Fact]:
        """The facts of one of its cells."""
        page, words = self.page, self.page.words(cell)
        if is_prose(words):
            return
        start, end = page.line(cell)
        what = self._what(column)
        if not what:
            return
        unit = unit_for(column, None) or self.unit or unit_for(column, self.table.unit)
        for figure in _figures(words, cell, unit):
            if (figure.value or figure.value_max) and not (unit == "%" and "%" not in words and figure.value <= 1):
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
        if self.project and self.label and not bare and self.page.name_of(self.project) == self.label:
            return column.what
        named = "" if bare and self.label else column.what
        between = self._measured if self.label and (bare or matches("compared", column.what)) else ""
        between = "" if between in self.label + named else between
        return self.label + between + named or self.page.subject

    @property
    def _measured(self) -> str:
        """What the caption says that the whole table measures (表1 产值情况)."""
        return self.page.measured(self.table.caption or "")

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
        about = (p for p in self.page.reading.programs if p.text in self.about)
        return self.project or self.page.program(start, end) or next(about, None)

    def _when(self, head: str) -> str | None:
        """The row's date, else that in the column's head, the table's caption, the page's title."""
        return self.when or self.page.date_in(head) or self.page.date_in(self.about)

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


def common(page: Page, places: Sequence[Place]) -> PlaceRef | None:
    """The place, or what holds all of several."""
    refs = [PlaceRef(p.code, p.name if p.code else p.text, None if p.code else p.within) for p in places]
    refs = list(dict.fromkeys(refs))
    return refs[0] if len(refs) == 1 else holder(refs) or (page.home if refs else None)


def holder(refs: Iterable[PlaceRef]) -> PlaceRef | None:
    """The smallest division that holds all the places."""
    codes = [ref.code or ref.within or "" for ref in refs]
    for digits in _PARENTS:
        held = {code[:digits] for code in codes}
        code = next(iter(held), "")
        if len(held) == 1 and len(code) == digits and (known := gazetteer.get(code)):
            return PlaceRef(code, known.name)
    return None


def _figures(words: str, cell: Cell, unit: str) -> list[Figure]:
    """The numbers of a cell; a bare number takes the unit of its head."""
    if not words or not re.search(r"\d", words):
        return []
    bare = _BARE.fullmatch(words)
    if bare:
        words = f"{bare['number']}{bare['percent'] or unit.split('·')[0]}{bare['after'] or ''}"
    found = read_numbers(words)
    numbers: tuple[Amount | Quantity, ...] = (*found.amounts, *found.quantities)
    read = [of_mention(m) for m in numbers]
    if bare:
        return [replace(f, start=cell.start, end=cell.end) for f in read[:1]]
    return [replace(f, start=cell.start + f.start, end=cell.start + f.end) for f in read]
