"""Whether a figure states a fact of its own: the rules' answer, its unit, what stands around it, whether it recurs."""

from collections.abc import Mapping
from functools import cache

from pipeline.features import Names, Part, Texts
from pipeline.numbers.units import past_gloss
from pipeline.statements.options import RULE, Option
from pipeline.statements.scene import STATES, Ruled, Scene
from pipeline.statements.stretches import unit_kind


def suggest(text: str, scene: Scene, ruled: Ruled, times: Mapping[object, int]) -> list[Option[bool]]:
    """Both answers; the features are those of a fact. ``times``: how often a value and unit stand on the page."""
    stands = ruled.verdict == STATES
    features = (*_of_rules(text, scene, ruled, times), *_of_words(text, scene))
    return [Option(False, (), "" if stands else RULE), Option(True, (features,), RULE if stands else "")]


def _of_rules(text: str, scene: Scene, ruled: Ruled, times: Mapping[object, int]) -> Part:
    figure, rule, verdict, block = scene.figure, scene.rule, ruled.verdict, scene.sentence.kind
    kind, order = unit_kind(figure), "before another" if scene.followed else "last"
    opens = not text[scene.clause.start : figure.start].strip()
    recurs = min(times.get((figure.value, figure.unit), 1), 3)
    return (
        (_ruled, verdict, rule.rule, numeral(scene), block),
        (_placed, verdict, kind, order, rule.subject, scene.low > scene.clause.start),
        (_named, kind, rule.bare, recurs, block, opens),
    )


def _ruled(verdict: str, rule: str, written: str, block: str) -> Names:
    return ("any", verdict, f"{verdict} by {rule}", f"{verdict} {written}", f"{verdict} in a {block}")


def _placed(verdict: str, kind: str, order: str, is_subject: bool, follows: bool) -> Names:
    return (
        f"{verdict} {kind}",
        f"{verdict} {order} {kind}",
        f"{verdict} {'subject' if is_subject else 'inside'} {order}",
        f"{'after another' if follows else 'first'} {verdict}",
    )


def _named(kind: str, bare: bool, recurs: int, block: str, opens: bool) -> Names:
    return (
        f"{kind} {'bare' if bare else 'named'}",
        f"recurs {recurs} in a {block}",
        f"{'opens its clause' if opens else 'in its clause'} {kind}",
    )


def _of_words(text: str, scene: Scene) -> Part:
    figure, unit, written = scene.figure, scene.figure.unit, numeral(scene)
    front, end = text[max(scene.low, figure.start - 3) : figure.start], past_gloss(text, figure.end)
    back = text[end : end + 3]
    return (
        (_of_unit, unit, written, scene.followed),
        (_BEFORE, back[:1], back[:2], back),
        (_before, back[:1], unit, figure.qualifier),
        (_AFTER, front[-1:], front[-2:]),
        (_after, front[-1:], unit),
        (_OF_WHAT, scene.what[-1:], scene.what[-2:]),
        (_of_what(written), scene.what[-2:]),
    )


def _of_unit(unit: str, written: str, followed: bool) -> Names:
    return (f"{written} unit {unit}", f"unit {unit}", f"unit {unit} {'before another' if followed else 'last'}")


_BEFORE, _AFTER, _OF_WHAT = Texts(*["before "] * 3), Texts(*["after "] * 2), Texts(*["of "] * 2)


def _before(back: str, unit: str, qualifier: str) -> Names:
    return (f"unit {unit} before {back}", f"qualified {qualifier} before {back}")


def _after(front: str, unit: str) -> Names:
    return (f"after {front} unit {unit}",)


@cache
def _of_what(written: str) -> Texts:
    return Texts(f"{written} of ")


def numeral(scene: Scene) -> str:
    """How a figure is written."""
    figure = scene.figure
    if any(c.isdigit() for c in figure.text):
        return "digits"
    return "one" if figure.value == 1 and figure.text[:1] == "一" else "words"
