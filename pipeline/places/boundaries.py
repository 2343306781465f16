"""Whether a name may begin and end where it does, by the common words around it."""

import re
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


def followed_by_feature(text: str, end: int) -> bool:
    """Whether a water, a road, a university or the like follows, which bears the name (but 路 of 路径 is none)."""
    return _followed("features", text, end) or _institute().match(text, end) is not None


def followed_by_produce(text: str, end: int) -> bool:
    """Whether produce follows, which bears the name as its brand (会同黑猪), but no other word that begins like it."""
    return _followed("products", text, end)


def _followed(key: str, text: str, end: int) -> bool:
    return text.startswith(_words(key), end) and not text.startswith(_words("no_features"), end)


def quoted(text: str, start: int, end: int) -> bool:
    """Whether quote marks enclose just this stretch."""
    return start > 0 and text[start - 1] + text[end : end + 1] in ("“”", "‘’", "「」", '""')


@cache
def _institute() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.places", "context")["institutes"])


@cache
def _words(key: str) -> tuple[str, ...]:
    return tuple(load_lexicon("pipeline.places", "context")[key])
