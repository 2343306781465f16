"""What is to be known of a page's text around stretches that may be names: signs, words and lists beside each place."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.features import Names
from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import gazetteer
from pipeline.places.naming import base
from pipeline.places.words import is_common
from pipeline.privacy.name_lists import Lists
from pipeline.privacy.name_stretches import Stretch, elements
from pipeline.privacy.sorts import sort_before, sort_behind, sorts, word_before, word_behind

Span = tuple[int, int]
SIGNS = ("role", "role end", "particle")
"""What may stand before a name, the strongest first."""
DOES = frozenset(("speech", "act", "befalls", "kin", "title"))
"""What may stand behind a name that tells of a person."""
PARTLY = ("around", "across")
OTHERS = ("same", *PARTLY)
LONG_WORD = 3
"""Characters from which on a word that is none of a name's stands in no name (雅鲁藏布 in 雅鲁藏布江)."""
COMMON = -12.0
"""Log probability from which on a word of prose is a common one."""
FILLS = 2.0
"""What a stretch must gain to count as one that fills an item of a list."""
MINORITY = 3
"""Different parts of names without surnames from which on a page is of a place where such names are borne."""
ITEM = 8
"""Characters in which the item before is looked for."""
_HAN = re.compile("[\u4e00-\u9fff]")
_ITEM_BEFORE = re.compile("(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,5}$")
_ITEM_BEHIND = re.compile("[\u4e00-\u9fff]{2,5}(?![\u4e00-\u9fff])")
_ITEM_ENDS = frozenset("、，。；：！？,;:)）”\n\t 　")


class Held:
    """Spans that are names of places and bodies."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self.ends = {end for _, end in self._spans}

    def over(self, start: int, end: int) -> str:
        """How one of them lies to a stretch: same, within, around, across, or nothing."""
        index = bisect_right(self._starts, end - 1) - 1
        for first, last in self._spans[max(0, index - 3) : index + 1]:
            if last > start:
                if (first, last) == (start, end):
                    return "same"
                if first >= start and last <= end:
                    return "within"
                return "around" if first <= start and last >= end else "across"
        return ""


class Side(NamedTuple):
    """What stands on a side of a stretch: its class, the word itself, the class of what stands beyond, and more."""

    sort: str
    word: str
    beyond: str
    more: Names


class Surroundings:
    """A page's text with the signs in it, made once for all its stretches."""

    def __init__(self, text: str, found: Sequence[Stretch], held: Held, counted: Collection[str] = ()) -> None:
        self.text, self.held, self._counted = text, held, counted
        self.before: dict[int, str] = {}
        self.begun: dict[int, int] = {}
        self.roles: list[Span] = []
        for start, end, kind in _before().finditer(text):
            if kind == "role":
                self.roles.append((start, end))
            self.before[end] = min(kind, self.before.get(end, kind), key=SIGNS.index)
            self.begun[end] = min(start, self.begun.get(end, start))
        self._inside = {at for start, end in self.roles for at in range(start + 1, end)}
        self.role_cover = _cover(len(text), self.roles)
        known = [(start, end) for start, end, _ in words().longest(text)]
        self._words = Held(known)
        self._long_words = Held([(start, end) for start, end in known if end - start >= LONG_WORD])
        self.behind: dict[int, tuple[int, str]] = {}
        for start, end, kind in _behind().finditer(text):
            self.behind[start] = max(self.behind.get(start, (0, "")), (end, kind))
        self.often = Counter(text[s.start : s.end] for s in found)
        self.fill_starts = {s.start for s in found if s.gain >= FILLS and _closes(text, s.end)}
        self.fill_ends = {s.end for s in found if s.gain >= FILLS}
        self.lists = Lists(text, {(s.start, s.end) for s in found if s.gain >= FILLS and not held.over(s.start, s.end)})
        self._lefts: dict[int, Side] = {}
        self._rights: dict[int, Side] = {}
        self.places: dict[str, list[Span]] = {}
        for s in found:
            name = text[s.start : s.end]
            if self.often[name] > 1:
                self.places.setdefault(name, []).append((s.start, s.end))
        self.minority = len({text[a:b] for a, b, _ in _elements().longest(text) if not held.over(a, b)}) >= MINORITY

    def left(self, start: int) -> "Side":
        """What stands before a place."""
        if start not in self._lefts:
            self._lefts[start] = _left(start, self)
        return self._lefts[start]

    def right(self, end: int) -> "Side":
        """What stands behind a place."""
        if end not in self._rights:
            self._rights[end] = _right(end, self)
        return self._rights[end]

    def is_none(self, start: int, end: int) -> bool:
        """Whether a stretch can be no name: it begins within a word that says who somebody is, is a known word, or
        holds a kind of place."""
        begins_inside = start in self._inside and self.before.get(start) != "role"
        return (
            begins_inside
            or self._words.over(start, end) in OTHERS
            or self._long_words.over(start, end) == "within"
            or _places().search(self.text, start, end) is not None
        )

    def is_within_word(self, start: int, end: int) -> bool:
        """Whether a stretch is a part of a word that is none of a name's (扎西 of 扎西德勒)."""
        return self._words.over(start, end) in PARTLY

    def is_held(self, stretch: Stretch) -> bool:
        """Whether the reader takes it for a place or a body, or for a part of one."""
        return self.held.over(stretch.start, stretch.end) in OTHERS

    def is_counted(self, stretch: Stretch) -> bool:
        """Whether it is the whole of what a figure counts, which is a thing oftener than a person (茵红李200亩)."""
        return self.text[stretch.start : stretch.end] in self._counted


