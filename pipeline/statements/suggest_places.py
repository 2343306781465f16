"""Where a statement may hold: the places named or referred back to before and behind its figure, and the page's home.

An option is a place; its features tell of its nearest turn and of how the place lies to the page's home, to the rules'
answer, to what leads the figure and to what its paragraph names. Where the statement before holds is no feature: its
errors would pass on.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.features import Part, beside, called
from pipeline.records import Place, PlaceRef
from pipeline.statements import place_features as features
from pipeline.statements.known_places import Known, KnownPlaces, Paragraph
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.refs import division
from pipeline.statements.scene import Scene
from pipeline.statements.stretches import unit_kind
from pipeline.statements.timeline import Kind, Timeline, Turn
from pipeline.text.figures import Figure

BACK = 24
"""Turns before a figure that are looked at."""
LOOKED = 60
"""Turns before a figure among which its paragraph's subjects are sought."""
BEHIND = 2
"""Turns behind a figure, in its sentence, that are looked at."""
DISTINCT = 8
"""Places before a figure that are options."""
LONG = "~" * 13
"""Stands for the code of a place that has none."""
REACH = 12
"""Characters before a figure, from a list on, whose words tell how the list is shared."""
_COMMA, _STOP = re.compile("[，,]"), re.compile("。")
_CHIEF: tuple[Kind, ...] = ("named", "referred", "list")


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A turn with what is the same of it for each figure."""

    turn: Turn
    its: Known
    role: str
    word: str
    before: str
    after: str
    commas: int
    """Commas of the text before its end; stops and figures likewise."""
    stops: int
    figures: int


@dataclass(slots=True, eq=False)
class _Around:
    """What a scene's options are told apart by together."""

    rule: Known | None
    way: str
    """Which rule answers."""
    finest: int
    """Digits of the smallest division among them."""
    count: int
    leading: Sequence[tuple[str, Known | None]]
    """The last turn before the figure; the last of its paragraph that opens its clause and governs; the first such;
    the first of its story: in words, and its place."""
    next: Known | None
    """The first place that the paragraph turns to behind the figure."""
    next_in: str
    """Where that stands: in its sentence, its paragraph."""
    paragraph: Paragraph
    kind: str
    """The class of the figure's unit."""
    size: int
    commas: int
    """Commas of the text before the figure; stops and figures likewise."""
    stops: int
    figures: int
    whole: int
    """The same to the end of its sentence."""


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
        self._text, self._reader = text, reader
        self._figures = [figure.start for figure in figures]
        self._commas = [mark.start() for mark in _COMMA.finditer(text)]
        self._stops = [mark.start() for mark in _STOP.finditer(text)]
        self._paragraphs: dict[int, Paragraph] = {}
        self._timeline = Timeline(reader, places)
        self._home = division(home) if home else None
        self._known = KnownPlaces(self._timeline.turns, self._home, max(0, text.find("\n")))
        self._seen = [self._see(turn) for turn in self._timeline.turns]
        self._subjects = [at for at, turn in enumerate(self._timeline.turns) if turn.governs and turn.subject]

    def _see(self, turn: Turn) -> _Seen:
        text, start, end = self._text, turn.start, turn.end
        return _Seen(
            turn,
            self._known.of(turn.place),
            f"{turn.kind} {'subject' if turn.subject else 'inside'}",
            f"by {text[start:end]}" if turn.kind == "referred" else "by name",
            text[max(0, start - 2) : start],
            text[end : end + 2],
            *self._past(end),
        )

    def _past(self, at: int) -> tuple[int, int, int]:
        """How many commas, stops and figures stand before a point."""
        return bisect_left(self._commas, at), bisect_left(self._stops, at), bisect_left(self._figures, at)

    def suggest(self, scene: Scene, rule: PlaceRef | None, way: str) -> list[Option[PlaceRef | None]]:
        """The options, each place once; ``way`` names the rule that answers."""
        at = self._timeline.before(scene.figure.start)
        found: dict[Known, tuple[PlaceRef, _Seen | None, str, Part]] = {}
        for seen, scope, near in self._before(scene, at):
            found[seen.its] = (seen.turn.place, seen, scope, near)
        for seen, near in self._behind(scene, at):
            found.setdefault(seen.its, (seen.turn.place, None, "", near))
        count = len(found)
        for other in (self._home, rule):
            if other is not None:
                found.setdefault(self._known.of(other), (other, None, "", ((called, "not near"),)))
        if limit := self._reader.at_most(scene.clause.start, scene.figure.start):
            found = {its: its_own for its, its_own in found.items() if len(its_own[0].code or LONG) <= limit} or found
        ruled = self._known.of(rule) if rule else None
        around = self._around(scene, at, ruled, way, [len(its.code) for its in found], min(count, 4))
        options: list[Option[PlaceRef | None]] = []
        for its, (ref, before, scope, near) in found.items():
            to_rule = its.lies(ruled)
            own = self._of(its, to_rule, scene, around)
            if before:
                own += self._since(before, scope, to_rule, scene, around)
            options.append(Option(ref, (near, own), RULE if its is ruled else ""))
        return options or [Option(None, (), RULE)]

    def _around(
        self, scene: Scene, at: int, rule: Known | None, way: str, digits: Sequence[int], count: int
    ) -> _Around:
        figure, paragraph = scene.figure, self._paragraph(scene.told.paragraph_start)
        following = self._following(figure.end, paragraph.end)
        commas, stops, figures = self._past(figure.start)
        return _Around(
            rule,
            way,
            max(digits, default=0),
            count,
            self._leading(scene, at, paragraph),
            following.its if following else None,
            "sentence" if following and following.turn.start < scene.sentence.end else "paragraph",
            paragraph,
            unit_kind(figure),
            features.magnitude(figure.value),
            commas,
            stops,
            figures,
            bisect_left(self._figures, scene.sentence.end),
        )

    def _following(self, start: int, end: int) -> _Seen | None:
        """The first turn of a stretch that its text turns to by itself."""
        first = self._timeline.before(start)
        for seen in self._seen[first : first + BACK]:
            if seen.turn.start >= end:
                return None
            if seen.turn.kind in _CHIEF:
                return seen
        return None

    def _paragraph(self, start: int) -> Paragraph:
        if start not in self._paragraphs:
            end = self._text.find("\n", start)
            end = end if end >= 0 else len(self._text)
            first, last = self._timeline.before(start), self._timeline.before(end)
            named = (seen.its for seen in self._seen[first:last] if seen.turn.kind != "outer")
            self._paragraphs[start] = Paragraph(first, end, named)
        return self._paragraphs[start]

    def _leading(self, scene: Scene, at: int, paragraph: Paragraph) -> list[tuple[str, Known | None]]:
        looked = max(0, at - LOOKED)
        near = (seen for seen in reversed(self._seen[looked:at]) if seen.turn.kind in _CHIEF)
        low = bisect_left(self._subjects, max(paragraph.first, looked))
        subjects = self._subjects[low : bisect_left(self._subjects, at)]
        leads = {
            "nearest": next(near, None),
            "subject": self._seen[subjects[-1]] if subjects else None,
            "opener": self._seen[subjects[0]] if subjects else None,
            "head": self._head(scene),
        }
        return [
            (f"the {name} {scene.scope(seen.turn.start)} {seen.its.level}", seen.its) if seen else (f"no {name}", None)
            for name, seen in leads.items()
        ]

    def _head(self, scene: Scene) -> _Seen | None:
        """The first turn of the story that a paragraph belongs to."""
        at = self._timeline.before(scene.told.story_start)
        first = self._seen[at] if at < len(self._seen) else None
        return first if first and first.turn.start < scene.told.paragraph_start else None

    def _before(self, scene: Scene, at: int) -> Iterator[tuple[_Seen, str, Part]]:
        """The last turn to each place before a figure, how near it stands, and what that tells."""
        places: set[Known] = set()
        levels: set[int] = set()
        for seen in reversed(self._seen[max(0, at - BACK) : at]):
            its = seen.its
            if its in places:
                continue
            if len(places) >= DISTINCT:
                return
            scope, order = scene.scope(seen.turn.start), its.order
            nearness = features.nearness(order in levels, bool(levels) and max(levels) > order)
            near: Part = (
                (features.standing, scope, its.level, min(len(places), 3), nearness, seen.word),
                beside(scope, seen.before, seen.after),
            )
            yield seen, scope, near + self._listed(scene, seen.turn, scope)
            levels.add(order)
            places.add(its)

    def _listed(self, scene: Scene, turn: Turn, scope: str) -> Part:
        """Of a member of a list, whether its turn has come: the figures behind the list in their order."""
        if turn.kind != "member":
            return ()
        told = sum(earlier.figure.start >= turn.end for earlier in scene.earlier)
        its = "in turn" if told == turn.at else "last" if turn.at == turn.size - 1 else "out of turn"
        return ((features.in_list, its, min(turn.size, 5), scope),)

    def _behind(self, scene: Scene, at: int) -> Iterator[tuple[_Seen, Part]]:
        for rank, seen in enumerate(self._seen[at : at + BEHIND]):
            turn = seen.turn
            if turn.start >= scene.sentence.end:
                return
            words = seen.before, seen.after[:1]
            yield seen, ((features.behind, scene.behind(turn.start), rank, turn.kind, seen.its.level, *words),)

    def _of(self, its: Known, to_rule: str, scene: Scene, around: _Around) -> Part:
        own, to_home, unit, paragraph = its.level, its.to_home, scene.figure.unit, around.paragraph
        finest = "finest" if its.reach >= around.finest else "not finest"
        named, alike = min(paragraph.times.get(its, 0), 3), min(paragraph.levels.get(own, 0), 3)
        held = min(paragraph.below.get(its.ref.code, 0), 3)
        nearest = around.leading[0][1]
        return (
            *[(features.led, lead, its.lies(other) if other else "") for lead, other in around.leading],
            (features.lying, own, to_home, to_rule, around.way, finest),
            (features.named, to_home, its.times, its.is_titled, around.count, scene.sentence.kind),
            (features.among, own, its.alike),
            (features.counting(own), scene.what[-1:], scene.what[-2:], unit),
            (features.of_size, own, to_home, to_rule, unit, around.kind, around.size),
            (features.in_paragraph, own, to_rule, named, min(len(paragraph.times), 5), held, alike),
            (features.followed, *_next(its, around), to_rule, its.lies(nearest)),
        )

    def _since(self, seen: _Seen, scope: str, to_rule: str, scene: Scene, around: _Around) -> Part:
        """What lies between a turn and the figure, and how many figures before and behind it."""
        figure, own, role = scene.figure, seen.its.level, seen.role
        commas, stops = max(around.commas - seen.commas, 0), max(around.stops - seen.stops, 0)
        told, whole = around.figures - seen.figures, around.whole - seen.figures
        lead = self._text[max(scene.low, figure.start - 2) : figure.start]
        return (
            (features.leading(role), lead[-1:], lead, figure.unit),
            (features.ruled, role, scope, own, to_rule, *_next(seen.its, around)),
            (features.past, role, scope, own, min(commas, 4), min(stops, 3)),
            (features.told, role, min(told, 4), min(whole, 5)),
            *(self._shared(seen.turn, scene, to_rule) if seen.turn.kind in ("member", "list") else ()),
        )

    def _shared(self, turn: Turn, scene: Scene, to_rule: str) -> Part:
        """How the figures behind a list are shared out to its members, where the sentence has the list."""
        text, figure = self._text, scene.figure
        if turn.start < scene.sentence.start:
            return ()
        if turn.kind == "list":
            return ((features.words, "list", text[max(turn.end, figure.start - REACH) : figure.start]),)
        at = self._timeline.before(figure.start)
        end = next(t.end for t in reversed(self._timeline.turns[max(0, at - BACK) : at]) if t.kind == "member")
        first, last = bisect_left(self._figures, end), bisect_left(self._figures, scene.sentence.end)
        told, whole = bisect_left(self._figures, figure.start) - first, last - first
        share, rest = divmod(whole, turn.size)
        its = (told // share if share and not rest else told) == turn.at
        fit = "even" if whole and not rest else "uneven"
        lead = text[max(scene.low, figure.start - 1) : figure.start]
        return (
            (features.shared, fit, its, told % turn.size == turn.at, min(share, 3), lead, to_rule),
            (features.words, f"member {its}", text[max(end, figure.start - REACH) : figure.start]),
        )


def _next(its: Known, around: _Around) -> tuple[str, str]:
    """How a place lies to the next that the paragraph turns to, and where that stands."""
    return (its.lies(around.next), around.next_in) if around.next else ("", "")
