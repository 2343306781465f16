"""Whether a statement is of what is planned: signs around its figure, the words of its clause, the rules' answer."""

from pipeline.records import Modality
from pipeline.statements.options import RULE, Group, Option
from pipeline.statements.rules.signs import ModalityReader, Sign
from pipeline.statements.scene import Ruled, Scene

REACH = 24
"""Characters before a figure whose words tell."""
BEHIND = 8
"""The same behind it."""


def suggest(text: str, reader: ModalityReader, scene: Scene, ruled: Ruled, tense: str) -> list[Option[Modality]]:
    """Both modalities; the features are those of what is planned. ``tense``: how the rules' date lies to the page's."""
    signs = reader.around(scene.sentence.start, scene.sentence.end)
    features = (_of_rules(scene, ruled, tense), _of_signs(text, scene, ruled, signs), _of_words(text, scene))
    planned = ruled.modality == "planned"
    return [Option("actual", (), "" if planned else RULE), Option("planned", features, RULE if planned else "")]


def _of_rules(scene: Scene, ruled: Ruled, tense: str) -> Group:
    rule, last = f"rule {ruled.modality}", scene.told.last
    before = f"{last.modality if last else 'nothing'} {scene.last}"
    return (
        rule,
        f"{rule} {'in an outlook' if scene.told.outlook else 'in no outlook'}",
        f"{rule} in a {scene.sentence.kind}",
        f"{rule} by a date {tense}",
        f"date {tense}",
        f"unit {scene.figure.unit}",
        before,
        f"{before}, {rule}",
    )


def _of_signs(text: str, scene: Scene, ruled: Ruled, signs: list[tuple[int, int, Sign]]) -> Group:
    figure, clause = scene.figure, scene.clause
    found: list[str] = []
    last = "no sign"
    for start, end, sign in signs:
        if start >= clause.end:
            break
        scope = "behind" if start >= figure.end else scene.scope(start)
        found += [f"{scope} {text[start:end]}", f"{scope} a sign of {sign}"]
        found.append(f"{scope} a sign of {sign}, rule {ruled.modality}")
        last = f"last {text[start:end]}" if end <= figure.start else last
    return (*dict.fromkeys(found), last)


def _of_words(text: str, scene: Scene) -> Group:
    figure, clause, sentence = scene.figure, scene.clause, scene.sentence
    low, high = max(clause.start, figure.start - REACH), min(clause.end, figure.end + BEHIND)
    found = [f"{text[at : at + 2]} before" for at in range(low, figure.start - 1)]
    found += [f"{text[at : at + 2]} behind" for at in range(figure.end, high - 1)]
    found.append(f"sentence begins {text[sentence.start : sentence.start + 2]}")
    return tuple(dict.fromkeys(found))
