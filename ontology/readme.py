"""Makes the generated parts of ``README.md`` anew: ``python -m ontology.readme``.

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->``; what is written by hand stands outside.
"""

import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from rdflib import Graph

from ontology.diagram import classes, fact
from ontology.questions import questions
from ontology.terms import Sort, Term, terms

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
    rows = []
    for name, question in questions().items():
        settable = "<br>".join(f"`{p.name}` = {p.default}: {p.about}" for p in question.parameters)
        rows.append(f"| [{name}](queries/{name}.rq) | {question.zh} | {question.en} | {settable} |")
    return "\n".join(["| Name | 问题 | Question | Parameters |", "|---|---|---|---|", *rows])


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
