"""Where a text turns to which place: by name, in a list, inside another name, by a word that refers back to it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.records import Place, PlaceRef
from pipeline.statements.rules.place_rules import PlaceReader, Reference
from pipeline.statements.rules.refs import code_of, refer

Kind = Literal["named", "referred", "list", "member", "outer", "inside"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of the text that turns it to a place.

    ``kind``: named or referred to; several listed, which their parent stands for, and each member of those; outer is
    what a place is named with (the county before its town); inside another name, or beside what the text is about.
    """

    start: int
    end: int
    place: PlaceRef
    kind: Kind
    subject: bool = False
    """It opens its clause."""
    governs: bool = False
    """It says where something holds, by the rules."""
    at: int = 0
    """Its number in its list."""
    size: int = 0
    """How many its list has."""


class Timeline:
    """The turns of one text in order."""

    def __init__(self, reader: PlaceReader, places: Iterable[Place]) -> None:
        references = sorted(reader.every, key=lambda r: r.start)
        turns = [_of(reference, reader.governs(reference)) for reference in references]
        turns += _within(references, places)
        self.turns: Sequence[Turn] = sorted(turns, key=lambda t: (t.start, -t.end))
        self.starts = [turn.start for turn in self.turns]

    def before(self, position: int) -> int:
        """How many turns begin before a position: the index of the first one from there on."""
        return bisect_left(self.starts, position)

    def since(self, start: int, end: int) -> Sequence[Turn]:
        """The turns that begin in a stretch."""
        return self.turns[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def key(ref: PlaceRef) -> object:
    """What makes two references one place."""
    return ref.code or (ref.name, ref.within)


def relation(ref: PlaceRef, other: PlaceRef | None) -> str:
    """How a place lies to another."""
    if other is None:
        return "without"
    if key(ref) == key(other):
        return "equals"
    own, its = code_of(ref), code_of(other)
    if ref.code and its.startswith(own):
        return "above"
    if other.code and own.startswith(its):
        return "below"
    return "beside" if own[:6] == its[:6] else "away from"


def _of(reference: Reference, governs: bool) -> Turn:
    kind: Kind = "list" if reference.members else "referred" if reference.referred else "named"
    return Turn(reference.start, reference.end, reference.place, kind, reference.subject, governs)


def _within(references: Sequence[Reference], places: Iterable[Place]) -> list[Turn]:
    """The places that are no reference of their own."""
    starts = [reference.start for reference in references]
    found = []
    for place in places:
        ref = refer(place)
        at = bisect_right(starts, place.start) - 1
        around = references[at] if at >= 0 and place.end <= references[at].end else None
        if around is None:
            found.append(Turn(place.start, place.end, ref, "inside"))
        elif around.members:
            members = [key(member) for member in around.members]
            number = members.index(key(ref)) if key(ref) in members else 0
            kind: Kind = "member" if key(ref) in members else "outer"
            found.append(Turn(place.start, place.end, ref, kind, around.subject, False, number, len(members)))
        elif key(ref) != key(around.place):
            found.append(Turn(place.start, place.end, ref, "outer"))
    return found
