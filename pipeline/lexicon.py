"""Lexicons stand in data files beside the module that uses them; this loads them and matches them in one pass."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Generic, TypeVar

import yaml
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def load_lexicon(package: str, name: str) -> Mapping[str, Any]:
    """The YAML lexicon ``data/<name>.yaml`` of a package (``pipeline.names``); loaded once, not to be changed."""
    text = files(package).joinpath("data", f"{name}.yaml").read_text("utf-8")
    data: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return data


class Matcher(Generic[T]):
    """Finds many words in one pass (Aho-Corasick), linear in the text. Empty words match nothing."""

    def __init__(self, words: Mapping[str, T]) -> None:
        self._words = [word for word in words if word]
        self._values = [value for word, value in words.items() if word]

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, T]]:
        """Every match as (start, end, value), ordered by end; matches may overlap."""
        window = text[start:end] if start or end is not None else text
        try:
            found = self._every.find_matches_as_indexes(window, True)
        except UnicodeEncodeError:
            found = self._every.find_matches_as_indexes(_without_halves(window), True)
        values = self._values
        return [(start + first, start + last, values[word]) for word, first, last in found] if found else []

    def longest(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, T]]:
        """Leftmost-longest matches without overlap."""
        window = text[start:end] if start or end is not None else text
        try:
            found = self._leftmost.find_matches_as_indexes(window)
        except UnicodeEncodeError:
            found = self._leftmost.find_matches_as_indexes(_without_halves(window))
        values = self._values
        return [(start + first, start + last, values[word]) for word, first, last in found] if found else []

    def at(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, T] | None:
        """The longest word that begins just at ``start``, as (end, value)."""
        for word, value in self._by_first.get(text[start : start + 1], ()):
            if text.startswith(word, start, end):
                return start + len(word), value
        return None

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, T]]]:
        found: dict[str, list[tuple[str, T]]] = {}
        for word, value in sorted(zip(self._words, self._values, strict=True), key=lambda w: -len(w[0])):
            found.setdefault(word[0], []).append((word, value))
        return found

    @cached_property
    def _every(self) -> AhoCorasick:
        return AhoCorasick(self._words, MatchKind.Standard, False, Implementation.ContiguousNFA)

    @cached_property
    def _leftmost(self) -> AhoCorasick:
        return AhoCorasick(self._words, MatchKind.LeftmostLongest, False, Implementation.ContiguousNFA)


def everywhere(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where words stand that are known for one text alone, leftmost and longest, without overlap."""
    found = Matcher({word: word for word in words if not _SURROGATE.search(word)}).longest(text)
    return [(start, end) for start, end, _ in found]


def _without_halves(text: str) -> str:
    """A text with a mark in the place of each half of a surrogate pair, which the automaton does not take."""
    return _SURROGATE.sub("\ufffd", text)
