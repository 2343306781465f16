"""One page as the readers of relations see it: its names by place, its verbs, and where, when and whether planned."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pipeline.places import gazetteer
from pipeline.records import (
    Document,
    Mention,
    Modality,
    Organisation,
    Place,
    PlaceRef,
    Program,
    Reading,
    Relation,
    RelationKind,
)
from pipeline.statements.relations.triggers import Trigger, pattern, triggers
from pipeline.statements.rules.readers import Story, readers
from pipeline.statements.rules.refs import division
from pipeline.text.figures import Spans
from pipeline.text.sentences import Clause, Sentence

M = TypeVar("M", bound=Mention)
PASSAGE_LIMIT = 120
"""Characters of a passage, the clauses before its last one counted as they fit; the median sentence has 60."""
REACH = 12
"""Characters before a name that say whether it stands alone on its line."""
NEGATION_REACH = 10
"""Characters before a verb in which its negation stands (未能按要求)."""

COUNTY_DIGITS = 6
_DIGITS = dict(zip("省自市州盟县区旗乡镇街苏", (2, 2, 4, 4, 4, 6, 6, 6, 9, 9, 9, 9), strict=True))
"""Digits of the code of a division of a level, by the first character of the level's word."""
VILLAGES = frozenset({"village", "group"})
"""Levels of the places that a company or a co-operative may belong to."""
VILLAGE_DIGITS = 12
SHORTEST_STEM = 2
"""Characters of a village's name without 村 that still tell it from a word."""
_SUFFIXES = "省市州盟县旗区镇乡街道苏木村委会社区嘎查居"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lexicon in the text."""

    start: int
    end: int
    does: frozenset[Trigger]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What all relations of one name in one clause share: whether planned, when, and their passage."""

    modality: Modality
    when: str | None
    start: int
    end: int


