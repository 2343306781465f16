"""The quality gate: what the pipeline reads on annotated pages, scored, and held against floors.

    python -m tests.gate.gate score [--misses]          print the figures of every set, and what is wrong but for held
    python -m tests.gate.gate raise                     lift the floors to the figures of now; nothing falls
    python -m tests.gate.gate lower FIGURE VALUE --set SET --reason TEXT   the only way down; the reason is kept

A set is a folder of pages and a folder of gold in the format of ``gold/GUIDE.md``. ``floors.json`` holds a set's
floors and the fingerprint of its gold: figures of another gold are not compared. The scorer is ``../shared/score.py``;
without it there is nothing to compare.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.read import read_page
from pipeline.records import RawPage, Refusal
from pipeline.tag import as_json
from tests.gate import relations

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score.py"
FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.0005
"""Figures are kept to three decimals; half of the last is rounding."""


@dataclass(frozen=True)
class GoldSet:
    """Pages and what is right on them."""

    name: str
    pages: Path
    gold: Path
    has_floors: bool = True

    def fingerprint(self) -> str:
        """Hash of every page and gold file: a floor holds for this gold only."""
        digest = hashlib.sha256()
        for path in sorted([*self.pages.iterdir(), *self.gold.glob("*.json")]):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:16]


OWN = ROOT / "tests" / "annotated"
SETS = (
    GoldSet("seeds", SHARED / "seeds", SHARED / "gold"),
    GoldSet("held", OWN / "held" / "pages", OWN / "held" / "gold"),
    GoldSet("dev", OWN / "dev" / "pages", OWN / "dev" / "gold", has_floors=False),
    GoldSet("blind", OWN / "blind" / "pages", OWN / "blind" / "gold", has_floors=False),
)


def available() -> list[GoldSet]:
    """The sets that can be scored here."""
    return [s for s in SETS if SCORER.exists() and s.gold.is_dir()]


def floored() -> list[GoldSet]:
    """The sets whose figures must not fall; the set that rules are written on is not one of them."""
    return [s for s in available() if s.has_floors]


def tags_of(pages: Path) -> str:
    """JSON lines of what is read on each page of a folder."""
    lines = []
    for path in sorted(pages.iterdir()):
        page = RawPage(f"file:///{path.name}", datetime(2026, 1, 1, tzinfo=UTC), path.read_bytes())
        reading = read_page(page)
        if isinstance(reading, Refusal):
            raise TypeError(f"{path.name}: refused: {reading.reason} {reading.detail}")
        lines.append(json.dumps(as_json(reading), ensure_ascii=False))
    return "\n".join(lines) + "\n"


def score(gold_set: GoldSet, *options: str) -> str:
    """What the scorer prints for a set."""
    with tempfile.TemporaryDirectory() as folder:
        tags = Path(folder, "tags.jsonl")
        tags.write_text(tags_of(gold_set.pages), "utf-8")
        done = subprocess.run(
            [sys.executable, SCORER, gold_set.gold, tags, *options], check=True, capture_output=True, text=True
        )
    return done.stdout


def figures(gold_set: GoldSet) -> dict[str, float]:
    """Every figure of a set by name: F1 of a kind, right share of a fact's attribute, of meta, of home."""
    found: dict[str, Any] = json.loads(score(gold_set, "--json"))
    flat = {name: values["f1"] for name, values in found["figures"].items()}
    flat |= {f"facts: {name}": value for name, value in found["attributes"].items()}
    flat |= {f"meta: {name}": value for name, value in found["meta"].items()}
    return {name: round(value, 3) for name, value in {**flat, "home": found["home"]}.items()}


def load_floors() -> dict[str, Any]:
    """The floors by set."""
    floors: dict[str, Any] = json.loads(FLOORS.read_text("utf-8"))
    return floors


def save_floors(floors: dict[str, Any]) -> None:
    """Write the floors, one figure a line, so that a change shows in review."""
    FLOORS.write_text(json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")


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
    if not available():
        print(f"gate: no scorer at {SCORER}; nothing to compare", file=sys.stderr)
        return 1
    if args.verb == "score":
        for gold_set in available():
            misses = args.misses and gold_set.name != "held"
            print(f"{gold_set.name}: {score(gold_set, *(['--misses'] if misses else []))}")
            if relations.is_annotated(gold_set.pages):
                print(relations.report(tags_of(gold_set.pages), misses))
        return 0
    floors = load_floors() if FLOORS.exists() else {}
    for gold_set in floored():
        raise_floors(gold_set, floors)
    save_floors(floors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
