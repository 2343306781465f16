"""Stretches of a text: which of several that overlap is kept, and what they cover."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


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
