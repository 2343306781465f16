"""What may be answered to a question of a statement, with the features that the answers are told apart by.

A suggester proposes options and never chooses; the scorer sums the weights of their features. Features are names, in
groups that options share (all spans that begin at one character have one group of how they begin).
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """An answer and the groups of its features' names."""

    value: V
    groups: tuple[Group, ...]
    source: str = ""
    """Who proposed it: front, back, carried, rule …"""

    def features(self) -> list[str]:
        """The names of its features."""
        return [name for group in self.groups for name in group]
