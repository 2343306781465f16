"""Whose a measure is, where its own words do not say.

信件26件,回复率100%。…热线4件,回复率100%。 are two rates; 养殖项目9个,资金60万元;种植项目6个,资金45万元 are two sums.
The owner is told where two facts of a page would read alike without, and where the text gives each its own (分别).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.places.words import borders
from pipeline.records import Fact
from pipeline.statements.rules.surroundings import pattern
from pipeline.statements.scene import Scene
from pipeline.text.lexis import words

LENGTH = 14
"""Characters of a thing that lends its name to a measure; longer ones are clauses, not nouns."""
FEWEST_SUMS = 3
"""Owners from which on a list's sums bear their names; with 2 facts all right sink from .749 to .745 on ``held``."""
_PARTS = ("；", ";")
_COLONS = ("：", ":")


def owner(text: str, scene: Scene) -> str:
    """The thing last counted in an earlier clause of the figure's part of its sentence, else nothing."""
    whose = ""
    for other in reversed(scene.earlier):
        if any(mark in text[other.figure.end : scene.figure.start] for mark in _PARTS):
            break
        if other.figure.money or other.figure.unit in words("rates") or other.clause_start == scene.clause.start:
            continue
        if not whose or whose.endswith(other.what):  # of 线索4件,已核查线索3件 the clues themselves
            whose = other.what.removeprefix(words("outcomes").opening(other.what))
    return whose if len(whose) <= LENGTH else ""


def named(text: str, scene: Scene, what: str, governed: bool) -> str:
    """What a figure was found to count, with its owner where the text gives it one; what was done with what it befell.

    ``governed``: whether a programme governs the figure, which then says enough.
    """
    rule, what = scene.rule, pattern("payer").sub("", whole_words(text, scene, what))
    if rule.paired:
        return rule.text
    if rule.owner:
        return owned(rule.owner, what)
    if what in words("outcomes") and rule.rule in ("carried", "outcome") and rule.text.startswith(what):
        return rule.text  # 已办结4件
    details = not governed and what in words("sums") and _details(text, scene)
    return owned(owner(text, scene), what) if details else what


def whole_words(text: str, scene: Scene, what: str) -> str:
    """What was chosen with the words whole that it begins and ends in (村|庄示范村), within the rules' borders."""
    front, back = (scene.low, scene.figure.start), (scene.figure.end, scene.high)
    for low, high in (front, back):
        start = text.rfind(what, low, high) if high == scene.figure.start else text.find(what, low, high)
        if start >= 0:
            edges = sorted(low + at for at in borders(text[low:high]))
            begin, end = bisect_right(edges, start) - 1, bisect_left(edges, start + len(what))
            whole = text[edges[begin] : edges[end]]
            return what if what in scene.rule.text and whole not in scene.rule.text else whole
    return what


def owned(whose: str, what: str) -> str:
    """A measure with its owner's name, unless it has it."""
    return what if whose in what else whose + what


def fuller(text: str, scene: Scene, what: str) -> str:
    """How a figure's thing is told at more length: as the rules word it, a rate or an item's sum with its owner."""
    rule, sentence = scene.rule.text, scene.sentence
    if rule.endswith(what) and rule != what:
        return rule
    listed = what in words("sums") and any(mark in text[sentence.start : sentence.end] for mark in _PARTS)
    return owned(owner(text, scene), what) if listed or scene.figure.unit in words("rates") else what


def told_apart(facts: Sequence[Fact], lengthier: Mapping[int, str]) -> list[Fact]:
    """The facts; those that read alike and are of several things in the fuller words of ``lengthier``.

    Its keys are where figures begin.
    """
    alike: defaultdict[object, set[str]] = defaultdict(set)
    for fact in facts:
        alike[_reading(fact)].add(lengthier[fact.number[0]])
    return [replace(fact, what=lengthier[fact.number[0]]) if _confused(fact, alike) else fact for fact in facts]


def _confused(fact: Fact, alike: Mapping[object, set[str]]) -> bool:
    """Whether a fact reads like others of other things; sums side by side are told apart by what stands beside them."""
    return len(alike[_reading(fact)]) >= (FEWEST_SUMS if fact.what in words("sums") else 2)


def _details(text: str, scene: Scene) -> bool:
    """Whether a colon right behind the thing last counted opens its details (水渠两条:……,投资38万元)."""
    counted = [
        other.figure.end
        for other in scene.earlier
        if text[other.figure.end : other.figure.end + 2].lstrip().startswith(_COLONS)
    ]
    return bool(counted) and not any(mark in text[counted[-1] : scene.figure.start] for mark in _PARTS)


def _reading(fact: Fact) -> tuple[object, ...]:
    """What a reader tells two facts apart by; sums are alike whatever word names them."""
    what = "" if fact.what in words("sums") else fact.what
    return (what, fact.unit, fact.where, fact.when, fact.modality, fact.program and fact.program.text)
