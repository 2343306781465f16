"""What is known of each character of a text: a column each for its class, quotes, words, clause, suggestions.

All columns are as long as the view (the text without quote marks) and are made for a whole page at once.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import cast

import numpy as np
from numpy.typing import NDArray

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.heads import tails
from pipeline.names.view import View
from pipeline.names.words import national_matcher
from pipeline.tagger.likeness import likeness

Column = NDArray[np.int64]
Stretch = tuple[int, int, int]
"""Start, end, and a number that tells of which sort it is."""

_CLAUSE = re.compile("[，,。；;：:！!？?\n、（）()《》]")
_BUCKETS = np.array([0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22])
"""Distances in characters that are told apart."""
_OFTEN = np.array([1, 2, 3, 5])
"""The same of how often something stands on the page."""
_LENGTHS = np.array([2, 4, 8, 16])
"""The same of a quote's characters."""
_SORTS, _ROLES = 64, 4
_NEWLINE, _PLANE = ord("\n"), 0x10000
_MIX = np.uint64(0x9E3779B97F4A7C15)


def columns(view: View, suggested: Mapping[str, Sequence[Stretch]]) -> dict[str, Column]:
    """The columns of a view by name; ``suggested`` are the rules' stretches in it by kind of name."""
    text, size = view.text, len(view.text)
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), _PLANE - 1).astype(np.int64)
    bodies = _bodies().longest(text)
    heads = [(h.start, h.end, 2 * _number("head", h.kind) + h.main) for h in tails(text)]
    start, end = _clauses(text)
    at = np.arange(size)
    found = {kind: outlined(size, sorted(stretches, key=_length)) for kind, stretches in suggested.items()}
    found |= {
        "char": _plain()[codes],
        "class": _classes()[codes],
        "quote": _quotes(view),
        "word": outlined(size, _words().longest(text)),
        "edge": outlined(size, _edges().longest(text)),
        "body": outlined(size, bodies),
        "head": outlined(size, heads),
        "national": outlined(size, [(s, e, int(n.marked)) for s, e, n in national_matcher().longest(text)]),
        "since": _bucket(at - start),
        "until": _bucket(end - at),
        "opened": np.where(start > 0, codes[np.maximum(start - 1, 0)], _NEWLINE),
        "closed": np.where(end < size, codes[np.minimum(end, size - 1)], _NEWLINE),
        "next_head": _next(heads, at, end),
        "next_body": _next([b for b in bodies if b[2] >= _OWN], at, end),
        "title": (np.cumsum(codes == _NEWLINE) == 0).astype(np.int64),
    }
    return found | _repeated(codes) | likeness(codes)


def outlined(size: int, stretches: Sequence[Stretch]) -> Column:
    """For each character where in a stretch it stands (first, inside, last, alone) and of which sort, else 0.

    Where stretches overlap the later one counts.
    """
    column = np.zeros(size, np.int64)
    if stretches:
        starts, ends, sorts = np.array(stretches, np.int64).T
        lengths = ends - starts
        at = np.repeat(starts, lengths) + np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        first, last = at == np.repeat(starts, lengths), at == np.repeat(ends - 1, lengths)
        role = np.where(first, np.where(last, 4, 1), np.where(last, 3, 2))
        column[at] = _ROLES * np.repeat(sorts, lengths) + role
    return column


def _length(stretch: Stretch) -> int:
    return stretch[1] - stretch[0]


def _bucket(distances: Column) -> Column:
    return np.searchsorted(_BUCKETS, distances, side="right")


def _quotes(view: View) -> Column:
    """Quotes that are no speech, with how long they are; of nested ones the inner."""
    named = [q for q in view.quotes if not q.speech and q.end > q.start]
    return outlined(
        len(view.text), [(q.start, q.end, 1 + int(np.searchsorted(_LENGTHS, q.end - q.start))) for q in named]
    )


