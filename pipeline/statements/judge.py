"""Who answers the questions of statements: the scorer by learnt weights, or in training a teacher by what is right."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pipeline.facts.figures import Figure
from pipeline.statements.options import Option
from pipeline.statements.overlap import overlap

V = TypeVar("V")
LIKE = 0.6
"""Overlap from which on two wordings of a thing are taken for one (the corpus' scorer takes no other)."""
OWN_WORDS = 0.25
"""Weight of a wording's own chance beside that of all wordings like it; fitted by folds, see README."""
LEADING = 12
"""Options among which wordings are compared."""


@dataclass(frozen=True, slots=True)
class Answer(Generic[V]):
    """What was chosen, with the chance that it is right."""

    value: V
    chance: float


class Judge(Protocol):
    """Answers questions by choosing among options."""

    def choose(self, question: str, figure: Figure, options: Sequence[Option[V]]) -> Answer[V]:
        """The answer to a question (thing, claim, place, modality, time) about a figure."""


class Scorer:
    """Chooses by the sum of the weights of an option's features."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights

    def chances(self, question: str, options: Sequence[Option[V]]) -> list[float]:
        """The probability of each option."""
        weights = self.weights[question]
        known: dict[int, float] = {}
        scores = []
        for option in options:
            total = 0.0
            for group in option.groups:
                key = id(group)
                if key not in known:
                    known[key] = sum(weights.get(name, 0.0) for name in group)
                total += known[key]
            scores.append(total)
        highest = max(scores)
        odds = [math.exp(score - highest) for score in scores]
        whole = sum(odds)
        return [odd / whole for odd in odds]

    def choose(self, question: str, figure: Figure, options: Sequence[Option[V]]) -> Answer[V]:
        """The likeliest option; of wordings the one that stands for most of what is likely."""
        chances = self.chances(question, options)
        if question == "thing":
            return _wording(options, chances)
        best = max(range(len(options)), key=chances.__getitem__)
        return Answer(options[best].value, chances[best])


def _wording(options: Sequence[Option[V]], chances: Sequence[float]) -> Answer[V]:
    """The option that shares most with all likely ones: a wording is right where it overlaps with the right one."""
    leading = sorted(range(len(options)), key=lambda at: -chances[at])[:LEADING]
    texts = [str(options[at].value) for at in leading]
    masses = [
        sum(chances[other] for other, word in zip(leading, texts, strict=True) if overlap(text, word) >= LIKE)
        for text in texts
    ]
    best = max(range(len(leading)), key=lambda n: masses[n] + OWN_WORDS * chances[leading[n]])
    return Answer(options[leading[best]].value, masses[best])
