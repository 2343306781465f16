"""Whether a statement is of what is planned: the signs around its figure, the words of its clause, the rules' answer."""

from bisect import bisect_left

from pipeline.facts.modality import ModalityReader
from pipeline.records import Modality
from pipeline.statements.options import Option
from pipeline.statements.suggest_places import Told
from pipeline.statements.suggest_things import Place

REACH = 24
"""Characters before a figure whose words tell."""


def suggest(
    text: str, reader: ModalityReader, place: Place, told: Told, rule: Modality, outlook: bool, last: Modality | None,
    tense: str,
) -> list[Option[Modality]]:
    """Both modalities; the features are those of what is planned."""
    figure, sentence = place.figure, place.sentence
    found = [
        f"rule {rule}",
        f"rule {rule} {'in an outlook' if outlook else 'in no outlook'}",
        f"rule {rule} in a {sentence.kind}",
        f"rule {rule} by a date {tense}",
        f"date {tense}",
        f"unit {figure.unit}",
    ]
    near = ""
    if last is not None:
        near = (
            "its clause"
            if told.last_at >= place.clause.start
            else "its sentence"
            if told.last_at >= sentence.start
            else "its paragraph"
            if told.last_at >= told.paragraph_start
            else "afar"
        )
        found += [f"{last} in {near}", f"{last} in {near}, rule {rule}"]
    signs = reader.around(sentence.start, sentence.end)
    before = [s for s in signs if s[1] <= figure.start]
    for start, end, sign in signs:
        word = text[start:end]
        scope = (
            "behind" if start >= figure.end
            else "in its part" if start >= place.low and start >= place.clause.start
            else "in its clause" if start >= place.clause.start
            else "before"
        )
        if scope == "behind" and start >= place.clause.end:
            continue
        found += [f"{scope} {word}", f"{scope} a sign of {sign}", f"{scope} a sign of {sign}, rule {rule}"]
    if before:
        found += [f"last {text[before[-1][0] : before[-1][1]]}", f"last sign {before[-1][2]}"]
    low = max(place.clause.start, figure.start - REACH)
    found += [f"{text[at : at + 2]} before" for at in range(low, figure.start - 1)]
    found += [f"{text[at : at + 2]} behind" for at in range(figure.end, min(place.clause.end, figure.end + 8) - 1)]
    found += [f"sentence begins {text[sentence.start : sentence.start + 2]}"]
    return [Option("actual", ()), Option("planned", (tuple(dict.fromkeys(found)),))]
