"""Lexicons stand in data files beside the module that uses them; this loads them and matches them in one pass."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Generic, TypeVar

import ahocorasick
import yaml

T = TypeVar("T")


@cache
def load_lexicon(package: str, name: str) -> Mapping[str, Any]:
    """The YAML lexicon ``data/<name>.yaml`` of a package (``pipeline.names``); loaded once, not to be changed."""
    text = files(package).joinpath("data", f"{name}.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


class Matcher(Generic[T]):
    """Finds every occurrence of many words in one pass (Aho-Corasick), linear in the text."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, value in words.items():
            if word:
                self._automaton.add_word(word, (len(word), value))
        self._automaton.make_automaton()
        self._empty = len(self._automaton) == 0

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, T]]:
        """Every match as (start, end, value), ordered by end; matches may overlap."""
        if self._empty:
            return
        for last, (length, value) in self._automaton.iter(text, start, len(text) if end is None else end):
            yield last + 1 - length, last + 1, value

    def longest(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int, T]]:
        """Leftmost-longest matches without overlap."""
        found = sorted(self.finditer(text, start, end), key=lambda m: (m[0], -m[1]))
        free = 0
        for match in found:
            if match[0] >= free:
                yield match
                free = match[1]
