"""The units and measure words that may stand behind a number, from the units scheme, longest first."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from ontology.concepts import load
from pipeline.lexicon import load_lexicon

_EXCLUDE: Mapping[str, Any] = load_lexicon("pipeline.numbers", "exclude")
_NOT_BEFORE: dict[str, list[str]] = _EXCLUDE["not_before"]
_GLOSS = re.compile(r"[（(]([^（）()\d\s]{1,3})[）)]")


@cache
def _by_first() -> Mapping[str, tuple[str, ...]]:
    words: dict[str, set[str]] = defaultdict(set)
    for unit in load("units"):
        for word in (unit.zh, *unit.alt, *(value for key, value in unit.notes if key == "notation")):
            words[word[0]].add(word)
    return {first: tuple(sorted(group, key=len, reverse=True)) for first, group in words.items()}


def past_gloss(text: str, at: int) -> int:
    """Behind a second unit in brackets, which says what else the unit stands for: 头|（只）|."""
    match = _GLOSS.match(text, at)
    return match.end() if match and longest(match[1], 0) == match[1] else at


def longest(text: str, at: int) -> str | None:
    """The longest unit that is written at a place; None where none is, or where it begins another word (期|间)."""
    for word in _by_first().get(text[at : at + 1], ()):
        if text.startswith(word, at):
            end = at + len(word)
            if (
                word.isascii()
                and word[-1].isalpha()
                and text[end : end + 1].isascii()
                and text[end : end + 1].isalnum()
            ):
                continue
            if any(text.startswith(other, end) for other in _NOT_BEFORE.get(word, ())):
                continue
            return word
    return None
