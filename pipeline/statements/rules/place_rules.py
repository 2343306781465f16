"""The division a number speaks of: named before it or referred back to (全乡, 该村), else its heading's or the home."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.places import gazetteer
from pipeline.places.neighbours import neighbours
from pipeline.records import Level, Place, PlaceRef
from pipeline.statements.rules.refs import division, holds, of_home, parent, refer
from pipeline.text.figures import Spans
from pipeline.text.sentences import Clause, Sentence

_LENGTH_OF: dict[Level, int] = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}
_KINDS: dict[str, Level] = {
    **dict.fromkeys(("乡", "镇", "街道", "苏木"), "township"),
    **dict.fromkeys(("村", "嘎查", "社区"), "village"),
}
"""The levels of the words that stand for a division at the head of a clause; all others stand for a county."""
_LOWEST: tuple[Level, ...] = ("township", "village", "group")
_ORDER: tuple[Level, ...] = ("province", "prefecture", "county", "township", "village", "group")
SEVERAL = ("个", "各", "每")
"""What makes of 村集体 any village's."""
LONGEST_LINE = 400
"""Characters of a line, or of a speech, that are looked through."""
LONGEST_DATE = 30
"""Characters that a date before a place has at most, with what stands around it."""
LOOKED_BACK = 100
"""References that are looked back through for the one that governs a number."""
DETAILS = 5
"""Lines above a line in which the numbered line that it belongs to is looked for."""
COUNT_LENGTH = 14
"""Characters from a number on in which its unit stands."""
ATTRIBUTION = 30
"""Characters after a closing quote in which its speaker's place is looked for (…。”某村支书说)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A stretch of the text that turns it to a division; of several listed ``place`` is the parent."""

    start: int
    end: int
    place: PlaceRef
    members: tuple[PlaceRef, ...] = ()
    subject: bool = False
    """It opens its clause; where that opens a paragraph, the paragraphs after it are still about it."""
    referred: bool = False
    """By an anaphor, not by name."""


