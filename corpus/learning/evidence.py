"""What each learnt part is worth on pages that nobody read.

    python -m corpus.learning.evidence parts      facts with all weights, without those of one question, by rules alone
    python -m corpus.learning.evidence curve      facts by how many pages the weights were learnt from

All pages of ``corpus/train``, each read by weights that were learnt from other hands' pages. Intervals: nine of ten
resamplings of the pages lie within. Some minutes of processor time.
"""

import argparse
import random
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from corpus.learning import lessons, statements
from corpus.learning.fit import Questions
from corpus.learning.lessons import Lesson
from corpus.learning.sheets import FOLDS, sheets
from corpus.matching import ALL_RIGHT, ATTRIBUTES, pair_facts
from pipeline.statements import read_facts
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


def parts(pages: Sequence[Lesson], asked: Mapping[Question, Questions]) -> None:
    """Print a row for each learnt part."""
    scorers = statements.by_fold(asked)
    judges: Mapping[str, Sequence[Judge]] = {
        "all learnt": scorers,
        **{f"{question} by rules": [Without(scorer, (question,)) for scorer in scorers] for question in QUESTIONS},
        "all by rules": [Rules()] * FOLDS,
    }
    for name, judge in judges.items():
        print(line(name, [counted(page, judge[page.fold]) for page in pages]), flush=True)


def curve(pages: Sequence[Lesson], asked: Mapping[Question, Questions]) -> None:
    """Print a row for each share of the other hands' pages that are learnt from, dealt out evenly."""
    for share in SHARES:
        some = {page.page for at, page in enumerate(pages) if int(at * share) != int((at + 1) * share)}
        scorers = statements.by_fold(asked, pages=some)
        print(
            line(f"{share:.0%} of {len(pages)} pages", [counted(page, scorers[page.fold]) for page in pages]),
            flush=True,
        )


def main() -> None:
    """Print what was asked for."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("what", choices=("parts", "curve"))
    what = cli.parse_args().what
    pages = lessons.crossed(sheets("train"))
    hasty = statements.by_fold(statements.taught(pages), statements.HASTY)
    print(f"{'':24}{'facts all right':26}facts whole")
    {"parts": parts, "curve": curve}[what](pages, statements.taught(pages, hasty))


if __name__ == "__main__":
    main()
