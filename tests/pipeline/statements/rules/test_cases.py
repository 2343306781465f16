"""Every case of cases/*.yaml: a text and all facts to be read in it, no more and no less.

An expected fact is ``VALUE UNIT = WHAT [@ WHEN] [planned] [in PLACE]``; a range's value is ``LOW..HIGH``. The place is
compared only where the section's cases name one. A section may set ``home``, ``places``, ``programs``, ``published``.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.records import Fact
from tests.pipeline.statements.rules.reading import facts


def cases() -> list[Any]:
    found = []
    for file in sorted(Path(__file__).with_name("cases").glob("*.yaml")):
        for section in yaml.safe_load(file.read_text("utf-8")):
            about = {key: section[key] for key in ("home", "places", "programs", "published") if key in section}
            for case in section["cases"]:
                ((text, expected),) = case.items()
                found.append(pytest.param(text, about, expected, id=f"{file.stem}-{text[:24]}"))
    return found


def shown(fact: Fact, with_place: bool) -> str:
    top = "" if fact.value_max is None else f"..{fact.value_max.normalize():f}"
    when = f" @ {fact.when}" if fact.when else ""
    planned = " planned" if fact.modality == "planned" else ""
    place = f" in {fact.where.code or fact.where.name}" if with_place and fact.where else ""
    return f"{fact.value.normalize():f}{top} {fact.unit} = {fact.what}{when}{planned}{place}"


@pytest.mark.parametrize(("text", "about", "expected"), cases())
def test_all_facts_of_a_text(text: str, about: dict[str, Any], expected: list[str]) -> None:
    with_place = any(" in " in line for line in expected)
    assert [shown(fact, with_place) for fact in facts(text, **about)] == expected
