"""The division a number speaks of: named before it or referred back to (全乡, 该村), else its heading's or the home."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.facts.figures import Spans
from pipeline.lexicon import load_lexicon
from pipeline.places import gazetteer
from pipeline.records import Level, Place, PlaceRef

_LEVEL_OF: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
_LENGTH_OF: dict[Level, int] = {level: length for length, level in _LEVEL_OF.items()}
_JOIN = re.compile(r"[、和及与]|以及")


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch of the text that turns it to a division; of several listed ``place`` is the parent."""

    start: int
    end: int
    place: PlaceRef
    members: tuple[PlaceRef, ...] = ()


class PlaceReader:
    """The references of one text, in order; asked for the one that governs a number."""

    def __init__(self, text: str, places: Iterable[Place], names: Spans, home: str | None) -> None:
        self._text = text
        self._home = _division(home) if home else None
        self._last: dict[Level, PlaceRef] = {}
        named = sorted((p for p in places if not names.covers(p.start, p.end)), key=lambda p: (p.start, -p.end))
        self._references = self._walk(named, names)
        self._starts = [r.start for r in self._references]

    def read(
        self, clause_start: int, clause_end: int, number: int, paragraph_start: int, base: PlaceRef | None
    ) -> PlaceRef | None:
        """The division that governs a number; ``base`` is what the heading above its paragraph names."""
        own = self._before(clause_start, number) or self._after(number, clause_end)
        found = own or self._before(paragraph_start, number)
        return found.place if found else base or self._home

    def heading(self, start: int, end: int) -> PlaceRef | None:
        """What a heading names, for the paragraphs under it."""
        found = self._before(start, end)
        return found.place if found else None

    def listed(self, start: int, number: int) -> tuple[PlaceRef, ...]:
        """The members of the last list of divisions before a number."""
        found = self._before(start, number)
        return found.members if found else ()

    def _before(self, start: int, end: int) -> Reference | None:
        at = bisect_left(self._starts, end) - 1
        return self._references[at] if at >= 0 and self._references[at].start >= start else None

    def _after(self, start: int, end: int) -> Reference | None:
        at = bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] >= end:
            return None
        located = _pattern("located").search(self._text[max(start, self._starts[at] - 3) : self._starts[at]])
        return self._references[at] if located else None

    def _walk(self, named: list[Place], names: Spans) -> list[Reference]:
        held = Spans(named)
        pattern, levels = _anaphors()
        marks: list[tuple[int, int, Place | Level]] = [(p.start, p.end, p) for p in named]
        marks += [
            (m.start(), m.end(), levels[m.group()])
            for m in pattern.finditer(self._text)
            if not held.covering(m.start()) and not names.covering(m.start())
        ]
        found: list[Reference] = []
        for start, end, mark in sorted(marks, key=lambda m: (m[0], -m[1])):
            if isinstance(mark, Place):
                self._named(found, mark)
            elif place := self._referred(mark, self._text[start:end]):
                found.append(Reference(start, end, place))
        return found

    def _named(self, found: list[Reference], place: Place) -> None:
        ref = PlaceRef(
            place.code, place.name if place.code else place.text, place.within if place.code is None else None
        )
        previous = found[-1] if found else None
        gap = self._text[previous.end : place.start] if previous else ""
        self._last[place.level] = ref
        for level in [level for level in self._last if _finer(level, place.level)]:
            del self._last[level]
        if previous and not gap.strip() and _holds(previous.place, ref):
            found[-1] = Reference(previous.start, place.end, ref)  # 云县后箐乡 is the township
        elif previous and _JOIN.fullmatch(gap.strip()) and (parent := _parent(previous, ref)):
            members = (*(previous.members or (previous.place,)), ref)
            found[-1] = Reference(previous.start, place.end, parent, members)
        elif self._governs(place, ref):
            found.append(Reference(place.start, place.end, ref))

    def _governs(self, place: Place, ref: PlaceRef) -> bool:
        front, back = self._text[max(0, place.start - 4) : place.start].rstrip(), self._text[place.end : place.end + 4]
        if _pattern("elsewhere_before").search(front) or _pattern("elsewhere_after").match(back):
            return False
        home = self._home.code if self._home else None
        code = ref.code or ref.within
        if home is None or code is None or (code.startswith(home[:6]) and (len(code) >= len(home) or ref.code is None)):
            return True
        foreign = not code.startswith(home[:4]) or home.startswith(code)
        return not foreign or not front or front[-1] in "，,。；;：:！\n" or bool(_pattern("located").search(front))

    def _referred(self, level: Level, word: str) -> PlaceRef | None:
        home = self._home.code if self._home else None
        if level == "county" and word.endswith("区") and home and _whole_region(home):
            level = "province"
        if level == "county" and word.endswith("市") and home and not _is_city_county(home):
            level = "prefecture"
        if spoken := self._last.get(level):
            return spoken
        if home is None:
            return None
        length = _LENGTH_OF[level]
        return _division(home[:length]) if len(home) >= length else None


def _holds(outer: PlaceRef, inner: PlaceRef) -> bool:
    code = inner.code or inner.within
    return outer.code is not None and code is not None and code.startswith(outer.code) and inner.code != outer.code


def _parent(previous: Reference, ref: PlaceRef) -> PlaceRef | None:
    """What holds both members of a list, where they are of one level."""
    first = (previous.members or (previous.place,))[0]
    a, b = first.code or first.within, ref.code or ref.within
    if a is None or b is None or len(a) != len(b):
        return None
    shared = next((n for n in (9, 6, 4, 2) if n < len(a) and a[:n] == b[:n]), None) if first.code else len(a) * (a == b)
    return _division(a[:shared]) if shared else None


def _finer(level: Level, than: Level) -> bool:
    order: tuple[Level, ...] = ("province", "prefecture", "county", "township", "village", "group")
    return order.index(level) > order.index(than)


def _whole_region(home: str) -> bool:
    """Whether 全区 can only mean the autonomous region: the home county is no district."""
    county = gazetteer.get(home[:6]) if len(home) >= 6 else None
    return home[:2] in _lexicon()["regions"].split() and not (county and county.name.endswith("区"))


def _is_city_county(home: str) -> bool:
    county = gazetteer.get(home[:6]) if len(home) >= 6 else None
    return bool(county and county.name.endswith("市"))


def _division(code: str) -> PlaceRef:
    known = gazetteer.get(code)
    return PlaceRef(code, known.name if known else "")


@cache
def _lexicon() -> Mapping[str, Any]:
    return load_lexicon("pipeline.facts", "where")


@cache
def _anaphors() -> tuple[re.Pattern[str], dict[str, Level]]:
    listed: dict[Level, str] = _lexicon()["anaphors"]
    levels = {word: level for level, named in listed.items() for word in named.split()}
    ordered = sorted(levels, key=lambda w: (-len(w), w))
    return re.compile(f"(?:{'|'.join(map(re.escape, ordered))})"), levels


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_lexicon()[name])