class PlaceReader:
    """The references of one text, in order; asked for the one that governs a number."""

    def __init__(
        self, text: str, places: Iterable[Place], names: Spans, organisations: Spans, home: str | None
    ) -> None:
        self._text = text
        self._organisations = organisations
        self._home = division(home) if home else None
        self._last: dict[Level, PlaceRef] = {}
        self.every = self._walk(self._free(places, names), names)
        self._references = [r for r in self.every if self.governs(r)]
        self._starts = [r.start for r in self._references]

    def read(
        self,
        sentence: Sentence,
        clause: Clause,
        number: int,
        section_start: int,
        story_start: int,
        behind: bool = True,
    ) -> PlaceRef | None:
        """The division that governs a number, carried through its section, or as a topic from ``story_start`` on.

        ``section_start``: where its run-in heading or paragraph begins; ``story_start``: where the last heading stands;
        ``behind``: whether a place after it may govern it (投入50万元,为某村…).
        """
        return self.ruled(sentence, clause, number, section_start, story_start, behind)[0]

    def ruled(
        self,
        sentence: Sentence,
        clause: Clause,
        number: int,
        section_start: int,
        story_start: int,
        behind: bool = True,
    ) -> tuple[PlaceRef | None, str]:
        """The division that governs a number, and by which rule."""
        ways: tuple[tuple[str, Callable[[], Reference | None]], ...] = (
            ("in its clause", lambda: self._before(clause.start, number)),
            ("staying", lambda: self._before(sentence.start, number, self._stays)),
            ("in its sentence", lambda: self._before(sentence.start, number)),
            ("located", lambda: self._located(number, sentence.end) if behind else None),
            ("speaking", lambda: self._speaker(number)),
            ("carried", lambda: self._carried(sentence, section_start)),
            ("headed", lambda: self._headed(section_start)),
            ("topic", lambda: self._before(story_start, section_start, self._is_topic)),
        )
        way, found = next(((way, found) for way, look in ways if (found := look())), ("home", None))
        place = found.place if found else self._home
        held = self._holder(place, clause.start, number) if place else None
        return held, way if held == place else f"{way}, what holds it"

    def _holder(self, place: PlaceRef, clause_start: int, number: int) -> PlaceRef:
        """The place, or what holds it where divisions of its own level are counted (6个乡镇 are no township's)."""
        counted = _counted()[0].search(self._text, clause_start, number + COUNT_LENGTH)
        if counted is None or counted.start() > number or place == self._home:
            return place
        limit = _counted()[1][counted["kind"]]
        code = place.code or (place.within or "") + "~"
        if len(code) <= limit:
            return place
        if self._home and self._home.code and len(self._home.code) <= limit and code.startswith(self._home.code):
            return self._home
        return division(code[:limit]) if gazetteer.get(code[:limit]) else place

    def at_most(self, clause_start: int, number: int) -> int | None:
        """How many digits the code of what a number speaks of has at most, where divisions that are counted open its
        clause (2个嘎查的收入突破50万元); None where none do.
        """
        counted = _counted()[0].match(self._text, clause_start, number + COUNT_LENGTH)
        owns = counted is not None and counted.end() < number and _pattern("owned").match(self._text, counted.end())
        return _counted()[1][counted["kind"]] if counted and owns else None

    def _stays(self, reference: Reference) -> bool:
        """Whether a place still governs the clauses behind its own: it opened its clause or says where things are."""
        front = self._text[max(0, reference.start - 4) : reference.start]
        return reference.subject or bool(_pattern("located").search(front))

    def _headed(self, section_start: int) -> Reference | None:
        """The place of the numbered line above, of which a line such as 投资:50万元 is a detail."""
        end = section_start - 1
        for _ in range(DETAILS):
            start = self._text.rfind("\n", max(0, end - LONGEST_LINE), max(0, end)) + 1
            if start == 0 or end <= start:
                return None
            if _pattern("numbered").match(self._text, start, end):
                return self._before(start, end) if self._text[end - 1] not in "。！!" else None
            if not _pattern("detail").match(self._text, start, end):
                return None
            end = start - 1
        return None

    def listed(self, start: int, number: int) -> tuple[PlaceRef, ...]:
        """The members of the last list of divisions before a number."""
        found = self._before(start, number)
        return found.members if found else ()

    def each(self, start: int, number: int) -> tuple[PlaceRef, ...]:
        """The members of the last list of divisions before a number that each have it (石桥村和上湾村各建2座)."""
        found = self._before(start, number)
        told = found and found.members and _pattern("each").fullmatch(self._text, found.end, number)
        return found.members if found and told else ()

    def acting(self, start: int, end: int) -> tuple[PlaceRef, ...]:
        """The division that opens the last clause in a stretch which one opens; of a list each."""
        found = self._before(start, end, lambda reference: reference.subject)
        return (found.members or (found.place,)) if found else ()

    def _carried(self, sentence: Sentence, section_start: int) -> Reference | None:
        """What the section spoke of last; a sentence that opens with a date takes it up only where it is the topic."""
        found = self._before(section_start, sentence.start, self._stays) or self._before(section_start, sentence.start)
        if found is None or self._opens(found, section_start):
            return found
        return None if _pattern("fresh").match(self._text, sentence.start, sentence.end) else found

    def _before(self, start: int, end: int, wanted: Callable[[Reference], object] = bool) -> Reference | None:
        at = bisect_left(self._starts, end) - 1
        last = at - LOOKED_BACK
        while at >= 0 and at > last and self._starts[at] >= start:
            if wanted(self._references[at]):
                return self._references[at]
            at -= 1
        return None

    def _located(self, start: int, end: int) -> Reference | None:
        """Behind the number: 投入50万元,为某村…"""
        at = bisect_left(self._starts, start)
        if at == len(self._starts) or self._starts[at] >= end:
            return None
        return self._references[at] if _pattern("located").search(self._text, start, self._starts[at]) else None

    def _speaker(self, number: int) -> Reference | None:
        """Who says it, named behind the closing quote (…。”某村支书说)."""
        begin = max(0, number - LONGEST_LINE)
        opened, *ended = (
            max(self._text.rfind(mark, begin, number) for mark in marks) for marks in ("“「", "”」", "\n")
        )
        if opened < 0 or opened < max(ended):
            return None
        closing = _pattern("closing").match(self._text, number)
        if closing is None:
            return None
        at = bisect_left(self._starts, closing.end())
        if at == len(self._starts) or self._starts[at] >= closing.end() + ATTRIBUTION:
            return None
        parted = _pattern("ends").search(self._text, closing.end(), self._starts[at])
        return None if parted else self._references[at]

    def _free(self, places: Iterable[Place], names: Spans) -> list[Place]:
        """The places outside the names of programmes and documents, and those that open an item of a list with one.

        A village or township that opens its clause is what the clause is about, even as part of its project's name.
        """
        free: list[Place] = []
        for place in sorted(places, key=lambda p: (p.start, -p.end)):
            item = _pattern("item").search(self._text[max(0, place.start - 8) : place.start]) is not None
            item = item or (place.level in _LOWEST and self._is_subject(place.start))
            chained = bool(free) and free[-1].end == place.start
            if item or chained or not names.covers(place.start, place.end):
                free.append(place)
        return free

    def _walk(self, named: list[Place], names: Spans) -> list[Reference]:
        held, around = Spans(named), neighbours(self._text)
        pattern, levels = _anaphors()
        marks: list[tuple[int, int, Place | Level]] = [(p.start, p.end, p) for p in named]
        marks += [
            (m.start(), m.end(), levels[m.group()])
            for m in pattern.finditer(self._text)
            if not held.covering(m.start())
            and not names.covering(m.start())
            and self._text[m.start() - 1 : m.start()] not in SEVERAL
        ]
        marks += [
            (m.start(), m.end(), _KINDS.get(m.group(), "county"))
            for m in _pattern("bodies").finditer(self._text)
            if not held.covering(m.start())
        ]
        found: list[Reference] = []
        level: Level = "group"
        wider = -1
        for start, end, mark in sorted(marks, key=lambda m: (m[0], -m[1])):
            if not isinstance(mark, Place):
                if mark not in _LOWEST and not self._company_at(end):
                    wider = end
                elif self._text[start:end] in _lexicon()["generic"].split() and self._in_sentence(wider, start):
                    continue  # 全市盘活资源1万亩,村集体增收: any village's
                if place := self._referred(mark, self._text[start:end]):
                    found.append(Reference(start, end, place, (), self._is_subject(start), referred=True))
                continue
            if around.holds(start, end):
                continue
            reference = Reference(start, end, refer(mark), subject=self._is_subject(start))
            self._remember(mark, reference.place)
            if found and found[-1].end <= start:
                below = found[-1].end == start and _ORDER.index(mark.level) > _ORDER.index(level)
                reference = self._merged(found, reference, below)
            found.append(reference)
            level = mark.level
        return found

    def _merged(self, found: list[Reference], new: Reference, below: bool) -> Reference:
        """云县后箐乡 is the township; a list of divisions is their parent, with them as members.

        ``below``: right behind a division of a higher level, whether or not a list has them.
        """
        within = holds(found[-1].place, new.place) and not self._text[found[-1].end : new.start].strip()
        if within or (below and found[-1].place.code is None):
            previous = found.pop()
            new = replace(new, start=previous.start, subject=previous.subject)
        if found and _pattern("joins").fullmatch(self._text[found[-1].end : new.start]):
            members = (*(found[-1].members or (found[-1].place,)), new.place)
            if holder := parent(members):
                previous = found.pop()
                self._last.pop("village", None)  # 该村 after a list of villages is none of them
                new = replace(new, start=previous.start, place=holder, members=members, subject=previous.subject)
            elif not of_home(new.place, self._home) and not of_home(found[-1].place, self._home):
                found.pop()  # partners from elsewhere (本市和外省某市)
        return new

    def _in_sentence(self, start: int, end: int) -> bool:
        """Whether a sentence goes on from a point of the text, if there is one, to another."""
        return start >= 0 and end - start < LONGEST_LINE and not _pattern("stop").search(self._text, start, end)

    def _remember(self, place: Place, ref: PlaceRef) -> None:
        self._last[place.level] = ref
        for level in _ORDER[_ORDER.index(place.level) + 1 :]:
            self._last.pop(level, None)

    def _is_subject(self, start: int) -> bool:
        return bool(_pattern("openings").search(self._text[max(0, start - 12) : start]))

    def governs(self, reference: Reference) -> bool:
        """Whether a reference says where something holds, not where it goes to, comes from or belongs."""
        front = self._text[max(0, reference.start - 4) : reference.start].rstrip()
        back = self._text[reference.end : reference.end + 6]
        if _pattern("measured_against").search(front) or self._company_at(reference.end):
            return False
        if reference.referred and not _pattern("elsewhere_after").match(back):
            return True
        if _pattern("elsewhere_before").search(front) or _pattern("elsewhere_after").match(back):
            return False
        if self._organisations.covers(reference.start, reference.end) and (
            not reference.subject or self._is_above_home(reference.place)
        ):
            return False  # the county's bureau acting in a village's story
        at_home = of_home(reference.place, self._home)
        if at_home and _pattern("facilities").match(back):
            return reference.subject
        return at_home or reference.subject or bool(_pattern("located").search(front))

    def _opens(self, reference: Reference, start: int) -> bool:
        """Whether only a date stands between the beginning of a section and a place that opens its clause."""
        near = reference.subject and reference.start - start < LONGEST_DATE
        return near and not _pattern("clause").search(self._text, start, reference.start)

    def _is_topic(self, reference: Reference) -> bool:
        return self._opens_paragraph(reference) and not self._is_above_home(reference.place)

    def _opens_paragraph(self, reference: Reference) -> bool:
        """Whether nothing but a date stands between the beginning of its line and a place that opens its clause."""
        if not reference.subject:
            return False
        begin = max(0, reference.start - LONGEST_DATE)
        line = self._text.rfind("\n", begin, reference.start)
        if line < 0 and begin > 0:
            return False
        front = self._text[line + 1 : reference.start].strip(" \u3000“「")
        return not front or _pattern("dated").fullmatch(front) is not None

    def _is_above_home(self, place: PlaceRef) -> bool:
        return self._home is not None and place != self._home and holds(place, self._home)

    def _company_at(self, at: int) -> bool:
        """某镇的某公司: the place only says where a company sits."""
        start = at + 1 if self._text[at : at + 1] == "的" else at
        body = self._organisations.covering(start)
        return (
            body is not None
            and body[0] == start
            and self._text[start : body[1]].endswith(tuple(_lexicon()["companies"].split()))
        )

    def _referred(self, level: Level, word: str) -> PlaceRef | None:
        home = self._home.code if self._home and self._home.code else ""
        county = gazetteer.get(home[:6]) if len(home) >= 6 else None
        if (
            word.endswith("区")
            and home[:2] in _lexicon()["regions"].split()
            and not (county and "区" in county.name[-1:])
        ):
            level = "province"
        if word.endswith("市") and not (county and county.name.endswith("市")):
            level = "prefecture"
        length = _LENGTH_OF[level]
        if length < len(home) and (len(word) == 1 or word in _lexicon()["agencies"].split()):
            return None  # the county's office acting in a village's story
        own = division(home[:length]) if len(home) >= length else None
        spoken = self._last.get(level)
        return own if own and spoken and _is_called(own, word) and not _is_called(spoken, word) else spoken or own


def _is_called(place: PlaceRef, word: str) -> bool:
    """Whether a division is of the kind that a word refers back to by name (该苏木 is no 镇)."""
    return place.name.endswith(next((kind for kind in _lexicon()["kinds"].split() if word.endswith(kind)), ""))


@cache
def _lexicon() -> Mapping[str, Any]:
    return load_lexicon("pipeline.statements.rules", "where")


@cache
def _anaphors() -> tuple[re.Pattern[str], dict[str, Level]]:
    listed: dict[Level, str] = _lexicon()["anaphors"]
    levels = {word: level for level, named in listed.items() for word in named.split()}
    ordered = sorted(levels, key=lambda w: (-len(w), w))
    return re.compile(f"(?:{'|'.join(map(re.escape, ordered))})"), levels


@cache
def _counted() -> tuple[re.Pattern[str], dict[str, int]]:
    """Counts of divisions, and how many digits the code of what holds such divisions has at most."""
    limits = {kind: digits for digits, kinds in _lexicon()["counted"].items() for kind in kinds.split()}
    kinds = "|".join(sorted(limits, key=len, reverse=True))
    return re.compile(_lexicon()["count"].replace("KINDS", kinds)), limits


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_lexicon()[name])
