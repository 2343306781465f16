"""Whether a statement is of what is planned: signs around its figure, the words of its clause, the rules' answer."""

from pipeline.features import Group, Names, Part, called
from pipeline.records import Modality
from pipeline.statements.options import RULE, Option
from pipeline.statements.rules.signs import ModalityReader, Sign
from pipeline.statements.scene import Ruled, Scene

REACH = 24
"""Characters before a figure whose words tell."""
BEHIND = 8
"""The same behind it."""


def suggest(text: str, reader: ModalityReader, scene: Scene, ruled: Ruled, tense: str) -> list[Option[Modality]]:
    """Both modalities; the features are those of what is planned. ``tense``: how the rules' date lies to the page's."""
    signs = reader.around(scene.sentence.start, scene.sentence.end)
    features = (*_of_rules(scene, ruled, tense), *_of_signs(text, scene, ruled, signs), *_of_words(text, scene))
    planned = ruled.modality == "planned"
    return [Option("actual", (), "" if planned else RULE), Option("planned", (features,), RULE if planned else "")]


def _of_rules(scene: Scene, ruled: Ruled, tense: str) -> Part:
    last, unit = scene.told.last, scene.figure.unit
    before = f"{last.modality if last else 'nothing'} {scene.last}"
    return (
        (_ruled, ruled.modality, scene.told.outlook, scene.sentence.kind, tense),
        (_told, ruled.modality, before, unit),
    )


def _ruled(modality: Modality, outlook: bool, block: str, tense: str) -> Names:
    return (
        f"rule {modality}",
        f"rule {modality} {'in an outlook' if outlook else 'in no outlook'}",
        f"rule {modality} in a {block}",
        f"rule {modality} by a date {tense}",
        f"date {tense}",
    )


def _told(modality: Modality, before: str, unit: str) -> Names:
    return (f"unit {unit}", before, f"{before}, rule {modality}")


def _of_signs(text: str, scene: Scene, ruled: Ruled, signs: list[tuple[int, int, Sign]]) -> Part:
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
    names: Names = (*dict.fromkeys(found), last)
    return ((called, *names),)


def _of_words(text: str, scene: Scene) -> list[Group]:
    figure, clause, sentence = scene.figure, scene.clause, scene.sentence
    low, high = max(clause.start, figure.start - REACH), min(clause.end, figure.end + BEHIND)
    before = dict.fromkeys(text[at : at + 2] for at in range(low, figure.start - 1))
    behind = dict.fromkeys(text[at : at + 2] for at in range(figure.end, high - 1))
    found: list[Group] = [(_before, pair) for pair in before]
    found += [(_behind, pair) for pair in behind]
    found.append((_opening, text[sentence.start : sentence.start + 2]))
    return found


def _before(pair: str) -> Names:
    return (f"{pair} before",)


def _behind(pair: str) -> Names:
    return (f"{pair} behind",)


def _opening(pair: str) -> Names:
    return (f"sentence begins {pair}",)
