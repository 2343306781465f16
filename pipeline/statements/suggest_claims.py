"""Whether a figure states a fact of its own: the rules' answer, its unit, what stands around it, whether it recurs."""

from collections.abc import Mapping

from pipeline.statements.options import RULE, Group, Option
from pipeline.statements.scene import STATES, Ruled, Scene
from pipeline.statements.suggest_things import unit_kind


def suggest(text: str, scene: Scene, ruled: Ruled, times: Mapping[object, int]) -> list[Option[bool]]:
    """Both answers; the features are those of a fact. ``times``: how often a value and unit stand on the page."""
    stands = ruled.verdict == STATES
    features = (_of_rules(text, scene, ruled, times), _of_words(text, scene))
    return [Option(False, (), "" if stands else RULE), Option(True, features, RULE if stands else "")]


def _of_rules(text: str, scene: Scene, ruled: Ruled, times: Mapping[object, int]) -> Group:
    figure, rule, verdict, block = scene.figure, scene.rule, ruled.verdict, scene.sentence.kind
    kind, order = unit_kind(figure), "before another" if scene.followed else "last"
    opens = not text[scene.clause.start : figure.start].strip()
    return (
        "any",
        verdict,
        f"{verdict} by {rule.rule}",
        f"{verdict} {numeral(scene)}",
        f"{verdict} {kind}",
        f"{verdict} in a {block}",
        f"{verdict} {order} {kind}",
        f"{verdict} {'subject' if rule.subject else 'inside'} {order}",
        f"{kind} {'bare' if rule.bare else 'named'}",
        f"recurs {min(times.get((figure.value, figure.unit), 1), 3)} in a {block}",
        f"{'opens its clause' if opens else 'in its clause'} {kind}",
        f"{'after another' if scene.low > scene.clause.start else 'first'} {verdict}",
    )


def _of_words(text: str, scene: Scene) -> Group:
    figure, what = scene.figure, scene.what
    front, back = text[max(scene.low, figure.start - 3) : figure.start], text[figure.end : figure.end + 3]
    return (
        f"{numeral(scene)} unit {figure.unit}",
        f"unit {figure.unit}",
        f"unit {figure.unit} {'before another' if scene.followed else 'last'}",
        f"before {back[:1]}",
        f"before {back[:2]}",
        f"before {back}",
        f"unit {figure.unit} before {back[:1]}",
        f"after {front[-1:]}",
        f"after {front[-2:]}",
        f"after {front[-1:]} unit {figure.unit}",
        f"of {what[-1:]}",
        f"of {what[-2:]}",
        f"{numeral(scene)} of {what[-2:]}",
        f"qualified {figure.qualifier} before {back[:1]}",
    )


def numeral(scene: Scene) -> str:
    """How a figure is written."""
    figure = scene.figure
    if any(c.isdigit() for c in figure.text):
        return "digits"
    return "one" if figure.value == 1 and figure.text[:1] == "一" else "words"