class Ordered(Generic[M]):
    """Mentions by where they begin."""

    def __init__(self, mentions: Iterable[M]) -> None:
        self._mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._mentions]

    def within(self, start: int, end: int) -> list[M]:
        """The mentions that begin and end within a stretch."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self._mentions[low:high] if m.end <= end]


class Page:
    """What relations are read from."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.home = reading.home or ""
        self._is_plan = pattern("plan").search(reading.article.title) is not None
        self.readers = readers(reading)
        self.story = Story(self.readers.modality)
        self.places: Ordered[Place] = Ordered(reading.places)
        self.documents: Ordered[Document] = Ordered(reading.documents)
        titles = Spans(reading.documents)
        self.organisations: Ordered[Organisation] = Ordered(
            o for o in reading.organisations if not titles.covers(o.start, o.end)
        )
        self._settlements = {p.text for p in reading.places if not p.code and p.level in VILLAGES}
        self.stems = dict(_stems(reading.places))
        """Villages by their names without 村, where no larger division of the page is called so."""
        self.programs: Ordered[Program] = Ordered(_outer(reading))
        self.titled: Ordered[Program] = Ordered(p for p in reading.programs if titles.covers(p.start, p.end))
        self.issuers: Ordered[Organisation] = Ordered(o for o in reading.organisations if titles.covers(o.start, o.end))
        names = Spans((*reading.documents, *reading.programs, *reading.organisations))
        self._free_places: Ordered[Place] = Ordered(p for p in reading.places if not names.covers(p.start, p.end))
        found = triggers().longest(self.text)
        self._verbs = [Verb(a, b, does) for a, b, does in found if does and not names.covers(a, b)]
        self._verb_starts = [verb.start for verb in self._verbs]
        self._name_starts = sorted(m.start for m in (*reading.documents, *reading.programs, *reading.organisations))
        self._circumstances: tuple[tuple[int, int], Circumstances] | None = None

    def names_something(self, sentence: Sentence) -> bool:
        """Whether a sentence names anything that a relation may be about."""
        at = bisect_left(self._name_starts, sentence.start)
        return at < len(self._name_starts) and self._name_starts[at] < sentence.end

    def verbs(self, start: int, end: int) -> Iterator[Verb]:
        """The verbs that begin and end within a stretch, the last first."""
        for at in range(bisect_left(self._verb_starts, end) - 1, -1, -1):
            verb = self._verbs[at]
            if verb.start < start:
                return
            if verb.end <= end:
                yield verb

    def is_negated(self, at: int, start: int) -> bool:
        """Whether the words before a verb, back to ``start``, say that it is not done."""
        return bool(pattern("negations").search(self.text[max(start, at - NEGATION_REACH) : at]))

    @staticmethod
    def ref(place: Place) -> PlaceRef:
        """A named place as statements point to it."""
        return PlaceRef(place.code, place.name) if place.code else PlaceRef(None, place.text, place.within)

    def is_village(self, ref: PlaceRef) -> bool:
        """Whether a place is a village or a settlement within one."""
        return len(ref.code) == VILLAGE_DIGITS if ref.code else ref.name in self._settlements

    def is_wished(self, at: int, start: int) -> bool:
        """Whether the words before a verb, back to ``start``, only ask for it: 要求落实…."""
        return bool(pattern("wishes").search(self.text[max(start, at - NEGATION_REACH) : at]))

    def level(self, word: str) -> PlaceRef | None:
        """The division of a level that the page's home lies in or is: of 县 its county."""
        digits = _DIGITS[word]
        if word == "市" and len(self.home) >= COUNTY_DIGITS:
            county = gazetteer.get(self.home[:COUNTY_DIGITS])
            digits = COUNTY_DIGITS if county and county.name.endswith("市") else _DIGITS[word]
        return division(self.home[:digits]) if len(self.home) >= digits else None

    def signers(self, start: int) -> list[Organisation]:
        """The bodies that stand alone on the line above a date, the first such line from ``start`` on."""
        for body in self.organisations.within(start, len(self.text)):
            alone = self.text[max(0, body.start - REACH) : body.start].rstrip(" 　").endswith("\n")
            if alone and pattern("signature").match(self.text, body.end):
                return [body]
        return []

    def names_place(self, sentence: Sentence) -> bool:
        """Whether a sentence names a place but within other names."""
        return bool(self._free_places.within(sentence.start, sentence.end))

    def where(self, sentence: Sentence, clause: Clause, at: int) -> PlaceRef | None:
        """The place that a clause is about."""
        story = self.story
        return self.readers.places.read(sentence, clause, at, story.section_start, story.story_start, behind=False)

    def acting(self, sentence: Sentence, at: int) -> tuple[PlaceRef, ...]:
        """The place that a clause's part of its sentence opens with, each of a list (东岭、石桥等村推行…)."""
        return self.readers.places.acting(self._part(sentence, at), at)

    def following(self, sentence: Sentence, clause: Clause) -> tuple[PlaceRef, ...]:
        """The place that opens a clause after one that only leads to it: 通过推行“X”,某村…."""
        if clause != sentence.clauses[0] or not pattern("leading").match(self.text, clause.start, clause.end):
            return ()
        later = (self.readers.places.acting(c.start, c.end) for c in sentence.clauses[1:])
        return next((places for places in later if places), ())

    def _part(self, sentence: Sentence, at: int) -> int:
        """Where the part of a sentence begins that a semicolon parts from what stands before."""
        return max(sentence.start, *(self.text.rfind(mark, sentence.start, at) + 1 for mark in "；;"))

    def relation(
        self,
        kind: RelationKind,
        sentence: Sentence,
        clause: Clause,
        at: int,
        *,
        planned: bool = False,
        organisation: Organisation | None = None,
        program: Program | None = None,
        document: Document | None = None,
        where: PlaceRef | None = None,
    ) -> Relation:
        """A relation that a clause states of what stands at ``at``; its time is one that its sentence gives."""
        told = self._told(sentence, clause, at)
        return Relation(
            kind=kind,
            modality="planned" if planned or (self._is_plan and program and not document) else told.modality,
            start=told.start,
            end=told.end,
            quote=self.text[told.start : told.end],
            organisation=organisation,
            program=program,
            document=document,
            where=where,
            when=told.when,
        )

    def _told(self, sentence: Sentence, clause: Clause, at: int) -> Circumstances:
        """The circumstances of what stands at ``at``; the last are kept, as several relations share them."""
        key = (clause.start, at)
        if self._circumstances is None or self._circumstances[0] != key:
            modality = self.readers.modality.read(sentence, clause, at, at, self.story.outlook, False)
            when, modality = self._when(sentence, clause, at, modality)
            modality = "planned" if self._is_urged(sentence, at) else modality
            self._circumstances = (key, Circumstances(modality, when, *self._passage(sentence, clause)))
        return self._circumstances[1]

    def _is_urged(self, sentence: Sentence, at: int) -> bool:
        return pattern("urges").search(self.text, sentence.start, at) is not None

    def _when(self, sentence: Sentence, clause: Clause, at: int, modality: Modality) -> tuple[str | None, Modality]:
        """The time that the clause's part of its sentence gives; how often, and up to when, is none."""
        part = self._part(sentence, at)
        when, modality = self.readers.dates.read(replace(sentence, start=part), clause, at, part, modality)
        if when is None or when.startswith(("R", "-")) or pattern("until").search(self.text, part, clause.end):
            return None, modality
        since = "/" not in when and pattern("since").search(self.text, part, clause.end)
        return f"{when}/.." if since else when, modality

    def _passage(self, sentence: Sentence, clause: Clause) -> tuple[int, int]:
        """A clause with those before it in its sentence, as far as they fit: its subject may stand in the first."""
        fitting = (c.start for c in sentence.clauses if clause.end - c.start <= PASSAGE_LIMIT)
        return min(next(fitting, clause.start), clause.start), clause.end


def _stems(places: Iterable[Place]) -> Iterator[tuple[str, PlaceRef]]:
    larger = {p.name.rstrip(_SUFFIXES) for p in places if p.level not in VILLAGES}
    for place in places:
        stem = place.name.rstrip(_SUFFIXES)
        if place.level == "village" and len(stem) >= SHORTEST_STEM and stem not in larger:
            yield stem, Page.ref(place)


def _outer(reading: Reading) -> Iterator[Program]:
    """The programmes that are named for themselves, not within the name of a document, a body or another programme."""
    names = Spans((*reading.documents, *reading.organisations))
    end = -1
    for program in sorted(reading.programs, key=lambda p: (p.start, -p.end)):
        if program.start >= end and not names.covers(program.start, program.end):
            end = program.end
            yield program
