"""Head nouns: the words that a programme's name ends in, and what kind they make of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.spans import made_of
from pipeline.names.words import words

HeadKind = Literal["campaign", "contest", "project", "park", "mechanism", "grid", "event", "model", "brand"]


@dataclass(frozen=True, slots=True)
class Head:
    """A head noun found in a text."""

    start: int
    end: int
    kind: HeadKind
    main: bool = True
    """Whether it ends names without quote marks, too."""


@cache
def _matcher(*groups: str) -> Matcher[HeadKind | None]:
    lexicon = load_lexicon("pipeline.names", "programs")
    found: dict[str, HeadKind | None] = dict.fromkeys(words("programs", "not_heads"))
    for group in groups:
        found |= {word: kind for kind, listed in lexicon[group].items() for word in listed}
    return Matcher(found)


def heads(text: str) -> list[Head]:
    """The head nouns of names without quote marks, the longest at each position, left to right."""
    return _heads(text, "heads")


def tails(text: str) -> list[Head]:
    """The head nouns that may follow a closing quote mark: those of ``heads`` and more."""
    return _heads(text, "heads", "tails")


def _heads(text: str, *groups: str) -> list[Head]:
    main = _main()
    return [Head(s, e, kind, text[s:e] in main) for s, e, kind in _matcher(*groups).longest(text) if kind]


@cache
def _main() -> frozenset[str]:
    return frozenset(word for listed in load_lexicon("pipeline.names", "programs")["heads"].values() for word in listed)


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("programs", "generic")))


def is_generic(text: str, named: Iterable[tuple[int, int]] = ()) -> bool:
    """Whether general words alone (and the stretches ``named``) cover a text, so that it names nothing of its own."""
    return made_of(text, _generic(), named)
