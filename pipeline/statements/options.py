"""What may be answered to a question of a statement, with the features that the answers are told apart by.

A suggester proposes options and never chooses; the scorer sums the weights of their features.
"""

from typing import Generic, Literal, NamedTuple, TypeVar

from pipeline.features import Names, Part, names_of

V = TypeVar("V")
Question = Literal["thing", "claim", "place", "programme"]
RULE = "rule"
"""The source of the rules' answer."""
QUESTIONS: tuple[Question, ...] = ("thing", "claim", "place", "programme")


class Option(NamedTuple, Generic[V]):
    """An answer and its features, in parts that options share (all stretches that begin at one character share one)."""

    value: V
    parts: tuple[Part, ...]
    source: str = ""
    """Who proposed it: front, back, carried; rule where it is the rules' answer."""
    known: int | None = None
    """What its features weigh in thousandths, where its suggester summed them."""

    @property
    def is_ruled(self) -> bool:
        """Whether it is the rules' answer."""
        return self.source == RULE

    def features(self) -> Names:
        """The names of its features."""
        return tuple(name for part in self.parts for name in names_of(part))
