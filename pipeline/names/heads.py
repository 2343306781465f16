"""Head nouns: the words that a programme's name ends in, and what kind they make of it."""

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.spans import made_of
from pipeline.names.words import words

HeadKind = Literal[
    "campaign", "contest", "project", "park", "mechanism", "grid", "event", "model", "brand", "settlement"
]


class Head(NamedTuple):
    """A head noun found in a text."""

    start: int
    end: int
    kind: HeadKind
    main: bool = True
    """Whether it ends names without quote marks, too."""


@cache
def _matcher(*groups: str) -> Matcher[tuple[HeadKind, bool] | None]:
    """The head nouns of some groups, each with its kind and whether it is a main one; None for what is no head."""
    lexicon = load_lexicon("pipeline.names", "programs")
    main = frozenset(word for listed in lexicon["heads"].values() for word in listed)
    found: dict[str, tuple[HeadKind, bool] | None] = dict.fromkeys(words("programs", "not_heads"))
    for group in groups:
        found |= {word: (kind, word in main) for kind, listed in lexicon[group].items() for word in listed}
    return Matcher(found)


def heads(text: str) -> list[Head]:
    """The head nouns of names without quote marks, the longest at each position, left to right."""
    return [Head(start, end, *value) for start, end, value in _matcher("heads").longest(text) if value]


def tails(text: str) -> list[Head]:
    """The head nouns that may follow a closing quote mark: those of ``heads`` and more."""
    return [Head(start, end, *value) for start, end, value in _matcher("heads", "tails").longest(text) if value]


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("programs", "generic")))


def is_generic(text: str, named: Iterable[tuple[int, int]] = ()) -> bool:
    """Whether general words alone (and the stretches ``named``) cover a text, so that it names nothing of its own."""
    return made_of(text, _generic(), named)
