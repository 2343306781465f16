"""The competency questions: what the graph is there to answer, each a SPARQL query in ``queries/NAME.rq``.

The head of a file asks in Chinese and in English, then gives its theme (``# Theme: 资金 / money``), notes, and
parameters, a line each (``# Parameter least: …``). A parameter is a ``VALUES ?least { 500000 }`` in the query, its
value the default, whose kind (number, text, text in a language) a value in its place must have. A question whose
answer grows with the graph has ``limit`` and ``offset``, its ``LIMIT 1000 OFFSET 0``: it is answered a page at a time,
and what is paged are the things asked about, in the order of the store, so that a page costs the same however large
that is. A ``LIMIT`` alone only tells a planner that few rows come of a part (CONTRIBUTING.md says how to write one).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD

from ontology.iris import DEFAULT_BASE, XT, Iris
from ontology.units import QUDT_CURRENCY

PREFIXES: Mapping[str, str] = {
    "xt": str(XT),
    **{kind: f"{DEFAULT_BASE}{kind}/" for kind in ("fact", "indicator", "page", "place", "program", "unit")},
    "currency": QUDT_CURRENCY,
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "prov": str(PROV),
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SDO),
    "skos": str(SKOS),
    "xsd": str(XSD),
}
"""The prefixes that queries to the graph commonly use."""

THEMES = ("money", "facts", "places", "programmes", "bodies and documents", "sources and history", "quality")
"""What the questions are about, in the order in which they are listed."""

_THEME = re.compile(r"^Theme: (.+) / (.+)$")
_PARAMETER = re.compile(r"^Parameter (\w+): (.+)$")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_VALUES = r"VALUES \?{name} {{ (?P<value>[^{{}}\n]*) }}"
_PAGE = {
    "limit": r"\bLIMIT (?P<value>[0-9]+) OFFSET",
    "offset": r"\bLIMIT [0-9]+ OFFSET (?P<value>[0-9]+)",
}
_LARGEST_PAGE = 10_000
_OWN = re.compile(f"<{re.escape(DEFAULT_BASE)}(?!{re.escape(XT.removeprefix(DEFAULT_BASE))})")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a caller may set in a question."""

    name: str
    about: str
    default: str
    is_number: bool
    language: str = ""
    """What follows a text's quotes: ``@zh`` where the graph has it in Chinese."""


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question; ``text`` is its SPARQL, ready to run with every parameter at its default."""

    name: str
    zh: str
    en: str
    theme: tuple[str, str]
    """In Chinese and in English."""
    text: str
    notes: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def is_paged(self) -> bool:
        """Whether it is answered a page at a time."""
        return any(parameter.name == "limit" for parameter in self.parameters)

    def next_offset(self, values: Mapping[str, str]) -> int | None:
        """Where the page after the one with these values begins, None where there are no pages.

        A page is of things, not of rows, so only a page without rows tells that there are no more.
        """
        if not self.is_paged:
            return None
        default = {parameter.name: parameter.default for parameter in self.parameters}
        return sum(int(values.get(name) or default[name]) for name in ("offset", "limit"))

    @property
    def says(self) -> str:
        """What the question asks, in both languages."""
        return f"{self.zh} {self.en}"

    def query(self, values: Mapping[str, str] | None = None, iris: Iris | None = None) -> str:
        """The SPARQL with these values for its parameters, for a graph with the IRIs of ``iris``.

        Raises ValueError for a parameter that the question does not have and for text where a number is due.
        """
        text = self.text if iris is None else _OWN.sub(f"<{iris.base}", self.text)
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in (values or {}).items():
            if name not in known:
                has = ", ".join(known) or "no parameters"
                raise ValueError(f"question {self.name!r} has no parameter {name!r}; it has {has}")
            term = _number(name, value) if known[name].is_number else _string(value) + known[name].language
            for found in reversed(list(re.finditer(_pattern(name), text))):
                text = text[: found.start("value")] + term + text[found.end("value") :]
        return text


def prefixes(base: str) -> dict[str, str]:
    """The prefixes that need no declaration, for a graph under this base."""
    return {k: v if v.startswith(XT) else v.replace(DEFAULT_BASE, base) for k, v in PREFIXES.items()}


@cache
def questions() -> Mapping[str, Question]:
    """All questions by name, in alphabetical order."""
    found = sorted((f for f in files("ontology").joinpath("queries").iterdir()), key=lambda f: f.name)
    names = {f.name.removesuffix(".rq"): f for f in found if f.name.endswith(".rq")}
    return {name: parse(name, file.read_text("utf-8")) for name, file in names.items()}


def by_theme() -> Mapping[tuple[str, str], tuple[Question, ...]]:
    """The questions under their themes, in Chinese and in English."""
    found = dict[tuple[str, str], tuple[Question, ...]]()
    for question in sorted(questions().values(), key=lambda q: (THEMES.index(q.theme[1]), q.name)):
        found[question.theme] = (*found.get(question.theme, ()), question)
    return found


def parse(name: str, text: str) -> Question:
    """A question from its file. Raises ValueError where its head does not ask in both languages or has no theme."""
    head = [line[1:].strip() for line in text[: text.index("\nPREFIX")].splitlines() if line.startswith("#")]
    if len(head) < 2:
        raise ValueError(f"{name}.rq: its first two lines ask the question, in Chinese and in English")
    theme = next((match.groups() for line in head if (match := _THEME.match(line))), None)
    if theme is None or theme[1] not in THEMES:
        raise ValueError(f"{name}.rq: its head has a line '# Theme: 中文 / english' with one of: {', '.join(THEMES)}")
    parameters, notes = list[Parameter](), list[str]()
    for line in head[2:]:
        if _THEME.match(line):
            continue
        if match := _PARAMETER.match(line):
            parameters.append(_parameter(name, text, *match.groups()))
        else:
            notes.append(line)
    return Question(name, head[0], head[1], (theme[0], theme[1]), text, tuple(notes), tuple(parameters))


def _parameter(question: str, text: str, name: str, about: str) -> Parameter:
    found = re.search(_pattern(name), text)
    if not found:
        raise ValueError(f"{question}.rq: parameter {name!r} has no line 'VALUES ?{name} {{ default }}'")
    value = found["value"]
    text, _, language = value.rpartition('"')
    return Parameter(name, about, text[1:] or value, is_number=not text, language=language if text else "")


def _pattern(name: str) -> str:
    return _PAGE.get(name) or _VALUES.format(name=name)


def _number(name: str, value: str) -> str:
    if not _NUMBER.fullmatch(value) or (name in _PAGE and not value.isdecimal()):
        raise ValueError(f"parameter {name!r} takes a {'whole ' if name in _PAGE else ''}number, not {value!r}")
    if name == "limit" and int(value) > _LARGEST_PAGE:
        raise ValueError(
            f"parameter {name!r} is at most {_LARGEST_PAGE}, not {value}; ask for the next page by 'offset'"
        )
    return value


def _string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
