"""Stretches of a text that may be names, with a surname or without, each weighed against reading words alone."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from math import log
from typing import Literal, NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.places.words import both_ways

Kind = Literal["two", "three", "double", "foreign", "dotted", "parted", "odd"]
GIVEN, RARE_GIVEN, SELDOM = -5.5, -9.5, -9.5
"""Log probability of a given name's character: one of the common ones, any other, one that is a particle or a unit."""
SURNAME, SLOPE, FLAT = -1.0, 1.3, 3
"""Of a surname by its rank: SURNAME - SLOPE * log(rank + FLAT), -2.8 for the first, -7 for the hundredth (Zipf)."""
DOUBLE = -8.0
FOREIGN, ELEMENT, ODD = -4.8, -6.5, -11.0
"""Of a character of a name without a surname, of a part that such names are made of, and of any other character."""
SURNAMED = 8.0
"""What a reading without a surname must gain beyond one with a surname."""
LEAST = -9.0
"""What a stretch must gain to be looked at."""
LEAST_RARE = 0.0
"""The same of one that begins with a character that is no known surname."""
NO_RANK = 3000
LONGEST = 8
PART = 7
"""Characters of a name's part beside a dot."""
_RUN = re.compile("[\u4e00-\u9fff]+")
_JOINT = re.compile("(?<=[\u4e00-\u9fff])(?:[·•・．‧∙]|[ 　]{1,3})(?=[\u4e00-\u9fff])")


class Stretch(NamedTuple):
    """What may be a name, and by how much (log odds) that beats reading words alone."""

    start: int
    end: int
    kind: Kind
    gain: float


class _Run:
    """Characters between marks, with the best reading as words up to each place and from each place on."""

    def __init__(self, start: int, text: str) -> None:
        self.start, self.text = start, text
        self.ahead, self.behind = both_ways(text)
        known, last = _letter_scores().get, letters("last")
        self.given = [*(known(letter, RARE_GIVEN) for letter in text), None]
        """The log probability of each character in a given name, None of what is never one, and at the end."""
        self.closes = [letter not in last for letter in text]

    def gain(self, start: int, end: int, score: float) -> float:
        """What a reading with a name at a place gains."""
        return self.ahead[start] + score + self.behind[end] - self.ahead[-1]


def stretches(text: str) -> list[Stretch]:
    """All stretches of a text that may be names, in order of where they begin; they may overlap."""
    runs = [_Run(match.start(), match[0]) for match in _RUN.finditer(text)]
    found = [stretch for run in runs for stretch in _within(run)]
    ends = [run.start + len(run.text) for run in runs]
    for joint in _JOINT.finditer(text):
        at = bisect_left(ends, joint.start())
        found += _across(runs[at], runs[at + 1], joint[0].isspace())
    return sorted(found, key=lambda s: (s.start, s.end))


def _within(run: _Run) -> Iterator[Stretch]:
    text, ahead, behind, whole = run.text, run.ahead, run.behind, run.ahead[-1]
    known, foreign = ranks(), letters("foreign")
    borne = [n for n, letter in enumerate(text) if letter not in foreign]
    borne.append(len(text))
    following = iter(borne)
    until = next(following)
    for start in range(len(text) - 1):
        if start > until:
            until = next(following)
        best: dict[int, tuple[float, Kind]] = {}
        for end, score, kind in _readings(run, start, min(until, start + LONGEST)):
            gain = ahead[start] + score + behind[end] - whole
            least = LEAST if kind not in ("two", "three") or text[start] in known else LEAST_RARE
            if gain >= least and (end not in best or gain > best[end][0] + SURNAMED):
                best[end] = gain, kind
        for end, (gain, kind) in best.items():
            yield Stretch(run.start + start, run.start + end, kind, gain)


def _readings(run: _Run, start: int, until: int) -> list[tuple[int, float, Kind]]:
    """Ends of the names that may begin at a place of a run, each with its log probability.

    ``until``: up to where it is written as names without a surname are.
    """
    found: list[tuple[int, float, Kind]] = []
    text = run.text
    if text[start : start + 2] in doubles():
        found += _given(run, start + 2, DOUBLE, ("double", "double"))
    surname = _surnames().get(text[start], _UNKNOWN)
    if surname is not None:
        found += _given(run, start + 1, surname, ("two", "three"))
    if until > start + 1:
        scores = foreign_scores(text[start:until])
        found += [(start + length, scores[length], "foreign") for length in range(2, len(scores))]
    return found


