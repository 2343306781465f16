"""When a statement may hold: the dates before its figure and behind it, that of the statement before, none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.records import Date
from pipeline.statements.options import RULE, Group, Option
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
    features: Group


class Calendar:
    """The dates of one text as options."""

    def __init__(self, text: str, dates: Iterable[Date], reader: DateReader, published: str | None) -> None:
        self._text = text
        self._dates: Sequence[Date] = sorted(dates, key=lambda d: (d.end, d.start))
        self._ends = [d.end for d in self._dates]
        self._reader = reader
        self._published = published or ""
        self._worded: dict[tuple[int, str], Group] = {}
        """What the words around a mention tell, by its start and how near it stands: many figures ask for the same."""

    def suggest(self, scene: Scene, ruled: Ruled) -> list[Option[str | None]]:
        """The options, each date once, and none."""
        near = [*self._before(scene), *self._behind(scene)]
        nearest = near[0].scope if near else "nowhere"
        found: dict[str | None, Group] = {}
        for date in near:
            found.setdefault(date.value, date.features)
        last = scene.told.last
        for other in (ruled.when, last.when if last else None):
            found.setdefault(other, ("not near",))
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
                own = f"{scope} {shape(date.value)}"
                yield _Near(date.value, scope, (*self._words(date, scope), f"{own} at {rank}"))

    def _words(self, date: Date, scope: str) -> Group:
        key = (date.start, scope)
        if key not in self._worded:
            self._worded[key] = self._words_around(date, scope)
        return self._worded[key]

    def _words_around(self, date: Date, scope: str) -> Group:
        text, start, end = self._text, date.start, date.end
        return (
            scope,
            f"{scope} {shape(date.value)}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{scope} compared" if self._reader.compares(date) else f"{scope} not compared",
            f"{scope} of origin" if self._reader.is_origin(date) else f"{scope} of no origin",
        )

    def _between(self, scene: Scene, date: Date, scope: str, rank: int) -> Group:
        figure, sentence = scene.figure, scene.sentence
        between = self._text[date.end : figure.start]
        turn = pattern("breaks").search(between)
        lead = self._text[max(scene.low, figure.start - 2) : figure.start].strip()
        opens = date.start <= sentence.start + 2
        return (
            f"{scope} at {rank}",
            f"{scope} {shape(date.value)} at {rank}",
            f"{scope} broken by {turn[0]}" if turn else f"{scope} not broken",
            f"{scope} {'broken' if turn else 'unbroken'} at {rank}",
            f"{scope} attached" if between == "的" else f"{scope} not attached",
            f"{scope} over {min(between.count('；') + between.count(';'), 2)} semicolons",
            f"{scope} over {min(between.count('。'), 4)} sentences",
            f"{scope} {distance(len(between))}",
            f"{scope} leading to {lead}",
            f"{scope} {'opening' if opens else 'inside'} its sentence",
        )

    def _of(self, value: str | None, scene: Scene, ruled: Ruled, nearest: str) -> Group:
        last, sentence = scene.told.last, scene.sentence
        tense, kind = self.tense(value), "dated" if value else "undated"
        turn = pattern("breaks").search(self._text, sentence.start, scene.figure.start)
        by_rule = "as the rule" if value == ruled.when else "unlike the rule"
        by_last = f"{'as' if last and value == last.when else 'unlike'} the last {scene.last}"
        return (
            kind,
            f"{kind} {by_rule}",
            f"{kind} {by_rule}, nearest {nearest}",
            f"{kind} {by_last}",
            f"{kind} {by_last}, {by_rule}",
            f"{kind} nearest {nearest}",
            f"{tense} {ruled.modality}",
            f"{tense} {shape(value)}",
            f"{kind} {ruled.modality} nearest {nearest}",
            f"{kind} by {turn[0] if turn else 'no turn'}",
            f"{kind} at unit {scene.figure.unit}",
            f"{kind} in a {sentence.kind}",
            f"{kind} under {self._text[sentence.start : sentence.start + 2]}",
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


@lru_cache(maxsize=4096)
def shape(value: str | None) -> str:
    """What kind of date an ISO 8601 value is."""
    return next((name for name, kind in _SHAPES if value and kind.match(value)), "other") if value else "none"
