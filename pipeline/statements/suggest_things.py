"""What a figure may count or measure: every stretch of its clause on either side of it, what the clauses before
begin and end with, what was counted before, the rules' answer.
"""

from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile

from pipeline.features import Group, Names, Part, Sums, called
from pipeline.statements.borders import Borders, Window
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.surroundings import pattern, ungrown
from pipeline.statements.scene import Earlier, Scene
from pipeline.statements.stretches import (
    BLANKS,
    JOINTS,
    OF,
    REACH,
    SHORT,
    STOPS,
    Around,
    Standing,
    context_of,
    relation_to,
    stretches,
    unit_kind,
)
from pipeline.text.lexis import words

CARRIED = 3
"""Things counted before in its sentence that a figure may be of."""
PRIOR = 2
"""Clauses without figures before its own in which its thing is sought. By folds over corpus/train these, and what
stands between the rules' verb and the figure, bring things from .813 to .820 (nine of ten resamplings: +.004 to +.010).
"""
OPENING = 14
"""Characters in which a thing is sought that such a clause opens with."""


def suggest(borders: Borders, scene: Scene, sums: Sums | None = None) -> list[Option[str]]:
    """The options. With ``sums``, of the stretches those alone that begin and end best."""
    text, figure = borders.text, scene.figure
    context = context_of(text, scene)
    low, high = _free(text, scene)
    front = borders.window(max(low, figure.start - REACH), figure.start)
    begin = _past_tails(text, figure.end, high)
    back = borders.window(begin, max(begin, min(high, figure.end + REACH)))
    options = [
        *_beside(front, Around(scene, context, "front"), sums),
        *_beside(back, Around(scene, context, "back"), sums),
        *_prior(borders, Around(scene, context, "prior"), sums),
        *(_carried(text, scene, e, n, context) for n, e in enumerate(reversed(scene.earlier[-CARRIED:]))),
        Option(scene.rule.text, (_of_rule(scene, context),), RULE),
    ]
    if unit_kind(figure) != "shares":
        return options
    return [option for option in options if option.is_ruled or not _is_of_place(option.value, borders)]


def _is_of_place(value: str, borders: Borders) -> bool:
    """Whether a thing says but of which place something is a share (占全省, 占某市), which names nothing."""
    found = pattern("share_of").fullmatch(value)
    return found is not None and (bool(found["whole"]) or found["of"] in borders.places)


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


def _beside(window: Window, around: Around, sums: Sums | None) -> Iterator[Option[str]]:
    """What stands in the figure's clause."""
    rule, side = around.scene.rule, around.side

    def standing(value: str) -> Group:
        return (_standing, side, len(value), relation_to(value, rule.text), rule.rule)

    return stretches(window, around, Standing((_beside_in, side, around.context), standing), sums=sums)


def _beside_in(side: str, context: str) -> Names:
    return (f"{side} in {context}",)


def _standing(side: str, length: int, relation: str, rule: str) -> Names:
    return (
        f"{side} of {length} characters",
        f"{side} {relation}",
        f"{side} {relation} of {rule}",
        f"{side} {relation} with {length}",
    )


def _prior(borders: Borders, around: Around, sums: Sums | None) -> Iterator[Option[str]]:
    """What the clauses before begin and end with (道路硬化工程|总投资500万元), up to one that holds a figure."""
    text, scene = borders.text, around.scene
    clauses = scene.sentence.clauses
    counted = {earlier.clause_start for earlier in scene.earlier}
    before = takewhile(lambda c: c.start not in counted, reversed(clauses[: clauses.index(scene.clause)]))
    for far, clause in enumerate(islice(before, PRIOR), 1):
        end = clause.start + len(text[clause.start : clause.end].rstrip(STOPS))
        for edge, window in (
            ("end", borders.window(max(clause.start, end - REACH), end)),
            ("start", borders.window(clause.start, min(end, clause.start + OPENING))),
        ):
            if edge == "end" or end - clause.start > REACH:
                standing = Standing(_preceding(text, around, far, edge), partial(_afar, edge))
                yield from stretches(window, around, standing, edge, sums)


def _afar(edge: str, value: str) -> Group:
    """How a stretch of a clause before stands to the figure by itself."""
    return (_afar_of, edge, len(value))


def _afar_of(edge: str, length: int) -> Names:
    return (f"prior {edge} of {length} characters",)


def _preceding(text: str, around: Around, far: int, edge: str) -> Group:
    """How all stretches of a clause before stand to the figure."""
    scene = around.scene
    gap = text[scene.low : scene.figure.start].strip(BLANKS)
    gap = gap if len(gap) <= SHORT else "much"
    return (_preceding_over, f"prior {edge}", far, around.context, gap, scene.rule.rule)


def _preceding_over(edge: str, far: int, context: str, gap: str, rule: str) -> Names:
    return (
        f"{edge} {far}",
        f"{edge} in {context}",
        f"prior over {gap}",
        f"{edge} {far} over {gap}",
        f"prior beside {rule}",
    )


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
    shared = unit_kind(figure) == "shares" and not pattern("part_of").search(text[scene.low : figure.start])
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


def _of_rule(scene: Scene, context: str) -> Part:
    rule = scene.rule
    end, kind = rule.text[-2:], context.partition("/")[0]
    return (
        (_ruling, rule.rule, context, min(len(rule.text), 12), rule.bare),
        (_ruling_for, kind, scene.figure.unit, end),
    )


def _ruling(rule: str, context: str, length: int, bare: bool) -> Names:
    return (
        "rule",
        f"rule {rule}",
        f"rule {rule} in {context}",
        f"rule {rule} of {length} characters",
        "rule is bare" if bare else "rule is not bare",
    )


def _ruling_for(kind: str, unit: str, end: str) -> Names:
    return (f"{kind} for {end}", f"unit {unit} for {end}")
