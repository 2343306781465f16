"""Labels with their values beside them: forms as tables, and the fields of listed things in running lines."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.records import Cell, Fact, PlaceRef, Program, Table
from pipeline.statements.tables.column_heads import matches, read_column
from pipeline.statements.tables.fields import Record
from pipeline.statements.tables.grounds import Page, common
from pipeline.statements.tables.rows import Row

Pair = tuple[Cell, Cell]


class Form:
    """A thing and its fields; where one says where, or in which project, all are there."""

    def __init__(self, whole: Row, pairs: Sequence[Pair], place: PlaceRef | None, project: Program | None) -> None:
        page = self.page = whole.page
        labelled = [(page.words(label), value) for label, value in pairs]
        places = [p for label, value in labelled if matches("place_heads", label) for p in page.places(value)]
        projects = (page.project(value) for label, value in labelled if matches("projects", label))
        project = next((found for found in projects if found), project)
        whole = replace(whole, place=common(page, places) or place or page.home, project=project)
        self.rows = [replace(whole, cells=pair) for pair in pairs]

    def facts(self) -> Iterator[Fact]:
        """The facts of its values, each by its label."""
        for row in self.rows:
            label, value = (self.page.words(cell) for cell in row.cells)
            column = read_column([label], [value])
            if column.read:
                yield from row.facts(row.cells[1], column)


def form_of(page: Page, table: Table) -> Form:
    """A table whose labels stand before their values."""
    pairs: list[Pair] = []
    for line in table.rows:
        cells = list({cell.start: cell for cell in line if page.words(cell)}.values())
        pairs += zip(cells[::2], cells[1::2], strict=False)
    return Form(Row(page, table, ()), pairs, None, None)


def listed(page: Page, record: Record) -> Form:
    """A listed thing with its fields in running lines; its heading says where, when and in which project."""
    heading = record.heading
    whole = Row(page, Table((), 0), (), running=True, when=page.date_in(page.words(heading)))
    named = page.project(heading) or page.program(heading.start, heading.end)
    return Form(whole, record.pairs, common(page, page.places(heading)), named)
