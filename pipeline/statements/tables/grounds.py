"""What a page's tables are read against: places, programmes and dates by cell, the title, what leads into a table."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property

from pipeline.lexicon import load_lexicon
from pipeline.numbers import read_numbers
from pipeline.places import gazetteer
from pipeline.records import Cell, Date, Place, PlaceRef, Program, Reading, Table
from pipeline.statements.rules.date_rules import pattern as date_pattern
from pipeline.statements.tables.column_heads import is_unit, matches, pattern

PROJECT_LENGTH = 6
"""Characters of a cell that names a project, not a kind of work (水渠)."""
SUBJECT_LENGTH = 12
"""Characters of what a title is about that may name a figure whose head names none."""
MEASURE_LENGTH = 6
"""Characters of what a caption may say that the whole table measures."""
LEAD_LINES = 3
"""Lines above a table among which the sentence that leads into it may stand: caption and unit are nearer."""
_LEAD = re.compile(r"[^。\n]*(?:如下|见下?[附]?表|下表|附表|所示|[:：])[^。\n]{0,6}[。:：]?(?=\n|$)")
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
        self._leads: dict[int, Cell] = {}

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
        if not matches("sited", words) and (len(words) < PROJECT_LENGTH or not matches("named", words)):
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

    def lead(self, table: Table) -> Cell:
        """The sentence that leads into a table (现将…公示如下); of no length where none does."""
        first = min((cell.start for row in table.rows[:1] for cell in row), default=0)
        if first not in self._leads:
            end = self.text.rfind("\n", 0, first)
            self._leads[first] = Cell(0, 0)
            for _ in range(LEAD_LINES):
                start = self.text.rfind("\n", 0, max(end, 0)) + 1
                found = _LEAD.search(self.text, start, max(end, 0))
                if found and start > len(self.title):
                    self._leads[first] = Cell(*found.span())
                    break
                end = start - 1
        return self._leads[first]

    def noted_units(self, table: Table) -> dict[str, str]:
        """The units that the line right above or below a table gives by head: 注：面积单位为亩，产量单位为吨."""
        cells = [cell for row in table.rows for cell in row]
        first, last = min(cell.start for cell in cells), max(cell.end for cell in cells)
        end = self.text.find("\n", last + 1)
        above = self.text[self.text.rfind("\n", 0, max(first - 1, 0)) + 1 : first]
        noted = pattern("noted")
        lines = (above, self.text[last : len(self.text) if end < 0 else end])
        return {m[1]: m[2] for line in lines for m in noted.finditer(line) if is_unit(m[2])}

    def led(self, table: Table) -> Program | None:
        """The programme that the sentence before a table names last."""
        lead = self.lead(table)
        return next((p for p in reversed(self._programs) if lead.start <= p.start and p.end <= lead.end), None)

    def dated_by(self, table: Table) -> str | None:
        """The date that the sentence before a table gives last, those of documents left out."""
        lead = self.lead(table)
        titles = [(d.start, d.end) for d in self.reading.documents]
        dates = [d for d in self.reading.dates if lead.start <= d.start and d.end <= lead.end]
        dates = [d for d in dates if not any(start <= d.start < end for start, end in titles)]
        return dates[-1].value if dates else None

    def dated(self, cell: Cell) -> bool:
        """Whether a stretch names a date."""
        at = bisect_left(self._starts, cell.start)
        return at < len(self._starts) and self._starts[at] < cell.end

    def date_in(self, words: str) -> str | None:
        """The first date in a head or a title."""
        if words not in self._read:
            dates = read_numbers(words, self.reading.article.published).dates if words.strip() else ()
            # 比上年增长: what a figure is compared with is not its time
            own = (d for d in dates if not date_pattern("compared_before").search(words, 0, d.start))
            self._read[words] = next((d.value for d in own), None)
        return self._read[words]

    @cached_property
    def subject(self) -> str:
        """What the title says that the page is about, without dates, places and the kind of page."""
        named = self.name(Cell(0, len(self.title))) if self.text.startswith(self.title) else ""
        subject = re.sub(load_lexicon("pipeline.statements.tables", "tables")["subject_ends"], "", named)
        return subject if 2 <= len(subject) <= SUBJECT_LENGTH else ""

    def measured(self, caption: str) -> str:
        """What a caption says that its table measures; empty where it names anything else."""
        words = load_lexicon("pipeline.statements.tables", "tables")
        bare = re.sub(words["subject_ends"], "", re.sub(r"\s", "", re.sub(words["table_number"], "", caption.strip())))
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
