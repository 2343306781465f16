"""What may be answered to a question of a statement, with the features that the answers are told apart by.

A suggester proposes options and never chooses; the scorer sums the weights of their features. Features are names, in
groups of those that depend on the same few things. A group is the function that writes its names with what they depend
on, so that names are only written where nobody knows yet what the group weighs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

V = TypeVar("V")
Names = tuple[str, ...]
Group = tuple[Callable[..., Names], *tuple[Any, ...]]
"""Features: the function that writes their names, and what they depend on, which can be hashed."""
Part = tuple[Group, ...]
"""Groups that options share (all stretches that begin at one character share how they begin)."""
Worth = Callable[[Part], int]
"""The sum of the weights of a part's features, in thousandths."""
Question = Literal["thing", "claim", "place", "modality", "time", "programme"]
RULE = "rule"
"""The source of the rules' answer."""
QUESTIONS: tuple[Question, ...] = ("thing", "claim", "place", "modality", "time", "programme")


@dataclass(frozen=True, slots=True)
class Option(Generic[V]):
    """An answer and the parts of its features."""

    value: V
    parts: tuple[Part, ...]
    source: str = ""
    """Who proposed it: front, back, carried; rule where it is the rules' answer."""

    @property
    def is_ruled(self) -> bool:
        """Whether it is the rules' answer."""
        return self.source == RULE

    def features(self) -> Names:
        """The names of its features."""
        return tuple(name for part in self.parts for write, *of in part for name in write(*of))


def called(*names: str) -> Names:
    """The names themselves: the writer of features that depend on nothing."""
    return names


def beside(scope: str, before: str, behind: str) -> Names:
    """What stands beside a mention that is so near: two characters before it and two behind it."""
    return (
        f"{scope} before {behind[:1]}",
        f"{scope} before {behind}",
        f"{scope} after {before[-1:]}",
        f"{scope} after {before}",
    )
