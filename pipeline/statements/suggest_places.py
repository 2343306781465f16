"""Where a statement may hold: the places named or referred back to before and behind its figure, and the page's home.

An option is a place; its features tell of its nearest turn and of how the place lies to the page's home, to the rules'
answer, to what leads the figure and to what its paragraph names. Where the statement before holds is no feature: its
errors would pass on.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.features import Part, beside, called
from pipeline.records import Place, PlaceRef
from pipeline.statements import place_features as features
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.refs import code_of, division
from pipeline.statements.scene import Scene
from pipeline.statements.stretches import unit_kind
from pipeline.statements.timeline import Timeline, Turn, key, relation
from pipeline.text.figures import Figure

BACK = 24
"""Turns before a figure that are looked at."""
LOOKED = 60
"""Turns before a figure among which its paragraph's subjects are sought."""
BEHIND = 2
"""Turns behind a figure, in its sentence, that are looked at."""
DISTINCT = 8
"""Places before a figure that are options."""
REACH = 12
"""Characters before a figure, from a list on, whose words tell how the list is shared."""
_COMMAS, _STOP = ("，", ","), "。"
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
    leading: Sequence[tuple[str, PlaceRef | None]]
    """The last turn before the figure; the last of its paragraph that opens its clause and governs; the first such:
    in words, and its place."""
    following: Turn | None
    """The first turn behind the figure in its paragraph."""
    paragraph: "_Paragraph"


class _Paragraph:
    """What one paragraph names."""

    def __init__(self, end: int, turns: Iterable[Turn]) -> None:
        self.end = end
        named = [turn.place for turn in turns if turn.kind != "outer"]
        self.times = Counter(map(key, named))
        self.below = Counter(
            code_of(place)[:digits]
            for place in named
            for digits in _LEVELS
            if digits < len(code_of(place)) + (place.code is None)
        )
        """By code how often it names what lies in a place."""
        self.levels = Counter(level(place) for place in {key(place): place for place in named}.values())


