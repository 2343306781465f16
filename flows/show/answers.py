"""Answers shown: a table for people, CSV and JSON as the standard has them."""

import json
from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from flows.show.console import out
from ontology.iris import XT
from ontology.questions import by_theme, questions

WIDE = 200
"""Columns of a table that no terminal shows."""
LISTED = 120
"""The same of the list of questions."""
NAMES = max(map(len, questions()))


def rows_of(answer: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The variables of a JSON answer and its rows, each value as a string."""
    data: dict[str, Any] = json.loads(answer)
    if "boolean" in data:
        return ["answer"], [{"answer": "yes" if data["boolean"] else "no"}]
    rows = [{name: value["value"] for name, value in row.items()} for row in data["results"]["bindings"]]
    return data["head"]["vars"], rows


def show_table(names: Iterable[str], rows: list[dict[str, str]], base: str, title: str | None = None) -> None:
    """The rows as a table; IRIs of this graph without what they all begin with."""
    grid = Table(title=title, title_justify="left", header_style="bold")
    names = list(names)
    for name in names:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(short(row.get(name, ""), base) for name in names))
    if not out.is_terminal:
        out.width = WIDE
    out.print(grid, markup=False)


def show_questions() -> None:
    """The competency questions under their themes, each with what may be set."""
    if not out.is_terminal:
        out.width = LISTED
    for (zh, en), asked in by_theme().items():
        grid = Table(title=f"{zh} {en}", title_justify="left", title_style="bold", box=None, show_header=False)
        grid.add_column(style="bold", min_width=NAMES, no_wrap=True)
        grid.add_column(overflow="fold")
        for question in asked:
            settable = "".join(f"\n--set {p.name}={p.default}  {p.about}" for p in question.parameters)
            grid.add_row(Text(question.name), Text(f"{question.zh}\n{question.en}{settable}"))
        out.print(grid)


def short(value: str, base: str) -> str:
    """A value as a table shows it."""
    if value.startswith(str(XT)):
        return f"xt:{value.removeprefix(str(XT))}"
    return value.removeprefix(base)
