"""Who acts in a clause: the bodies that are its subject, and those that they act with."""

from dataclasses import dataclass

from pipeline.records import Organisation, PlaceRef
from pipeline.statements.relations.relation_page import Page
from pipeline.statements.relations.triggers import pattern
from pipeline.statements.rules.refs import division
from pipeline.text.sentences import Clause, Sentence

AUTHORITIES = frozenset({"party", "government", "department", "village"})
"""Kinds of bodies through which a place acts."""
REACH = 14
"""Characters before a body that say whether it is the subject (2022年3月以来,)."""
SUBJECT_REACH = 160
"""Characters before a verb in which its bodies stand; a longer clause is a list, and pages without a mark exist."""
SHORT_OPENING = 6
"""Characters before the verb of a clause that has no subject of its own (同时,推行…)."""


@dataclass(frozen=True, slots=True)
class Actors:
    """The bodies of a clause that are its subject, and those that they act with."""

    subjects: tuple[Organisation, ...] = ()
    partners: tuple[Organisation, ...] = ()

    @property
    def all(self) -> tuple[Organisation, ...]:
        """Both."""
        return (*self.subjects, *self.partners)


def actors(page: Page, sentence: Sentence, clause: Clause, at: int) -> Actors:
    """Who acts before ``at``, a verb: in its clause, else in those before it where that clause has no subject."""
    found = _of_clause(page, clause, at, at)
    if found.all or at - clause.start > SHORT_OPENING or page.places.within(clause.start, at):
        return found
    for earlier in reversed([c for c in sentence.clauses if c.end <= clause.start]):
        found = _of_clause(page, earlier, earlier.end, None)
        if found.subjects:
            return Actors(found.subjects)
        if page.places.within(earlier.start, earlier.end):
            break
    return Actors()


def _of_clause(page: Page, clause: Clause, at: int, verb: int | None) -> Actors:
    """The actors of a clause before ``at``; ``verb`` is where the verb stands that is asked about, if in it."""
    subjects: list[Organisation] = []
    partners: list[Organisation] = []
    for group in _groups(page, clause, at):
        start = _named_from(page, clause, group[0])
        before = page.text[max(clause.start, start - REACH) : start]
        if pattern("attributive").match(page.text, group[-1].end, at + 1):
            continue
        if pattern("partner_before").search(before):
            partners += group
        elif start == clause.start or pattern("subject_before").search(before) or _is_next_to(page, group[-1], verb):
            subjects += group
    return Actors(tuple(subjects), tuple(partners))


def _groups(page: Page, clause: Clause, at: int) -> list[list[Organisation]]:
    """The bodies of a clause before ``at``, those that act as one together (甲局、乙局会同丙局)."""
    found: list[list[Organisation]] = []
    for body in page.organisations.within(max(clause.start, at - SUBJECT_REACH), at):
        if found and pattern("joined").fullmatch(page.text, found[-1][-1].end, body.start):
            found[-1].append(body)
        else:
            found.append([body])
    return found


def _named_from(page: Page, clause: Clause, body: Organisation) -> int:
    """Where a body's name begins with the places before it: 某县某镇党委."""
    start = body.start
    for place in reversed(page.places.within(clause.start, body.start)):
        if place.end == start:
            start = place.start
    return start


def _is_next_to(page: Page, body: Organisation, verb: int | None) -> bool:
    return verb is not None and pattern("light").fullmatch(page.text, body.end, verb) is not None


def speaking(page: Page, sentence: Sentence, clause: Clause) -> PlaceRef | None:
    """The place whose body is quoted in a sentence: 某县农业农村局负责人表示,将实施…."""
    bodies = page.organisations.within(sentence.start, clause.start)
    return authority_place(page, tuple(b for b in bodies if pattern("speech").match(page.text, b.end, clause.start)))


def authority_place(page: Page, bodies: tuple[Organisation, ...]) -> PlaceRef | None:
    """The place that acts through one of these bodies, None where none is its authority."""
    for body in bodies:
        named = next((p for p in page.places.within(body.start, body.end) if p.code == body.place), None)
        if body.kind in AUTHORITIES and named:
            return page.ref(named)
        if body.kind in AUTHORITIES and body.place:
            return division(body.place)
    return None
