"""The quality gate: what the pipeline reads on annotated pages, scored, and held against floors.

    python -m corpus.gate score [--misses]          print the figures of every set, the misses of those that may be read
    python -m corpus.gate gap                       the figures on pages read and unread, side by side
    python -m corpus.gate raise                     lift the floors to the figures of now; nothing falls
    python -m corpus.gate lower FIGURE VALUE --set SET --reason TEXT   the only way down; the reason is kept

A set is a folder of pages and a folder of gold in the format of ``GUIDE.md``. ``floors.json`` holds a set's floors and
the fingerprint of its gold: figures of another gold are not compared. Rules are written on some sets, on ``check``
never: the gap between them tells what the rules know by heart.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import mean
from typing import Any

from corpus import persons, relations
from corpus.score import Scores, load_gold, table
from corpus.score import score as scored
from pipeline.read import read_page
from pipeline.records import RawPage, Refusal
from pipeline.tag import as_json

CORPUS = Path(__file__).parent
SHARED = CORPUS.parents[1] / "shared"
FLOORS = CORPUS / "floors.json"
READER, RELEASED = CORPUS.parent / "flows" / "release" / "reader.json", ("check", "persons")
"""Where the floors of these sets stand for the gate before a release, which knows no corpus."""
SLACK = 0.0005
"""Figures are kept to three decimals; half of the last is rounding."""


@dataclass(frozen=True)
class GoldSet:
    """Pages and what is right on them; ``open`` where the misses may be read, so that rules are written on them."""

    name: str
    pages: Path
    gold: Path
    open: bool = False
    has_floors: bool = False

    def fingerprint(self) -> str:
        """Hash of every page and gold file: a floor holds for this gold only."""
        digest = hashlib.sha256()
        for path in sorted([*self.pages.iterdir(), *self.gold.glob("*.json")]):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:16]


def in_corpus(name: str, folder: str, open: bool = False, has_floors: bool = False) -> GoldSet:
    """A set of the corpus: its pages and gold lie beside one another."""
    return GoldSet(name, CORPUS / folder / "pages", CORPUS / folder / "gold", open, has_floors)


SETS = (
    GoldSet("seeds", SHARED / "seeds", SHARED / "gold", open=True, has_floors=True),
    in_corpus("dev", "read/dev", open=True),
    in_corpus("blind", "read/blind", open=True),
    in_corpus("held", "read/held", has_floors=True),
    in_corpus("check", "check", has_floors=True),
)
PERSONS = in_corpus("persons", "persons", has_floors=True)
"""What must go and what must stay of persons; it has no facts."""
"""``seeds`` are real pages, kept beside the checkout; where they are not, the other sets are scored alone."""
GAP_FIGURES = ("facts (all right)", "facts (whole)", "programs (near)", "organisations (near)", "places+value")
GAP_SET = "gap"
"""The name in ``floors.json`` of the ceilings of the gaps: they sink by ``raise``, never rise by themselves."""


def available() -> list[GoldSet]:
    """The sets that can be scored here."""
    return [s for s in SETS if s.gold.is_dir()]


def floored() -> list[GoldSet]:
    """The sets whose figures must not fall: of those that rules are written on the seeds alone."""
    return [s for s in (*available(), PERSONS) if s.has_floors]


def tags_of(pages: Path) -> list[dict[str, Any]]:
    """What is read on each page of a folder. Raises TypeError where a page is refused."""
    tags = []
    for path in sorted(pages.iterdir()):
        page = RawPage(f"file:///{path.name}", datetime(2026, 1, 1, tzinfo=UTC), path.read_bytes())
        reading = read_page(page)
        if isinstance(reading, Refusal):
            raise TypeError(f"{path.name}: refused: {reading.reason} {reading.detail}")
        tags.append(json.loads(json.dumps(as_json(reading))))
    return tags


@cache
def score(gold_set: GoldSet) -> Scores:
    """All figures of a set, read once a process."""
    return scored(load_gold(gold_set.gold), tags_of(gold_set.pages))


def figures(gold_set: GoldSet) -> dict[str, float]:
    """Every figure of a set by name: F1 of a kind, right share of a fact's attribute, of meta, of home; of persons
    recall and precision on the pages of each hand.
    """
    if gold_set == PERSONS:
        return persons.figures()
    found = score(gold_set)
    flat = {name: figure.f1 for name, figure in found.figures.items()}
    flat |= {f"facts: {name}": value for name, value in found.attributes.items()}
    flat |= {f"meta: {name}": value for name, value in found.meta.items()}
    return {name: round(value, 3) for name, value in {**flat, "home": found.home}.items()}


def gaps() -> dict[str, tuple[float, float]]:
    """Figure → its mean on the corpus's pages that rules were written on, and its value on ``check``."""
    read = [figures(s) for s in SETS if s.open and s.pages.is_relative_to(CORPUS)]
    unread = figures(next(s for s in SETS if s.name == "check"))
    return {name: (round(mean(f[name] for f in read), 3), unread[name]) for name in GAP_FIGURES}


