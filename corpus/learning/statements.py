"""The weights of statements, learnt from ``corpus/train``.

    python -m corpus.learning statements     learn, and write pipeline/statements/data/weights.json

Rounds: first each question is asked after right answers; then anew after the answers that weights learnt on the other
folds give, so that the weights know what a reader meets who errs. The calibration is fitted on the answers of folds.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from corpus.learning.calibration import calibrated
from corpus.learning.fit import Sheet
from corpus.learning.learnt import Learnt
from corpus.learning.lessons import Lesson, lessons
from corpus.matching import ATTRIBUTES, overlap
from corpus.score import Scores, score
from pipeline.records import PlaceRef
from pipeline.statements import read_facts
from pipeline.statements.judge import Answer, Scorer
from pipeline.statements.options import QUESTIONS, Option, Question, Worth
from pipeline.statements.overlap import LIKE
from pipeline.statements.prose import Prose
from pipeline.statements.scene import Scene
from pipeline.tag import as_json

V = TypeVar("V")
WEIGHTS = "pipeline/statements/data/weights.json"
SHOWN = ("facts (value)", "facts (all right)", "facts (whole)")
FOLDS = 5
PENALTIES: Mapping[Question, float] = {"thing": 0.5, "claim": 1.0, "place": 5.0, "modality": 2.0, "time": 3.0}
"""Chosen by folds: what half or twice as much would not better."""
FEWEST_PAGES: Mapping[Question, int] = {"thing": 4, "claim": 3, "place": 3, "modality": 3, "time": 3}
SMALLEST = 0.02
"""Weights nearer to nothing are not kept."""


class Teacher:
    """Notes each question with what is right, and answers rightly, or as ``scorer`` would."""

    def __init__(self, lesson: Lesson, sheets: Mapping[Question, Sheet], scorer: Scorer | None = None) -> None:
        self._lesson = lesson
        self._sheets = sheets
        self._scorer = scorer

    def worth(self, _: Question) -> Worth | None:
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
        self._sheets[question].add(self._lesson.page, [o.features() for o in options], right)
        if self._scorer and question != "claim":
            return self._scorer.choose(question, scene, options)
        best = max(range(len(options)), key=right.__getitem__)
        return Answer(options[best].value if right[best] else _ruled(options), 1.0)


def _ruled(options: Sequence[Option[V]]) -> V:
    return next((option.value for option in options if option.source == "rule"), options[0].value)


def rightness(question: Question, options: Sequence[Option[V]], gold: dict[str, Any] | None) -> list[float]:
    """How right each option is: of wordings those nearest to the gold's wholly, others like it by the fourth power."""
    if question == "claim" or gold is None:
        return [float(option.value == (gold is not None)) for option in options]
    if question == "thing":
        shares = [overlap(str(option.value), gold["what"]) for option in options]
        best = max(shares)
        return [0.0 if s < LIKE else 1.0 if s >= best - 1e-9 else s**4 for s in shares]
    name, test = {"place": ("where", ATTRIBUTES["where"]), "modality": ("modality", ATTRIBUTES["modality"])}.get(
        question, ("when", ATTRIBUTES["when"])
    )
    return [float(test(gold, {name: _plain(option.value)})) for option in options]


def _plain(value: object) -> object:
    if isinstance(value, PlaceRef):
        return value.code or {"text": value.name, "in": value.within}
    return value


def taught(pages: Sequence[Lesson], scorers: Mapping[str, Scorer] | None = None) -> dict[Question, Sheet]:
    """The questions of all pages; with ``scorers`` (by page) each asked after their answers."""
    sheets: dict[Question, Sheet] = {question: Sheet() for question in QUESTIONS}
    for lesson in pages:
        Prose(lesson.reading, Teacher(lesson, sheets, scorers[lesson.page] if scorers else None)).facts()
    return sheets


def learnt(sheets: Mapping[Question, Sheet], pages: Collection[str]) -> dict[str, Mapping[str, float]]:
    """The weights of each question."""
    return {
        q: {
            n: round(w, 3) for n, w in sheets[q].fit(pages, PENALTIES[q], FEWEST_PAGES[q]).items() if abs(w) >= SMALLEST
        }
        for q in QUESTIONS
    }


def crossed(sheets: Mapping[Question, Sheet], names: Sequence[str]) -> dict[str, Scorer]:
    """For each page a scorer that never saw it."""
    scorers: dict[str, Scorer] = {}
    for fold in range(FOLDS):
        scorer = Scorer(learnt(sheets, {name for at, name in enumerate(names) if at % FOLDS != fold}))
        scorers |= {name: scorer for at, name in enumerate(names) if at % FOLDS == fold}
    return scorers


def rounds(pages: Sequence[Lesson]) -> tuple[dict[Question, Sheet], dict[str, Scorer]]:
    """The questions of the second round, and for each page a scorer that never saw it."""
    names = [lesson.page for lesson in pages]
    sheets = taught(pages, crossed(taught(pages), names))
    return sheets, crossed(sheets, names)


def figures(pages: Sequence[Lesson], scorers: Mapping[str, Scorer]) -> Scores:
    """What the scorers reach on their pages."""
    tags = []
    for lesson in pages:
        reading = replace(lesson.reading, facts=read_facts(lesson.reading, scorers[lesson.page]))
        tags.append(as_json(reading) | {"page": lesson.page})
    return score([lesson.gold for lesson in pages], tags)


def learn(_: object) -> Learnt:
    """The weights, one a line, so that a change shows in review; measured on pages that weights did not see."""
    pages = lessons()
    sheets, scorers = rounds(pages)
    scores = figures(pages, scorers)
    weights = learnt(sheets, {lesson.page for lesson in pages}) | {"sure": calibrated(pages, scorers)}
    packed = (json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True) + "\n").encode()
    shares = {name: round(value, 3) for name, value in scores.attributes.items()}
    found = {name: round(scores.figures[name].f1, 3) for name in SHOWN}
    return Learnt({WEIGHTS: packed}, found | shares)
