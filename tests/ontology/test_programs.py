"""The scheme of programmes: defined in both languages, dated and issued by a source, by a body of its time."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import ontology
from ontology.concepts import Concept, load

PROGRAMS = load("programs")
BODIES: dict[str, list[int]] = yaml.safe_load(Path(ontology.__path__[0], "bodies.yaml").read_text("utf-8"))


def notes(concept: Concept, name: str) -> list[str]:
    return [value for key, value in concept.notes if key == name]


def test_each_has_a_line_of_definition_in_chinese_and_english():
    def languages(concept: Concept) -> int:
        texts = notes(concept, "definition")
        return len({any("\u4e00" <= c <= "\u9fff" for c in text) for text in texts}) if len(texts) == 2 else 0

    assert [c.slug for c in PROGRAMS if languages(c) != 2] == []


def test_a_year_and_an_issuer_stand_only_beside_their_source():
    unsourced = [c.slug for c in PROGRAMS if (c.note("since") or c.note("issuer")) and not c.note("source")]
    assert unsourced == []


@pytest.mark.parametrize("concept", [c for c in PROGRAMS if c.note("issuer")], ids=lambda c: c.slug)
def test_issued_by_bodies_of_its_year(concept: Concept):
    year = int(concept.note("since") or 0)
    for body in notes(concept, "issuer"):
        founded, *ended = BODIES[body]
        assert founded <= year <= (ended or [9999])[0], f"{body} in {year}"


def test_each_body_issued_something():
    assert BODIES.keys() == {body for c in PROGRAMS for body in notes(c, "issuer")}


def test_no_label_names_two_programmes():
    labels = Counter(label for c in PROGRAMS for label in {c.zh, *c.alt})
    assert [label for label, count in labels.items() if count > 1] == []


def test_a_government_s_office_that_a_source_names_is_the_issuer():
    """Of the State Council's and a province's offices, which are bodies of their own; a ministry's speaks for it."""
    named = [
        (c, re.match("《([^《》]{0,12}?(?:国务院|人民政府)办公厅)关于", note))
        for c in PROGRAMS
        for note in notes(c, "source")
    ]
    assert [c.slug for c, office in named if office and office[1] not in notes(c, "issuer")] == []
