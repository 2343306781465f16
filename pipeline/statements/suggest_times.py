"""When a statement may hold: the dates before its figure and behind it, that of the statement before, none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.features import Names, Part, beside, called
from pipeline.records import Date, Modality
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.date_rules import DateReader, pattern
from pipeline.statements.scene import Ruled, Scene, distance

BACK = 5
"""Dates before a figure that are options."""
BEHIND = 2
"""Dates behind it, in its sentence, that are."""
_SHAPES = (
    ("recurring", re.compile(r"R")),
    ("yearless", re.compile(r"--")),
    ("open", re.compile(r".*/\.\.$")),
    ("closed", re.compile(r"\.\./")),
    ("interval", re.compile(r".*/")),
    ("day", re.compile(r"\d{4}-\d\d-\d\d")),
    ("month", re.compile(r"\d{4}-\d\d")),
    ("year", re.compile(r"\d{4}")),
)


@dataclass(frozen=True, slots=True)
class _Near:
    """A date as an option, how near it stands, and what its mention tells."""

    value: str
    scope: str
    features: Part


class Calendar:
    """The dates of one text as options."""

    def __init__(self, text: str, dates: Iterable[Date], reader: DateReader, published: str | None) -> None:
        self._text = text
        self._dates: Sequence[Date] = sorted(dates, key=lambda d: (d.end, d.start))
        self._ends = [d.end for d in self._dates]
        self._reader = reader
        self._published = published or ""
        self._worded: dict[tuple[int, str], Part] = {}
        """What the words around a mention tell, by its start and how near it stands: many figures ask for the same."""

    def suggest(self, scene: Scene, ruled: Ruled) -> list[Option[str | None]]:
        """The options, each date once, and none."""
        near = [*self._before(scene), *self._behind(scene)]
        nearest = near[0].scope if near else "nowhere"
        found: dict[str | None, Part] = {}
        for date in near:
            found.setdefault(date.value, date.features)
        last = scene.told.last
        for other in (ruled.when, last.when if last else None):
            found.setdefault(other, ((called, "not near"),))
        found.setdefault(None, ())
        options: list[Option[str | None]] = []
        for value, own in found.items():
            source = RULE if value == ruled.when else ""
            options.append(Option(value, (own, self._of(value, scene, ruled, nearest)), source))
        return options

    def _before(self, scene: Scene) -> Iterator[_Near]:
        at = bisect_left(self._ends, scene.figure.start + 1)
        for rank, index in enumerate(range(at - 1, max(-1, at - 1 - BACK), -1)):
            date = self._dates[index]
            if date.end < scene.told.story_start and rank:
                return
            scope = scene.scope(date.start)
            words = self._words(date, scope)
            between = self._between(scene, date, scope, min(rank, 3))
            yield _Near(self._reader.joined(date), scope, (*words, *between))

    def _behind(self, scene: Scene) -> Iterator[_Near]:
        at = bisect_left(self._ends, scene.figure.start + 1)
        for rank, date in enumerate(self._dates[at : at + BEHIND]):
            if date.start >= scene.sentence.end:
                return
            if date.start >= scene.figure.end:
                scope = scene.behind(date.start)
                behind = (called, f"{scope} {shape(date.value)} at {rank}")
                yield _Near(date.value, scope, (*self._words(date, scope), behind))

    def _words(self, date: Date, scope: str) -> Part:
        key = (date.start, scope)
        if key not in self._worded:
            self._worded[key] = self._words_around(date, scope)
        return self._worded[key]

    def _words_around(self, date: Date, scope: str) -> Part:
        text, start, end = self._text, date.start, date.end
        return (
            (_worded, scope, shape(date.value), self._reader.compares(date), self._reader.is_origin(date)),
            (beside, scope, text[max(0, start - 2) : start], text[end : end + 2]),
        )

    def _between(self, scene: Scene, date: Date, scope: str, rank: int) -> Part:
        figure, sentence = scene.figure, scene.sentence
        between = self._text[date.end : figure.start]
        turn = pattern("breaks").search(between)
        lead = self._text[max(scene.low, figure.start - 2) : figure.start].strip()
        opens = date.start <= sentence.start + 2
        semicolons = min(between.count("；") + between.count(";"), 2)
        return (
            (_ranked, scope, shape(date.value), rank, turn[0] if turn else None),
            (_over, scope, between == "的", semicolons, min(between.count("。"), 4), distance(len(between)), opens),
            (_leading, scope, lead),
        )

    def _of(self, value: str | None, scene: Scene, ruled: Ruled, nearest: str) -> Part:
        last, sentence = scene.told.last, scene.sentence
        tense, kind = self.tense(value), "dated" if value else "undated"
        turn = pattern("breaks").search(self._text, sentence.start, scene.figure.start)
        by_rule = "as the rule" if value == ruled.when else "unlike the rule"
        by_last = f"{'as' if last and value == last.when else 'unlike'} the last {scene.last}"
        return (
            (_standing, kind, by_rule, by_last, nearest),
            (_lying, kind, tense, ruled.modality, shape(value), nearest),
            (_placed, kind, turn[0] if turn else "no turn", sentence.kind, scene.figure.unit),
            (called, f"{kind} under {self._text[sentence.start : sentence.start + 2]}"),
        )

    def tense(self, value: str | None) -> str:
        """How a date lies to the page's own: past, to come, of its year …"""
        if value is None:
            return "no time"
        start, published = value.partition("/")[0], self._published
        if not start[:4].isdigit() or not published:
            return "any time"
        if start > published[: len(start)]:
            return "to come"
        if start[:4] == published[:4]:
            return "of its year"
        return "long past" if int(start[:4]) < int(published[:4]) - 1 else "past"


