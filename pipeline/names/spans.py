"""Stretches of a text: which of several that overlap is kept, what they cover, whether they are all of it."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from pipeline.lexicon import Matcher


class Stretch(Protocol):
    """Anything with a start and an end, exclusive."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


S = TypeVar("S", bound=Stretch)


def outermost(found: Iterable[S]) -> list[S]:
    """The stretches that lie in no other, the longer where two overlap, left to right."""
    kept: list[S] = []
    for stretch in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or stretch.start >= kept[-1].end:
            kept.append(stretch)
        elif stretch.end - stretch.start > kept[-1].end - kept[-1].start:
            kept[-1] = stretch
    return kept


def cover(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A byte for each character of a text, 1 where a span covers it; ``find(1, start, end) >= 0`` asks for overlap."""
    covered = bytearray(length + 1)
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def made_of(text: str, lexicon: Matcher[None], also: Iterable[tuple[int, int]] = ()) -> bool:
    """Whether words of a lexicon (and the stretches ``also``), one after the other, make up the whole text."""
    reach = {0}
    for start, end in sorted([*((start, end) for start, end, _ in lexicon.finditer(text)), *also]):
        if start in reach:
            reach.add(end)
    return len(text) in reach
