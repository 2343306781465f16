"""The questions of the ontology as cards and forms, their answers as a table and, where it can be, a chart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ontology.iris import Iris
from ontology.questions import Parameter, Question, by_theme, questions
from serve.explorer.answers import answer_figure, answer_table, read
from serve.explorer.graph import Graph
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Table
from serve.explorer.view import Asked, BadRequestError, Figure, NotFoundError, View
from serve.explorer.views.search import places_named

SHOWN, PAGE = 60, 40
"""Rows that are shown of an answer, whose downloads hold all; things that are asked for where nobody says how many: a
page of a hundred kB has room for these."""
LANGUAGE = {"zh": 0, "en": 1}
PAGING = ("limit", "offset")
PLACE = "code"
"""The parameter that is a division's code; people give a name."""
FULL_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")


@dataclass(frozen=True, slots=True)
class Found:
    """The answer of a question as SPARQL JSON, or why there is none."""

    answer: bytes
    error: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form, with the name of the place whose code it holds."""

    parameter: Parameter
    about: str
    value: str
    name: str = ""

    @property
    def is_paging(self) -> bool:
        """Whether it only says which rows of the answer to show."""
        return self.parameter.name in PAGING


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

    @property
    def is_past(self) -> bool:
        """Whether rows are asked for that come after the first ones."""
        return any(field.parameter.name == "offset" and field.value.strip("0") for field in self.fields)


@dataclass(frozen=True, slots=True)
class Card:
    """A question in the list."""

    name: str
    says: str
    href: str


def cards_view(reader: Reader) -> View:
    """All questions, by theme."""
    at = LANGUAGE[reader.language]
    themes = {
        theme[at]: tuple(Card(q.name, worded((q.zh, q.en), at), link(f"ask/{q.name}")) for q in asked)
        for theme, asked in by_theme().items()
    }
    return View("questions.html", reader.say("ask"), themes)


def values_of(graph: Graph, question: Question, asked: Asked) -> dict[str, str]:
    """The parameters that an address gives; the name of a place stands for its code."""
    values = {p.name: text for p in question.parameters if (text := asked.text(p.name))}
    for parameter in question.parameters:
        if parameter.name == "limit":
            values.setdefault("limit", str(min(PAGE, int(parameter.default))))
    if (name := values.get(PLACE, "")) and not name.isascii() and (places := places_named(graph, [name])):
        values[PLACE] = places[0].key.removeprefix("place/")
    return values


def question_of(graph: Graph, name: str, asked: Asked) -> str:
    """The SPARQL of a question for a graph. Raises NotFoundError, BadRequestError."""
    question = questions().get(name)
    if question is None:
        raise NotFoundError(name)
    try:
        return question.query(values_of(graph, question, asked), Iris(graph.base))
    except ValueError as error:
        raise BadRequestError(str(error)) from None


def ask_view(graph: Graph, reader: Reader, name: str, asked: Asked, found: Found, *, whole: bool) -> View:
    """A question with its parameters and its answer; ``whole`` for all its rows, which downloads hold."""
    question, at = questions()[name], LANGUAGE[reader.language]
    values, answer = values_of(graph, question, asked), read(graph, found.answer)
    kept = answer if whole else replace(answer, rows=answer.rows[:SHOWN])
    shown = answer_table(graph, reader, name, kept) if answer.columns else None
    if shown and answer.rows:
        shown = replace(shown, following=question.next_offset(values))
    figure = answer_figure(graph, reader, answer) if answer.columns else None
    says, theme = worded((question.zh, question.en), at), question.theme[at]
    fields = fields_of(graph, question, values, at)
    count = len(answer.rows)
    view = AskView(name, says, theme, fields, question.query(values), shown, figure, count, found.error)
    tables = (*((shown,) if shown else ()), *((figure.table,) if figure else ()))
    return View("question.html", says, view, tables)


def fields_of(graph: Graph, question: Question, values: Mapping[str, str], at: int) -> tuple[Field, ...]:
    """The fields of a question's form."""
    fields = list[Field]()
    for parameter in question.parameters:
        value = values.get(parameter.name, parameter.default)
        place = graph.thing(f"place/{value}") if parameter.name == PLACE else None
        fields.append(Field(parameter, about(parameter, at), value, place.name if place else ""))
    return tuple(fields)


def about(parameter: Parameter, at: int) -> str:
    """What a parameter is, in one language."""
    both = re.split(r" ?/ ", parameter.about, maxsplit=1)
    return worded(both, min(at, len(both) - 1))


def worded(both: tuple[str, str] | list[str], at: int) -> str:
    """One of two languages; Chinese with its own punctuation."""
    return both[at].translate(FULL_WIDTH) if at == LANGUAGE["zh"] else both[at]
