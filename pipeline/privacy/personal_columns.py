"""Persons in tables: the columns, the values of forms and the lines that name them or their numbers are left out.

A column is a person's by its head, or by its values whatever the head says; a head of money or measure outvotes digits
that look like a person's number. What is unknown falls to the safe side.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.privacy.identifiers import mask
from pipeline.privacy.name_scores import gain_alone

HEAD_MAX = 30
HEAD_ROWS = 3
"""Rows at a table's top that may hold a column's head."""
FIGURE = re.compile(r"[\d.,，]+[\u4e00-\u9fff]{0,2}")
IDENTITY = 15
"""Digits from which on a number is a person's or an account's; a telephone has fewer."""
NAME = re.compile(r"[\u4e00-\u9fff·•]{2,8}")
NAME_GAIN = 0.0
"""Log odds from which on a cell alone is a name: on the columns of ``tests/pipeline/privacy``."""


def public_columns(columns: Sequence[Sequence[str]]) -> tuple[list[int], bool]:
    """The columns that tell nothing of persons, by their heads and by their values.

    And whether one that is left out says that each row is a person (户主, 身份证号), not only who answers for it.
    """
    keep = []
    of_persons = False
    for at, cells in enumerate(columns):
        column = [re.sub(r"\s", "", cell) for cell in cells]
        values = [cell for cell in column if cell]
        heads = [cell for cell in column[:HEAD_ROWS] if is_personal(cell) or asks_for_person(cell, values)]
        numbers = [cell for cell in values if _pattern("personal_value").fullmatch(cell)]
        if heads:
            of_persons = of_persons or any(_pattern("of_persons").fullmatch(cell) for cell in heads)
        elif not is_measured(column) and values and len(numbers) * 2 >= len(values):
            of_persons = of_persons or any(len(cell) >= IDENTITY for cell in numbers)
        elif holds_names(cells):
            of_persons = True
        else:
            keep.append(at)
    return keep, of_persons


def is_measured(column: Sequence[str]) -> bool:
    """Whether a column's head says money or measure."""
    return any(_pattern("measured").search(cell) for cell in column[:HEAD_ROWS] if len(cell) <= HEAD_MAX)


def holds_names(cells: Sequence[str]) -> bool:
    """Whether half of a column's values are names of persons, under a head that does not say otherwise."""
    head, *values = [cell.strip() for cell in cells] or [""]
    if any(_pattern("public").search(cell) for cell in (head, *values[: HEAD_ROWS - 1]) if len(cell) <= HEAD_MAX):
        return False
    values = [value for value in values if value]
    return bool(values) and sum(map(is_name, values)) * 2 >= len(values)


def is_name(cell: str) -> bool:
    """Whether a cell alone is a person's name."""
    name = re.sub(r"\s", "", cell)
    if not NAME.fullmatch(name) or _pattern("public").search(name):
        return False
    return gain_alone(name) >= NAME_GAIN


def masked_cells(columns: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells of columns with the numbers of persons in them masked, but under heads of money or measure."""
    return [list(cells) if is_measured(cells) else [mask(cell) for cell in cells] for cells in columns]


def is_personal(text: str) -> bool:
    """Whether a head or a label asks for a person or for a person's number."""
    return len(text) <= HEAD_MAX and _pattern("personal").fullmatch(text) is not None


def asks_for_person(head: str, values: Sequence[str]) -> bool:
    """Whether a head or a label names a post (驻村干部) and the values are not how many there are."""
    named = [value for value in values if value != head]
    figures = sum(FIGURE.fullmatch(value) is not None for value in named)
    return len(head) <= HEAD_MAX and _pattern("posts").fullmatch(head) is not None and figures * 2 < len(named)


def without_persons(text: str) -> str:
    """A line or a cell without who filled it in, checked it or answers for it, and how to reach them."""
    if ":" not in text and "：" not in text:
        return text
    return _pattern("reach").sub("", _pattern("signed").sub("", text)).strip(" ,，;；、")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.privacy", "columns")[name])
