"""Annotated pages under other names: what is learnt of a place must not depend on who happened to stand there."""

import random
from collections.abc import Collection
from dataclasses import dataclass

from corpus.learning.made_pages import drawn

Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A text with where its names stand, its names of other kinds, and what is unclear."""

    text: str
    names: Collection[Span]
    held: Collection[Span]
    unclear: Collection[Span]


def renamed(page: Marked, seed: int) -> Marked:
    """The page with each name another, the same wherever it stands; other spans that touch a name are left out."""
    chance, said = random.Random(seed), dict[str, str]()
    names, gaps = list[Span](), list[Span]()
    text, at = "", 0
    for start, end in sorted(page.names):
        other = said.setdefault(page.text[start:end], drawn(chance))
        gaps.append((at, start))
        text += page.text[at:start]
        names.append((len(text), len(text) + len(other)))
        text += other
        at = end
    gaps.append((at, len(page.text)))
    begins = [0, *(end for _, end in names)]

    def moved(spans: Collection[Span]) -> list[Span]:
        return [
            (a - gap[0] + begin, b - gap[0] + begin)
            for gap, begin in zip(gaps, begins, strict=True)
            for a, b in spans
            if gap[0] <= a and b <= gap[1]
        ]

    return Marked(text + page.text[at:], names, moved(page.held), moved(page.unclear))
