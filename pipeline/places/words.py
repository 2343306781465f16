"""Where a settlement's name begins: a word list, and a model of how villages and townships are called.

Chinese writes no blanks: before 村 in 走进东岭村 stand a verb and a name. A stretch is read as words up to a point and
as a name from there on; the reading with the highest probability wins, against the reading as words alone (周边|村).
"""

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import pairwise
from math import log

LONGEST_WORD = 4
LONGEST_NAME = 9
UNKNOWN = -16.5
"""Log probability of a character that the word list lacks."""
RARE = UNKNOWN
"""The same for a character that no name has."""
PAIR_WEIGHT = 0.9
"""How much of a pair's probability is its own count, the rest its second character's alone."""


@dataclass(frozen=True, slots=True)
class _Model:
    words: Mapping[str, float]
    names: Mapping[str, float]
    pairs: Mapping[str, float]
    singles: Mapping[str, float]


@cache
def _model() -> _Model:
    with as_file(files("pipeline.places").joinpath("data", "words.zip")) as path, zipfile.ZipFile(path) as archive:
        counts = {name: dict(_rows(archive.read(name).decode("utf-8"))) for name in ("words", "names", "pairs")}
    total = sum(counts["words"].values())
    all_names = sum(n for pair, n in counts["pairs"].items() if pair[0] == "^")
    firsts: dict[str, int] = {}
    seconds: dict[str, int] = {}
    for pair, n in counts["pairs"].items():
        firsts[pair[0]] = firsts.get(pair[0], 0) + n
        seconds[pair[1]] = seconds.get(pair[1], 0) + n
    characters = sum(seconds.values())
    return _Model(
        words={word: log(n / total) for word, n in counts["words"].items()},
        names={name: log(n / all_names) for name, n in counts["names"].items()},
        pairs={
            pair: log(PAIR_WEIGHT * n / firsts[pair[0]] + (1 - PAIR_WEIGHT) * seconds[pair[1]] / characters)
            for pair, n in counts["pairs"].items()
        },
        singles={c: log((1 - PAIR_WEIGHT) * n / characters) for c, n in seconds.items()},
    )


def _rows(text: str) -> Iterable[tuple[str, int]]:
    for line in text.split("\n"):
        key, _, count = line.partition("\t")
        yield key, int(count)


def is_word(text: str) -> bool:
    """Whether the list has it as a common word."""
    return text in _model().words


def word_score(text: str) -> float:
    """Log probability of a word, far below any known one where the list lacks it."""
    return _model().words.get(text, UNKNOWN * max(1, len(text)))


def name_score(name: str) -> float:
    """Log probability of a settlement's name (without its suffix): as a known name, or character by character."""
    model = _model()
    score, edged = 0.0, f"^{name}$"
    for left, right in pairwise(edged):
        pair = model.pairs.get(left + right)
        score += model.singles.get(right, RARE) if pair is None else pair
    return max(score, model.names.get(name, score))


def forward(text: str) -> list[float]:
    """For each prefix of a text the log probability of its best reading as words."""
    words, best = _model().words, [0.0]
    for end in range(1, len(text) + 1):
        options = [best[end - 1] + words.get(text[end - 1], UNKNOWN)]
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            known = words.get(text[start:end])
            if known is not None:
                options.append(best[start] + known)
        best.append(max(options))
    return best


@lru_cache(maxsize=8192)
def name_starts(window: str) -> tuple[tuple[float, int], ...]:
    """Where in a window a name that ends with it may begin: (gain over reading words alone, start), best first."""
    best = forward(window)
    starts = range(max(0, len(window) - LONGEST_NAME), len(window))
    gains = ((best[start] + name_score(window[start:]) - best[-1], start) for start in starts)
    return tuple(sorted(gains, reverse=True))
