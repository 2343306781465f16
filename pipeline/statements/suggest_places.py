"""Where a statement may hold: the places named or referred back to before and behind its figure, and the page's home.

An option is a place; its features tell of its nearest turn and of how the place lies to the page's home, to the rules'
answer and to what leads the figure. Where the statement before holds is no feature: its errors would pass on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.records import Place, PlaceRef
from pipeline.statements.options import RULE, Group, Option
from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.refs import code_of, division
from pipeline.statements.scene import Scene, distance
from pipeline.statements.timeline import Timeline, Turn, key, relation

BACK = 24
"""Turns before a figure that are looked at."""
LOOKED = 60
"""Turns before a figure among which its paragraph's subjects are sought."""
BEHIND = 2
"""Turns behind a figure, in its sentence, that are looked at."""
DISTINCT = 8
"""Places before a figure that are options."""
_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
_ORDER = ("province", "prefecture", "county", "division", "township", "village", "settlement")
_CHIEF = ("named", "referred", "list")


@dataclass(frozen=True, slots=True)
class _Around:
    """What a scene's options are told apart by together."""

    rule: PlaceRef | None
    way: str
    """Which rule answers."""
    finest: int
    """Digits of the smallest division among them."""
    count: int
    leading: Sequence[tuple[str, Turn | None]]
    """The last turn before the figure; the last of its paragraph that opens its clause and governs; the first such."""


