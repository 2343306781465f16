"""How likely a fact is right: fitted on pages that the scorer never saw, and shown on any set of pages.

python -m corpus.learning.calibration [SET]     how often facts are right by how sure they are (SET: check, train …)
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence

from corpus.learning.fit import logistic
from corpus.learning.lessons import Lesson, lessons
from corpus.learning.sheets import sheets
from corpus.matching import ALL_RIGHT, ATTRIBUTES, pair_facts
from pipeline.records import Fact
from pipeline.statements import read_facts
from pipeline.statements.judge import SURE, Scorer, logit
from pipeline.tag import fact as as_tag

STEPS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95)


class Watched(Scorer):
    """A scorer that keeps the chances of each fact's answers."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        super().__init__(weights)
        self.kept: dict[int, tuple[float, ...]] = {}

    def sure(self, chances: Sequence[float]) -> float:
        """A number that the answers' chances can be found by again."""
        self.kept[len(self.kept)] = tuple(chances)
        return len(self.kept) - 1


def calibrated(pages: Iterable[Lesson], scorers: Sequence[Scorer]) -> dict[str, float]:
    """The weights of the chances of a fact's answers, those of a table's facts apart."""
    rows: list[list[float]] = []
    right: list[bool] = []
    tables: list[bool] = []
    for lesson in pages:
        watched = Watched(scorers[lesson.fold].weights)
        for fact, is_right in judged(lesson, read_facts(lesson.reading, watched)):
            if fact.confidence is None:
                tables.append(is_right)
            else:
                rows.append([logit(chance) for chance in watched.kept[int(fact.confidence)]])
                right.append(is_right)
    *weights, constant = logistic(rows, right)
    known: dict[str, float] = {name: round(weight, 3) for name, weight in zip(SURE, weights, strict=True)}
    of_tables = round(sum(tables) / len(tables), 2) if tables else 0.5
    return {**known, "any": round(constant, 3), "table": of_tables}


def judged(lesson: Lesson, facts: Sequence[Fact]) -> list[tuple[Fact, bool]]:
    """Each fact that was read, and whether what, where, when and modality are right."""
    tags = [as_tag(fact) for fact in facts]
    pairs = pair_facts(lesson.gold["facts"], tags)
    right = [id(tag) for gold, tag in pairs if tag and all(ATTRIBUTES[a](gold, tag) for a in ALL_RIGHT)]
    return [(fact, id(tag) in right) for fact, tag in zip(facts, tags, strict=True)]


def shown(found: Sequence[tuple[Fact, bool]]) -> str:
    """A table: how sure, how many facts, how sure on average, how many of them right."""
    lines = [f"{'sure':>10}{'facts':>8}{'mean':>8}{'right':>8}"]
    for low, high in zip(STEPS, (*STEPS[1:], 1.01), strict=True):
        part = [(fact.confidence or 0.0, right) for fact, right in found if low <= (fact.confidence or 0.0) < high]
        if part:
            mean, share = sum(c for c, _ in part) / len(part), sum(r for _, r in part) / len(part)
            lines.append(f"{low:5.2f}-{min(high, 1):4.2f}{len(part):8}{mean:8.2f}{share:8.2f}")
    return "\n".join(lines)


def main() -> None:
    """Print how often the facts of a set are right by how sure they are."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", nargs="?", default="check", help="a folder of the corpus")
    args = cli.parse_args()
    found = [pair for lesson in lessons(sheets(args.folder)) for pair in judged(lesson, read_facts(lesson.reading))]
    print(shown(found))


if __name__ == "__main__":
    main()