def gap_table() -> str:
    """The gaps for people."""
    lines = [f"{'':22}{'read':>7}{'unread':>8}{'gap':>7}"]
    return "\n".join([*lines, *(f"{n:22}{a:7.3f}{b:8.3f}{a - b:7.3f}" for n, (a, b) in gaps().items())])


def load_floors() -> dict[str, Any]:
    """The floors by set."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return floors


def save_floors(floors: dict[str, Any]) -> None:
    """Write the floors, one figure a line, so that a change shows in review; those of unread pages for releases too."""
    released = {name: floors[name]["floors"] for name in RELEASED if name in floors}
    for path, content in ((FLOORS, floors), (READER, released)):
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


def raise_floors(gold_set: GoldSet, floors: dict[str, Any]) -> None:
    """Lift a set's floors to its figures of now; a new gold starts anew."""
    now = figures(gold_set)
    entry = floors.get(gold_set.name, {})
    same = entry.get("fingerprint") == gold_set.fingerprint()
    old = entry.get("floors", {}) if same else {}
    floors[gold_set.name] = {
        "fingerprint": gold_set.fingerprint(),
        "floors": {name: max(value, old.get(name, 0.0)) for name, value in now.items()},
        "lowered": entry.get("lowered", []),
    }


def lower_ceilings(floors: dict[str, Any]) -> None:
    """Lower the ceilings of the gaps to those of now, where they shrank."""
    old = floors.get(GAP_SET, {})
    floors[GAP_SET] = {name: round(min(a - b, old.get(name, 1.0)), 3) for name, (a, b) in gaps().items()}


def lower_floor(entry: dict[str, Any], figure: str, value: float, reason: str) -> None:
    """Let one floor fall, and keep why. Raises ValueError for an unknown figure, a rise or an empty reason."""
    if figure not in entry["floors"]:
        raise ValueError(f"no figure {figure!r}; there are {', '.join(sorted(entry['floors']))}")
    if not reason.strip():
        raise ValueError("a floor falls only with a reason")
    before = entry["floors"][figure]
    if value >= before:
        raise ValueError(f"{value} does not lower the floor of {before}; floors rise by `raise`")
    entry["floors"][figure] = value
    entry["lowered"].append({"figure": figure, "from": before, "to": value, "reason": reason.strip()})


def main() -> int:
    """The command line; see the module's text."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = cli.add_subparsers(dest="verb", required=True)
    verbs.add_parser("score", help="print the figures").add_argument("--misses", action="store_true")
    verbs.add_parser("gap", help="print the figures on pages read and unread")
    verbs.add_parser("raise", help="lift the floors to the figures of now")
    lower = verbs.add_parser("lower", help="let one floor fall, with a reason")
    lower.add_argument("figure"), lower.add_argument("value", type=float)
    lower.add_argument("--set", required=True, choices=[s.name for s in SETS])
    lower.add_argument("--reason", required=True)
    args = cli.parse_args()
    if args.verb == "lower":
        floors = load_floors()
        try:
            lower_floor(floors[args.set], args.figure, args.value, args.reason)
        except ValueError as error:
            cli.error(str(error))
        save_floors(floors)
        return 0
    if args.verb == "score":
        for gold_set in available():
            show(gold_set, args.misses and gold_set.open)
        print("persons:", persons.figures())
    if args.verb in ("score", "gap"):
        print(f"gap of pages read and unread:\n{gap_table()}")
        return 0
    floors = load_floors() if FLOORS.exists() else {}
    for gold_set in floored():
        raise_floors(gold_set, floors)
    lower_ceilings(floors)
    save_floors(floors)
    return 0


def show(gold_set: GoldSet, misses: bool) -> None:
    """Print a set's figures, and those of its relations where they are annotated."""
    print(f"{gold_set.name}: {table(score(gold_set), misses)}")
    if relations.is_annotated(gold_set.pages):
        print(relations.report(tags_of(gold_set.pages), misses))


if __name__ == "__main__":
    sys.exit(main())
