"""How names and sentences are written for the index, and what is asked of it: the one place that knows both."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

_RUNS = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?|[^\W_a-z0-9]+")
LONGEST = 60
"""Characters of what is asked that are looked at."""


@cache
def _simplified() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """A text as it is compared: compatibility forms undone, lower case, Simplified characters, single blanks."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return plain if plain.isascii() else str(_simplified().convert(plain))


def runs(text: str) -> list[str]:
    """The words of Latin letters and digits, and the stretches of other letters, of a normal text."""
    return _RUNS.findall(text)


def pairs(text: str) -> list[str]:
    """What a sentence is indexed by: Latin words and numbers, and each two neighbours of other letters."""
    found = list[str]()
    for run in runs(text):
        found += [run] if run[0].isascii() else [a + b for a, b in pairwise(run)]
    return found


def letters(text: str) -> list[str]:
    """What a name is indexed by: Latin words and numbers, and each other letter, each once."""
    found = list[str]()
    for run in runs(text):
        found += [run] if run[0].isascii() else list(run)
    return list(dict.fromkeys(found))


def all_of(tokens: list[str]) -> str:
    """The FTS5 query for what holds all tokens, which are of letters and digits only."""
    return " AND ".join(f'"{token}"' for token in dict.fromkeys(tokens))


@lru_cache(maxsize=1 << 14)
def readings(name: str) -> tuple[str, str]:
    """A name's initials in pinyin and its whole pinyin, without tones: ``ljc``, ``langjiangcun``."""
    from pypinyin.seg.mmseg import seg

    words = (word for run in runs(normal(name)) for word in ([run] if run.isascii() else seg.cut(run)))
    syllables = [syllable for word in words for syllable in _syllables(word)]
    return "".join(s[:1] for s in syllables), "".join(syllables)


@lru_cache(maxsize=1 << 16)
def _syllables(word: str) -> list[str]:
    """A word's syllables; names are made of few words, and pypinyin takes its time to write one."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(word)


def closeness(asked: str, name: str) -> int | None:
    """How near a name is to what was asked, both normal: 0 the same, 1 begins so, 2 holds it, 3 holds its letters in
    their order (阿右旗 of 阿拉善右旗); None where it is not like it."""
    if name == asked:
        return 0
    if name.startswith(asked):
        return 1
    if asked in name:
        return 2
    rest = iter(name)
    return 3 if all(letter in rest for letter in asked if not letter.isspace()) else None
