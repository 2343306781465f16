"""Stretches of text that may name a thing: how each begins and ends, what it holds, how it stands to its figure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.features import Group, Names, Part, Sums, called, names_of
from pipeline.statements import cuts
from pipeline.statements.borders import Window
from pipeline.statements.options import Option
from pipeline.statements.scene import Scene
from pipeline.text.figures import Figure
from pipeline.text.lexis import words

REACH = 18
"""Characters on either side of a figure in which its thing is sought, and that a thing has at the most."""
BEAM = 14
"""Stretches of a window that are looked at whole, by how well they begin and end."""
SHORT = 6
"""Characters of what stands between a thing and its figure that may tell."""
EACH, RATE = "每", 3
"""What opens a rate, and its most characters."""
OF, JOINTS = "的", "、和与及"
"""What joins a number to its noun, and what joins such pairs."""
BLANKS, STOPS = " 、,，", "，,；;：: 、。"
"""What a stretch does not begin with, and what it does not end with."""
OVER, FAR = "front ends before ", "front ends far from the figure"
"""How what stands between a stretch in front and the figure is named."""
AFTER, MOST_AFTER = "back after ", 4
"""How the characters between the figure and a stretch behind it are named, and up to how many are told apart."""
Touching = tuple[dict[int, Names], dict[int, Names]]
_CLASSES = ("shares", "ages", "people_units", "extent_units", "class_units", "thing_units", "rates")
_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"), ("（", "）"), ("《", "》"))
_HALVES = frozenset("".join(one + other for one, other in _PAIRS))
_MARKS = "的、和与及了等“”"
_MARKED = frozenset(_MARKS)


def unit_kind(figure: Figure) -> str:
    """The class of a figure's unit."""
    return "money" if figure.money else _class_of(figure.unit)


@lru_cache(maxsize=4096)
def _class_of(unit: str) -> str:
    return next((name for name in _CLASSES if unit in words(name)), "other")


def context_of(text: str, scene: Scene) -> str:
    """What stands right around the figure, in a word that other features are joined with."""
    figure = scene.figure
    follows = text[figure.end : figure.end + 1]
    edge = "end" if figure.end >= scene.high or follows in "，,。；;、：:" else "de" if follows == OF else "more"
    start = "start" if not text[scene.low : figure.start].strip(BLANKS) else "more"
    return f"{unit_kind(figure)}/{start}/{edge}"


@dataclass(frozen=True, slots=True)
class Around:
    """The figure that a thing is sought for, as stretches of a side are told by it."""

    scene: Scene
    context: str
    """What stands right around the figure (``context_of``)."""
    side: str
    """Where the stretches stand: front, back, prior."""

    def gap(self, text: str, at: int) -> str | None:
        """What stands between a stretch that ends at a place in front and the figure, None where it tells nothing."""
        return text[at : self.scene.figure.start] if self.side == "front" else None


class Standing(NamedTuple):
    """How a window's stretches stand to the figure: what is the same of all, and what each one's text tells."""

    of_all: Group
    of: Callable[[str], Group]


def stretches(
    window: Window, around: Around, standing: Standing, edge: str = "", sums: Sums | None = None
) -> Iterator[Option[str]]:
    """The stretches of a window of two characters and more, those at its start or end alone where ``edge`` says so.

    With ``sums`` only those come that begin and end best.
    """
    text, low, high = window.text, window.start, window.end
    if high - low < 2:
        return
    sought = _sought(text, low, high, edge)
    found = sought
    if EACH in text[low:high]:
        found = [(a, b) for a, b in sought if not _is_rate(text[a:b])] or sought
    if sums is not None:
        yield from _weighed(window, around, standing, found, sums)
        return
    met = _touching(window)
    for span in found:
        yield Option(text[span[0] : span[1]], _parts(window, around, standing, met, span), around.side)


