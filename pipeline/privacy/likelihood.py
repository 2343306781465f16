"""How likely a stretch is somebody's name, with a surname or without, against reading words alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import log

from pipeline.lexicon import load_lexicon
from pipeline.places.words import forward, is_common

WINDOW = 8
"""Characters that both readings are compared on: the longest name and the word behind it."""
GIVEN, RARE_GIVEN = -5.5, -9.5
"""Log probability of a character of given names, one of the common ones and any other."""
SURNAME, SLOPE, FLAT = -1.0, 1.3, 3
"""Of a surname by its rank: SURNAME - SLOPE * log(rank + FLAT), -2.8 for the first, -7 for the hundredth (Zipf)."""
DOUBLE = -8.0
FOREIGN = -4.8
"""Of a character of a name without a surname."""
WORDS, WORD = 4.0, -12.2
"""What a name loses whose first two characters are a word of that log probability or more (常态|化)."""
HOMOGRAPH = 4.0
"""What a name of two characters loses whose surname is a verb or a particle as often (包|联); a longer one half."""
LONGEST = 7
LEAST_FOREIGN = 2


@dataclass(frozen=True, slots=True)
class Guess:
    """A stretch read as a name: where it ends, and by how much (log odds) that beats reading words alone."""

    start: int
    end: int
    gain: float


def guess(text: str, start: int, end: int | None = None, foreign: bool = False) -> Guess | None:
    """The best reading of a name that begins at a place, and ends at another where it must; None where there is none.

    ``foreign`` admits names without a surname.
    """
    if not _may_open(text, start, foreign):
        return None
    window = text[start : start + WINDOW]
    prose = forward(window)[-1]
    best: Guess | None = None
    for length, score in _readings(window, foreign):
        if end is not None and start + length != end:
            continue
        gain = score + forward(window[length:])[-1] - prose - _wordlike(window, length)
        if best is None or gain > best.gain:
            best = Guess(start, start + length, gain)
    return best


def is_foreign(name: str) -> bool:
    """Whether most characters of a name with a dot are those that names without a surname are written with."""
    letters = [c for c in name if "\u4e00" <= c <= "\u9fff"]
    return sum(c in _letters("foreign") for c in letters) * 10 >= len(letters) * 6


def _may_open(text: str, start: int, foreign: bool) -> bool:
    first = text[start : start + 1]
    known = first in _ranks() or (foreign and first in _letters("foreign")) or text[start : start + 2] in _doubles()
    return known and not is_common(text[start : start + 2], -9.5)


def _readings(window: str, foreign: bool) -> Iterator[tuple[int, float]]:
    """Lengths of the names that a window may begin with, each with its log probability."""
    if window[:2] in _doubles():
        opening, at = DOUBLE, 2
    elif rank := _ranks().get(window[:1]):
        opening, at = SURNAME - SLOPE * log(rank + FLAT), 1
    else:
        opening, at = 0.0, 0
    if at:
        score = opening
        for length in range(at + 1, at + 3):
            letter = window[length - 1 : length]
            if not _is_given(letter):
                break
            score += GIVEN if letter in _letters("given") else RARE_GIVEN
            yield length, score
    if foreign:
        run = next((i for i, c in enumerate(window) if c not in _letters("foreign")), len(window))
        yield from ((length, FOREIGN * length - 1) for length in range(LEAST_FOREIGN, min(run, LONGEST) + 1))


def _wordlike(window: str, length: int) -> float:
    """What a name loses for being like words."""
    if window[:2] in _doubles():
        return 0.0
    return WORDS * is_common(window[:2], WORD) + HOMOGRAPH / (length - 1) * (window[0] in _letters("homographs"))


def _is_given(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" and letter not in _letters("never")


@cache
def _ranks() -> dict[str, int]:
    return {surname: rank for rank, surname in enumerate(load_lexicon("pipeline.privacy", "persons")["surnames"], 1)}


@cache
def _doubles() -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.privacy", "persons")["doubles"])


@cache
def _letters(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.privacy", "persons")[name])
