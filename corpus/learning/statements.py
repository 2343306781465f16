"""The weights of statements: what each figure counts, whether it states a fact, where, and in which programme.

First each question is asked after right answers; then anew after the answers that weights learnt on the other folds
give, so that the weights know what a reader meets who errs. The confidence is fitted on the answers of folds.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from corpus.learning import lessons
from corpus.learning.calibration import calibrated
from corpus.learning.fit import ROUNDS, Questions
from corpus.learning.learnt import Learnt
from corpus.learning.lessons import Lesson
from corpus.learning.sheets import FOLDS, Sheet
from corpus.matching import ATTRIBUTES, overlap
from corpus.score import Scores, score
from pipeline.features import Sums
from pipeline.records import PlaceRef, Program
from pipeline.statements import read_facts
from pipeline.statements.judge import Answer, Scorer
from pipeline.statements.options import QUESTIONS, Option, Question
from pipeline.statements.overlap import LIKE
from pipeline.statements.prose import Prose
from pipeline.statements.scene import Scene
from pipeline.tag import as_json

V = TypeVar("V")
SHIPPED = "pipeline/statements/data/weights.json"
FACTS = ("facts (value)", "facts (all right)", "facts (whole)")
PENALTIES: Mapping[Question, float] = {
    "thing": 0.5,
    "claim": 1.0,
    "place": 15.0,
    "programme": 3.0,
}
"""Chosen by folds: what half or twice as much would not better."""
FEWEST_PAGES: Mapping[Question, int] = {"thing": 4, "claim": 3, "place": 3, "programme": 3}
ASKED: Mapping[Question, str] = {"place": "where", "programme": "program"}
"""The attribute of a fact that a question asks for, as the scorer calls it."""
HASTY = 50
"""Steps of the optimiser for scorers that only err as a reader does."""
SMALLEST = 0.02
"""Weights nearer to nothing are not kept."""


class Teacher:
    """Notes each question with what is right, and answers rightly, or as ``scorer`` would."""

    def __init__(self, lesson: Lesson, asked: Mapping[Question, Questions], scorer: Scorer | None = None) -> None:
        self._lesson = lesson
        self._asked = asked
        self._scorer = scorer

    def worth(self, _: Question) -> Sums | None:
        """Everything is suggested."""
        return None

    def sure(self, _: Sequence[float]) -> float | None:
        """Nobody asks in training."""
        return None

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The right option; for a figure that states nothing, the rules' thing."""
        gold = self._lesson.right.get(scene.figure.start)
        if question != "claim" and gold is None:
            return Answer(_ruled(options), 1.0)
        right = rightness(question, options, gold)
        self._asked[question].add(self._lesson.page, self._lesson.fold, [o.features() for o in options], right)
        if self._scorer and question != "claim":
            return self._scorer.choose(question, scene, options)
        best = max(range(len(options)), key=right.__getitem__)
        return Answer(options[best].value if right[best] else _ruled(options), 1.0)


def _ruled(options: Sequence[Option[V]]) -> V:
    return next((option.value for option in options if option.is_ruled), options[0].value)


def rightness(question: Question, options: Sequence[Option[V]], gold: dict[str, Any] | None) -> list[float]:
    """How right each option is: of wordings those nearest to the gold's wholly, others like it by the fourth power."""
    if question == "claim" or gold is None:
        return [float(option.value == (gold is not None)) for option in options]
    if question == "thing":
        shares = [overlap(str(option.value), gold["what"]) for option in options]
        best = max(shares)
        return [0.0 if s < LIKE else 1.0 if s >= best - 1e-9 else s**4 for s in shares]
    name = ASKED[question]
    return [float(ATTRIBUTES[name](gold, {name: _plain(option.value)})) for option in options]


def _plain(value: object) -> object:
    if isinstance(value, Program):
        return value.text
    if isinstance(value, PlaceRef):
        return value.code or {"text": value.name, "in": value.within}
    return value


def learn(pages: Sequence[Sheet]) -> Learnt:
    """Weights from all pages, measured on folds."""
    read = lessons.crossed(pages)
    asked = taught(read, by_fold(taught(read), HASTY))
    scorers = by_fold(asked)
    weights = weigh(asked, range(FOLDS)) | {"sure": calibrated(read, scorers)}
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    return Learnt({SHIPPED: text.encode()}, told(read, scorers))


def taught(pages: Sequence[Lesson], scorers: Sequence[Scorer] = ()) -> dict[Question, Questions]:
    """The questions of all pages; with ``scorers`` (by fold) each asked after their answers."""
    asked = {question: Questions() for question in QUESTIONS}
    for page in pages:
        Prose(page.reading, Teacher(page, asked, scorers[page.fold] if scorers else None)).facts()
    return asked


def weigh(
    asked: Mapping[Question, Questions],
    folds: Sequence[int],
    rounds: int = ROUNDS,
    pages: Collection[str] | None = None,
) -> dict[str, dict[str, float]]:
    """The weights that the questions of some folds teach, of ``pages`` alone where they are given."""
    found = {q: asked[q].fit(folds, PENALTIES[q], FEWEST_PAGES[q], rounds, pages) for q in QUESTIONS}
    return {q: {n: round(w, 3) for n, w in weights.items() if abs(w) >= SMALLEST} for q, weights in found.items()}


def by_fold(
    asked: Mapping[Question, Questions], rounds: int = ROUNDS, pages: Collection[str] | None = None
) -> list[Scorer]:
    """For each fold a scorer that never saw it."""
    others = [[other for other in range(FOLDS) if other != fold] for fold in range(FOLDS)]
    return [Scorer(weigh(asked, folds, rounds, pages)) for folds in others]


def told(pages: Sequence[Lesson], scorers: Sequence[Scorer]) -> dict[str, Any]:
    """The figures of facts on pages that the scorers never saw."""
    scores = measured(pages, scorers)
    figures = {name: round(scores.figures[name].f1, 3) for name in FACTS}
    return figures | {name: round(share, 3) for name, share in scores.attributes.items()}


def measured(pages: Sequence[Lesson], scorers: Sequence[Scorer]) -> Scores:
    """What the scorers (by fold) reach on pages."""
    tags = []
    for page in pages:
        reading = replace(page.reading, facts=read_facts(page.reading, scorers[page.fold % len(scorers)]))
        tags.append(as_json(reading) | {"page": page.gold["page"]})
    return score([page.gold for page in pages], tags)
