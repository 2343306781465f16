"""What a figure may count or measure: every stretch of its clause on either side of it, what was counted before, the
rules' answer. The features tell how a stretch begins and ends, what it holds, and how it stands to the rules' answer.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.features import Group, Names, Part, called
from pipeline.statements.borders import Borders, Window
from pipeline.statements.options import RULE, Option, Worth
from pipeline.statements.rules.surroundings import ungrown
from pipeline.statements.scene import Earlier, Scene
from pipeline.text.figures import Figure
from pipeline.text.lexis import words

REACH = 18
"""Characters on either side of a figure in which its thing is sought, and that a thing has at the most."""
CARRIED = 3
"""Things counted before in its sentence that a figure may be of."""
BEAM = 14
"""Stretches of a side that are looked at whole, by how well they begin and end."""
SHORT = 6
"""Characters of what stands between a thing and its figure that may tell."""
OF, JOINTS = "的", "、和与及"
"""What joins a number to its noun, and what joins such pairs."""
EACH, RATE = "每", 3
"""What opens a rate, and its most characters."""
_CLASSES = ("shares", "ages", "people_units", "extent_units", "class_units", "thing_units", "rates")
_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"), ("（", "）"), ("《", "》"))
_HALVES = frozenset("".join(one + other for one, other in _PAIRS))
_MARKS = "的、和与及了等“”"
_MARKED = frozenset(_MARKS)


def suggest(borders: Borders, scene: Scene, worth: Worth | None = None) -> list[Option[str]]:
    """The options. With ``worth``, of the stretches those alone that begin and end best."""
    figure = scene.figure
    context = _context(borders.text, scene)
    low, high = _free(borders.text, scene)
    until = max(low, scene.rule.verb) if scene.rule.verb >= 0 else figure.start
    front = borders.window(max(low, figure.start - REACH), until)
    begin = _past_tails(borders.text, figure.end, high)
    back = borders.window(begin, max(begin, min(high, figure.end + REACH)))
    return [
        *_stretches(front, scene, "front", context, worth),
        *_stretches(back, scene, "back", context, worth),
        *(_carried(borders.text, scene, e, n, context) for n, e in enumerate(reversed(scene.earlier[-CARRIED:]))),
        Option(scene.rule.text, ((_of_rule(scene, context),),), RULE),
    ]


def _free(text: str, scene: Scene) -> tuple[int, int]:
    """The stretch around a figure that belongs to no other: 每亩350元的流转费、|人均1.4万元|的务工收入和每户800元…

    The noun behind the 的 of a rate is that rate's, and what a next rate begins with is the next one's.
    """
    figure = scene.figure
    low, high = scene.low, scene.high
    if low > scene.clause.start and text[low : low + 1] == OF:
        joint = max((text.rfind(mark, low, figure.start) for mark in JOINTS), default=-1)
        low = joint + 1 if joint >= 0 else low
    if text[figure.end : figure.end + 1] == OF and high < scene.clause.end:
        joint = max((text.rfind(mark, figure.end, high) for mark in JOINTS), default=-1)
        high = joint if joint > figure.end + 1 else high
    return low, high


def _past_tails(text: str, start: int, end: int) -> int:
    """Where the words end that stand behind a number and name nothing (左右, 规模, 3元|一斤)."""
    while start < end and (word := words("tails").opening(text[start:end])):
        start += len(word)
    return start


def unit_kind(figure: Figure) -> str:
    """The class of a figure's unit."""
    if figure.money:
        return "money"
    return next((name for name in _CLASSES if figure.unit in words(name)), "other")


def _context(text: str, scene: Scene) -> str:
    """What stands right around the figure, in a word that other features are joined with."""
    figure = scene.figure
    follows = text[figure.end : figure.end + 1]
    edge = "end" if figure.end >= scene.high or follows in "，,。；;、：:" else "de" if follows == "的" else "more"
    start = "start" if not text[scene.low : figure.start].strip(" 、,，") else "more"
    return f"{unit_kind(figure)}/{start}/{edge}"


def _stretches(window: Window, scene: Scene, side: str, context: str, worth: Worth | None) -> Iterator[Option[str]]:
    """The stretches of a window of two characters and more."""
    text, low, high = window.text, window.start, window.end
    if high - low < 2:
        return
    touching = _touching(window)
    starts = [_start(window, at, side, touching[0].get(at, ())) for at in range(low, high)]
    ends = [_end(window, at, side, scene.figure.start, touching[1].get(at, ())) for at in range(low + 1, high + 1)]
    sought = _sought(text, low, high)
    found = [(a, b) for a, b in sought if not _is_rate(text[a:b])] or sought
    if worth and len(found) > BEAM:
        found = _best(found, [worth(part) for part in starts], [worth(part) for part in ends], low)
    rule = (scene.rule.text, scene.rule.rule, scene.figure.unit)
    for start, end in found:
        value = text[start:end]
        of_span: Part = (
            (_standing, side, end - start, context, relation_to(value, rule[0]), rule[1]),
            (_measuring, side, context.partition("/")[0], rule[2], value[-2:]),
            *_held(window, (start, end), side, scene.figure.end),
        )
        yield Option(value, (starts[start - low], ends[end - low - 1], of_span), side)


def _is_rate(value: str) -> bool:
    """Whether it only says per what a figure is told (每罐)."""
    return len(value) <= RATE and value.startswith(EACH)


