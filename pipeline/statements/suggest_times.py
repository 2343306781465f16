"""When a statement may hold: the dates before its figure and behind it, that of the statement before, none."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.facts.when import DateReader, pattern
from pipeline.records import Date, Modality
from pipeline.statements.options import Option
from pipeline.statements.suggest_places import Told, distance
from pipeline.statements.suggest_things import Place

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


class Calendar:
    """The dates of one text as options."""

    def __init__(self, text: str, dates: Iterable[Date], reader: DateReader, published: str | None) -> None:
        self._text = text
        self._dates: Sequence[Date] = sorted(dates, key=lambda d: (d.end, d.start))
        self._ends = [d.end for d in self._dates]
        self._reader = reader
        self._published = published or ""

    def suggest(
        self, place: Place, told: Told, rule: str | None, modality: Modality, last: str | None
    ) -> list[Option[str | None]]:
        """The options, each date once, and none."""
        figure = place.figure
        at = bisect_left(self._ends, figure.start + 1)
        found: dict[str | None, list[str]] = {}
        scopes: list[str] = []
        for rank, index in enumerate(range(at - 1, max(-1, at - 1 - BACK), -1)):
            date = self._dates[index]
            if date.end < told.story_start and rank:
                break
            value = self._reader.joined(date)
            scope = _scope(place, told, date)
            scopes.append(scope)
            if value not in found:
                found[value] = self._before(place, date, scope, min(rank, 3))
        for rank, date in enumerate(self._dates[at : at + BEHIND]):
            if date.start >= place.sentence.end:
                break
            scope = "behind in its clause" if date.start < place.clause.end else "behind in its sentence"
            scopes.append(scope)
            if date.start >= figure.end:
                found.setdefault(date.value, []).extend(self._behind(place, date, scope, rank))
        for other in (rule, last, None):
            found.setdefault(other, ["not near"] if other else [])
        nearest = scopes[0] if scopes else "nowhere"
        return [
            Option(value, (tuple(features), self._of(value, place, told, rule, modality, last, nearest)))
            for value, features in found.items()
        ]

    def _before(self, place: Place, date: Date, scope: str, rank: int) -> list[str]:
        text, start, end, figure = self._text, date.start, date.end, place.figure
        between = text[end : figure.start]
        breaks = pattern("breaks").search(text, end, figure.start)
        compared = self._reader.compares(date)
        turn = breaks[0] if breaks else ""
        own = f"{scope} {shape(date.value)}"
        tail = text[max(place.low, figure.start - 2) : figure.start].strip()
        return [
            scope,
            f"{scope} at {rank}",
            own,
            f"{own} at {rank}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{scope} compared" if compared else f"{scope} not compared",
            f"{scope} broken by {turn}" if turn else f"{scope} not broken",
            f"{scope} {'broken' if turn else 'unbroken'} at {rank}",
            f"{scope} of origin" if self._reader.is_origin(date) else f"{scope} of no origin",
            f"{scope} attached" if between == "的" else f"{scope} not attached",
            f"{scope} over {min(between.count('；') + between.count(';'), 2)} semicolons",
            f"{scope} over {min(between.count('。'), 4)} sentences",
            f"{scope} {distance(len(between))}",
            f"{scope} leading to {tail}",
            f"{scope} {'opening' if start <= place.sentence.start + 2 else 'inside'} its sentence",
        ]

    def _behind(self, place: Place, date: Date, scope: str, rank: int) -> list[str]:
        text, start, end = self._text, date.start, date.end
        return [
            scope,
            f"{scope} {shape(date.value)} at {rank}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
        ]

    def _of(
        self,
        value: str | None,
        place: Place,
        told: Told,
        rule: str | None,
        modality: Modality,
        last: str | None,
        nearest: str,
    ) -> tuple[str, ...]:
        near = "nowhere"
        if told.last_at >= 0:
            near = (
                "its clause"
                if told.last_at >= place.clause.start
                else "its sentence"
                if told.last_at >= place.sentence.start
                else "its section"
                if told.last_at >= told.section_start
                else "its paragraph"
                if told.last_at >= told.paragraph_start
                else "afar"
            )
        tense = self.tense(value)
        kind = "dated" if value else "undated"
        turn = pattern("breaks").search(self._text, place.sentence.start, place.figure.start)
        return (
            kind,
            f"{kind} {'as' if value == rule else 'unlike'} the rule",
            f"{kind} {'as' if value == rule else 'unlike'} the rule, nearest {nearest}",
            f"{kind} {'as' if value == last else 'unlike'} the last of {near}",
            f"{kind} {'as' if value == last else 'unlike'} the last of {near}, {'as' if value == rule else 'unlike'} the rule",
            f"{kind} nearest {nearest}",
            f"{tense} {modality}",
            f"{tense} {shape(value)}",
            f"{kind} {modality} nearest {nearest}",
            f"{kind} by {turn[0] if turn else 'no turn'}",
            f"{kind} at unit {place.figure.unit}",
            f"{kind} in a {place.sentence.kind}",
            f"{kind} under {self._text[place.sentence.start : place.sentence.start + 2]}",
        )

    def tense(self, value: str | None) -> str:
        """How a date lies to the page's own: past, to come, of its year …"""
        if value is None:
            return "no time"
        start = value.partition("/")[0]
        published = self._published
        if not start[:4].isdigit() or not published:
            return "any time"
        if start > published[: len(start)]:
            return "to come"
        if start[:4] == published[:4]:
            return "of its year"
        return "long past" if int(start[:4]) < int(published[:4]) - 1 else "past"


def shape(value: str | None) -> str:
    """What kind of date an ISO 8601 value is."""
    return next((name for name, kind in _SHAPES if value and kind.match(value)), "other") if value else "none"


def _scope(place: Place, told: Told, date: Date) -> str:
    at = date.start
    if at >= place.low and at >= place.clause.start:
        return "in its part"
    if at >= place.clause.start:
        return "in its clause"
    if at >= place.sentence.start:
        return "in its sentence"
    if at >= told.section_start:
        return "in its section"
    return "in its paragraph" if at >= told.paragraph_start else "afar"
