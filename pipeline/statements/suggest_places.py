"""Where a statement may hold: the places named or referred back to before and behind its figure, and the page's home.

An option is a place; its features tell of its nearest mention and of how the place lies to the page's home, to the
rules' answer and to where the statement before holds.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import PlaceRef
from pipeline.statements.options import RULE, Group, Option
from pipeline.statements.rules.place_rules import PlaceReader, Reference
from pipeline.statements.rules.refs import code_of, division
from pipeline.statements.scene import Scene, distance

BACK = 12
"""References before a figure that are looked at."""
LOOKED = 60
"""References before a figure among which its paragraph's subjects are sought."""
BEHIND = 2
"""References behind a figure, in its sentence, that are looked at."""
DISTINCT = 6
"""Places before a figure that are options."""
_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


@dataclass(frozen=True, slots=True)
class _Around:
    """What a scene's options are told apart by together."""

    rule: PlaceRef | None
    finest: int
    """Digits of the smallest division among them."""
    count: int
    nearest: Reference | None
    """The last reference before the figure."""
    subject: Reference | None
    """The last one of its paragraph that opens its clause and governs."""
    opener: Reference | None
    """The first such of its paragraph."""


class Mentioned:
    """The references of one text as options."""

    def __init__(self, text: str, reader: PlaceReader, home: str | None) -> None:
        self._text = text
        self._references: Sequence[Reference] = sorted(reader.every, key=lambda r: r.start)
        self._starts = [r.start for r in self._references]
        self._governs = [reader.governs(r) for r in self._references]
        self._home = division(home) if home else None
        self._count = Counter(_key(r.place) for r in self._references)
        title_end = max(0, text.find("\n"))
        self._titled = {_key(r.place) for r in self._references if r.start < title_end}

    def suggest(self, scene: Scene, rule: PlaceRef | None) -> list[Option[PlaceRef | None]]:
        """The options, each place once."""
        found: dict[object, tuple[PlaceRef, Group]] = {}
        for ref, features in (*self._before(scene), *self._behind(scene)):
            found.setdefault(_key(ref), (ref, features))
        count = len(found)
        last = scene.told.last
        for other in (self._home, rule, last.where if last else None):
            if other is not None:
                found.setdefault(_key(other), (other, ("not near",)))
        finest = max((len(code_of(ref)) for ref, _ in found.values()), default=0)
        around = _Around(rule, finest, min(count, 4), *self._leading(scene))
        options: list[Option[PlaceRef | None]] = []
        for ref, near in found.values():
            source = RULE if rule and _key(ref) == _key(rule) else ""
            options.append(Option(ref, (near, self._of(ref, scene, around)), source))
        return options or [Option(None, (), RULE)]

    def _leading(self, scene: Scene) -> tuple[Reference | None, Reference | None, Reference | None]:
        """The last reference before the figure, the last subject of its paragraph, and the first."""
        low = bisect_left(self._starts, scene.told.paragraph_start)
        at = bisect_left(self._starts, scene.figure.start)
        subjects = [i for i in range(max(low, at - LOOKED), at) if self._governs[i] and self._references[i].subject]
        chosen = (at - 1 if at else None, subjects[-1] if subjects else None, subjects[0] if subjects else None)
        nearest, subject, opener = (None if i is None else self._references[i] for i in chosen)
        return nearest, subject, opener

    def _before(self, scene: Scene) -> Iterator[tuple[PlaceRef, Group]]:
        at = bisect_left(self._starts, scene.figure.start)
        seen: set[object] = set()
        for index in range(at - 1, max(-1, at - 1 - BACK), -1):
            reference = self._references[index]
            key = _key(reference.place)
            rank = len(seen)
            if key not in seen and rank < DISTINCT:
                seen.add(key)
                yield reference.place, self._mention(scene, reference, self._governs[index], rank)
            for member in reference.members:
                yield member, ("a member of a list", f"a member at {min(rank, 3)}")

    def _mention(self, scene: Scene, reference: Reference, governs: bool, rank: int) -> Group:
        text, start, end = self._text, reference.start, reference.end
        scope, level = scene.scope(start), _level(reference.place)
        role = (
            f"{'referred' if reference.referred else 'named'} {'subject' if reference.subject else 'inside'}"
            f" {'governs' if governs else 'passing'}"
        )
        ranked = f"at {min(rank, 3)}"
        return (
            scope,
            f"{scope} {ranked}",
            f"{scope} {role}",
            f"{scope} {role} {ranked}",
            f"{scope} {level}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{role} {level}",
            f"{scope} with members" if reference.members else f"{scope} alone",
            f"{scope} by {text[start:end]}" if reference.referred else f"{scope} by name",
            f"{scope} {distance(scene.figure.start - end)}",
        )

    def _behind(self, scene: Scene) -> Iterator[tuple[PlaceRef, Group]]:
        text = self._text
        at = bisect_left(self._starts, scene.figure.start)
        for rank, reference in enumerate(self._references[at : at + BEHIND]):
            start, end = reference.start, reference.end
            if start >= scene.sentence.end:
                return
            scope = scene.behind(start)
            yield (
                reference.place,
                (
                    scope,
                    f"{scope} at {rank}",
                    f"{scope} after {text[max(0, start - 1) : start]}",
                    f"{scope} after {text[max(0, start - 2) : start]}",
                    f"{scope} before {text[end : end + 1]}",
                    f"{scope} {_level(reference.place)}",
                ),
            )

    def _to(self, ref: PlaceRef, scene: Scene, around: _Around) -> Group:
        """How a place lies to what leads the figure."""
        found = []
        for name in ("nearest", "subject", "opener"):
            leading: Reference | None = getattr(around, name)
            if leading is None:
                found.append(f"no {name}")
            else:
                scope = scene.scope(leading.start)
                found.append(f"{_relation(ref, leading.place)} the {name} {scope} {_level(leading.place)}")
        return tuple(found)

    def _of(self, ref: PlaceRef, scene: Scene, around: _Around) -> Group:
        level, to_home, to_rule = _level(ref), _relation(ref, self._home), _relation(ref, around.rule)
        told = scene.told.last
        last = f"{_relation(ref, told.where if told else None)} the last {scene.last}"
        finest = "finest" if len(code_of(ref)) + (ref.code is None) >= around.finest else "not finest"
        count = min(self._count[_key(ref)], 4)
        near = self._to(ref, scene, around)
        return (
            *near,
            *(f"{leading}, {to_rule} rule" for leading in near),
            *(f"{leading}, {to_home} home" for leading in near),
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
            f"{level} for {scene.what[-1:]}",
            f"{level} for {scene.what[-2:]}",
            f"{level} for unit {scene.figure.unit}",
            f"{to_home} home in a {scene.sentence.kind}",
            f"{to_home} home of {around.count} places",
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