def _sought(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The stretches that may name a thing: none that parts a bracket or a quote, none that only leads to a number."""
    ends = [b for b in range(low + 2, high + 1) if not text[b - 1].isspace()]
    marked = any(mark in _HALVES for mark in text[low:high])
    found = []
    for a in range(low, high - 1):
        if text[a].isspace():
            continue
        if marked or words("links").opening(text[a:high]):
            found += [
                (a, b) for b in ends if b > a + 1 and (not marked or is_whole(text[a:b])) and not leads(text[a:b])
            ]
        else:
            found += [(a, b) for b in ends if b > a + 1]
    return found


def _best(
    found: Sequence[tuple[int, int]], begin: Sequence[int], finish: Sequence[int], low: int
) -> list[tuple[int, int]]:
    """Those that begin and end best; of equals the first."""
    worths = [begin[a - low] + finish[b - low - 1] for a, b in found]
    return [found[at] for at in sorted(range(len(found)), key=worths.__getitem__, reverse=True)[:BEAM]]


def _touching(window: Window) -> tuple[dict[int, Names], dict[int, Names]]:
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


def _start(window: Window, at: int, side: str, touching: Names) -> Part:
    text = window.text
    before = text[max(0, at - 2) : at]
    after = (_begins_after, side, before, at == window.start)
    here = (_begins, side, before[-1:], text[at : at + 2])
    return (after, here, (_begins_touching, side, touching)) if touching else (after, here)


def _begins_after(side: str, before: str, at_edge: bool) -> Names:
    edge = f"{side} begins at its edge" if at_edge else f"{side} begins after {before[-1:]}"
    return (edge, f"{side} begins after {before}")


def _begins(side: str, before: str, here: str) -> Names:
    first = here[:1]
    return (f"{side} begins with {first}", f"{side} begins with {here}", f"{side} begins between {before}{first}")


def _begins_touching(side: str, touching: Names) -> Names:
    return tuple(f"{side} begins {how}" for how in touching)


def _end(window: Window, at: int, side: str, figure_start: int, touching: Names) -> Part:
    text = window.text
    found: list[Group] = [
        (_ends, side, text[max(0, at - 3) : at]),
        (_ends_before, side, text[at - 1], text[at : at + 2], at == window.end),
    ]
    if side == "front":
        gap = text[at:figure_start]
        found.append((_ends_over, gap) if len(gap) <= SHORT else (called, "front ends far from the figure"))
    if touching:
        found.append((_ends_touching, side, touching))
    return tuple(found)


def _ends(side: str, last: str) -> Names:
    three = last if len(last) == 3 else ""  # at the very start of a text there are but two
    return (f"{side} ends with {last[-1:]}", f"{side} ends with {last[-2:]}", f"{side} ends with {three}")


def _ends_before(side: str, last: str, follows: str, at_edge: bool) -> Names:
    return (
        f"{side} ends at its edge" if at_edge else f"{side} ends before {follows[:1]}",
        f"{side} ends before {follows}",
        f"{side} ends between {last}{follows[:1]}",
    )


def _ends_over(gap: str) -> Names:
    return (f"front ends before {gap}",)


def _ends_touching(side: str, touching: Names) -> Names:
    return tuple(f"{side} ends {how}" for how in touching)


def _standing(side: str, length: int, context: str, relation: str, rule: str) -> Names:
    return (
        f"{side} of {length} characters",
        f"{side} in {context}",
        f"{side} {relation}",
        f"{side} {relation} of {rule}",
        f"{side} {relation} with {length}",
    )


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
    start, end = span
    if side == "back":
        yield called, f"back after {min(start - figure_end, 4)}"
    inside = {kind for a, b, kind in window.spans if start <= a and b <= end and (a, b) != span}
    inner = window.text[start + 1 : end - 1]
    marks = "" if _MARKED.isdisjoint(inner) else "".join(mark for mark in _MARKS if mark in inner)
    if inside or marks:
        yield _holds, side, tuple(sorted(inside)), marks


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


def _carried(text: str, scene: Scene, earlier: Earlier, at: int, context: str) -> Option[str]:
    figure = scene.figure
    between = text[earlier.figure.end : figure.start].strip()
    kind, other = context.partition("/")[0], unit_kind(earlier.figure)
    relation = relation_to(earlier.what, scene.rule.text)
    unit = "the same" if earlier.figure.unit == figure.unit else "another"
    way = "within" if earlier.clause_start == scene.clause.start else "over"
    part: Part = (
        (_carrying, at, context, unit, way),
        (_carrying_of, relation, scene.rule.rule, kind, other),
        (_carrying_over, at, between if len(between) <= SHORT else None),
        (called, f"carried over {text[scene.low : figure.start].strip()[-2:]}"),
    )
    shared = unit_kind(figure) == "shares"
    return Option(earlier.what if shared else ungrown(earlier.what), (part,), "carried")


def _carrying(at: int, context: str, unit: str, way: str) -> Names:
    return (
        f"carried {at}",
        f"carried {at} in {context}",
        f"carried with {unit} unit in {context}",
        f"carried {way} its clause in {context}",
    )


def _carrying_of(relation: str, rule: str, kind: str, other: str) -> Names:
    return (f"carried {relation}", f"carried {relation} of {rule}", f"carried from {other} to {kind}")


def _carrying_over(at: int, between: str | None) -> Names:
    return (f"carried {at} over much" if between is None else f"carried {at} over {between}",)


def _of_rule(scene: Scene, context: str) -> Group:
    rule = scene.rule
    return (_ruling, rule.rule, context, min(len(rule.text), 12), rule.text[-2:], scene.figure.unit, rule.bare)


def _ruling(rule: str, context: str, length: int, end: str, unit: str, bare: bool) -> Names:
    return (
        "rule",
        f"rule {rule}",
        f"rule {rule} in {context}",
        f"rule {rule} of {length} characters",
        f"{context.partition('/')[0]} for {end}",
        f"unit {unit} for {end}",
        "rule is bare" if bare else "rule is not bare",
    )
