"""What is read on pages, scored against annotations made by hand (format: GUIDE.md).

    python -m corpus.score GOLD TAGS.jsonl [--misses] [--json]

TAGS.jsonl holds one JSON object a line, a page each, as ``xiangtu tag`` prints them; its ``page`` ends with the gold's.
Keys that the guide does not name are ignored; a page that TAGS lacks scores as empty. Precision, recall and F1 a kind
over all pages; for the facts, how often each attribute is right among those found. Exit status 2 where an input
can't be read, else 0, whatever the figures.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from corpus.matching import ALL_RIGHT, ATTRIBUTES, Item, day, near, norm, number, pair_facts, settle

PAGE_WIDTH = 40
"""Characters of a page's name in a line of the misses."""
Key = Callable[[Item], Any]


def measured(x: Item, unit: Any) -> tuple[Any, ...]:
    """What two amounts or quantities must share."""
    return norm(x["text"]), number(x.get("value")), number(x.get("value_max")), unit, x.get("qualifier")


def surface(x: Item) -> str:
    """An item by its text alone."""
    return norm(x["text"])


KINDS: dict[str, tuple[str, Key]] = {
    "places": ("places", surface),
    "places+value": ("places", lambda x: (norm(x["text"]), x.get("code"))),
    "organisations": ("organisations", surface),
    "programs": ("programs", surface),
    "documents": ("documents", surface),
    "amounts": ("amounts", surface),
    "amounts+value": ("amounts", lambda x: measured(x, x.get("currency"))),
    "quantities": ("quantities", surface),
    "quantities+value": ("quantities", lambda x: measured(x, norm(x.get("unit")))),
    "dates": ("dates", surface),
    "dates+value": ("dates", lambda x: (norm(x["text"]), day(x.get("value")))),
}
"""Figure → the list in the file and what makes two of its items one."""
NAMES = ("programs", "organisations")
META = ("title", "published", "source")


class Figure(NamedTuple):
    """Precision, recall, F1 and how many the gold has."""

    p: float
    r: float
    f1: float
    n: int


@dataclass
class Scores:
    """All figures of a set of pages, and a line for each miss."""

    pages: int
    figures: dict[str, Figure] = field(default_factory=dict)
    attributes: dict[str, float] = field(default_factory=dict)
    meta: dict[str, float] = field(default_factory=dict)
    home: float = 0.0
    misses: list[str] = field(default_factory=list)


def figure(right: int, read: int, there: int) -> Figure:
    """The figure of counts; nothing read of nothing there is right."""
    p = right / read if read else float(not there)
    r = right / there if there else 1.0
    return Figure(p, r, 2 * p * r / (p + r) if p + r else 0.0, there)


def score(gold: list[Item], tags: Iterable[Item]) -> Scores:
    """Every figure of what was read on the gold's pages."""
    read = list(tags)
    pairs = [(g, next((t for t in read if str(t.get("page", "")).endswith(g["page"])), {})) for g in gold]
    scores = Scores(len(gold))
    for name, (kind, key) in KINDS.items():
        scores.figures[name] = of_kind(name, kind, key, pairs, scores.misses)
    for kind in NAMES:
        sets = [({surface(x) for x in g.get(kind, [])}, {surface(x) for x in readings(g, t, kind)}) for g, t in pairs]
        counts = [(near(want, have), len(have), len(want)) for want, have in sets]
        scores.figures[f"{kind} (near)"] = figure(*map(sum, zip(*counts, strict=True)))
    of_facts(pairs, scores)
    of_pages(pairs, scores)
    return scores


def readings(gold: Item, tag: Item, kind: str) -> list[Item]:
    """What was read of a kind on a page, equally good readings as the gold has them."""
    return settle(tag.get(kind) or [], gold.get(kind, []))


