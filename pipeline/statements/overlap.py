"""How much two wordings share."""

from collections import Counter
from functools import lru_cache


@lru_cache(maxsize=4096)
def overlap(one: str, other: str) -> float:
    """The share of characters that two texts have in common, quote marks and blanks aside (Dice, 0 to 1)."""
    a, b = _letters(one), _letters(other)
    whole = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / whole if whole else 1.0


@lru_cache(maxsize=4096)
def _letters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace() and c not in "“”\"'‘’《》")
