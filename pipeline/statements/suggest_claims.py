"""Whether a figure states a fact of its own: the rules' answer, its unit, what stands around it, whether it recurs."""

from collections.abc import Mapping

from pipeline.statements.options import Option
from pipeline.statements.suggest_things import Place, unit_kind


def suggest(
    text: str, place: Place, what: str, states: bool, scopes: bool, following: bool, times: Mapping[object, int]
) -> list[Option[bool]]:
    """Both answers; the features are those of a fact."""
    figure, rule = place.figure, place.rule
    kind = unit_kind(figure)
    verdict = "states" if states and not scopes else "scopes" if scopes else "states nothing"
    front, back = text[max(place.low, figure.start - 3) : figure.start], text[figure.end : figure.end + 3]
    one = figure.text[:1] == "一" and figure.value == 1
    numeral = "digits" if any(c.isdigit() for c in figure.text) else "one" if one else "words"
    found = (
        "any",
        verdict,
        f"{verdict} by {rule.rule}",
        f"{verdict} {numeral}",
        f"{verdict} {kind}",
        f"{verdict} in a {place.sentence.kind}",
        f"{verdict} {'before another' if following else 'last'} {kind}",
        f"{verdict} {'subject' if rule.subject else 'inside'} {'before another' if following else 'last'}",
        f"{numeral} unit {figure.unit}",
        f"unit {figure.unit}",
        f"unit {figure.unit} {'before another' if following else 'last'}",
        f"before {back[:1]}",
        f"before {back[:2]}",
        f"before {back}",
        f"unit {figure.unit} before {back[:1]}",
        f"after {front[-1:]}",
        f"after {front[-2:]}",
        f"after {front[-1:]} unit {figure.unit}",
        f"of {what[-1:]}",
        f"of {what[-2:]}",
        f"{numeral} of {what[-2:]}",
        f"{kind} {'bare' if rule.bare else 'named'}",
        f"recurs {min(times.get((figure.value, figure.unit), 1), 3)} in a {place.sentence.kind}",
        f"qualified {figure.qualifier} before {back[:1]}",
        f"{'opens its clause' if not text[place.clause.start : figure.start].strip() else 'in its clause'} {kind}",
        f"{'after another' if place.low > place.clause.start else 'first'} {verdict}",
    )
    return [Option(False, ()), Option(True, (found,))]