def of_kind(name: str, kind: str, key: Key, pairs: list[tuple[Item, Item]], misses: list[str]) -> Figure:
    """The figure of one kind; its misses are added."""
    right = read = there = 0
    for gold, tag in pairs:
        want, have = {key(x) for x in gold.get(kind, [])}, {key(x) for x in readings(gold, tag, kind)}
        right, read, there = right + len(want & have), read + len(have), there + len(want)
        page = gold["page"][-PAGE_WIDTH:]
        misses += [f"{page}  {name}  - {x}" for x in sorted(want - have, key=str)]
        misses += [f"{page}  {name}  + {x}" for x in sorted(have - want, key=str)]
    return figure(right, read, there)


def of_facts(pages: list[tuple[Item, Item]], scores: Scores) -> None:
    """The facts' figures, their attributes and their misses, added to the scores."""
    pairs = [(g["page"], *pair) for g, t in pages for pair in pair_facts(g.get("facts", []), t.get("facts") or [])]
    read = sum(len(t.get("facts") or []) for _, t in pages)
    found = [{name: test(g, s) for name, test in ATTRIBUTES.items()} for _, g, s in pairs if s]
    right = sum(all(tests[name] for name in ALL_RIGHT) for tests in found)
    whole = sum(all(tests.values()) for tests in found)
    for name, count in (("value", len(found)), ("all right", right), ("whole", whole)):
        scores.figures[f"facts ({name})"] = figure(count, read, len(pairs))
    scores.attributes = {name: sum(t[name] for t in found) / len(found) if found else 0.0 for name in ATTRIBUTES}
    for page, g, s in pairs:
        said = f"{page[-PAGE_WIDTH:]}  fact  {{}} {g.get('what')} {g['value']} {g['unit']}"
        if s is None:
            scores.misses.append(said.format("-"))
        elif wrong := [f"{a}: {s.get(a)!r} for {g.get(a)!r}" for a, test in ATTRIBUTES.items() if not test(g, s)]:
            scores.misses.append(f"{said.format('~')}: {'; '.join(wrong)}")


def of_pages(pairs: list[tuple[Item, Item]], scores: Scores) -> None:
    """How often title, time, source and home are right, added to the scores."""
    for name in META:
        same = [norm(str(g["meta"].get(name))) == norm(str((t.get("meta") or {}).get(name))) for g, t in pairs]
        scores.meta[name] = sum(same) / len(pairs)
    scores.home = sum(g.get("home") == t.get("home") for g, t in pairs) / len(pairs)


def table(scores: Scores, misses: bool = False) -> str:
    """The scores for people."""
    lines = [f"{scores.pages} pages", f"{'':22}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
    lines += [f"{name:22}{f.p:7.3f}{f.r:7.3f}{f.f1:7.3f}{f.n:7d}" for name, f in scores.figures.items()]
    lines += ["of the facts found, right: " + ", ".join(f"{a} {v:.3f}" for a, v in scores.attributes.items())]
    lines += ["meta right: " + ", ".join(f"{a} {v:.3f}" for a, v in scores.meta.items()) + f", home {scores.home:.3f}"]
    return "\n".join([*lines, *(scores.misses if misses else [])])


def as_json(scores: Scores) -> str:
    """The scores for programs, without the misses."""
    kept = {**asdict(scores), "figures": {name: f._asdict() for name, f in scores.figures.items()}}
    del kept["misses"]
    return json.dumps(kept, ensure_ascii=False)


def load_gold(folder: Path) -> list[Item]:
    """The annotations of a folder, by name. Raises OSError, ValueError."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def main() -> int:
    """The command line; see the module's text."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("gold", type=Path)
    cli.add_argument("tags", type=Path)
    cli.add_argument("--misses", action="store_true", help="list what was missed (-), invented (+) and wrong (~)")
    cli.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    args = cli.parse_args()
    try:
        gold = load_gold(args.gold)
        tags = [json.loads(line) for line in args.tags.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        print(f"score: {error}", file=sys.stderr)
        return 2
    if not gold:
        print(f"score: no annotation (*.json) in {args.gold}", file=sys.stderr)
        return 2
    scores = score(gold, tags)
    print(as_json(scores) if args.json else table(scores, args.misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())
