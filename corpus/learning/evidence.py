"""What each learnt part is worth on pages that nobody read.

    python -m corpus.learning.evidence parts      facts with all weights, without those of one question, by rules alone
    python -m corpus.learning.evidence curve      facts by how many pages the weights were learnt from

Intervals: nine of ten resamplings of the pages of ``corpus/check`` lie within.
"""

import argparse
import random
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from corpus.learning import lessons as reading
from corpus.learning import statements
from corpus.learning.lessons import Lesson
from corpus.learning.sheets import FOLDS, sheets
from corpus.matching import ALL_RIGHT, ATTRIBUTES, pair_facts
from pipeline.statements import load_scorer, read_facts
from pipeline.statements.judge import Answer, Judge, Rules, Scorer
from pipeline.statements.options import QUESTIONS, Option, Question
from pipeline.statements.scene import Scene
from pipeline.tag import fact as as_tag

V = TypeVar("V")
RESAMPLINGS = 1000
SHARES = (0.25, 0.5, 1.0)


class Without(Scorer):
    """A scorer that leaves some questions to the rules."""

    def __init__(self, scorer: Scorer, ruled: Collection[Question]) -> None:
        super().__init__(scorer.weights)
        self._ruled = ruled

    def choose(self, question: Question, scene: Scene, options: Sequence[Option[V]]) -> Answer[V]:
        """The rules' answer to their questions, else the likeliest."""
        if question in self._ruled:
            return Rules().choose(question, scene, options)
        return super().choose(question, scene, options)


def counted(page: Lesson, judge: Judge) -> tuple[int, int, int, int]:
    """Of a page: facts of the gold, facts read, those all right, those whole."""
    tags = [as_tag(fact) for fact in read_facts(page.reading, judge)]
    pairs = [(gold, tag) for gold, tag in pair_facts(page.gold["facts"], tags) if tag]
    right = sum(all(ATTRIBUTES[a](gold, tag) for a in ALL_RIGHT) for gold, tag in pairs)
    whole = sum(all(test(gold, tag) for test in ATTRIBUTES.values()) for gold, tag in pairs)
    return len(page.gold["facts"]), len(tags), right, whole


def line(name: str, counts: Sequence[tuple[int, int, int, int]]) -> str:
    """A row: F1 of facts all right and whole, each with its interval."""
    drawn = random.Random(0)
    cells = []
    for column in (2, 3):
        samples = sorted(f1(drawn.choices(counts, k=len(counts)), column) for _ in range(RESAMPLINGS))
        low, high = samples[RESAMPLINGS // 20], samples[-RESAMPLINGS // 20]
        cells.append(f"{f1(counts, column):.3f} ({low:.3f} to {high:.3f})")
    return f"{name:24}" + "  ".join(cells)


def f1(counts: Sequence[tuple[int, int, int, int]], column: int) -> float:
    """Twice what is right by what is there and what was read."""
    return 2 * sum(c[column] for c in counts) / max(1, sum(c[0] + c[1] for c in counts))


def parts(pages: Sequence[Lesson]) -> None:
    """Print a row for each learnt part."""
    scorer = load_scorer()
    judges: Mapping[str, Judge] = {
        "all learnt": scorer,
        **{f"{question} by rules": Without(scorer, (question,)) for question in QUESTIONS},
        "all by rules": Rules(),
    }
    for name, judge in judges.items():
        print(line(name, [counted(page, judge) for page in pages]), flush=True)


def curve(pages: Sequence[Lesson]) -> None:
    """Print a row for each share of the pages that are learnt from, dealt out evenly."""
    train = reading.crossed(sheets("train"))
    for share in SHARES:
        some = [page for at, page in enumerate(train) if int(at * share) != int((at + 1) * share)]
        asked = statements.taught(some, statements.by_fold(statements.taught(some), statements.HASTY))
        scorer = Scorer(statements.weigh(asked, range(FOLDS)))
        print(line(f"{len(some)} pages", [counted(page, scorer) for page in pages]), flush=True)


def main() -> None:
    """Print what was asked for."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("what", choices=("parts", "curve"))
    what = cli.parse_args().what
    print(f"{'':24}{'facts all right':26}facts whole")
    {"parts": parts, "curve": curve}[what](reading.lessons(sheets("check")))


if __name__ == "__main__":
    main()
