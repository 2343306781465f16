"""Where a statement may hold: the places named or referred back to before and behind its figure, the title's, the home.

An option is a place; its features tell of its nearest mention and of how the place lies to the page's home, to the
rules' answer and to where the statement before holds.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.facts.divisions import code_of, division
from pipeline.facts.where import PlaceReader, Reference
from pipeline.records import PlaceRef
from pipeline.statements.options import Group, Option
from pipeline.statements.suggest_things import Place

BACK = 12
"""References before a figure that are looked at."""
BEHIND = 2
"""References behind a figure, in its sentence, that are looked at."""
DISTINCT = 6
"""Places before a figure that are options."""
_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


@dataclass(frozen=True, slots=True)
class Told:
    """How far the text has come: where its paragraph, section and story began, and where the statement before holds."""

    paragraph_start: int
    section_start: int
    story_start: int
    last: PlaceRef | None = None
    last_at: int = -1


class Mentioned:
    """The references of one text as options."""

    def __init__(self, text: str, reader: PlaceReader, home: str | None) -> None:
        self._text = text
        self._references: Sequence[Reference] = sorted(reader.every, key=lambda r: r.start)
        self._starts = [r.start for r in self._references]
        self._governs = [reader.governs(r) for r in self._references]
        self._home = division(home) if home else None
        self._count = Counter(_key(r.place) for r in self._references)
        self._titled = {_key(r.place) for r in self._references if r.start < (text.find("\n") if "\n" in text else 0)}

    def suggest(self, place: Place, told: Told, rule: PlaceRef | None, what: str) -> list[Option[PlaceRef | None]]:
        """The options, each place once."""
        figure = place.figure
        at = bisect_left(self._starts, figure.start)
        found: dict[object, tuple[PlaceRef, list[str]]] = {}
        rank = 0
        for index in range(at - 1, max(-1, at - 1 - BACK), -1):
            reference = self._references[index]
            key = _key(reference.place)
            if key not in found and rank < DISTINCT:
                found[key] = (reference.place, self._before(place, told, reference, self._governs[index], rank))
                rank += 1
            for member in reference.members:
                found.setdefault(_key(member), (member, ["a member of a list", f"a member at {min(rank, 3)}"]))
        for index in range(at, min(at + BEHIND, len(self._references))):
            reference = self._references[index]
            if reference.start >= place.sentence.end:
                break
            features = self._behind(place, reference, index - at)
            found.setdefault(_key(reference.place), (reference.place, []))[1].extend(features)
        for other in (self._home, rule, told.last):
            if other is not None:
                found.setdefault(_key(other), (other, ["not near"]))
        inner = max((len(code_of(ref)) for ref, _ in found.values()), default=0)
        return [
            Option(ref, (tuple(features), self._of(ref, place, told, rule, what, inner, rank)))
            for ref, features in found.values()
        ] or [Option(None, ())]

    def _before(self, place: Place, told: Told, reference: Reference, governs: bool, rank: int) -> list[str]:
        scope = _scope(place, told, reference)
        text, start, end = self._text, reference.start, reference.end
        front, back = text[max(0, start - 1) : start], text[end : end + 1]
        level = _level(reference.place)
        kind = "referred" if reference.referred else "named"
        role = f"{kind} {'subject' if reference.subject else 'inside'} {'governs' if governs else 'passing'}"
        ranked = f"at {min(rank, 3)}"
        return [
            f"{scope}",
            f"{scope} {ranked}",
            f"{scope} {role}",
            f"{scope} {role} {ranked}",
            f"{scope} {level}",
            f"{scope} before {back}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {front}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{role} {level}",
            f"{scope} with members" if reference.members else f"{scope} alone",
            f"{scope} by {text[start:end]}" if reference.referred else f"{scope} by name",
            f"{scope} {distance(place.figure.start - end)}",
        ]

    def _behind(self, place: Place, reference: Reference, rank: int) -> list[str]:
        text, start, end = self._text, reference.start, reference.end
        scope = "behind in its clause" if reference.start < place.clause.end else "behind in its sentence"
        return [
            scope,
            f"{scope} at {rank}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} {_level(reference.place)}",
        ]

    def _of(
        self, ref: PlaceRef, place: Place, told: Told, rule: PlaceRef | None, what: str, inner: int, rank: int
    ) -> Group:
        level, to_home = _level(ref), _relation(ref, self._home)
        to_rule = _relation(ref, rule)
        last = "none before"
        if told.last is not None:
            near = "its clause" if told.last_at >= place.clause.start else "its sentence" if told.last_at >= place.sentence.start else "its paragraph" if told.last_at >= told.paragraph_start else "afar"
            last = f"{_relation(ref, told.last)} the last of {near}"
        finest = "finest" if len(code_of(ref)) + (ref.code is None) >= inner else "not finest"
        count = min(self._count[_key(ref)], 4)
        return (
            f"{to_home} home",
            f"{to_home} home {level}",
            f"{to_rule} rule",
            f"{to_rule} rule {to_home} home",
            last,
            f"{last} {to_rule} rule",
            f"{finest} {level}",
            f"named {count} times",
            f"named {count} times {to_home} home",
            f"titled {to_home} home" if _key(ref) in self._titled else "not titled",
            f"{level} for {what[-1:]}",
            f"{level} for {what[-2:]}",
            f"{level} for unit {place.figure.unit}",
            f"{to_home} home in a {place.sentence.kind}",
            f"{to_home} home of {min(rank, 4)} places",
        )


def _key(ref: PlaceRef) -> object:
    return ref.code or (ref.name, ref.within)


def _level(ref: PlaceRef) -> str:
    return _LEVELS.get(len(ref.code), "division") if ref.code else "settlement"


def _relation(ref: PlaceRef, other: PlaceRef | None) -> str:
    """How a place lies to another."""
    if other is None:
        return "without"
    if _key(ref) == _key(other):
        return "equals"
    own, its = code_of(ref), code_of(other)
    if ref.code and its.startswith(own):
        return "above"
    if other.code and own.startswith(its):
        return "below"
    return "beside" if own[:6] == its[:6] else "away from"


def _scope(place: Place, told: Told, reference: Reference) -> str:
    at = reference.start
    if at >= place.low and at >= place.clause.start:
        return "in its part"
    if at >= place.clause.start:
        return "in its clause"
    if at >= place.sentence.start:
        return "in its sentence"
    if at >= told.section_start:
        return "in its section"
    if at >= told.paragraph_start:
        return "in its paragraph"
    return "in its story" if at >= told.story_start else "afar"


def distance(characters: int) -> str:
    return next((f"within {n}" for n in (4, 10, 20, 40, 80, 160) if characters <= n), "far off")
