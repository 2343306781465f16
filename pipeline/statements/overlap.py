"""How much two wordings of a thing share."""

from collections import Counter

LIKE = 0.6
"""The share from which on two wordings are taken for one (the corpus' scorer takes no other)."""
_MARKS = dict.fromkeys(map(ord, " \t\u3000“”\"'‘’《》"))


class Wording:
    """A text as the letters it is made of, quote marks and blanks aside."""

    __slots__ = ("distinct", "length", "letters", "plain")

    def __init__(self, text: str) -> None:
        self.plain = plain = text.translate(_MARKS)
        self.length = len(plain)
        self.letters = frozenset(plain)
        self.distinct = len(self.letters) == self.length
        """Whether no letter stands in it twice: then it can be compared as a set."""

    def overlap(self, other: "Wording") -> float:
        """The share of letters that two texts have in common (Dice, 0 to 1)."""
        whole = self.length + other.length
        if not whole:
            return 1.0
        if self.distinct and other.distinct:
            return 2 * len(self.letters & other.letters) / whole
        return 2 * (Counter(self.plain) & Counter(other.plain)).total() / whole

    def is_like(self, other: "Wording") -> bool:
        """Whether two texts are taken for one."""
        whole = self.length + other.length
        return 2 * min(self.length, other.length) >= LIKE * whole and self.overlap(other) >= LIKE