def _parts(
    window: Window, around: Around, standing: Standing, met: Touching, span: tuple[int, int]
) -> tuple[Part, ...]:
    """All that a stretch is told by: how it begins, how it ends, what it is as a whole."""
    text, side, (start, end) = window.text, around.side, span
    begins: list[Group] = [(cuts.names, cuts.BEGINS, side, text, start, window.start)]
    if start in met[0]:
        begins.append((_begins_touching, side, met[0][start]))
    ends: list[Group] = [(cuts.names, cuts.ENDS, side, text, end, window.end)]
    if (gap := around.gap(text, end)) is not None:
        ends.append((_ends_over, gap))
    if end in met[1]:
        ends.append((_ends_touching, side, met[1][end]))
    value = text[start:end]
    kind, unit = around.context.partition("/")[0], around.scene.figure.unit
    measuring = (_measuring, side, kind, unit, value[-2:])
    held = _held(window, span, side, around.scene.figure.end)
    return (tuple(begins), tuple(ends), (standing.of_all, standing.of(value), measuring, *held))


def _named(window: Window, around: Around, standing: Standing, met: Touching, span: tuple[int, int]) -> Names:
    """The names of a stretch's features, written where somebody asks why."""
    return tuple(name for part in _parts(window, around, standing, met, span) for name in names_of(part))


def _weighed(
    window: Window, around: Around, standing: Standing, found: Sequence[tuple[int, int]], sums: Sums
) -> Iterator[Option[str]]:
    """Of the stretches those that begin and end best, each with what its features weigh (those of ``_parts``)."""
    text, side, figure = window.text, around.side, around.scene.figure
    met = _touching(window)
    begin = cuts.worths(sums, cuts.BEGINS, side, text, dict.fromkeys([a for a, _ in found]), window.start)
    finish = cuts.worths(sums, cuts.ENDS, side, text, dict.fromkeys([b for _, b in found]), window.end)
    for at in begin.keys() & met[0].keys():
        begin[at] += sums[_begins_touching, side, met[0][at]]
    for at in finish.keys() & met[1].keys():
        finish[at] += sums[_ends_touching, side, met[1][at]]
    if side == "front":
        over, far = sums.under(OVER), sums.weight(FAR)
        for at in finish:
            gap = text[at : figure.start]
            finish[at] += over.get(gap, 0) if len(gap) <= SHORT else far
    if len(found) > BEAM:
        found = _best(found, begin, finish)
    kind = around.context.partition("/")[0]
    of_unit, of_kind = sums.under(f"unit {figure.unit} for ").get, sums.under(f"{kind} for ").get
    same, telling = sums.weight(f"{side} at unit {figure.unit}") + sums[standing.of_all], standing.of
    after = sums.under(AFTER)
    holds = bool(window.spans) or not _MARKED.isdisjoint(text[window.start : window.end])
    for span in found:
        start, end = span
        value = text[start:end]
        last, two = value[-1], value[-2:]
        known = begin[start] + finish[end] + sums[telling(value)] + same
        known += of_unit(last, 0) + of_unit(two, 0) + of_kind(last, 0) + of_kind(two, 0)
        if side == "back":
            known += after.get(str(min(start - figure.end, MOST_AFTER)), 0)
        if holds and (group := _holding(window, span, side)):
            known += sums[group]
        yield Option(value, (((_named, window, around, standing, met, span),),), side, known)


def _is_rate(value: str) -> bool:
    """Whether it only says per what a figure is told (每罐)."""
    return len(value) <= RATE and value.startswith(EACH)


def _sought(text: str, low: int, high: int, edge: str) -> list[tuple[int, int]]:
    """The stretches that may name a thing: none that parts a bracket or a quote, none that only leads to a number."""
    unending = words("open_ends")
    last = range(high if edge == "end" else low + 2, high + 1)
    ends = [b for b in last if not text[b - 1].isspace() and text[b - 1] not in unending]
    marked = not _HALVES.isdisjoint(text[low:high])
    opening = words("links").opening
    found = []
    for a in range(low, low + 1 if edge == "start" else high - 1):
        if text[a].isspace():
            continue
        if marked or opening(text[a:high]):
            found += [
                (a, b) for b in ends if b > a + 1 and (not marked or is_whole(text[a:b])) and not leads(text[a:b])
            ]
        else:
            found += [(a, b) for b in ends if b > a + 1]
    return found


