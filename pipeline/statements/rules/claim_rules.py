"""Which numbers state something about the world, and which only scope another statement."""

import re
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.statements.rules.surroundings import Thing
from pipeline.text.figures import Figure
from pipeline.text.lexis import words

_THRESHOLD = re.compile(r"[ ]*(?:以上|以下|以内|及以上|及以下)?(?:的|规模)")
_BOUNDED = re.compile(r"(?:以上|以下|以内|上下|左右|不等)$")


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    rules: dict[str, str] = load_lexicon("pipeline.statements.rules", "claims")["patterns"]
    return {name: re.compile(pattern) for name, pattern in rules.items()}


@cache
def _units(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.statements.rules", "claims")[name].split())


def states(text: str, figure: Figure, thing: Thing) -> bool:
    """Whether a number taken by itself states a fact: no age, threshold, duration or figure of speech."""
    front, back = text[max(0, figure.start - 8) : figure.start].rstrip(), text[figure.end : figure.end + 8]
    if (
        figure.unit in words("ages")
        or figure.unit in _units("makes")
        or (figure.unit in _units("durations") and not _rules()["duration"].search(front))
    ):
        return False
    if _rules()["before"].search(front) or _rules()["after"].match(back):
        return False
    bounded = _BOUNDED.search(figure.text) or re.match(r"[ ]*(?:以上|以下|以内)", back)
    if bounded and _THRESHOLD.match(back):
        return False
    if figure.value == 1 and figure.text[:1] == "一" and _rules()["priced"].search(front):
        return False
    if figure.value == 1 and figure.text[:1] == "一" and figure.unit in _units("loose_units"):
        return thing.governed or bool(_rules()["one_of"].search(front))
    counted = back.lstrip()
    figurative = words("abstract").opening(counted) or (figure.text[:1] == "一" and words("moods").opening(counted))
    return not (figurative and figure.unit in _units("loose_units")) or front.endswith("等")


def scopes(text: str, figure: Figure, thing: Thing, following: list[Figure]) -> bool:
    """Whether a count of villages or the like that opens a clause only says over what its next numbers run."""
    if not following:
        return False
    if figure.value == 1 and figure.text[:1] == "一" and any(later.money for later in following):
        return True  # 一亩地收入5000元
    between = text[figure.end : following[0].start]
    if between.strip() in words("place_nouns"):
        return False  # 28个村1.2万名群众
    if thing.subject and thing.scopes:
        return True  # 2家农家乐营业额15万元
    places = _rules()["places"].match(text, figure.end)
    return thing.subject and bool(places) and not re.fullmatch(r"[^、和及与]{0,6}[、和及与]\s*", between)
