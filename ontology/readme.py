"""Makes the generated parts of ``README.md`` anew: ``python -m ontology.readme``.

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; what is written by hand stands outside.
"""

import csv
import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from rdflib import Graph

from ontology.diagram import classes, fact
from ontology.iris import DEFAULT_BASE
from ontology.questions import Question, by_theme
from ontology.terms import Sort, Term, terms

_ANSWERS = Path(__file__).parents[1] / "tests" / "ontology" / "answers"
"""What each question answers over the tests' small graph; a test holds them to it."""
_ROWS = 3
"""Rows shown of an answer."""
_LONG = 40
"""Characters shown of a sentence."""
_PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The text with each generated part made anew. Raises KeyError for a part of an unknown name."""
    return _PART.sub(lambda part: f"{part[1]}{_PARTS[part[2]]()}\n{part[3]}", text)


def _mermaid(chart: str) -> str:
    return f"```mermaid\n{chart}\n```"


def _example() -> Graph:
    return Graph().parse(data=files("ontology").joinpath("example.ttl").read_text("utf-8"), format="turtle")


def _classes() -> str:
    rows = [_row(term, ", ".join(f"`{a}`" for a in term.above)) for term in _of("class", "individual")]
    return "\n".join(["| Term | 中文 | English | Meaning | Below |", "|---|---|---|---|---|", *rows])


def _properties() -> str:
    return _property_table(term for term in _of("object", "data") if term.is_own)


def _borrowed() -> str:
    return _property_table(term for term in _of("object", "data") if not term.is_own)


def _property_table(of: Iterable[Term]) -> str:
    rows = [_row(t, f"{_list(t.domains)} → {_list(t.ranges)}", ", ".join(f"`{a}`" for a in t.above)) for t in of]
    return "\n".join(["| Term | 中文 | English | Meaning | From → to | Below |", "|---|---|---|---|---|---|", *rows])


def _questions() -> str:
    parts = []
    for (zh, en), asked in by_theme().items():
        parts += [f"### {zh} {en}", *map(_question, asked)]
    return "\n\n".join(parts)


def _question(question: Question) -> str:
    """The question, what may be set, and the first rows of its answer over the tests' small graph."""
    lines = [f"**[{question.name}](queries/{question.name}.rq)** {question.zh} {question.en}"]
    lines += [f"`{p.name}` = {p.default}: {p.about}" for p in question.parameters]
    with (_ANSWERS / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    if not rows:
        return "<br>\n".join([*lines, "No row: all is well there."])
    shown = [n for n in range(len(columns)) if any(row[n] for row in rows[:_ROWS])]
    cells = [
        [columns[n] for n in shown],
        ["---"] * len(shown),
        *([_cut(row[n]) for n in shown] for row in rows[:_ROWS]),
    ]
    more = f"\n\n… {len(rows) - _ROWS} more" if len(rows) > _ROWS else ""
    return "<br>\n".join(lines) + "\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in cells) + more


def _cut(text: str) -> str:
    return (text if len(text) <= _LONG else f"{text[: _LONG - 1]}…").removeprefix(DEFAULT_BASE).replace("|", "\\|")


def _of(*sorts: Sort) -> list[Term]:
    return [term for term in terms() if term.sort in sorts]


def _row(term: Term, *more: str) -> str:
    return f"| {' | '.join([f'`{term.iri}`', term.zh, term.en, f'{term.comment_zh} {term.comment_en}', *more])} |"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(name.removeprefix("xt:") for name in names)


_PARTS: dict[str, Callable[[], str]] = {
    "diagram": lambda: _mermaid(classes()),
    "fact": lambda: _mermaid(fact(_example())),
    "classes": _classes,
    "properties": _properties,
    "borrowed": _borrowed,
    "questions": _questions,
}

if __name__ == "__main__":
    readme = Path(__file__).with_name("README.md")
    readme.write_text(filled(readme.read_text("utf-8")), "utf-8")