class Mentioned:
    """The turns of one text as options."""

    def __init__(
        self,
        text: str,
        reader: PlaceReader,
        places: Iterable[Place],
        home: str | None,
        figures: Iterable[Figure] = (),
    ) -> None:
        self._text = text
        self._figures = [figure.start for figure in figures]
        self._paragraphs: dict[int, _Paragraph] = {}
        self._timeline = Timeline(reader, places)
        self._home = division(home) if home else None
        own = [turn for turn in self._timeline.turns if turn.kind != "outer"]
        self._count = Counter(key(turn.place) for turn in own)
        title_end = max(0, text.find("\n"))
        self._titled = {key(turn.place) for turn in own if turn.start < title_end}
        self._levels = Counter(level(place) for place in {key(t.place): t.place for t in own}.values())

    def suggest(self, scene: Scene, rule: PlaceRef | None, way: str) -> list[Option[PlaceRef | None]]:
        """The options, each place once; ``way`` names the rule that answers."""
        found: dict[object, tuple[PlaceRef, Turn | None, Part]] = {}
        for turn, near in self._before(scene):
            found.setdefault(key(turn.place), (turn.place, turn, near))
        for turn, near in self._behind(scene):
            found.setdefault(key(turn.place), (turn.place, None, near))
        count = len(found)
        for other in (self._home, rule):
            if other is not None:
                found.setdefault(key(other), (other, None, ((called, "not near"),)))
        finest = max((len(code_of(ref)) for ref, _, _ in found.values()), default=0)
        around = self._around(scene, rule, way, finest, min(count, 4))
        options: list[Option[PlaceRef | None]] = []
        for ref, before, near in found.values():
            source = RULE if rule and key(ref) == key(rule) else ""
            options.append(Option(ref, (near, self._of(ref, before, scene, around)), source))
        return options or [Option(None, (), RULE)]

    def _around(self, scene: Scene, rule: PlaceRef | None, way: str, finest: int, count: int) -> _Around:
        paragraph = self._paragraph(scene.told.paragraph_start)
        at = self._timeline.before(scene.figure.end)
        later = (t for t in self._timeline.turns[at : at + BACK] if t.start < paragraph.end and t.kind in _CHIEF)
        return _Around(rule, way, finest, count, self._leading(scene), next(later, None), paragraph)

    def _paragraph(self, start: int) -> _Paragraph:
        if start not in self._paragraphs:
            end = self._text.find("\n", start)
            end = end if end >= 0 else len(self._text)
            self._paragraphs[start] = _Paragraph(end, self._timeline.since(start, end))
        return self._paragraphs[start]

    def _leading(self, scene: Scene) -> list[tuple[str, PlaceRef | None]]:
        timeline = self._timeline
        low, at = timeline.before(scene.told.paragraph_start), timeline.before(scene.figure.start)
        chief = [t for t in timeline.turns[max(0, at - LOOKED) : at] if t.kind in _CHIEF]
        subjects = [t for t in timeline.turns[max(low, at - LOOKED) : at] if t.governs and t.subject]
        leads = {
            "nearest": chief[-1] if chief else None,
            "subject": subjects[-1] if subjects else None,
            "opener": subjects[0] if subjects else None,
            "head": self._head(scene),
        }
        return [
            (f"the {name} {scene.scope(turn.start)} {level(turn.place)}", turn.place) if turn else (f"no {name}", None)
            for name, turn in leads.items()
        ]

    def _head(self, scene: Scene) -> Turn | None:
        """The first turn of the story that a paragraph belongs to."""
        at = self._timeline.before(scene.told.story_start)
        first = self._timeline.turns[at] if at < len(self._timeline.turns) else None
        return first if first and first.start < scene.told.paragraph_start else None

    def _before(self, scene: Scene) -> Iterator[tuple[Turn, Part]]:
        at = self._timeline.before(scene.figure.start)
        seen: set[object] = set()
        levels: list[int] = []
        for turn in reversed(self._timeline.turns[max(0, at - BACK) : at]):
            place = key(turn.place)
            if place not in seen:
                if len(seen) >= DISTINCT:
                    return
                yield turn, self._mention(scene, turn, len(seen), levels)
                levels.append(_ORDER.index(level(turn.place)))
            seen.add(place)

    def _mention(self, scene: Scene, turn: Turn, rank: int, levels: Sequence[int]) -> Part:
        text, start, end = self._text, turn.start, turn.end
        scope, own = scene.scope(start), level(turn.place)
        order = _ORDER.index(own)
        finer = bool(levels) and max(levels) > order
        nearness = (
            f"{'later' if order in levels else 'first'} of its level, {'finer' if finer else 'nothing finer'} nearer"
        )
        word = f"by {text[start:end]}" if turn.kind == "referred" else "by name"
        return (
            (features.standing, scope, own, min(rank, 3), nearness, word),
            (beside, scope, text[max(0, start - 2) : start], text[end : end + 2]),
            *self._listed(scene, turn),
        )

    def _listed(self, scene: Scene, turn: Turn) -> Part:
        """Of a member of a list, whether its turn has come: the figures behind the list in their order."""
        if turn.kind != "member":
            return ()
        told = sum(earlier.figure.start >= turn.end for earlier in scene.earlier)
        its = "in turn" if told == turn.at else "last" if turn.at == turn.size - 1 else "out of turn"
        return ((features.in_list, its, min(turn.size, 5), scene.scope(turn.start)),)

    def _behind(self, scene: Scene) -> Iterator[tuple[Turn, Part]]:
        text = self._text
        for rank, turn in enumerate(self._timeline.since(scene.figure.start, scene.sentence.end)[:BEHIND]):
            start, end = turn.start, turn.end
            words = text[max(0, start - 2) : start], text[end : end + 1]
            yield turn, ((features.behind, scene.behind(start), rank, turn.kind, level(turn.place), *words),)

    def _of(self, ref: PlaceRef, turn: Turn | None, scene: Scene, around: _Around) -> Part:
        own, to_home, to_rule = level(ref), relation(ref, self._home), relation(ref, around.rule)
        figure, paragraph = scene.figure, around.paragraph
        finest = "finest" if len(code_of(ref)) + (ref.code is None) >= around.finest else "not finest"
        count, named = min(self._count[key(ref)], 4), min(paragraph.times[key(ref)], 3)
        held, alike = min(paragraph.below[ref.code or ""], 3), min(paragraph.levels[own], 3)
        _, nearest = around.leading[0]
        to_nearest = relation(ref, nearest) if nearest else "without"
        size = features.magnitude(figure.value)
        return (
            *[(called, f"{relation(ref, its)} {lead}" if its else lead) for lead, its in around.leading],
            (features.lying, own, to_home, to_rule, around.way, finest),
            (features.named, to_home, count, key(ref) in self._titled, around.count, scene.sentence.kind),
            (features.counting, own, min(self._levels[own], 4), scene.what[-2:], figure.unit),
            (features.of_size, own, to_home, to_rule, figure.unit, unit_kind(figure), size),
            (features.in_paragraph, own, to_rule, named, min(len(paragraph.times), 5), held, alike),
            (features.followed, self._to_following(ref, scene, around), to_rule, to_nearest),
            *(self._since(turn, scene, around, to_rule) if turn else ()),
        )

    def _to_following(self, ref: PlaceRef, scene: Scene, around: _Around) -> str:
        following = around.following
        if following is None:
            return "no next"
        scope = "sentence" if following.start < scene.sentence.end else "paragraph"
        return f"{relation(ref, following.place)} the next in its {scope}"

    def _since(self, turn: Turn, scene: Scene, around: _Around, to_rule: str) -> Part:
        """What lies between a turn and the figure, and how many figures before and behind it."""
        figure, own, scope = scene.figure, level(turn.place), scene.scope(turn.start)
        role = f"{turn.kind} {'subject' if turn.subject else 'inside'}"
        between = self._text[turn.end : figure.start]
        commas, stops = min(sum(map(between.count, _COMMAS)), 4), min(between.count(_STOP), 3)
        told, whole = self._counted(turn.end, scene)
        lead = self._text[max(scene.low, figure.start - 2) : figure.start]
        shared = self._shared(turn, scene, to_rule) if turn.kind in ("member", "list") else ()
        return (
            (features.leading, role, lead, figure.unit),
            (features.ruled, role, scope, own, to_rule, self._to_following(turn.place, scene, around)),
            (features.past, role, scope, own, commas, stops),
            (features.told, role, min(told, 4), min(whole, 5)),
            *shared,
        )

    def _counted(self, start: int, scene: Scene) -> tuple[int, int]:
        """How many figures stand from a point to the scene's, and to the end of its sentence."""
        first = bisect_left(self._figures, start)
        at, end = (bisect_left(self._figures, to) for to in (scene.figure.start, scene.sentence.end))
        return at - first, end - first

    def _shared(self, turn: Turn, scene: Scene, to_rule: str) -> Part:
        """How the figures behind a list are shared out to its members, where the sentence has the list."""
        text, figure = self._text, scene.figure
        if turn.start < scene.sentence.start:
            return ()
        if turn.kind == "list":
            return ((features.words, "list", text[max(turn.end, figure.start - REACH) : figure.start]),)
        at = self._timeline.before(figure.start)
        ends = [t.end for t in self._timeline.turns[max(0, at - BACK) : at] if t.kind == "member"]
        told, whole = self._counted(ends[-1], scene)
        share, rest = divmod(whole, turn.size)
        its = (told // share if share and not rest else told) == turn.at
        fit = "even" if whole and not rest else "uneven"
        lead = text[max(scene.low, figure.start - 1) : figure.start]
        return (
            (features.shared, fit, its, told % turn.size == turn.at, min(share, 3), lead, to_rule),
            (features.words, f"member {its}", text[max(ends[-1], figure.start - REACH) : figure.start]),
        )


def level(ref: PlaceRef) -> str:
    """The level of a place in a word."""
    return _LEVELS.get(len(ref.code), "division") if ref.code else "settlement"
