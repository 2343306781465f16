"""The words around names of places, of ``data/context.yaml``, ready to be asked for."""

from functools import cache

from pipeline.lexicon import load_lexicon


@cache
def listed(key: str) -> frozenset[str]:
    """The words of a list (of a table its keys): ``listed("modifiers")``."""
    return frozenset(load_lexicon("pipeline.places", "context")[key])


class Endings:
    """Words that a text may end in, asked at a cost that goes by their lengths and not by their number."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words = words
        self._lengths = sorted({len(word) for word in words})

    def end(self, text: str, at: int | None = None) -> bool:
        """Whether one of the words ends where the text does, or at a point of it."""
        at = len(text) if at is None else at
        return any(text[at - length : at] in self._words for length in self._lengths if length <= at)


@cache
def endings(key: str, shortest: int = 1) -> Endings:
    """A list's words of at least ``shortest`` characters as endings."""
    return Endings(frozenset(word for word in listed(key) if len(word) >= shortest))
