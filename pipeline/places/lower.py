"""Townships, villages and settlements that a text names with their suffix (朗江村, 红星镇, 街子组).

Listed names are looked up in the counties in scope; others are recognised by their suffix and by where their name
begins. What the name denotes is settled later, when the order of mentions is known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import free_left, quoted
from pipeline.places.gazetteer import Division
from pipeline.places.scope import Scope
from pipeline.records import Level

LONGEST = 10
"""Characters before a suffix that may belong to the name."""
LISTED_BONUS = 8.0
"""What a listed name is worth against a longer or shorter one that is not listed (log probability)."""
MIN_GAIN = 2.0
"""Gain over the reading as common words that makes an unlisted name (97 % of names pass 0, 13 % of nouns)."""
AFTER_PLACE = 8.0
"""What a name is worth that begins right behind another place, where one is expected."""

_RUN = re.compile(r"[一-鿿㐀-䶿]+\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that names a settlement: what it may denote (nothing where no list has it) and of which level it is."""

    start: int
    end: int
    options: tuple[Division, ...]
    level: Level


def find_lower(scope: Scope, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The settlements named with a suffix, in order; ``taken`` are the stretches of the higher divisions, in order."""
    spans: list[Span] = []
    suffixes = list(_suffix().finditer(scope.text))
    edges = iter(taken)
    edge, inside = next(edges, None), 0
    for index, suffix in enumerate(suffixes):
        while edge and edge[0] < suffix.end():
            inside, edge = max(inside, edge[1]), next(edges, None)
        if inside > suffix.start():
            continue
        free = max(inside, spans[-1].end if spans else 0)
        if free > suffix.start() or _completed_by(scope, suffix, suffixes[index + 1 : index + 2], free):
            continue
        span = _read(scope, suffix, free)
        if span:
            spans.append(span)
    return spans


def _completed_by(scope: Scope, suffix: re.Match[str], following: Sequence[re.Match[str]], free: int) -> bool:
    """Whether the suffix belongs to a name that ends with the next one (乡 in 灵乡镇, 寨 in 中寨组)."""
    if not following or following[0].start() > suffix.end() + 1:
        return False
    if following[0].start() == suffix.end() and suffix[0] in ("寨", "屯"):
        return True
    longer = _window(scope.text, following[0].start(), free)
    return any(scope.full(scope.text[start : following[0].end()], start) for start in range(longer, suffix.start()))


def _window(text: str, end: int, free: int) -> int:
    """Where the Chinese characters before a suffix begin that may be its name."""
    run = _RUN.search(text, max(free, end - LONGEST), end)
    return run.start() if run else end


def _read(scope: Scope, suffix: re.Match[str], free: int) -> Span | None:
    text, kind = scope.text, suffix[0]
    begin, end = _window(text, suffix.start(), free), suffix.start()
    if begin == end:
        return None
    adjoins = begin == free > 0
    split = _is_word_edge(text, suffix)
    starts = words.name_starts(text[begin:end])
    if adjoins:
        starts = sorted(((gain + AFTER_PLACE * (start == 0), start) for gain, start in starts), reverse=True)
    best_gain = starts[0][0]
    listed = [
        (begin + start, gain + LISTED_BONUS, found)
        for gain, start in starts
        if not (split and begin + start > end - 2)
        and (found := _listed(scope, begin + start, suffix))
        and _may_stand(text, begin + start, suffix, adjoins and start == 0, listed=True)
    ]
    if listed:
        start, gain, found = min(listed)
        if gain >= best_gain or start == begin:
            return Span(start, suffix.start() if split else suffix.end(), found, found[0].level)
    if kind == "集镇" and (market := _market(scope, begin, suffix)):
        return market
    level = _levels().get(kind)
    if level is None or split or text[end - 1] in _lexicon()["function"]:
        return None
    for gain, offset in starts:
        start = begin + offset
        if gain < MIN_GAIN:
            break
        if _may_stand(text, start, suffix, adjoins and offset == 0, listed=False):
            options = scope.elsewhere(text[start : suffix.end()], start) if level == "township" else ()
            return Span(start, suffix.end(), options, level)
        break
    return None


def _listed(scope: Scope, start: int, suffix: re.Match[str]) -> tuple[Division, ...]:
    """What the list has by the wording; a village's own name may end like a group's (三角寨 for 三角寨村)."""
    form = scope.text[start : suffix.end()]
    return scope.full(form, start) or (scope.bare(form, start) if suffix[0] in ("屯", "寨") else ())


def _market(scope: Scope, begin: int, suffix: re.Match[str]) -> Span | None:
    """朗江集镇: the village, or else the township, whose centre it is."""
    for start in range(begin, suffix.start() - 1):
        name = scope.text[start : suffix.start()]
        found = scope.bare(name, start, "village") or scope.bare(name, start, "township")
        if found:
            return Span(start, suffix.end(), found, found[0].level)
    return None


def _may_stand(text: str, start: int, suffix: re.Match[str], adjoins: bool, listed: bool) -> bool:
    """Whether what stands before the suffix can be a name, not a word that says what kind of settlement it is."""
    name = text[start : suffix.start()]
    if suffix[0].endswith("组") and any(name.endswith(body) for body in _lexicon()["bodies"]):
        return False
    if name in _modifiers():
        return adjoins and listed and not quoted(text, start, suffix.end())
    if listed:
        return len(name) > 1 or adjoins or free_left(text, start)
    if quoted(text, start, suffix.end()) or (name in _lexicon()["laudatory"] and not adjoins):
        return False
    if len(name) == 1:
        return adjoins and not words.is_word(name + suffix[0])
    if text[suffix.start() - 1 : suffix.end()] in _lexicon()["nouns"]:
        return False
    return not any(name.endswith(modifier) for modifier in _modifiers() if len(modifier) > 1)


def _is_word_edge(text: str, suffix: re.Match[str]) -> bool:
    """Whether the suffix begins another word (组 in 组织, 团 in 团结, 乡 in 乡村振兴)."""
    at = suffix.end() - 1
    return any(text.startswith(word, at) for word in _lexicon()["edges"])


@cache
def _levels() -> Mapping[str, Level]:
    """The suffixes that make a name by themselves."""
    suffixes = load_lexicon("pipeline.places", "context")["suffixes"]
    levels: tuple[Level, ...] = ("township", "village", "group")
    return {suffix: level for level in levels for suffix in suffixes[level]}


@cache
def _suffix() -> re.Pattern[str]:
    completing = load_lexicon("pipeline.places", "context")["suffixes"]["listed"]
    return re.compile("|".join(sorted([*_levels(), *completing], key=len, reverse=True)))


@cache
def _modifiers() -> frozenset[str]:
    return frozenset(_lexicon()["modifiers"])


def _lexicon() -> Mapping[str, list[str]]:
    return load_lexicon("pipeline.places", "context")
