"""What a page says of each place that it names, told once: figures ask for the same of it again and again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.records import PlaceRef
from pipeline.statements.rules.refs import code_of
from pipeline.statements.timeline import Turn, key, relation

LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
"""By the digits of a code."""
ORDER = ("province", "prefecture", "county", "division", "township", "village", "settlement")


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A place of the page; there is one record for each, so that it stands for its key."""

    ref: PlaceRef
    level: str
    order: int
    """Its level's number, from the largest."""
    code: str
    """Its code, or that of what holds it."""
    reach: int
    """The digits of its code, one more than those of what holds it where it has none."""
    to_home: str
    times: int
    """How often the page names it, up to four."""
    is_titled: bool
    alike: int
    """How many places of its level the page names, up to four."""
    relations: dict["Known", str] = field(default_factory=dict)

    def lies(self, other: "Known | None") -> str:
        """How it lies to another place."""
        if other is None:
            return "without"
        known = self.relations.get(other)
        if known is None:
            known = self.relations[other] = relation(self.ref, other.ref)
        return known


class KnownPlaces:
    """The places of one page."""

    def __init__(self, turns: Iterable[Turn], home: PlaceRef | None, title_end: int) -> None:
        own = [turn for turn in turns if turn.kind != "outer"]
        self._home = home
        self._times = Counter(key(turn.place) for turn in own)
        self._titled = {key(turn.place) for turn in own if turn.start < title_end}
        self._levels = Counter(level(place) for place in {key(turn.place): turn.place for turn in own}.values())
        self._known: dict[object, Known] = {}

    def of(self, ref: PlaceRef) -> Known:
        """What is known of a place."""
        its = key(ref)
        if its not in self._known:
            own, code = level(ref), code_of(ref)
            self._known[its] = Known(
                ref,
                own,
                ORDER.index(own),
                code,
                len(code) + (ref.code is None),
                relation(ref, self._home),
                min(self._times[its], 4),
                its in self._titled,
                min(self._levels[own], 4),
            )
        return self._known[its]


class Paragraph:
    """What one paragraph names; ``first`` is the number of its first turn, ``end`` where it ends."""

    def __init__(self, first: int, end: int, places: Iterable[Known]) -> None:
        self.first, self.end = first, end
        named = list(places)
        self.times: Mapping[Known, int] = Counter(named)
        self.below: Mapping[str | None, int] = Counter(
            its.code[:digits] for its in named for digits in LEVELS if digits < its.reach
        )
        """By code how often it names what lies in a place."""
        self.levels: Mapping[str, int] = Counter(its.level for its in self.times)


def level(ref: PlaceRef) -> str:
    """The level of a place in a word."""
    return LEVELS.get(len(ref.code), "division") if ref.code else "settlement"
