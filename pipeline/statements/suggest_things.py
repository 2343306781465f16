"""What a figure may count or measure: every stretch of its clause on either side of it, what was counted before, the
rules' answer. The features tell how a stretch begins and ends, what it holds, and how it stands to the rules' answer.
"""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nlargest

from pipeline.statements.borders import Borders, Window
from pipeline.statements.options import RULE, Group, Option, Worth
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
_CLASSES = ("shares", "ages", "people_units", "extent_units", "class_units", "thing_units", "rates")
_PAIRS = (("“", "”"), ("‘", "’"), ("(", ")"), ("（", "）"), ("《", "》"))
_HALVES = frozenset("".join(one + other for one, other in _PAIRS))
_MARKS = "的、和与及了等“”"


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
        Option(scene.rule.text, (_of_rule(scene, context),), RULE),
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
    starts = [_start(window, at, side) for at in range(low, high)]
    ends = [_end(window, at, side, scene.figure.start) for at in range(low + 1, high + 1)]
    marked = any(mark in _HALVES for mark in text[low:high])
    found = [
        (a, b)
        for a in range(low, high - 1)
        if not text[a].isspace()
        for b in range(a + 2, high + 1)
        if not text[b - 1].isspace() and not (marked and not is_whole(text[a:b])) and not leads(text[a:b])
    ]
    if worth and len(found) > BEAM:
        begin, finish = [worth(group) for group in starts], [worth(group) for group in ends]
        found = nlargest(BEAM, found, key=lambda span: begin[span[0] - low] + finish[span[1] - low - 1])
    for start, end in found:
        of_span = _span(window, scene, (start, end), side, context)
        yield Option(text[start:end], (starts[start - low], ends[end - low - 1], of_span), side)


def _start(window: Window, at: int, side: str) -> Group:
    text = window.text
    before, first = text[at - 1 : at], text[at]
    found = [
        f"{side} begins after {before}" if at > window.start else f"{side} begins at its edge",
        f"{side} begins after {text[max(0, at - 2) : at]}",
        f"{side} begins with {first}",
        f"{side} begins with {text[at : at + 2]}",
        f"{side} begins between {before}{first}",
    ]
    for start, end, kind in window.spans:
        if end == at:
            found.append(f"{side} begins after a {kind}")
        if start == at:
            found.append(f"{side} begins with a {kind}")
        elif start < at < end:
            found.append(f"{side} begins in a {kind}")
    return tuple(found)


def _end(window: Window, at: int, side: str, figure_start: int) -> Group:
    text = window.text
    last, follows = text[at - 1], text[at : at + 1]
    found = [
        f"{side} ends with {last}",
        f"{side} ends with {text[at - 2 : at]}",
        f"{side} ends with {text[at - 3 : at]}",
        f"{side} ends before {follows}" if at < window.end else f"{side} ends at its edge",
        f"{side} ends before {text[at : at + 2]}",
        f"{side} ends between {last}{follows}",
    ]
    if side == "front":
        gap = text[at:figure_start]
        found.append(f"front ends before {gap}" if len(gap) <= SHORT else "front ends far from the figure")
    for start, end, kind in window.spans:
        if start == at:
            found.append(f"{side} ends before a {kind}")
        if end == at:
            found.append(f"{side} ends with a {kind}")
        elif start < at < end:
            found.append(f"{side} ends in a {kind}")
    return tuple(found)


def _span(window: Window, scene: Scene, span: tuple[int, int], side: str, context: str) -> Group:
    start, end = span
    figure, value, rule = scene.figure, window.text[start:end], scene.rule
    relation = relation_to(value, rule.text)
    kind = context.partition("/")[0]
    found = [
        f"{side} of {end - start} characters",
        f"{side} in {context}",
        f"{side} {relation}",
        f"{side} {relation} of {rule.rule}",
        f"{side} {relation} with {end - start}",
        f"unit {figure.unit} for {value[-1]}",
        f"unit {figure.unit} for {value[-2:]}",
        f"{kind} for {value[-1]}",
        f"{kind} for {value[-2:]}",
        f"{side} at unit {figure.unit}",
    ]
    if side == "back":
        found.append(f"back after {min(start - figure.end, 4)}")
    inside = {kind for a, b, kind in window.spans if start <= a and b <= end and (a, b) != span}
    found += [f"{side} holds a {kind}" for kind in sorted(inside)]
    found += [f"{side} holds {mark}" for mark in _MARKS if mark in value[1:-1]]
    return tuple(found)


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
    found = (
        f"carried {at}",
        f"carried {at} in {context}",
        f"carried {relation}",
        f"carried {relation} of {scene.rule.rule}",
        f"carried from {other} to {kind}",
        f"carried with {unit} unit in {context}",
        f"carried {'within' if earlier.clause_start == scene.clause.start else 'over'} its clause in {context}",
        f"carried {at} over {between}" if len(between) <= SHORT else f"carried {at} over much",
        f"carried over {text[scene.low : figure.start].strip()[-2:]}",
    )
    return Option(earlier.what, (found,), "carried")


def _of_rule(scene: Scene, context: str) -> Group:
    rule = scene.rule
    kind = context.partition("/")[0]
    return (
        "rule",
        f"rule {rule.rule}",
        f"rule {rule.rule} in {context}",
        f"rule {rule.rule} of {min(len(rule.text), 12)} characters",
        f"{kind} for {rule.text[-2:]}",
        f"unit {scene.figure.unit} for {rule.text[-2:]}",
        "rule is bare" if rule.bare else "rule is not bare",
    )