class Mentioned:
    """The turns of one text as options."""

    def __init__(self, text: str, reader: PlaceReader, places: Iterable[Place], home: str | None) -> None:
        self._text = text
        self._timeline = Timeline(reader, places)
        self._home = division(home) if home else None
        own = [turn for turn in self._timeline.turns if turn.kind != "outer"]
        self._count = Counter(key(turn.place) for turn in own)
        title_end = max(0, text.find("\n"))
        self._titled = {key(turn.place) for turn in own if turn.start < title_end}
        self._levels = Counter(level(place) for place in {key(t.place): t.place for t in own}.values())

    def suggest(self, scene: Scene, rule: PlaceRef | None, way: str) -> list[Option[PlaceRef | None]]:
        """The options, each place once; ``way`` names the rule that answers."""
        found: dict[object, tuple[PlaceRef, Group]] = {}
        for ref, features in (*self._before(scene), *self._behind(scene)):
            found.setdefault(key(ref), (ref, features))
        count = len(found)
        for other in (self._home, rule):
            if other is not None:
                found.setdefault(key(other), (other, ("not near",)))
        finest = max((len(code_of(ref)) for ref, _ in found.values()), default=0)
        around = _Around(rule, way, finest, min(count, 4), self._leading(scene))
        options: list[Option[PlaceRef | None]] = []
        for ref, near in found.values():
            source = RULE if rule and key(ref) == key(rule) else ""
            options.append(Option(ref, (near, self._of(ref, scene, around)), source))
        return options or [Option(None, (), RULE)]

    def _leading(self, scene: Scene) -> tuple[tuple[str, Turn | None], ...]:
        timeline = self._timeline
        low, at = timeline.before(scene.told.paragraph_start), timeline.before(scene.figure.start)
        chief = [t for t in timeline.turns[max(0, at - LOOKED) : at] if t.kind in _CHIEF]
        subjects = [t for t in timeline.turns[max(low, at - LOOKED) : at] if t.governs and t.subject]
        return (
            ("nearest", chief[-1] if chief else None),
            ("subject", subjects[-1] if subjects else None),
            ("opener", subjects[0] if subjects else None),
            ("head", self._head(scene)),
        )

    def _head(self, scene: Scene) -> Turn | None:
        """The first turn of the story that a paragraph belongs to."""
        at = self._timeline.before(scene.told.story_start)
        first = self._timeline.turns[at] if at < len(self._timeline.turns) else None
        return first if first and first.start < scene.told.paragraph_start else None

    def _before(self, scene: Scene) -> Iterator[tuple[PlaceRef, Group]]:
        at = self._timeline.before(scene.figure.start)
        seen: set[object] = set()
        levels: Counter[str] = Counter()
        for turn in reversed(self._timeline.turns[max(0, at - BACK) : at]):
            place = key(turn.place)
            if place not in seen:
                if len(seen) >= DISTINCT:
                    return
                yield turn.place, self._mention(scene, turn, len(seen), levels)
                levels[level(turn.place)] += 1
            seen.add(place)

    def _mention(self, scene: Scene, turn: Turn, rank: int, levels: Counter[str]) -> Group:
        text, start, end = self._text, turn.start, turn.end
        scope, own = scene.scope(start), level(turn.place)
        role = f"{turn.kind} {'subject' if turn.subject else 'inside'} {'governs' if turn.governs else 'passing'}"
        ranked = f"at {min(rank, 3)}"
        finer = any(_ORDER.index(other) > _ORDER.index(own) for other in levels)
        nearness = (
            f"{'first' if not levels[own] else 'later'} of its level, {'finer' if finer else 'nothing finer'} nearer"
        )
        return (
            scope,
            f"{scope} {ranked}",
            f"{scope} {role}",
            f"{scope} {role} {ranked}",
            f"{scope} {own}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{role} {own}",
            f"{scope} by {text[start:end]}" if turn.kind == "referred" else f"{scope} by name",
            f"{scope} {distance(scene.figure.start - end)}",
            f"{scope} {nearness}",
            f"{scope} {role} {nearness}",
            f"{own} {nearness}",
            f"{role} {nearness}",
            *self._listed(scene, turn),
        )

    def _listed(self, scene: Scene, turn: Turn) -> Group:
        """Of a member of a list, whether its turn has come: the figures behind the list in their order."""
        if turn.kind != "member":
            return ()
        told = sum(earlier.figure.start >= turn.end for earlier in scene.earlier)
        its = "in turn" if told == turn.at else "last" if turn.at == turn.size - 1 else "out of turn"
        return (f"member {its}", f"member {its} of {min(turn.size, 5)}", f"member {its} {scene.scope(turn.start)}")

    def _behind(self, scene: Scene) -> Iterator[tuple[PlaceRef, Group]]:
        text = self._text
        for rank, turn in enumerate(self._timeline.since(scene.figure.start, scene.sentence.end)[:BEHIND]):
            start, end = turn.start, turn.end
            scope = scene.behind(start)
            yield (
                turn.place,
                (
                    scope,
                    f"{scope} at {rank}",
                    f"{scope} {turn.kind}",
                    f"{scope} after {text[max(0, start - 1) : start]}",
                    f"{scope} after {text[max(0, start - 2) : start]}",
                    f"{scope} before {text[end : end + 1]}",
                    f"{scope} {level(turn.place)}",
                ),
            )

    def _to(self, ref: PlaceRef, scene: Scene, around: _Around) -> Group:
        """How a place lies to what leads the figure."""
        found = []
        for name, turn in around.leading:
            if turn is None:
                found.append(f"no {name}")
            else:
                scope = scene.scope(turn.start)
                found.append(f"{relation(ref, turn.place)} the {name} {scope} {level(turn.place)}")
        return tuple(found)

    def _of(self, ref: PlaceRef, scene: Scene, around: _Around) -> Group:
        own, to_home, to_rule = level(ref), relation(ref, self._home), relation(ref, around.rule)
        finest = "finest" if len(code_of(ref)) + (ref.code is None) >= around.finest else "not finest"
        count = min(self._count[key(ref)], 4)
        near = self._to(ref, scene, around)
        return (
            *near,
            *(f"{leading}, {to_rule} rule" for leading in near),
            *(f"{leading}, {to_home} home" for leading in near),
            f"{to_home} home",
            f"{to_home} home {own}",
            f"{to_rule} rule",
            f"{to_rule} rule {to_home} home",
            f"{to_rule} rule {around.way}",
            f"{to_rule} rule {around.way}, {to_home} home",
            f"{to_rule} rule {around.way}, {finest} {own}",
            f"{finest} {own}",
            f"named {count} times",
            f"named {count} times {to_home} home",
            f"{own} of {min(self._levels[own], 4)}",
            f"titled {to_home} home" if key(ref) in self._titled else "not titled",
            f"{own} for {scene.what[-1:]}",
            f"{own} for {scene.what[-2:]}",
            f"{own} for unit {scene.figure.unit}",
            f"{to_home} home in a {scene.sentence.kind}",
            f"{to_home} home of {around.count} places",
        )


def level(ref: PlaceRef) -> str:
    """The level of a place in a word."""
    return _LEVELS.get(len(ref.code), "division") if ref.code else "settlement"
