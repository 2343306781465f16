"""What may be answered to a question of a statement, with the features that the answers are told apart by.

A suggester proposes options and never chooses; the scorer sums the weights of their features. Features are names, in
groups that options share (all stretches that begin at one character have one group of how they begin).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

V = TypeVar("V")
Group = tuple[str, ...]
Worth = Callable[[Group], float]
"""The sum of the weights of a group's features."""
Question = Literal["thing", "claim", "place", "modality", "time", "programme"]
RULE = "rule"
"""The source of the rules' answer."""
QUESTIONS: tuple[Question, ...] = ("thing", "claim", "place", "modality", "time", "programme")


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """An answer and the groups of its features' names."""

    value: V
    groups: tuple[Group, ...]
    source: str = ""
    """Who proposed it: front, back, carried; rule where it is the rules' answer."""

    @property
    def is_ruled(self) -> bool:
        """Whether it is the rules' answer."""
        return self.source == RULE

    def features(self) -> tuple[str, ...]:
        """The names of its features."""
        return tuple(name for group in self.groups for name in group)
