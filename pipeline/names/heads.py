"""Head nouns: the words that a programme's name ends in, and what kind they make of it."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.words import words

HeadKind = Literal["campaign", "project", "mechanism", "event", "model", "brand"]


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun found in a text."""

    start: int
    end: int
    kind: HeadKind


@cache
def _matcher() -> Matcher[HeadKind]:
    lexicon = load_lexicon("pipeline.names", "programs")["heads"]
    return Matcher({word: kind for kind, found in lexicon.items() for word in found})


def heads(text: str) -> list[Head]:
    """Every head noun of a text, the longest at each position, left to right."""
    return [Head(start, end, kind) for start, end, kind in _matcher().longest(text)]


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("programs", "generic")))


def is_generic(text: str) -> bool:
    """Whether general words alone cover a text (工作, 长效, 志愿服务), so that with a head noun it names nothing."""
    reach = {0}
    for start, end, _ in sorted(_generic().finditer(text)):
        if start in reach:
            reach.add(end)
    return len(text) in reach
