"""The relations read on the annotated pages against those written by hand: ``corpus/read/relations``.

``make score`` prints the figures (``MISSES=1`` what is wrong).

A relation is found where one of its kind has the same ends: names that overlap as the scorer's near names do, and a
place that the gold gives. An ``optional`` one counts neither way. Of those found, how many have the right time and
modality is a figure apart.
"""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.matching import NEAR, Item, overlap
from pipeline.graph.days import bounds

GOLD = Path(__file__).parent / "read" / "relations"
KINDS = ("adoption", "participation", "issuance", "affiliation")


@dataclass
class Tally:
    """What was found of what there is, and the attributes of what was found."""

    right: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, tuple[float, float, float]]:
        """Precision, recall and F1 of each kind and of all."""
        found = {kind: self._figures([kind]) for kind in KINDS if self.there[kind] or self.read[kind]}
        return {**found, "all": self._figures(KINDS)}

    def _figures(self, kinds: Any) -> tuple[float, float, float]:
        right, read, there = (sum(counts[k] for k in kinds) for counts in (self.right, self.read, self.there))
        precision, recall = right / read if read else 1.0, right / there if there else 1.0
        return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def same(gold: Item, item: Item) -> bool:
    """Whether a relation read is the one in the gold."""
    if gold["kind"] != item["kind"]:
        return False
    for end in ("program", "organisation", "document"):
        if end == "program" and gold["kind"] == "issuance":
            continue  # what a document sets up is no end of its own
        names = [name for name in (gold.get(end), *(gold.get("alt", ()) if end == "program" else ())) if name]
        if names and not any(overlap(name, item[end] or "-") >= NEAR for name in names):
            return False
    where = item["where"]["in"] if isinstance(item["where"], dict) else item["where"]
    named = gold["kind"] == "issuance" and item["organisation"] is not None
    return named or "where" not in gold or where in gold["where"]


def compare(tally: Tally, page: str, gold: list[Item], items: list[Item]) -> None:
    """Count one page."""
    left = list(items)
    for want in sorted(gold, key=lambda g: g.get("optional", False)):
        found = next((item for item in left if same(want, item)), None)
        if found:
            left.remove(found)
        if want.get("optional"):
            continue
        tally.there[want["kind"]] += 1
        if found is None:
            tally.misses.append(f"{page} missed {shown(want)}")
            continue
        tally.right[want["kind"]] += 1
        tally.read[want["kind"]] += 1
        for attribute in ("when", "modality"):
            agrees = _value(want[attribute]) == _value(found[attribute])
            tally.attributes[attribute] += agrees
            if not agrees:
                tally.misses.append(f"{page} {attribute} {found[attribute]}, not {want[attribute]}: {shown(want)}")
    for item in left:
        tally.read[item["kind"]] += 1
        tally.misses.append(f"{page} wrong {shown(item)} 「{item['quote'][-60:]}」")


def _value(said: str | None) -> Any:
    """A time by its days, so that 2021/2025 and 2021-01-01/2025-12-31 are one; a modality as it is."""
    days = bounds(said)
    return days if any(days) else said


def shown(item: Item) -> str:
    """A relation in a line."""
    ends = (item.get(end) for end in ("organisation", "program", "document", "where"))
    return f"{item['kind']}: {' | '.join(str(end) for end in ends if end)}"


def is_annotated(pages: Path) -> bool:
    """Whether every page of a folder has its relations written down."""
    return pages.is_dir() and all((GOLD / f"{page.stem}.json").exists() for page in pages.iterdir())


def score(tags: Iterable[Item]) -> Tally:
    """The relations of tagged pages, as ``xiangtu tag`` prints them."""
    tally = Tally()
    for page in tags:
        name = Path(page["page"]).stem
        gold = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
        compare(tally, name, gold["relations"], page["relations"])
    return tally


def report(tags: Iterable[Item], misses: bool = False) -> str:
    """The figures of tagged pages as text."""
    tally = score(tags)
    lines = ["relations          precision  recall     F1   there"]
    for name, (precision, recall, f1) in tally.figures().items():
        there = tally.there[name] if name in KINDS else sum(tally.there.values())
        lines.append(f"  {name:<16} {precision:9.3f} {recall:7.3f} {f1:6.3f} {there:7}")
    found = sum(tally.right.values()) or 1
    lines += [f"  {name} right: {tally.attributes[name] / found:.3f} of those found" for name in ("when", "modality")]
    return "\n".join([*lines, *(tally.misses if misses else ())])