def _best(
    found: Sequence[tuple[int, int]], begin: Mapping[int, int], finish: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Those that begin and end best; of equals the first."""
    worths = [begin[a] + finish[b] for a, b in found]
    return [found[at] for at in sorted(range(len(found)), key=worths.__getitem__, reverse=True)[:BEAM]]


def _touching(window: Window) -> Touching:
    """By place the words and names that a stretch beginning there meets, and those that one ending there does."""
    begins: dict[int, Names] = {}
    finishes: dict[int, Names] = {}
    for start, end, kind in window.spans:
        begins[end] = (*begins.get(end, ()), f"after a {kind}")
        begins[start] = (*begins.get(start, ()), f"with a {kind}")
        finishes[start] = (*finishes.get(start, ()), f"before a {kind}")
        finishes[end] = (*finishes.get(end, ()), f"with a {kind}")
        for at in range(max(start + 1, window.start), min(end, window.end + 1)):
            begins[at] = (*begins.get(at, ()), f"in a {kind}")
            finishes[at] = (*finishes.get(at, ()), f"in a {kind}")
    return begins, finishes


def _begins_touching(side: str, touching: Names) -> Names:
    return tuple(f"{side} begins {how}" for how in touching)


def _ends_over(gap: str) -> Names:
    return (f"{OVER}{gap}" if len(gap) <= SHORT else FAR,)


def _ends_touching(side: str, touching: Names) -> Names:
    return tuple(f"{side} ends {how}" for how in touching)


def _measuring(side: str, kind: str, unit: str, end: str) -> Names:
    return (
        f"unit {unit} for {end[-1:]}",
        f"unit {unit} for {end}",
        f"{kind} for {end[-1:]}",
        f"{kind} for {end}",
        f"{side} at unit {unit}",
    )


def _held(window: Window, span: tuple[int, int], side: str, figure_end: int) -> Iterator[Group]:
    """What stands between a stretch and its figure, and what it holds."""
    if side == "back":
        yield called, f"{AFTER}{min(span[0] - figure_end, MOST_AFTER)}"
    if group := _holding(window, span, side):
        yield group


def _holding(window: Window, span: tuple[int, int], side: str) -> Group | None:
    """The words, names and marks that a stretch holds."""
    start, end = span
    inside = {kind for a, b, kind in window.spans if start <= a and b <= end and (a, b) != span}
    inner = window.text[start + 1 : end - 1]
    marks = "" if _MARKED.isdisjoint(inner) else "".join(mark for mark in _MARKS if mark in inner)
    return (_holds, side, tuple(sorted(inside)), marks) if inside or marks else None


def _holds(side: str, kinds: Names, marks: str) -> Names:
    return tuple(f"{side} holds a {kind}" for kind in kinds) + tuple(f"{side} holds {mark}" for mark in marks)


def is_whole(value: str) -> bool:
    """Whether each bracket and quote of a text has its other half."""
    return all(value.count(one) == value.count(other) for one, other in _PAIRS)


@lru_cache(maxsize=4096)
def leads(value: str) -> bool:
    """Whether a text is of nothing but words that lead to a number (最多, 可达)."""
    word = words("links").opening(value)
    return value == word or (bool(word) and leads(value[len(word) :]))


def relation_to(value: str, rule: str) -> str:
    """How a text stands to the rules' answer."""
    if value == rule:
        return "equals the rule's"
    if value in rule:
        at_end, at_start = rule.endswith(value), rule.startswith(value)
        return "ends the rule's" if at_end else "begins the rule's" if at_start else "lies in the rule's"
    if rule in value:
        return "ends with the rule's" if value.endswith(rule) else "holds the rule's"
    return "crosses the rule's" if not set(value).isdisjoint(rule) else "is none of the rule's"
