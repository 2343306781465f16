"""When a statement may hold: the dates before its figure and behind it, that of the statement before, none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.features import Names, Part, beside, called
from pipeline.records import Date, Modality
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.date_rules import DateReader
from pipeline.statements.scene import Ruled, Scene, distance

BACK = 5
"""Dates before a figure that are options."""
BEHIND = 2
"""Dates behind it, in its sentence, that are."""
_SEMICOLON, _STOP, _OF = re.compile("[；;]"), re.compile("。"), "的"
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


@dataclass(frozen=True, slots=True, eq=False)
class _Dated:
    """A date of the text with what is the same of it for each figure."""

    date: Date
    value: str
    """With the date before it, where the two are one time."""
    shape: str
    compared: bool
    of_origin: bool
    before: str
    after: str
    semicolons: int
    """Semicolons of the text before its end; stops likewise."""
    stops: int


class _Near(NamedTuple):
    """A date as an option, how near it stands, and what its mention tells."""

    value: str
    scope: str
    features: Part


class Calendar:
    """The dates of one text as options."""

    def __init__(self, text: str, dates: Iterable[Date], reader: DateReader, published: str | None) -> None:
        self._text = text
        self._reader = reader
        self._published = published or ""
        self._semicolons = [mark.start() for mark in _SEMICOLON.finditer(text)]
        self._stops = [mark.start() for mark in _STOP.finditer(text)]
        self._dates = [self._see(date) for date in sorted(dates, key=lambda d: (d.end, d.start))]
        self._ends = [dated.date.end for dated in self._dates]
        self._worded: dict[tuple[int, str], Part] = {}
        """What the words around a mention tell, by its start and how near it stands: many figures ask for the same."""
        self._tenses: dict[str | None, str] = {}

    def _see(self, date: Date) -> _Dated:
        text, start, end = self._text, date.start, date.end
        return _Dated(
            date,
            self._reader.joined(date),
            shape(date.value),
            self._reader.compares(date),
            self._reader.is_origin(date),
            text[max(0, start - 2) : start],
            text[end : end + 2],
            *self._past(end),
        )

    def _past(self, at: int) -> tuple[int, int]:
        """How many semicolons and stops stand before a point."""
        return bisect_left(self._semicolons, at), bisect_left(self._stops, at)

    def suggest(self, scene: Scene, ruled: Ruled) -> list[Option[str | None]]:
        """The options, each date once, and none."""
        at = bisect_left(self._ends, scene.figure.start + 1)
        near = [*self._before(scene, at), *self._behind(scene, at)]
        nearest = near[0].scope if near else "nowhere"
        found: dict[str | None, Part] = {}
        for date in near:
            found.setdefault(date.value, date.features)
        last = scene.told.last
        for other in (ruled.when, last.when if last else None):
            found.setdefault(other, ((called, "not near"),))
        found.setdefault(None, ())
        sentence, last_scope, unset = scene.sentence, scene.last, object()
        when = last.when if last else unset
        turn = self._reader.breaks(sentence.start, scene.figure.start) or "no turn"
        opening = self._text[sentence.start : sentence.start + 2]
        options: list[Option[str | None]] = []
        for value, own in found.items():
            tense, kind = self.tense(value), "dated" if value else "undated"
            of: Part = (
                (_standing, kind, value == ruled.when, value == when, last_scope, nearest),
                (_lying, kind, tense, ruled.modality, shape(value), nearest),
                (_placed, kind, turn, sentence.kind, scene.figure.unit),
                (_under, kind, opening),
            )
            options.append(Option(value, (own, of), RULE if value == ruled.when else ""))
        return options

    def _before(self, scene: Scene, at: int) -> Iterator[_Near]:
        figure = scene.figure.start
        semicolons, stops = self._past(figure)
        lead = self._text[max(scene.low, figure - 2) : figure].strip()
        for rank, dated in enumerate(reversed(self._dates[max(0, at - BACK) : at])):
            start, end = dated.date.start, dated.date.end
            if end < scene.told.story_start and rank:
                return
            scope, gap = scene.scope(start), max(figure - end, 0)
            passed = min(semicolons - dated.semicolons, 2), min(stops - dated.stops, 4)
            between: Part = (
                (_ranked, scope, dated.shape, min(rank, 3), self._reader.breaks(end, figure)),
                (_over, scope, gap == 1 and self._text[end] == _OF, *passed, distance(gap), self._opens(scene, start)),
                (_leading, scope, lead),
            )
            yield _Near(dated.value, scope, self._words(dated, scope) + between)

    def _opens(self, scene: Scene, start: int) -> bool:
        """Whether a date stands at the head of the scene's sentence, or before it."""
        return start <= scene.sentence.start + 2

    def _behind(self, scene: Scene, at: int) -> Iterator[_Near]:
        for rank, dated in enumerate(self._dates[at : at + BEHIND]):
            start = dated.date.start
            if start >= scene.sentence.end:
                return
            if start >= scene.figure.end:
                scope = scene.behind(start)
                behind = (called, f"{scope} {dated.shape} at {rank}")
                yield _Near(dated.date.value, scope, (*self._words(dated, scope), behind))

    def _words(self, dated: _Dated, scope: str) -> Part:
        key = (dated.date.start, scope)
        if key not in self._worded:
            self._worded[key] = (
                (_worded, scope, dated.shape, dated.compared, dated.of_origin),
                (beside, scope, dated.before, dated.after),
            )
        return self._worded[key]

    def tense(self, value: str | None) -> str:
        """How a date lies to the page's own: past, to come, of its year …"""
        if value not in self._tenses:
            self._tenses[value] = self._tense(value)
        return self._tenses[value]

    def _tense(self, value: str | None) -> str:
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


def _standing(kind: str, as_rule: bool, as_last: bool, last: str, nearest: str) -> Names:
    by_rule = "as the rule" if as_rule else "unlike the rule"
    by_last = f"{'as' if as_last else 'unlike'} the last {last}"
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


def _under(kind: str, opening: str) -> Names:
    return (f"{kind} under {opening}",)


@lru_cache(maxsize=4096)
def shape(value: str | None) -> str:
    """What kind of date an ISO 8601 value is."""
    return next((name for name, kind in _SHAPES if value and kind.match(value)), "other") if value else "none"
