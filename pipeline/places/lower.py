"""Townships, villages and settlements that a text names with their suffix (朗江村, 红星镇, 街子组).

Listed names are looked up in the counties in scope; others are recognised by their suffix and by where their name
begins. What the name denotes is settled later, when the order of mentions is known.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import free_left, is_chinese, quoted
from pipeline.places.gazetteer import Division
from pipeline.places.scope import Scope
from pipeline.records import Level

LONGEST = 10
"""Characters before a suffix that may belong to the name."""
LISTED_BONUS = 8.0
"""What a listed name is worth against a longer or shorter one that is not listed (log probability)."""
MIN_GAIN = 2.0
"""Gain over the reading as common words that makes an unlisted name.

In a month of news of 1998 marked by hand, no county's list in use, the names found at 0, 1, 2 and 3 were right in 83,
84, 85 and 86 %, and 84, 83, 82 and 79 % of all.
"""
AFTER_PLACE = 8.0
"""What a name is worth that begins right behind another place, where one is expected."""

REPEATED = 4.0
"""What a name is worth that the page repeats after different characters."""

_HIGHER_SUFFIXES = "省市县区旗州盟镇乡道木村查"
_HIGHER, _HIGHER_END = re.compile(r".{2,}[县市旗]|.*委会"), re.compile(r"(?:.{2,})?[县市旗区]|.*委会")
_OFFICE = re.compile("(?:民)?委(?:员)?会")
_RUN = re.compile(r"[一-鿿㐀-䶿]+\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that names a settlement: what it may denote (nothing where no list has it) and of which level it is."""

    start: int
    end: int
    options: tuple[Division, ...]
    level: Level
    respelt: bool = False
    """Whether the list spells the name otherwise."""


