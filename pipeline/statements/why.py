"""Why a statement says what it does: for each figure the options of each question and what told them apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.records import PlaceRef, Program, Reading
from pipeline.statements import load_scorer
from pipeline.statements.judge import Answer, Scorer, chances_of
from pipeline.statements.options import Option, Question
from pipeline.statements.prose import Prose
from pipeline.statements.scene import Scene

V = TypeVar("V")
OPTIONS = 4
"""Options that are shown of a question."""
FEATURES = 5
"""Features that are shown of an option, those that weigh most."""


@dataclass(frozen=True, slots=True)
class Considered:
    """An option: its value in words, its chance, and the features that weighed most, each with its weight."""

    value: str
    chance: float
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A question, what was chosen, and the likeliest options."""

    question: Question
    chosen: str
    options: tuple[Considered, ...]


@dataclass(slots=True)
class Reason:
    """The decisions on one figure; ``start`` says where it stands in the text."""

    figure: str
    start: int
    sentence: str
    decisions: list[Decision] = field(default_factory=list)


class Explaining(Scorer):
    """A scorer that keeps why it chose."""

    def __init__(self, scorer: Scorer, text: str) -> None:
        super().__init__(scorer.weights)
        self._text = text
        self.reasons: dict[int, Reason] = {}

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The answer, kept with its reasons."""
        answer = super().choose(question, scene, options)
        figure, sentence = scene.figure, scene.sentence
        reason = self.reasons.setdefault(
            figure.start, Reason(figure.text, figure.start, self._text[sentence.start : sentence.end])
        )
        chances = chances_of(self.scores(question, options))
        likeliest = sorted(range(len(options)), key=lambda at: -chances[at])[:OPTIONS]
        considered = tuple(
            Considered(shown(options[at].value), chances[at], self._weighed(question, options[at])) for at in likeliest
        )
        reason.decisions.append(Decision(question, shown(answer.value), considered))
        return answer

    def _weighed(self, question: Question, option: Option[V]) -> tuple[tuple[str, float], ...]:
        weights = self.weights.get(question, {})
        known = [(name, weights[name]) for name in option.features() if name in weights]
        return tuple(sorted(known, key=lambda pair: -abs(pair[1]))[:FEATURES])


def explain(reading: Reading) -> list[Reason]:
    """The reasons of a page's prose, a figure after the other; of figures that state nothing those that say so."""
    judge = Explaining(load_scorer(), reading.article.text)
    Prose(reading, judge).facts()
    return [judge.reasons[start] for start in sorted(judge.reasons)]


def shown(value: object) -> str:
    """An answer in words."""
    if isinstance(value, PlaceRef):
        return f"{value.name} {value.code or f'in {value.within}'}"
    if isinstance(value, Program):
        return value.text
    if isinstance(value, bool):
        return "a fact" if value else "no fact"
    return "none" if value is None else str(value)


def as_text(reasons: Sequence[Reason]) -> str:
    """The reasons to read: a figure's sentence, then each question with its options and their weightiest features."""
    lines: list[str] = []
    for reason in reasons:
        lines.append(f"{reason.figure}  in: {reason.sentence}")
        for decision in reason.decisions:
            lines.append(f"  {decision.question}: {decision.chosen}")
            for option in decision.options:
                because = ", ".join(f"{name} {weight:+.2f}" for name, weight in option.features)
                lines.append(f"    {option.chance:5.2f}  {option.value}  ({because})")
        lines.append("")
    return "\n".join(lines)
