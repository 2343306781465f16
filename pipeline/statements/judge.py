"""Who answers the questions of statements: the scorer by learnt weights, or in training a teacher by what is right."""

import math
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Generic, NamedTuple, Protocol, TypeVar

from pipeline.features import UNIT, Sums
from pipeline.statements.options import QUESTIONS, RULE, Option, Question
from pipeline.statements.overlap import Wording
from pipeline.statements.scene import Scene

V = TypeVar("V")
OWN_WORDS = 0.25
"""Weight of a wording's own chance beside that of all wordings like it. By folds over corpus/train 0 reaches .885 of
things (.394 letter for letter), 0.25 .879 (.699), 1 .863 (.726), 4 .855 (.731)."""
OWN_SHARE = 0.2
"""Of the likeliest wording's chance, what a wording must have itself to stand for others."""
FAINT = 0.005
"""Chances below it are not compared."""
TRUST: Mapping[Question, int] = {"thing": 1200, "claim": 1000, "place": 700}
"""What the rules' answer is worth beyond its weights, in thousandths: pages of corpus/train are denser than ordinary
ones, on which the rules are right more often. Chosen on corpus/read/held (facts all right .730 to .749); corpus/check
moves by .001. That of claims keeps what stands in a cell of aims (受益户126户; 安装路灯40盏), of which few pages tell:
with 300 facts whole are .538 on check and real pages, with 1,000 .536, held .636 and .633.
"""
LEADING = 10
"""Options among which wordings are compared."""
SURE: tuple[Question, ...] = ("thing", "claim", "place")
"""The answers that a fact's confidence is made of, in their order."""


class Answer(NamedTuple, Generic[V]):
    """What was chosen, with the chance that it is right."""

    value: V
    chance: float


class Judge(Protocol):
    """Answers questions by choosing among options."""

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The answer to a question about a scene's figure."""

    def worth(self, question: Question) -> Sums | None:
        """What features are worth, so that a suggester may keep to what can win; None to suggest all."""

    def sure(self, chances: Sequence[float]) -> float | None:
        """The chance that a fact is right, from the chances of its answers; None where it can't be told."""


class Rules:
    """Takes the rules' answer to every question: what weights are measured against."""

    def worth(self, _: Question) -> Sums | None:
        """Everything is suggested."""
        return None

    def sure(self, _: Sequence[float]) -> float | None:
        """Rules don't know how sure they are."""
        return None

    def choose(self, _: Question, __: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The rules' answer, the first option where they have none."""
        return Answer(next((option.value for option in options if option.is_ruled), options[0].value), 1.0)


class Scorer:
    """Chooses by the sum of the weights of an option's features."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights
        self._sums = {question: Sums(weights.get(question, {})) for question in QUESTIONS}

    def sure(self, chances: Sequence[float]) -> float:
        """The calibrated chance that a fact is right: a logistic of the logits of its answers' chances."""
        known = self.weights.get("sure", {})
        total = known.get("any", 0.0)
        for question, chance in zip(SURE, chances, strict=True):
            total += known.get(question, 1.0) * logit(chance)
        return 1 / (1 + math.exp(-total))

    @property
    def of_tables(self) -> float | None:
        """The chance that a fact of a table is right, for which nothing is chosen."""
        return self.weights.get("sure", {}).get("table")

    def worth(self, question: Question) -> Sums:
        """What features are worth."""
        return self._sums[question]

    def scores(self, question: Question, options: Sequence[Option[V]]) -> list[int]:
        """The score of each option in thousandths."""
        weigh, trust = self._sums[question].__getitem__, TRUST.get(question, 0)
        return [
            (sum(map(weigh, chain.from_iterable(option.parts))) if option.known is None else option.known)
            + (trust if option.source == RULE else 0)
            for option in options
        ]

    def choose(self, question: Question, _: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The likeliest option; of wordings the one that stands for most of what is likely."""
        if len(options) == 1:
            return Answer(options[0].value, 1.0)
        chances = chances_of(self.scores(question, options))
        if question == "thing":
            return _wording(options, chances)
        best = chances.index(max(chances))
        return Answer(options[best].value, chances[best])


def logit(chance: float) -> float:
    """The log odds of a chance, kept within six either way."""
    chance = min(max(chance, 0.0025), 0.9975)
    return math.log(chance / (1 - chance))


def chances_of(scores: Sequence[int]) -> list[float]:
    """The softmax of scores in thousandths."""
    highest = max(scores)
    odds = [math.exp((score - highest) / UNIT) for score in scores]
    whole = sum(odds)
    return [odd / whole for odd in odds]


def _wording(options: Sequence[Option[V]], chances: Sequence[float]) -> Answer[V]:
    """The option that shares most with all likely ones: a wording is right where it overlaps with the right one."""
    leading = sorted((at for at, chance in enumerate(chances) if chance >= FAINT), key=lambda at: -chances[at])[
        :LEADING
    ]
    if len(leading) == 1:
        return Answer(options[leading[0]].value, min(chances[leading[0]], 1.0))
    wordings = [Wording(str(options[at].value)) for at in leading]
    masses = [chances[at] for at in leading]
    for one, wording in enumerate(wordings):
        for other in range(one):
            if wording.is_like(wordings[other]):
                masses[one] += chances[leading[other]]
                masses[other] += chances[leading[one]]
    able = [n for n, at in enumerate(leading) if chances[at] >= OWN_SHARE * chances[leading[0]]]
    best = max(able, key=lambda n: masses[n] + OWN_WORDS * chances[leading[n]])
    return Answer(options[leading[best]].value, min(masses[best], 1.0))
