"""Where a settlement's name begins: a word list, and a model of how villages and townships are called.

Chinese writes no blanks: before 村 in 走进东岭村 stand a verb and a name. A stretch is read as words up to a point and
as a name from there on; the reading with the highest probability wins, against the reading as words alone (周边|村).
"""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
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


COMMON = -15.0
"""Log probability from which on the word list's entry is a word of prose, not a name that it holds too."""


@cache
def _model() -> _Model:
    with as_file(files("pipeline.places").joinpath("data", "words.zip")) as path, zipfile.ZipFile(path) as archive:
        counts = {name: _rows(archive.read(name).decode("utf-8")) for name in ("words", "names", "pairs")}
    total = sum(counts["words"].values())
    all_names = sum(n for pair, n in counts["pairs"].items() if pair[0] == "^")
    firsts: dict[str, int] = {}
    seconds: dict[str, int] = {}
    for pair, n in counts["pairs"].items():
        firsts[pair[0]] = firsts.get(pair[0], 0) + n
        seconds[pair[1]] = seconds.get(pair[1], 0) + n
    characters = sum(seconds.values())
    alone = {c: (1 - PAIR_WEIGHT) * n / characters for c, n in seconds.items()}
    return _Model(
        words=_logs(counts["words"], total),
        names=_logs(counts["names"], all_names),
        pairs={pair: log(PAIR_WEIGHT * n / firsts[pair[0]] + alone[pair[1]]) for pair, n in counts["pairs"].items()},
        singles={c: log(share) for c, share in alone.items()},
    )


def _logs(counts: Mapping[str, int], total: int) -> dict[str, float]:
    """The log of each key's share: a few thousand counts are those of all keys."""
    shares = {n: log(n / total) for n in set(counts.values())}
    return dict(zip(counts, map(shares.__getitem__, counts.values()), strict=True))


def _rows(text: str) -> dict[str, int]:
    """Keys and counts, a line each with a tab between; read at one go, since a first page waits for it."""
    cells = text.replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], map(int, cells[1::2]), strict=True))


def spelling() -> tuple[Mapping[str, float], Mapping[str, float], Mapping[str, float]]:
    """Log probabilities: of a name's second character by its pair (^ and $ are edges), of its characters, of words."""
    model = _model()
    return model.pairs, {c: score - log(1 - PAIR_WEIGHT) for c, score in model.singles.items()}, model.words


def is_word(text: str) -> bool:
    """Whether the list has it as a common word."""
    return text in _model().words


def word_score(text: str) -> float:
    """Log probability of a word, far below any known one where the list lacks it."""
    return _model().words.get(text, UNKNOWN * max(1, len(text)))


def is_name(text: str) -> bool:
    """Whether five settlements or more are called so (without their suffix)."""
    return text in _model().names


def name_score(name: str) -> float:
    """Log probability of a settlement's name (without its suffix): as a known name, or character by character."""
    return _name_scores(name)[0]


def _name_scores(text: str) -> list[float]:
    """For each of a text's ends the log probability that it is a settlement's name, the longest first."""
    model = _model()
    pairs, singles, names = model.pairs, model.singles, model.names
    scores, tail, right = [], 0.0, "$"
    for start in range(len(text) - 1, -1, -1):
        left = text[start]
        pair = pairs.get(left + right)
        tail += singles.get(right, RARE) if pair is None else pair
        opening = pairs.get("^" + left)
        score = tail + (singles.get(left, RARE) if opening is None else opening)
        known = names.get(text[start:])
        scores.append(score if known is None or known < score else known)
        right = left
    scores.reverse()
    return scores


def forward(text: str) -> list[float]:
    """For each prefix of a text the log probability of its best reading as words."""
    known, best = _model().words.get, [0.0]
    for end in range(1, len(text) + 1):
        top = best[-1] + known(text[end - 1], UNKNOWN)
        for start in range(end - 2, max(end - LONGEST_WORD, 0) - 1, -1):
            word = known(text[start:end])
            if word is not None and best[start] + word > top:
                top = best[start] + word
        best.append(top)
    return best


def borders(text: str) -> frozenset[int]:
    """Where words begin and end in the best reading of a text as words, its edges included."""
    known, best, back = _model().words.get, [0.0], [0]
    for end in range(1, len(text) + 1):
        top, at = best[-1] + known(text[end - 1], UNKNOWN), end - 1
        for start in range(end - 2, max(end - LONGEST_WORD, 0) - 1, -1):
            word = known(text[start:end])
            if word is not None and best[start] + word > top:
                top, at = best[start] + word, start
        best.append(top)
        back.append(at)
    found, end = {len(text), 0}, len(text)
    while end:
        end = back[end]
        found.add(end)
    return frozenset(found)


def both_ways(text: str) -> tuple[list[float], list[float]]:
    """For each place in a text the log probability of the best reading as words up to it, and from there to its end."""
    known, ahead = _model().words.get, [0.0]
    singles = [known(letter, UNKNOWN) for letter in text]
    longer: list[list[tuple[int, float]]] = [[] for _ in text]
    for end, single in enumerate(singles, 1):
        top = ahead[-1] + single
        for start in range(end - 2, max(end - LONGEST_WORD, 0) - 1, -1):
            word = known(text[start:end])
            if word is not None:
                longer[start].append((end, word))
                if ahead[start] + word > top:
                    top = ahead[start] + word
        ahead.append(top)
    behind = [0.0] * len(ahead)
    for start in range(len(text) - 1, -1, -1):
        top = behind[start + 1] + singles[start]
        for end, word in longer[start]:
            if behind[end] + word > top:
                top = behind[end] + word
        behind[start] = top
    return ahead, behind


def name_starts(window: str) -> list[tuple[float, int]]:
    """Where in a window a name that ends with it may begin: (gain over reading words alone, start), in order."""
    best = forward(window)
    first = max(0, len(window) - LONGEST_NAME)
    return [
        (best[start] + score - best[-1], start) for start, score in enumerate(_name_scores(window[first:]), start=first)
    ]


def is_common(word: str, least: float = COMMON) -> bool:
    """Whether a word is one that prose uses (高兴), by its log probability in the word list."""
    return _model().words.get(word, UNKNOWN * LONGEST_WORD) > least
