"""Every case of cases/*.yaml: a text, and all numbers and dates to be read in it, no more and no less.

An expected reading is ``SURFACE = VALUE UNIT [QUALIFIER] [/ PER]``; a range's value is ``LOW..HIGH``, the unit of an
amount its currency code. A date is ``SURFACE = ISO8601``.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.numbers import read_numbers
from pipeline.records import Amount, Date, Quantity

QUALIFIERS = ("about", "over", "under")


def sections() -> list[tuple[str, Any]]:
    files = sorted(Path(__file__).with_name("cases").glob("*.yaml"))
    return [(f.stem, section) for f in files for section in yaml.safe_load(f.read_text("utf-8"))]


def cases() -> list[Any]:
    found = []
    for file, section in sections():
        for case in section["cases"]:
            ((text, expected),) = case.items()
            wanted = [expected] if isinstance(expected, str) else (expected or [])
            published = str(section["published"]) if "published" in section else None
            found.append(pytest.param(text, published, wanted, id=f"{file}-{text[:30]}"))
    return found


def shown(item: Amount | Quantity | Date) -> str:
    if isinstance(item, Date):
        return f"{item.text} = {item.value}"
    value = f"{item.value.normalize():f}" + (f"..{item.value_max.normalize():f}" if item.value_max is not None else "")
    unit = item.currency if isinstance(item, Amount) else item.unit
    qualifier = "" if item.qualifier == "exact" else f" {item.qualifier}"
    return f"{item.text} = {value} {unit}{qualifier}" + (f" / {item.per}" if item.per else "")


@pytest.mark.parametrize(("text", "published", "expected"), cases())
def test_case(text: str, published: str | None, expected: list[str]) -> None:
    numbers = read_numbers(text, published)
    items = sorted((*numbers.amounts, *numbers.quantities, *numbers.dates), key=lambda item: item.start)
    assert [shown(item) for item in items] == expected
    assert all(text[item.start : item.end] == item.text for item in items)


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 300
