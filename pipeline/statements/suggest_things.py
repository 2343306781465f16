"""What a figure may count or measure: every stretch of its clause on either side of it, what was counted before, the
rules' answer. The features tell how a stretch begins and ends, what it holds, and how it stands to the rules' answer.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.facts.around import Thing
from pipeline.facts.figures import Figure
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.lexis import Cue, Lexis, words
from pipeline.records import Mention
from pipeline.statements.options import Group, Option

REACH = 18
"""Characters on either side of a figure in which its thing is sought, and that a thing has at the most."""
CARRIED = 3
"""Things counted before in its sentence that a figure may be of."""
_CLASSES = ("shares", "ages", "people_units", "extent_units", "class_units", "thing_units", "rates")
_SHORT = 6


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure before in the sentence and what it counts."""

    figure: Figure
    what: str
    clause_start: int


class Borders:
    """Where the words and names of a text begin and end, by kind."""

    def __init__(self, lexis: Lexis, named: Iterable[tuple[str, Sequence[Mention]]]) -> None:
        self.text = lexis.text
        self._lexis = lexis
        self._names = sorted((m.start, m.end, kind) for kind, mentions in named for m in mentions)
        self._starts = [start for start, _, _ in self._names]
        self._longest = max((end - start for start, end, _ in self._names), default=0)

    def cues(self, start: int, end: int) -> list[Cue]:
        """The cues of a stretch."""
        return list(self._lexis.between(start, end))

    def names(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The names that touch a stretch."""
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, end)
        return [name for name in self._names[first:last] if name[1] >= start]


@dataclass(frozen=True, slots=True)
class Place:
    """A figure in its text with what the rules say of it: the question."""

    figure: Figure
    clause: Clause
    sentence: Sentence
    low: int
    """The end of the figure before it in its clause, else the clause's start."""
    high: int
    """The start of the next figure in its clause, else the clause's end."""
    rule: Thing
    earlier: tuple[Earlier, ...]


def suggest(borders: Borders, place: Place) -> list[Option[str]]:
    """The options, each text once by the side that it stands on."""
    figure = place.figure
    kind = unit_kind(figure)
    context = _context(borders.text, place, kind)
    options: list[Option[str]] = []
    options += _spans(borders, place, max(place.low, figure.start - REACH), figure.start, "front", context)
    options += _spans(borders, place, figure.end, min(place.high, figure.end + REACH), "back", context)
    for at, earlier in enumerate(reversed(place.earlier[-CARRIED:])):
        options.append(_carried(borders.text, place, earlier, at, context))
    options.append(Option(place.rule.text, (_of_rule(place, context),), "rule"))
    return options


def unit_kind(figure: Figure) -> str:
    """The class of a figure's unit."""
    if figure.money:
        return "money"
    return next((name for name in _CLASSES if figure.unit in words(name)), "other")


def _context(text: str, place: Place, kind: str) -> str:
    """What stands right around the figure, in a word that other features are joined with."""
    figure = place.figure
    follows = text[figure.end : figure.end + 1]
    edge = "end" if figure.end >= place.high or follows in "，,。；;、：:" else "de" if follows == "的" else "more"
    start = "start" if not text[place.low : figure.start].strip(" 、,，") else "more"
    return f"{kind}/{start}/{edge}"


def _spans(
    borders: Borders, place: Place, low: int, high: int, side: str, context: str
) -> Iterator[Option[str]]:
    text = borders.text
    while low < high and text[low] in " 、,，":
        low += 1
    cues, names = borders.cues(low, high), borders.names(low, high)
    starts = [_start(text, place, at, low, side, cues, names) for at in range(low, high)]
    ends = [_end(text, place, at, high, side, cues, names) for at in range(low + 1, high + 1)]
    for start in range(low, high):
        for end in range(start + 2, high + 1):
            value = text[start:end]
            if value[0].isspace() or value[-1].isspace():
                continue
            groups = (starts[start - low], ends[end - low - 1], _span(text, place, start, end, side, context, cues, names))
            yield Option(value, groups, side)


def _start(
    text: str, place: Place, at: int, low: int, side: str, cues: list[Cue], names: list[tuple[int, int, str]]
) -> Group:
    before, two, first = text[at - 1 : at], text[max(0, at - 2) : at], text[at : at + 1]
    found = [
        f"{side} begins after {before}" if at > low else f"{side} begins at its edge",
        f"{side} begins after {two}",
        f"{side} begins with {first}",
        f"{side} begins with {text[at : at + 2]}",
        f"{side} begins between {before}{first}",
    ]
    for cue in cues:
        if cue.end == at:
            found.append(f"{side} begins after a {cue.kind}")
        if cue.start == at:
            found.append(f"{side} begins with a {cue.kind}")
        if cue.start < at < cue.end:
            found.append(f"{side} begins in a {cue.kind}")
    for start, end, kind in names:
        if end == at:
            found.append(f"{side} begins after a {kind}")
        if start == at:
            found.append(f"{side} begins with a {kind}")
        if start < at < end:
            found.append(f"{side} begins in a {kind}")
    return tuple(found)


def _end(
    text: str, place: Place, at: int, high: int, side: str, cues: list[Cue], names: list[tuple[int, int, str]]
) -> Group:
    last, follows = text[at - 1 : at], text[at : at + 1]
    found = [
        f"{side} ends with {last}",
        f"{side} ends with {text[at - 2 : at]}",
        f"{side} ends with {text[at - 3 : at]}",
        f"{side} ends before {follows}" if at < high else f"{side} ends at its edge",
        f"{side} ends before {text[at : at + 2]}",
        f"{side} ends between {last}{follows}",
    ]
    if side == "front":
        gap = text[at : place.figure.start]
        found.append(f"front ends before {gap}" if len(gap) <= _SHORT else "front ends far from the figure")
    for cue in cues:
        if cue.start == at:
            found.append(f"{side} ends before a {cue.kind}")
        if cue.end == at:
            found.append(f"{side} ends with a {cue.kind}")
        if cue.start < at < cue.end:
            found.append(f"{side} ends in a {cue.kind}")
    for start, end, kind in names:
        if start == at:
            found.append(f"{side} ends before a {kind}")
        if end == at:
            found.append(f"{side} ends with a {kind}")
        if start < at < end:
            found.append(f"{side} ends in a {kind}")
    return tuple(found)


def _span(
    text: str,
    place: Place,
    start: int,
    end: int,
    side: str,
    context: str,
    cues: list[Cue],
    names: list[tuple[int, int, str]],
) -> Group:
    figure, value, rule = place.figure, text[start:end], place.rule
    length = end - start
    relation = _relation(value, rule.text)
    kind = context.partition("/")[0]
    found = [
        f"{side} of {length} characters",
        f"{side} in {context}",
        f"{side} {relation}",
        f"{side} {relation} of {rule.rule}",
        f"{side} {relation} with {length}",
        f"unit {figure.unit} for {value[-1]}",
        f"unit {figure.unit} for {value[-2:]}",
        f"{kind} for {value[-1]}",
        f"{kind} for {value[-2:]}",
        f"{side} at unit {figure.unit}",
    ]
    if side == "back":
        found.append(f"back after {min(start - figure.end, 4)}")
    inside: set[str] = {f"cue {c.kind}" for c in cues if start < c.start and c.end < end}
    inside |= {f"{name}" for a, b, name in names if start <= a and b <= end}
    inside |= {mark for mark in "的、和与及了等“”" if mark in value[1:-1]}
    found += [f"{side} holds {what}" for what in sorted(inside)]
    return tuple(found)


def _relation(value: str, rule: str) -> str:
    """How a text stands to the rules' answer."""
    if value == rule:
        return "equals the rule's"
    if value in rule:
        at_end, at_start = rule.endswith(value), rule.startswith(value)
        return "ends the rule's" if at_end else "begins the rule's" if at_start else "lies in the rule's"
    if rule in value:
        return "ends with the rule's" if value.endswith(rule) else "holds the rule's"
    return "crosses the rule's" if set(value) & set(rule) else "is none of the rule's"


def _carried(text: str, place: Place, earlier: Earlier, at: int, context: str) -> Option[str]:
    figure = place.figure
    between = text[earlier.figure.end : figure.start].strip()
    kind, other = context.partition("/")[0], unit_kind(earlier.figure)
    found = [
        f"carried {at}",
        f"carried {at} in {context}",
        f"carried {_relation(earlier.what, place.rule.text)}",
        f"carried {_relation(earlier.what, place.rule.text)} of {place.rule.rule}",
        f"carried from {other} to {kind}",
        f"carried with {'the same' if earlier.figure.unit == figure.unit else 'another'} unit in {context}",
        f"carried {'within' if earlier.clause_start == place.clause.start else 'over'} its clause in {context}",
        f"carried {at} over {between}" if len(between) <= _SHORT else f"carried {at} over much",
        f"carried over {text[place.low : figure.start].strip()[-2:]}",
    ]
    return Option(earlier.what, (tuple(found),), "carried")


def _of_rule(place: Place, context: str) -> Group:
    rule = place.rule
    kind = context.partition("/")[0]
    return (
        "rule",
        f"rule {rule.rule}",
        f"rule {rule.rule} in {context}",
        f"rule {rule.rule} of {min(len(rule.text), 12)} characters",
        f"{kind} for {rule.text[-2:]}",
        f"unit {place.figure.unit} for {rule.text[-2:]}",
        "rule is bare" if rule.bare else "rule is not bare",
    )
