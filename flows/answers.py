"""Answers shown: a table for people, CSV and JSON as the standard has them."""

import json
from collections.abc import Iterable
from typing import Any

from rich.table import Table

from flows.console import out
from ontology.iris import XT

WIDE = 200
"""Columns of a table that no terminal shows."""


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


def short(value: str, base: str) -> str:
    """A value as a table shows it."""
    if value.startswith(str(XT)):
        return f"xt:{value.removeprefix(str(XT))}"
    return value.removeprefix(base)
