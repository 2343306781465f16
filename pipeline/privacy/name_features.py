"""What is to be known of a stretch that may be a name: how it is written, what stands before and behind, how often."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from pipeline.features import Group, Names, Part, Texts, called, names_of
from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import gazetteer
from pipeline.places.naming import base
from pipeline.places.words import is_common
from pipeline.privacy.name_stretches import Kind, Stretch, elements, letters, ranks
from pipeline.privacy.sorts import sort_before, sort_behind

Span = tuple[int, int]
SIGNS = ("role", "role end", "particle")
"""What may stand before a name, the strongest first."""
DOES = frozenset(("speech", "act", "befalls", "kin", "title"))
"""What may stand behind a name that tells of a person."""
SORTS: Mapping[Kind, str] = {
    **{"two": "short", "three": "long", "double": "long", "parted": "long"},
    **{"foreign": "foreign", "dotted": "dotted", "odd": "odd"},
}
PARTLY = ("around", "across")
OTHERS = ("same", *PARTLY)
LONG_WORD = 3
"""Characters from which on a word that is none of a name's stands in no name (雅鲁藏布 in 雅鲁藏布江)."""
GAINS = (-4, -2, 0, 2, 4, 6, 8, 10, 13, 16, 20, 25)
RANKS = (10, 30, 100, 200, 400)
COMMON, FREQUENT, RARE = -12.0, -10.0, -15.0
"""Log probabilities from which on words of prose are told apart."""
FILLS = 2.0
"""What a stretch must gain to count as one that fills an item of a list."""
_LIES = ("word across start", "word across end", "held within", "county", "role within")
MINORITY = 3
"""Different parts of names without surnames from which on a page is of a place where such names are borne."""
_HAN = re.compile("[\u4e00-\u9fff]")
_BLANKS = re.compile(r"\s")
ITEM = 8
"""Characters in which the item before is looked for."""
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


class Surroundings:
    """A page's text with the signs in it, made once for all its stretches."""

    def __init__(self, text: str, found: Sequence[Stretch], held: Held, counted: Collection[str] = ()) -> None:
        self.text, self.held, self._counted = text, held, counted
        self.before: dict[int, str] = {}
        self.roles: list[Span] = []
        for start, end, kind in _before().finditer(text):
            if kind == "role":
                self.roles.append((start, end))
            self.before[end] = min(kind, self.before.get(end, kind), key=SIGNS.index)
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
        self.minority = len({text[a:b] for a, b, _ in _elements().longest(text) if not held.over(a, b)}) >= MINORITY

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


def features(stretch: Stretch, at: Surroundings) -> Names:
    """The names of a stretch's features."""
    return names_of(groups(stretch, at))


def groups(stretch: Stretch, at: Surroundings) -> Part:
    """A stretch's features."""
    start, end, kind = stretch.start, stretch.end, stretch.kind
    sort, name = SORTS[kind], at.text[start:end]
    left, right = _left(start, at), _right(end, at)
    more: Names = (*left[1:], *right[1:])
    found: list[Group] = [
        (_gaining, kind, sort, bisect_right(GAINS, stretch.gain)),
        *_wordlike(name, kind),
        _placed(stretch, name, at),
        (_sided, sort, left[0], right[0]),
        *((called, name) for name in more),
    ]
    if kind == "foreign":
        found.append((_foreign, name, at.minority))
    elif kind == "odd":
        found.append((_odd, name, at.minority))
    elif kind in ("two", "three"):
        found.append(_surname(name, kind))
        found += _spelt(name)
    elif kind == "parted":
        found += _spelt(_BLANKS.sub("", name))
    before, behind = at.text[max(0, start - 2) : start], at.text[end : end + 2]
    found.append((_BESIDE, before[-1:], before, behind[:1], behind))
    return tuple(found)


def _gaining(kind: Kind, sort: str, steps: int) -> Names:
    gains = [(f"gain {least}", f"{sort} gain {least}") for least in GAINS[:steps]]
    return (f"kind {kind}", *(name for pair in gains for name in pair))


def _foreign(name: str, minority: bool) -> Names:
    return (
        f"foreign {min(len(name), 5)}",
        "minority" if minority else "no minority",
        "elements" if _is_made(name) else "letters",
    )


def _odd(name: str, minority: bool) -> Names:
    """How a name is written that is looked at for its place alone."""
    found = (
        f"odd {len(name)}",
        "odd surname" if name[0] in ranks() else "odd opening",
        f"odd foreign {sum(c in letters('foreign') for c in name)}",
        f"odd given {sum(c in letters('given') for c in name[1:])}",
        "minority" if minority else "no minority",
    )
    return found if letters("never").isdisjoint(name) else (*found, "odd never")


