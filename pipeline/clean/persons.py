"""Persons in tables: the columns, the values of forms and the lines that name them or their numbers are left out."""

import re
from collections.abc import Sequence
from functools import cache

from pipeline.lexicon import load_lexicon

HEAD_MAX = 30
HEAD_ROWS = 3
"""Rows at a table's top that may hold a column's head."""
FIGURE = re.compile(r"[\d.,，]+[\u4e00-\u9fff]{0,2}")
IDENTITY = 15
"""Digits from which on a number is a person's or an account's; a telephone has fewer."""


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
        elif values and len(numbers) * 2 >= len(values):
            of_persons = of_persons or any(len(cell) >= IDENTITY for cell in numbers)
        else:
            keep.append(at)
    return keep, of_persons


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
    return re.compile(load_lexicon("pipeline.clean", "persons")[name])
