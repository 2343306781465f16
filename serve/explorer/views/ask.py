"""The questions of the ontology as cards and forms, their answers as a table and, where it can be, a chart."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ontology.iris import Iris
from ontology.questions import Parameter, Question, by_theme, questions
from serve.explorer import charts
from serve.explorer.graph import Graph
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Asked, BadRequestError, Figure, NotFoundError, View

SHOWN, DRAWN = 200, 15
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
LANGUAGE = {"zh": 0, "en": 1}
LONG = 40


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a question as SPARQL JSON, or why there is none."""

    answer: bytes
    error: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form."""

    parameter: Parameter
    about: str
    value: str


@dataclass(frozen=True, slots=True)
class AskView:
    """What the template of a question knows."""

    name: str
    says: str
    theme: str
    fields: tuple[Field, ...]
    query: str
    answer: Table | None
    figure: Figure | None
    count: int
    error: str


@dataclass(frozen=True, slots=True)
class Card:
    """A question in the list."""

    name: str
    says: str
    other: str
    href: str


def cards_view(reader: Reader) -> View:
    """All questions, by theme."""
    at = LANGUAGE[reader.language]
    themes = {
        theme[at]: tuple(Card(q.name, (q.zh, q.en)[at], (q.en, q.zh)[at], link(f"ask/{q.name}")) for q in asked)
        for theme, asked in by_theme().items()
    }
    return View("questions.html", reader.say("ask"), themes)


def values_of(question: Question, asked: Asked) -> dict[str, str]:
    """The parameters that an address gives."""
    return {p.name: text for p in question.parameters if (text := asked.text(p.name))}


def question_of(name: str, asked: Asked, base: str) -> str:
    """The SPARQL of a question for a graph under this base. Raises NotFoundError, BadRequestError."""
    question = questions().get(name)
    if question is None:
        raise NotFoundError(name)
    try:
        return question.query(values_of(question, asked), Iris(base))
    except ValueError as error:
        raise BadRequestError(str(error)) from None


def ask_view(graph: Graph, reader: Reader, name: str, asked: Asked, found: Found, *, whole: bool) -> View:
    """A question with its parameters and its answer; ``whole`` for all its rows, which downloads hold."""
    question, at = questions()[name], LANGUAGE[reader.language]
    values, (columns, rows) = values_of(question, asked), read(found.answer)
    shown = answer_table(graph, name, columns, rows if whole else rows[:SHOWN]) if columns else None
    if shown and rows:
        shown = replace(shown, following=question.next_offset(values))
    fields = tuple(Field(p, about(p, at), values.get(p.name, p.default)) for p in question.parameters)
    figure = answer_figure(reader, columns, rows) if columns else None
    says, theme = (question.zh, question.en)[at], question.theme[at]
    view = AskView(name, says, theme, fields, question.query(values), shown, figure, len(rows), found.error)
    return View("question.html", says, view, (shown,) if shown else ())


def about(parameter: Parameter, at: int) -> str:
    """What a parameter is, in one language."""
    both = re.split(r" ?/ ", parameter.about, maxsplit=1)
    return both[min(at, len(both) - 1)]


def read(answer: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The columns and rows of an answer, none of no answer."""
    if not answer:
        return [], []
    data = json.loads(answer)
    rows = [{name: value["value"] for name, value in row.items()} for row in data["results"]["bindings"]]
    return data["head"]["vars"], rows


def answer_table(graph: Graph, name: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Table:
    """An answer as a table; IRIs of the graph lead to their pages, addresses to the web."""
    numeric = {column for column in columns if is_numeric(rows, column)}
    line = " ".join(f"#{column}" if column in numeric else column for column in columns)
    cells = (tuple(answer_cell(graph, row.get(column, ""), column in numeric) for column in columns) for row in rows)
    return table(name, line, cells)


def answer_cell(graph: Graph, value: str, numeric: bool) -> Cell:
    """A value of an answer."""
    if value.startswith(graph.base):
        return Cell(graph.key(value), link(graph.key(value)), raw=value)
    if value.startswith(("http://", "https://")):
        return Cell(value, value)
    if numeric and value:
        return Cell(value, raw=float(value) if "." in value else int(value))
    return Cell(value, is_quote=len(value) > LONG)


def is_numeric(rows: Sequence[Mapping[str, str]], column: str) -> bool:
    """Whether a column holds numbers only."""
    values = [row[column] for row in rows if row.get(column)]
    return bool(values) and all(is_number(value) for value in values)


def is_number(value: str) -> bool:
    """Whether a value is a plain decimal number, and no code with a leading zero."""
    return _NUMBER.fullmatch(value) is not None


def answer_figure(reader: Reader, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Figure | None:
    """The first rows as bars: the answer's first column of names and its first column of numbers, if it has both."""
    counted = [c for c in columns if c != "year" and is_numeric(rows, c)]
    names = [c for c in columns if c not in counted and c not in ("year", "when", "url", "sentence")]
    if not counted or not names or len(rows) < 2:
        return None
    number, drawn = counted[0], [row for row in rows if row.get(counted[0])]
    drawn = sorted(drawn, key=lambda row: -float(row[number]))[:DRAWN]
    items = [
        charts.Item(
            " ".join(filter(None, (row.get(c, "") for c in names[:2]))), float(row[number]), reader.number(row[number])
        )
        for row in drawn
    ]
    chart = charts.bars(items)
    if chart is None:
        return None
    cells = ((Cell(item.name), Cell(item.shown, raw=item.value)) for item in items)
    return Figure(number, chart, table("chart", f"name #{number}", cells), "")
