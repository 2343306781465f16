"""Whether a name may begin and end where it does, by the common words around it."""

import re
from bisect import bisect_left, bisect_right
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places import words

SIGHT = 5
"""Characters on each side of a name that are read with it."""
COMMON_CHARACTER = -9.5
"""Log probability from which on a single character before a name is a word by itself (在, 到, 赴)."""


def is_chinese(character: str) -> bool:
    """Whether it is one Chinese character."""
    return "\u3400" <= character <= "\u9fff"


def start_of_clause(text: str, start: int) -> bool:
    """Whether no Chinese character stands right before."""
    return start == 0 or not is_chinese(text[start - 1])


def free_left(text: str, start: int) -> bool:
    """Whether a word may end before ``start``: no Chinese character, or the end of a common word."""
    if start_of_clause(text, start):
        return True
    if words.word_score(text[start - 1]) > COMMON_CHARACTER:
        return True
    return any(words.is_word(text[start - n : start]) for n in (2, 3, 4) if n <= start)


def name_gain(text: str, start: int, end: int, known: float | None = None) -> float:
    """How much likelier the stretch is a name than common words, in its surroundings (log probability).

    ``known`` is what a name on a list is worth; without it the name is judged as a settlement's.
    """
    left, right = start, end
    while left > max(0, start - SIGHT) and is_chinese(text[left - 1]):
        left -= 1
    while right < min(len(text), end + SIGHT) and is_chinese(text[right]):
        right += 1
    name = text[start:end]
    worth = words.name_score(name) if known is None else max(known, words.word_score(name))
    together = words.forward(text[left:right])
    return together[start - left] + worth + words.forward(text[end:right])[-1] - together[-1]


def edges(text: str, start: int, end: int) -> frozenset[int]:
    """Where words begin and end in a stretch, read with the Chinese that adjoins it."""
    low, high = start, end
    while low > max(0, start - SIGHT) and is_chinese(text[low - 1]):
        low -= 1
    while high < min(len(text), end + SIGHT) and is_chinese(text[high]):
        high += 1
    return frozenset(low + at for at in words.borders(text[low:high]))


def cuts_word(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins or ends within a word (清单制|定): no name does.

    Where a word is itself made of words one may end between them (乡党委|书记).
    """
    found = sorted(edges(text, start, end))
    first, last = bisect_right(found, start) - 1, bisect_left(found, end)
    begun, left = text[start : found[first + 1]], text[found[last - 1] : end]
    cut_begin = found[first] != start and not (len(begun) > 1 and words.is_word(begun))
    return cut_begin or (found[last] != end and not (len(left) > 1 and words.is_word(left)))


def followed_by_feature(text: str, end: int) -> bool:
    """Whether a water, a road, a university or the like follows, which bears the name (but 路 of 路径 is none)."""
    return borne(text, end) or named_institute(text, end)


def borne(text: str, end: int) -> bool:
    """Whether a water, a road, a dish or the like bears the name (北京路, 兰州拉面)."""
    return _followed("features", text, end)


def named_institute(text: str, end: int) -> bool:
    """Whether a university's or an institute's name goes on behind a bare name (师范大学 of 江西师范大学)."""
    return _institute().match(text, end) is not None


def followed_by_produce(text: str, end: int) -> bool:
    """Whether produce follows, which bears the name as its brand (会同黑猪), but no other word that begins like it."""
    return _followed("products", text, end)


def _followed(key: str, text: str, end: int) -> bool:
    return text.startswith(_words(key), end) and not text.startswith(_words("no_features"), end)


def adorns(text: str, start: int, end: int) -> bool:
    """Whether a province's literary name only adorns what follows (三晋大地)."""
    return text[start:end] in _epithets() and text.startswith(_words("adorned"), end)


@cache
def _epithets() -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.places", "context")["epithets"])


def quoted(text: str, start: int, end: int) -> bool:
    """Whether quote marks enclose just this stretch."""
    return start > 0 and text[start - 1] + text[end : end + 1] in ("“”", "‘’", "「」", '""')


@cache
def _institute() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.places", "context")["institutes"])


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load_lexicon("pipeline.places", "context")[key])
