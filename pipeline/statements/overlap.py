"""How much two wordings of a thing share."""

from collections import Counter

LIKE = 0.6
"""The share from which on two wordings are taken for one (the corpus' scorer takes no other)."""
_MARKS = dict.fromkeys(map(ord, " \t\u3000“”\"'‘’《》"))


class Wording:
    """A text as the letters it is made of, quote marks and blanks aside."""

    __slots__ = ("distinct", "length", "letters")

    def __init__(self, text: str) -> None:
        plain = text.translate(_MARKS)
        self.length = len(plain)
        self.letters = Counter(plain)
        self.distinct = len(self.letters) == self.length
        """Whether no letter stands in it twice: then it can be compared as a set."""

    def overlap(self, other: "Wording") -> float:
        """The share of letters that two texts have in common (Dice, 0 to 1)."""
        whole = self.length + other.length
        if not whole:
            return 1.0
        theirs = other.letters
        if self.distinct and other.distinct:
            return 2 * len(self.letters.keys() & theirs.keys()) / whole
        return 2 * sum(min(n, theirs[c]) for c, n in self.letters.items() if c in theirs) / whole

    def is_like(self, other: "Wording") -> bool:
        """Whether two texts are taken for one."""
        whole = self.length + other.length
        return 2 * min(self.length, other.length) >= LIKE * whole and self.overlap(other) >= LIKE