def _worded(scope: str, kind: str, compared: bool, of_origin: bool) -> Names:
    return (
        scope,
        f"{scope} {kind}",
        f"{scope} compared" if compared else f"{scope} not compared",
        f"{scope} of origin" if of_origin else f"{scope} of no origin",
    )


def _ranked(scope: str, kind: str, rank: int, turn: str | None) -> Names:
    return (
        f"{scope} at {rank}",
        f"{scope} {kind} at {rank}",
        f"{scope} broken by {turn}" if turn is not None else f"{scope} not broken",
        f"{scope} {'broken' if turn is not None else 'unbroken'} at {rank}",
    )


def _over(scope: str, attached: bool, semicolons: int, sentences: int, far: str, opens: bool) -> Names:
    return (
        f"{scope} attached" if attached else f"{scope} not attached",
        f"{scope} over {semicolons} semicolons",
        f"{scope} over {sentences} sentences",
        f"{scope} {far}",
        f"{scope} {'opening' if opens else 'inside'} its sentence",
    )


def _leading(scope: str, lead: str) -> Names:
    return (f"{scope} leading to {lead}",)


def _standing(kind: str, by_rule: str, by_last: str, nearest: str) -> Names:
    return (
        kind,
        f"{kind} {by_rule}",
        f"{kind} {by_rule}, nearest {nearest}",
        f"{kind} {by_last}",
        f"{kind} {by_last}, {by_rule}",
        f"{kind} nearest {nearest}",
    )


def _lying(kind: str, tense: str, modality: Modality, form: str, nearest: str) -> Names:
    return (f"{tense} {modality}", f"{tense} {form}", f"{kind} {modality} nearest {nearest}")


def _placed(kind: str, turn: str, block: str, unit: str) -> Names:
    return (f"{kind} by {turn}", f"{kind} at unit {unit}", f"{kind} in a {block}")


@lru_cache(maxsize=4096)
def shape(value: str | None) -> str:
    """What kind of date an ISO 8601 value is."""
    return next((name for name, kind in _SHAPES if value and kind.match(value)), "other") if value else "none"