def _surname(name: str, kind: Kind) -> Group:
    """How a name with a surname of one character is written."""
    given = name[1:]
    odd = sum([c not in letters("given") for c in given])
    seldom = not letters("seldom").isdisjoint(given)
    return (_surnamed, kind, _rank(name[0]), name[0] in letters("homographs"), seldom, odd)


def _rank(surname: str) -> str:
    """How often it is borne, in steps."""
    rank = ranks().get(surname)
    return next((f"<{r}" for r in RANKS if rank <= r), "rare") if rank else "unknown"


def _surnamed(kind: Kind, rank: str, homograph: bool, seldom: bool, odd: int) -> Names:
    found = [f"surname {rank}"]
    if rank == "unknown":
        found.append(f"{kind} surname unknown")
    if homograph:
        found.append(f"{kind} homograph")
    if seldom:
        found.append(f"seldom {kind}")
    return (*found, f"{kind} odd {odd}")


_TWO = Texts("surname ", "alone ")
_THREE = Texts("surname ", "first ", "second ", "given ")
_BESIDE = Texts("1 before ", "2 before ", "1 behind ", "2 behind ")
"""The characters of names of that many, each where it stands; those before a name and behind it."""


def _spelt(name: str) -> Part:
    if len(name) == 2:
        return ((_TWO, name[0], name[1]),)
    return ((_THREE, name[0], name[1], name[2], name[1:]),) if len(name) == 3 else ()


_COMMONNESS = ((RARE, "rare"), (COMMON, "common"), (FREQUENT, "frequent"))


def _wordlike(name: str, kind: Kind) -> Iterator[Group]:
    """How common the words are that a name and its parts are written like."""
    if kind in ("dotted", "parted"):
        return
    size = kind if kind in ("foreign", "odd") else str(len(name))
    parts = [("whole", name)]
    if len(name) > 2:
        parts += [("head", name[:2]), ("tail", name[-2:]), ("given", name[1:])]
    for label, part in parts:
        if is_common(part, RARE):
            yield _common, size, label, is_common(part, COMMON) + is_common(part, FREQUENT)


def _common(size: str, label: str, steps: int) -> Names:
    return tuple(f"{size} {label} {word}" for _, word in _COMMONNESS[: steps + 1])


def _placed(stretch: Stretch, name: str, at: Surroundings) -> Group:
    """How it lies to words, names and roles around it, and how often it stands on the page."""
    text, start, end = at.text, stretch.start, stretch.end
    lies = (
        is_common(text[max(0, start - 1) : start + 1], COMMON),
        is_common(text[end - 1 : end + 1], COMMON),
        at.held.over(start, end) == "within",
        name in counties() and at.before.get(start) != "role",
        at.role_cover[end] > at.role_cover[start],
    )
    return (_lying, lies, min(at.often[name], 3), stretch.kind)


def _lying(lies: Sequence[bool], often: int, kind: Kind) -> Names:
    found = [name for name, holds in zip(_LIES, lies, strict=True) if holds]
    if often > 1:
        found += ["twice", f"twice {kind}"]
    return (*found, "often") if often > 2 else tuple(found)


def _sided(sort: str, left: str, right: str) -> Names:
    """What stands on both sides."""
    return (f"left {left}", f"right {right}", f"{left} | {right}", f"{sort} left {left}", f"{sort} right {right}")


def _left(start: int, at: Surroundings) -> list[str]:
    """What stands before: its class first, then what more is to be known."""
    if start == 0:
        return ["opening"]
    char, more = at.text[start - 1], []
    if char == "、":
        more = ["list before" if start - 1 in at.fill_ends else "no list before"]
        more += ["word listed before"] * _is_word(_ITEM_BEFORE.search(at.text, max(0, start - ITEM), start - 1))
    if start in at.before:
        return [at.before[start], *more]
    if start in at.held.ends:
        return ["name", *more]
    return [f"word {sort_before(at.text, start)}", f"after {char}"] if _HAN.match(char) else [_mark(char), *more]


def _right(end: int, at: Surroundings) -> list[str]:
    """What stands behind, the same way."""
    if end >= len(at.text):
        return ["closing"]
    char, more = at.text[end], []
    if char == "、":
        more = ["list behind" if end + 1 in at.fill_starts else "no list behind"]
        more += ["word listed behind"] * _is_word(_ITEM_BEHIND.match(at.text, end + 1))
    if end in at.behind:
        return [at.behind[end][1], *more]
    return [f"word {sort_behind(at.text, end)}", f"before {char}"] if _HAN.match(char) else [_mark(char), *more]


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


def _is_made(name: str) -> bool:
    """Whether parts of such names make up a name, with at most one character more."""
    rest, at, odd = len(name), 0, 0
    while at < rest:
        length = next((n for n in (5, 4, 3, 2) if name[at : at + n] in elements() and at + n <= rest), 0)
        odd += not length
        at += length or 1
    return odd <= 1 and odd < rest - 1


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