def _given(run: _Run, at: int, score: float, kinds: tuple[Kind, Kind]) -> list[tuple[int, float, Kind]]:
    """Ends of the given names that may begin at a place of a run, each with its log probability."""
    found: list[tuple[int, float, Kind]] = []
    given, closes = run.given, run.closes
    for kind in kinds:
        own = given[at]
        if own is None:
            break
        score += own
        at += 1
        if closes[at - 1]:
            found.append((at, score, kind))
    return found


def _across(left: _Run, right: _Run, is_blank: bool) -> Iterator[Stretch]:
    """Names across a dot or a blank, all ways that they may be cut: 买买提·热合曼, 谭 勇 (谭 勇领 of 谭 勇领到)."""
    kind: Kind = "parted" if is_blank else "dotted"
    for before, after, gain in _parted(left, right) if is_blank else _dotted(left, right):
        if gain >= LEAST:
            yield Stretch(left.start + len(left.text) - before, right.start + after, kind, gain)


def _dotted(left: _Run, right: _Run, longest: int = PART) -> Iterator[tuple[int, int, float]]:
    """Characters before the joint and behind it, and what they gain as parts of a name without a surname."""
    heads = [
        (n, left.gain(len(left.text) - n, len(left.text), foreign_scores(left.text[-n:])[-1]))
        for n in range(2, min(longest, len(left.text)) + 1)
    ]
    scores = foreign_scores(right.text[:longest])
    tails = [(n, right.gain(0, n, scores[n])) for n in range(2, len(scores))]
    for (before, one), (after, other) in product(heads, tails):
        yield before, after, one + other


def _parted(left: _Run, right: _Run) -> Iterator[tuple[int, int, float]]:
    size = len(left.text)
    for before in (1, 2):
        surname = left.text[-before:]
        rank = ranks().get(surname) if before == 1 else None
        if rank is None and surname not in doubles():
            continue
        opening = left.gain(size - before, size, surname_score(rank) if rank else DOUBLE)
        for after, score, _ in _given(right, 0, opening, ("two", "three")):
            yield before, after, score + right.behind[after] - right.ahead[-1]
    if foreign_scores(left.text[-2:])[-1] > 2 * ODD and foreign_scores(right.text[:2])[-1] > 2 * ODD:
        yield from _dotted(left, right, 4)


def foreign_scores(text: str) -> list[float]:
    """For each prefix its log probability as a name without a surname: parts of such names, or letter by letter."""
    best = [-1.0]
    foreign, parts = letters("foreign"), elements()
    for end in range(1, len(text) + 1):
        top = best[-1] + (FOREIGN if text[end - 1] in foreign else ODD)
        for start in range(max(0, end - 5), end - 1):
            if best[start] + ELEMENT > top and text[start:end] in parts:
                top = best[start] + ELEMENT
        best.append(top)
    return best


def surname_score(rank: int) -> float:
    """The log probability of a surname by its rank."""
    return SURNAME - SLOPE * log(rank + FLAT)


_UNKNOWN = surname_score(NO_RANK)


@cache
def _surnames() -> Mapping[str, float | None]:
    """The log probability of known surnames; None for what is never any part of a name."""
    never: dict[str, float | None] = dict.fromkeys(letters("never"))
    return never | {surname: surname_score(rank) for surname, rank in ranks().items()}


@cache
def _letter_scores() -> Mapping[str, float | None]:
    """The log probability of a given name's characters, those aside that are rare; None for what is never one."""
    scores: dict[str, float | None] = dict.fromkeys(letters("given"), GIVEN)
    return scores | dict.fromkeys(letters("seldom"), SELDOM) | dict.fromkeys(letters("never"))


@cache
def ranks() -> dict[str, int]:
    """Single surnames by rank."""
    return {surname: rank for rank, surname in enumerate(load_lexicon("pipeline.privacy", "names")["surnames"], 1)}


@cache
def doubles() -> frozenset[str]:
    """Surnames of two characters."""
    return frozenset(load_lexicon("pipeline.privacy", "names")["doubles"])


@cache
def elements() -> frozenset[str]:
    """Parts that names without a surname are made of."""
    return frozenset(load_lexicon("pipeline.privacy", "names")["elements"])


@cache
def letters(name: str) -> frozenset[str]:
    """A set of characters of the lexicon: given, never, homographs, foreign."""
    return frozenset(load_lexicon("pipeline.privacy", "names")[name])