def find_lower(scope: Scope, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The settlements named with a suffix, in order; ``taken`` are the stretches of the higher divisions, in order."""
    spans: list[Span] = []
    suffixes = list(_suffix().finditer(scope.text))
    repeated, named, office = _repeated(scope.text, suffixes), set[str](), 0
    edges = iter(taken)
    edge, inside = next(edges, None), 0
    for index, suffix in enumerate(suffixes):
        while edge and edge[0] < suffix.end():
            inside, edge = max(inside, edge[1]), next(edges, None)
        if inside > suffix.start():
            continue
        free = max(inside, office)
        if free > suffix.start() or _completed_by(scope, suffix, suffixes[index + 1 : index + 2], free):
            continue
        before = spans[-1].level if spans and office == free else None
        span = _read(scope, suffix, free, before, repeated, named)
        if span:
            spans.append(span)
            named.add(scope.text[span.start : span.end])
            office = _end_of_office(scope.text, span.end)
            if len(span.options) == 1 and span.options[0].code[:6] not in scope.counties(span.start):
                scope.speak_of(span.options[0].code[:6], span.start)
    return spans


def _end_of_office(text: str, end: int) -> int:
    """Where a village's committee ends that is named after it; hamlets follow it (米仓村委会白沙水村)."""
    office = _OFFICE.match(text, end)
    return office.end() if office else end


def _completed_by(scope: Scope, suffix: re.Match[str], following: Sequence[re.Match[str]], free: int) -> bool:
    """Whether the suffix belongs to a name that ends with the next one (乡 in 灵乡镇, 寨 in 中寨组)."""
    if not following or following[0].start() > suffix.end() + 1:
        return False
    if following[0].start() == suffix.end():
        if suffix[0] in ("寨", "屯"):
            return True
        if following[0][0] == "屯":
            return not any(_listed(scope, start, suffix) for start in range(free, suffix.start()))
    longer = _window(scope.text, following[0].start(), free)
    return any(scope.full(scope.text[start : following[0].end()], start) for start in range(longer, suffix.start()))


def _window(text: str, end: int, free: int) -> int:
    """Where the Chinese characters before a suffix begin that may be its name."""
    run = _RUN.search(text, max(free, end - LONGEST), end)
    return run.start() if run else end


def _repeated(text: str, suffixes: Sequence[re.Match[str]]) -> set[str]:
    """Wordings that end with a suffix and that the text repeats after different characters: so they begin there."""
    before: dict[str, set[str]] = {}
    for suffix in suffixes:
        for start in range(_window(text, suffix.start(), 0), suffix.start() - 1):
            left = text[start - 1 : start]
            before.setdefault(text[start : suffix.end()], set()).add(left if is_chinese(left or " ") else f"{start}")
    return {wording for wording, left in before.items() if len(left) > 1}


def _after_higher(text: str, begin: int, end: int, adjoins: bool) -> int:
    """Where a name begins after a county or city that no list has (玉环县坎门镇)."""
    bare = adjoins and text[begin - 1] not in _HIGHER_SUFFIXES
    higher = (_HIGHER_END if bare else _HIGHER).match(text, begin, end - 1)
    return higher.end() if higher else begin


def _read(
    scope: Scope,
    suffix: re.Match[str],
    free: int,
    before: Level | None,
    repeated: Collection[str],
    named: Collection[str],
) -> Span | None:
    text, kind = scope.text, suffix[0]
    begin, end = _window(text, suffix.start(), free), suffix.start()
    if begin == end:
        return None
    adjoins = begin == free > 0
    in_village = adjoins and before == "village"
    split = bool(_edges().match(text, suffix.end() - 1))
    listed = [
        (start, found)
        for start in range(begin, end - 1 if split else end)
        if (found := _listed(scope, start, suffix))
        and (
            text[start : suffix.end()] in named
            or _may_stand(text, start, suffix, adjoins and start == begin, listed=True)
        )
    ]
    if listed and listed[0][0] == begin:
        return _span(suffix, *listed[0], split)
    level = _levels().get(kind)
    if not listed and (level is None or split or (not in_village and _is_noun(text, suffix))):
        return None
    cut = _after_higher(text, begin, end, adjoins)
    begin, adjoins = cut, adjoins or cut > begin
    expected = adjoins and text[begin] not in _lexicon()["function"]
    starts = sorted(
        (
            (
                gain
                + AFTER_PLACE * (expected and start == 0)
                + REPEATED * (text[begin + start : suffix.end()] in repeated),
                begin + start,
            )
            for gain, start in words.name_starts(text[begin:end])
        ),
        reverse=True,
    )
    if listed:
        start, found = listed[0]
        if {s: g for g, s in starts}.get(start, starts[0][0]) + LISTED_BONUS >= starts[0][0]:
            return _span(suffix, start, found, split)
    if kind == "集镇" and (market := _market(scope, begin, suffix)):
        return market
    gain, start = starts[0]
    praised = text[start:end] in _lexicon()["laudatory"] and not (before == "township" and start == free)
    stands = gain >= MIN_GAIN and _may_stand(text, start, suffix, adjoins and start == begin, listed=False)
    if level is None or split or praised or not stands:
        return None
    options = scope.respelt(text[start:end], start, level)
    if options:
        return Span(start, suffix.end(), options, level, respelt=True)
    if level == "township":
        options = scope.elsewhere(text[start : suffix.end()], start)
    return Span(start, suffix.end(), options, level)


def _span(suffix: re.Match[str], start: int, found: tuple[Division, ...], split: bool) -> Span:
    return Span(start, suffix.start() if split else suffix.end(), found, found[0].level)


def _is_noun(text: str, suffix: re.Match[str]) -> bool:
    """Whether a common noun (农村, 各村, 等村) ends with the suffix."""
    before = text[suffix.start() - 1]
    return before in _lexicon()["function"] or before + suffix[0] in _lexicon()["nouns"]


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
        among_places = text[start - 1 : start] == "、" or text[suffix.end() : suffix.end() + 1] == "、"
        return listed and (adjoins or among_places) and not quoted(text, start, suffix.end())
    if name in _lexicon()["laudatory"] and quoted(text, start, suffix.end()):
        return False
    if name + suffix[0] in load_lexicon("pipeline.places", "context")["zones"]:
        return adjoins
    if listed:
        return len(name) > 1 or adjoins or free_left(text, start)
    if any(text.endswith(person, 0, start) for person in _lexicon()["persons"]):
        return False
    if name[-1] in _lexicon()["sizes"] and name[:-1] in _modifiers():
        return False
    if quoted(text, start, suffix.end()):
        return False
    if len(name) == 1:
        return adjoins and not words.is_word(name + suffix[0])
    return not any(name.endswith(modifier) for modifier in _modifiers() if len(modifier) > 1)


@cache
def _edges() -> re.Pattern[str]:
    """Words that a suffix begins instead of ending a name (组织, 团结, 后箐|乡村振兴)."""
    return re.compile("|".join(_lexicon()["edges"]))


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