def _left(start: int, at: Surroundings) -> Side:
    """What stands before."""
    if start == 0:
        return Side("opening", "", "", ())
    char, more = at.text[start - 1], []
    if char == "、":
        more = ["list before" if start - 1 in at.fill_ends else "no list before"]
        more += ["word listed before"] * _is_word(_ITEM_BEFORE.search(at.text, max(0, start - ITEM), start - 1))
    if start in at.before:
        begun = at.begun[start]
        return Side(at.before[start], at.text[begun:start], _before_of(begun, at), tuple(more))
    if start in at.held.ends:
        return Side("name", "", "", tuple(more))
    if not _HAN.match(char):
        return Side(_mark(char), "", _before_of(start - 1, at), tuple(more))
    word = word_before(at.text, start)
    sort = f"word {sorts().get(word, '')}"
    return Side(sort, word, _before_of(start - len(word), at), (*more, f"after {char}"))


def _before_of(at_place: int, at: Surroundings) -> str:
    """The class of what ends at a place."""
    if at_place <= 0:
        return "opening"
    if at_place in at.before:
        return at.before[at_place]
    if at_place in at.held.ends:
        return "name"
    char = at.text[at_place - 1]
    return sort_before(at.text, at_place) if _HAN.match(char) else _mark(char)


def _right(end: int, at: Surroundings) -> Side:
    """What stands behind, the same way."""
    if end >= len(at.text):
        return Side("closing", "", "", ())
    char, more = at.text[end], []
    if char == "、":
        more = ["list behind" if end + 1 in at.fill_starts else "no list behind"]
        more += ["word listed behind"] * _is_word(_ITEM_BEHIND.match(at.text, end + 1))
    if end in at.behind:
        until, kind = at.behind[end]
        return Side(kind, at.text[end:until], _behind_of(until, at), tuple(more))
    if not _HAN.match(char):
        word = word_behind(at.text, end + 1) if end + 1 < len(at.text) else ""
        return Side(_mark(char), f"{_mark(char)}{word}", _behind_of(end + 1, at), tuple(more))
    word = word_behind(at.text, end)
    sort = f"word {sorts().get(word, '')}"
    return Side(sort, word, _behind_of(end + len(word), at), (*more, f"before {char}"))


def _behind_of(at_place: int, at: Surroundings) -> str:
    """The class of what begins at a place."""
    if at_place >= len(at.text):
        return "closing"
    if at_place in at.behind:
        return at.behind[at_place][1]
    char = at.text[at_place]
    return sort_behind(at.text, at_place) if _HAN.match(char) else _mark(char)


def _is_word(item: re.Match[str] | None) -> bool:
    """Whether an item of a list is a word of prose, or one that is written like a name and is none."""
    return item is not None and (is_common(item[0], COMMON) or bool(words().longest(item[0])))


def _mark(char: str) -> str:
    if char.isdigit():
        return "digit"
    if char.isspace():
        return "line" if char == "\n" else "tab" if char == "\t" else "blank"
    return "letter" if char.isalpha() else char


def _closes(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in _ITEM_ENDS or text[end] in _joining("closing")


def _cover(size: int, spans: Sequence[Span]) -> list[int]:
    """For each place how many of the spans begin before it."""
    counts = [0] * (size + 2)
    for start, _ in spans:
        counts[start + 1] += 1
    for at in range(1, size + 2):
        counts[at] += counts[at - 1]
    return counts


@cache
def _before() -> Matcher[str]:
    lexicon = load_lexicon("pipeline.privacy", "signs")
    return Matcher({word: kind for kind, words in reversed(lexicon["before"].items()) for word in words})


@cache
def _behind() -> Matcher[str]:
    lexicon = load_lexicon("pipeline.privacy", "signs")
    return Matcher({word: kind for kind, words in lexicon["behind"].items() for word in words})


def joints() -> frozenset[str]:
    """What joins the names of a list."""
    return _joining("joints")


@cache
def _joining(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.privacy", "signs")[name])


@cache
def counties() -> frozenset[str]:
    """What counties are called without their suffix (高明, 安平)."""
    return frozenset(base(county.name, county.level) for county in gazetteer.counties())


@cache
def _places() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.privacy", "names")["places"]))


@cache
def words() -> Matcher[str]:
    """Words that are written like names and are none."""
    return Matcher({word: word for word in load_lexicon("pipeline.privacy", "names")["words"]})


@cache
def _elements() -> Matcher[str]:
    return Matcher({part: part for part in elements() if len(part) > 1})
