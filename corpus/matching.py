"""When two readings of a page say the same: texts, values, names whose borders differ, facts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

Item = dict[str, Any]
NEAR = 0.7
"""Share of characters in common from which two names are one: careful readers draw borders differently."""
LIKE = 0.6
"""The same for the free wording of a fact's ``what`` and for its programme."""


def norm(text: str | None) -> str:
    """A surface as it is compared: NFKC, without blanks, quotes and title brackets."""
    return re.sub(r"[\s“”\"'‘’《》]", "", unicodedata.normalize("NFKC", text or ""))


def number(value: Any) -> float | None:
    """A value to four decimals, None where there is none."""
    try:
        return round(float(value), 4)
    except (TypeError, ValueError):
        return None


def day(value: str | None) -> str:
    """A date's value without a midnight that says nothing."""
    return (value or "").replace("T00:00", "")


def overlap(one: str | None, other: str | None) -> float:
    """How much two texts have in common: Dice over their characters, 1.0 for two empty ones."""
    a, b = Counter(norm(one)), Counter(norm(other))
    if not a and not b:
        return 1.0
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


def settle(items: Iterable[Item], gold: Iterable[Item]) -> list[Item]:
    """The items, each reading that the gold lists as just as good (``alt``) replaced by the gold's own."""
    gold = list(gold)
    same: dict[tuple[str, str], Item] = {}
    for g in gold:
        for alt in g.get("alt") or []:
            reading = alt if isinstance(alt, dict) else {"text": alt}
            same.setdefault((norm(reading["text"]), day(reading.get("value"))), g)
    own = {(norm(g["text"]), day(str(g.get("value") or ""))) for g in gold}
    keyed = [(x, (norm(x["text"]), day(str(x.get("value") or "")))) for x in items]
    return [x if key in own else same.get(key) or same.get((key[0], "")) or x for x, key in keyed]


def near(want: set[str], have: set[str]) -> int:
    """How many names of ``want`` have one of their own in ``have`` that overlaps by NEAR; equal ones go together."""
    equal = want & have
    left, hits = sorted(have - equal), len(equal)
    for name in sorted(want - equal, key=lambda n: (-len(n), n)):
        best = max(left, key=lambda other: overlap(name, other), default=None)
        if best is not None and overlap(name, best) >= NEAR:
            left.remove(best)
            hits += 1
    return hits


def where(fact: Item) -> str | None:
    """A fact's place: its code, or its name where it has none."""
    place = fact.get("where")
    return norm(place.get("text")) if isinstance(place, dict) else place


def pair_facts(gold: Iterable[Item], read: Iterable[Item]) -> list[tuple[Item, Item | None]]:
    """Each fact of the gold with the best fact read of the same value and unit, one to one."""
    left = list(read)
    pairs: list[tuple[Item, Item | None]] = []
    for g in gold:
        measure = (number(g.get("value")), norm(g.get("unit")))
        same = [s for s in left if (number(s.get("value")), norm(s.get("unit"))) == measure]
        best = max(
            same, key=lambda s: (overlap(s.get("quote"), g["quote"]), overlap(s["what"], g["what"])), default=None
        )
        if best is not None:
            left.remove(best)
        pairs.append((g, best))
    return pairs


ATTRIBUTES: dict[str, Callable[[Item, Item], bool]] = {
    "what": lambda g, s: overlap(g.get("what"), s.get("what")) >= LIKE,
    "where": lambda g, s: where(g) == where(s),
    "when": lambda g, s: day(g.get("when")) == day(s.get("when")),
    "modality": lambda g, s: g.get("modality") == s.get("modality"),
    "qualifier": lambda g, s: g.get("qualifier") == s.get("qualifier"),
    "program": lambda g, s: (
        (not g.get("program") and not s.get("program")) or overlap(g.get("program"), s.get("program")) >= LIKE
    ),
}
"""What must be right of a fact that was found, each by its own test."""
ALL_RIGHT = ("what", "where", "when", "modality")
"""The attributes of a fact that is all right; a whole one has every attribute right."""
