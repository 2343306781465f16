"""Where a statement may hold: the places named or referred back to before and behind its figure, and the page's home.

An option is a place; its features tell of its nearest turn and of how the place lies to the page's home, to the rules'
answer and to what leads the figure. Where the statement before holds is no feature: its errors would pass on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.features import Group, Names, Part, beside, called
from pipeline.records import Place, PlaceRef
from pipeline.statements.options import RULE, Option
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
        found: dict[object, tuple[PlaceRef, Part]] = {}
        for ref, features in (*self._before(scene), *self._behind(scene)):
            found.setdefault(key(ref), (ref, features))
        count = len(found)
        for other in (self._home, rule):
            if other is not None:
                found.setdefault(key(other), (other, ((called, "not near"),)))
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

    def _before(self, scene: Scene) -> Iterator[tuple[PlaceRef, Part]]:
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

    def _mention(self, scene: Scene, turn: Turn, rank: int, levels: Counter[str]) -> Part:
        text, start, end = self._text, turn.start, turn.end
        scope, own = scene.scope(start), level(turn.place)
        role = f"{turn.kind} {'subject' if turn.subject else 'inside'} {'governs' if turn.governs else 'passing'}"
        finer = any(_ORDER.index(other) > _ORDER.index(own) for other in levels)
        nearness = (
            f"{'first' if not levels[own] else 'later'} of its level, {'finer' if finer else 'nothing finer'} nearer"
        )
        word = f"by {text[start:end]}" if turn.kind == "referred" else "by name"
        return (
            (_standing, scope, role, own, min(rank, 3)),
            (_nearing, scope, role, own, nearness),
            (_worded, scope, word, distance(scene.figure.start - end)),
            (beside, scope, text[max(0, start - 2) : start], text[end : end + 2]),
            *self._listed(scene, turn),
        )

    def _listed(self, scene: Scene, turn: Turn) -> Part:
        """Of a member of a list, whether its turn has come: the figures behind the list in their order."""
        if turn.kind != "member":
            return ()
        told = sum(earlier.figure.start >= turn.end for earlier in scene.earlier)
        its = "in turn" if told == turn.at else "last" if turn.at == turn.size - 1 else "out of turn"
        return ((_in_list, its, min(turn.size, 5), scene.scope(turn.start)),)

    def _behind(self, scene: Scene) -> Iterator[tuple[PlaceRef, Part]]:
        text = self._text
        for rank, turn in enumerate(self._timeline.since(scene.figure.start, scene.sentence.end)[:BEHIND]):
            start, end = turn.start, turn.end
            words = text[max(0, start - 2) : start], text[end : end + 1]
            yield turn.place, ((_behind, scene.behind(start), rank, turn.kind, level(turn.place), *words),)

    def _to(self, ref: PlaceRef, scene: Scene, around: _Around, to_rule: str, to_home: str) -> Iterator[Group]:
        """How a place lies to what leads the figure."""
        for name, turn in around.leading:
            if turn is None:
                yield _led, f"no {name}", to_rule, to_home
            else:
                scope = scene.scope(turn.start)
                near = f"{relation(ref, turn.place)} the {name} {scope} {level(turn.place)}"
                yield _led, near, to_rule, to_home

    def _of(self, ref: PlaceRef, scene: Scene, around: _Around) -> Part:
        own, to_home, to_rule = level(ref), relation(ref, self._home), relation(ref, around.rule)
        finest = "finest" if len(code_of(ref)) + (ref.code is None) >= around.finest else "not finest"
        count = min(self._count[key(ref)], 4)
        return (
            *self._to(ref, scene, around, to_rule, to_home),
            (_lying, own, to_home, to_rule, around.way, finest),
            (_named, to_home, count, key(ref) in self._titled, around.count, scene.sentence.kind),
            (_for, own, min(self._levels[own], 4), scene.what[-2:], scene.figure.unit),
        )


def _standing(scope: str, role: str, own: str, rank: int) -> Names:
    return (
        scope,
        f"{scope} at {rank}",
        f"{scope} {role}",
        f"{scope} {role} at {rank}",
        f"{scope} {own}",
        f"{role} {own}",
    )


def _nearing(scope: str, role: str, own: str, nearness: str) -> Names:
    return (f"{scope} {nearness}", f"{scope} {role} {nearness}", f"{own} {nearness}", f"{role} {nearness}")


def _worded(scope: str, word: str, far: str) -> Names:
    return (f"{scope} {word}", f"{scope} {far}")


def _in_list(its: str, size: int, scope: str) -> Names:
    return (f"member {its}", f"member {its} of {size}", f"member {its} {scope}")


def _behind(scope: str, rank: int, kind: str, own: str, before: str, behind: str) -> Names:
    return (
        scope,
        f"{scope} at {rank}",
        f"{scope} {kind}",
        f"{scope} after {before[-1:]}",
        f"{scope} after {before}",
        f"{scope} before {behind}",
        f"{scope} {own}",
    )


def _led(near: str, to_rule: str, to_home: str) -> Names:
    return (near, f"{near}, {to_rule} rule", f"{near}, {to_home} home")


def _lying(own: str, to_home: str, to_rule: str, way: str, finest: str) -> Names:
    return (
        f"{to_home} home",
        f"{to_home} home {own}",
        f"{to_rule} rule",
        f"{to_rule} rule {to_home} home",
        f"{to_rule} rule {way}",
        f"{to_rule} rule {way}, {to_home} home",
        f"{to_rule} rule {way}, {finest} {own}",
        f"{finest} {own}",
    )


def _named(to_home: str, count: int, is_titled: bool, places: int, block: str) -> Names:
    return (
        f"named {count} times",
        f"named {count} times {to_home} home",
        f"titled {to_home} home" if is_titled else "not titled",
        f"{to_home} home in a {block}",
        f"{to_home} home of {places} places",
    )


def _for(own: str, alike: int, what: str, unit: str) -> Names:
    return (f"{own} of {alike}", f"{own} for {what[-1:]}", f"{own} for {what}", f"{own} for unit {unit}")


def level(ref: PlaceRef) -> str:
    """The level of a place in a word."""
    return _LEVELS.get(len(ref.code), "division") if ref.code else "settlement"
