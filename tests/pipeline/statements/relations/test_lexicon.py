"""The words and patterns of relations: each is used, each pattern compiles, no word stands twice in one list."""

from importlib.resources import files

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.statements.relations.triggers import pattern, triggers

PACKAGE = "pipeline.statements.relations"
SOURCE = "".join(file.read_text("utf-8") for file in files(PACKAGE).iterdir() if file.name.endswith(".py"))

FORMED = ("_verb", "_before", "_after")
"""Ends of keys that the code forms: frame_before."""


@pytest.mark.parametrize("name", ["frames", "words", "codes"])
def test_every_entry_is_used(name: str) -> None:
    for key in load_lexicon(PACKAGE, name):
        used = f'"{key}"' in SOURCE or any(f'"{key.removesuffix(end)}"' in SOURCE for end in FORMED if end in key)
        assert used, f"{name}.yaml: {key}"


@pytest.mark.parametrize("name", list(load_lexicon(PACKAGE, "frames")))
def test_a_pattern_compiles_and_is_not_slow(name: str) -> None:
    for text in ("推行" * 2000, "在全乡" * 1500, "、”“" * 1500, "等三个方面" * 1000):
        pattern(name).search(text[:1500])


def test_a_word_stands_once_in_a_list() -> None:
    for key, listed in load_lexicon(PACKAGE, "words").items():
        words = listed.split()
        assert len(words) == len(set(words)), (key, sorted(w for w in words if words.count(w) > 1))


def test_a_shield_hides_the_verb_that_it_contains() -> None:
    assert [does for _, _, does in triggers().longest("实施方案")] == [frozenset()]
    assert [sorted(does) for _, _, does in triggers().longest("推行")] == [["carry"]]