def _clauses(text: str) -> tuple[Column, Column]:
    """For each character where its clause begins and ends."""
    marks = np.array([m.start() for m in _CLAUSE.finditer(text)], np.int64)
    at = np.arange(len(text))
    starts, ends = np.append(0, marks + 1), np.append(marks, len(text))
    return starts[np.searchsorted(starts, at, side="right") - 1], ends[np.searchsorted(ends, at, side="left")]


def _next(stretches: Sequence[Stretch], at: Column, end: Column) -> Column:
    """How far the next stretch of a clause ends and of which sort it is; 0 where none follows."""
    if not stretches:
        return np.zeros(len(at), np.int64)
    ends = np.array([e for _, e, _ in stretches], np.int64)
    sorts = np.array([sort for _, _, sort in stretches], np.int64)
    index = np.searchsorted(ends, at, side="right")
    known = np.minimum(index, len(ends) - 1)
    inside = (index < len(ends)) & (ends[known] <= end)
    return np.where(inside, 1 + _bucket(ends[known] - at) * _SORTS + sorts[known], 0)


def _repeated(codes: Column) -> dict[str, Column]:
    """How often the two, three and four characters that begin here stand on the page."""
    following = [np.append(codes[n:], np.zeros(min(n, len(codes)), np.int64)).astype(np.uint64) for n in range(4)]
    found, together = {}, following[0]
    for name, character in zip(("twos", "threes", "fours"), following[1:], strict=True):
        together = together * _MIX + character
        _, inverse, counts = np.unique(together, return_inverse=True, return_counts=True)
        found[name] = np.searchsorted(_OFTEN, counts[inverse], side="right")
    return found


_LETTERS = [code for code in range(128) if chr(code).isalpha()]


@cache
def _digits() -> list[int]:
    return [code for code in range(_PLANE) if chr(code).isdigit()]


@cache
def _plain() -> Column:
    """Characters as they are compared: all digits alike, all Latin letters alike."""
    plain = np.arange(_PLANE)
    plain[_digits()] = ord("0")
    plain[_LETTERS] = ord("a")
    return plain


@cache
def _classes() -> Column:
    """The class of each character, by the lists of ``data/columns.yaml``."""
    classes = np.zeros(_PLANE, np.int64)
    classes[0x3400:0xA000] = 1
    classes[_digits()] = 2
    classes[_LETTERS] = 3
    classes[[code for code in range(_PLANE) if chr(code).isspace()]] = 4
    for number, characters in enumerate(load_lexicon("pipeline.tagger", "columns")["classes"], start=5):
        classes[[ord(c) for c in characters]] = number
    return classes


_OWN = 16
"""From here on sorts of bodies are those by names of their own, and known ones."""


def _number(group: str, word: str) -> int:
    numbers: list[str] = load_lexicon("pipeline.tagger", "columns")["sorts"][group]
    return numbers.index(word)


@cache
def _bodies() -> Matcher[int]:
    """The endings of bodies' names, each with a number for its kind and for what it needs before it."""
    lexicon = load_lexicon("pipeline.names", "organisations")
    found: dict[str, int] = {}
    for offset, group in enumerate(("of_place", "own_name", "known")):
        for kind, listed in lexicon[group].items():
            for word in listed:
                found.setdefault(word, _OWN * offset + _number("organisation", kind))
    return Matcher(found)


@cache
def _words() -> Matcher[int]:
    return _numbered("programs", load_lexicon("pipeline.tagger", "columns")["words"])


@cache
def _edges() -> Matcher[int]:
    return _numbered("organisations", load_lexicon("pipeline.tagger", "columns")["edges"])


def _numbered(name: str, groups: Sequence[str]) -> Matcher[int]:
    """Words of a lexicon of names, each with the number of its group (``introducers.strong``); the last one wins."""
    found: dict[str, int] = {}
    for number, path in enumerate(groups):
        node = load_lexicon("pipeline.names", name)
        for key in path.split("."):
            node = node[key]
        found |= dict.fromkeys(cast(Iterable[str], node), number)
    return Matcher(found)
