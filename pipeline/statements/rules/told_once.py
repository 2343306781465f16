"""What a page says twice is one fact."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from pipeline.records import Article, Fact
from pipeline.text.lexis import words

_DIMENSION = re.compile(r"[×✕*xX]|.[0-9.]+\s*[a-zA-Z一-鿿]{1,2}[×✕*xX]")
"""A number of dimensions (3米×0.2米), from the character before it."""
FEWEST = 10
"""Of a smaller count two that are equal are as likely two."""


def once(article: Article, facts: list[Fact]) -> tuple[Fact, ...]:
    """Equal statements once; those of titles, headings and captions only where the body has no such figure.

    Rows of a table that are of two projects say two things, however equal their figures.
    """
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in ("title", "heading", "caption")]
    rows = [(b.start, b.end) for b in article.blocks if b.kind == "row"]
    ordered = sorted(facts, key=lambda f: f.number)
    body = [fact for fact in ordered if not _within(blocks, fact)]
    values = {(fact.value, fact.unit) for fact in body}
    told = [*body, *(f for f in ordered if _within(blocks, f) and (f.value, f.unit) not in values)]
    kept: dict[object, Fact] = {}
    for fact in told:
        said = _statement(fact)
        first = kept.setdefault(said, fact)
        if first is not fact and _DIMENSION.match(article.text, fact.number[0] - 1):
            kept.setdefault((*said, fact.number), fact)  # each object has its own
        if first.program != fact.program and _within(rows, fact) and _within(rows, first):
            kept.setdefault((*said, fact.program.text if fact.program else None), fact)
    return tuple(sorted(_dated(kept.values()), key=lambda f: f.number))


def _dated(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts but those counts without a time that the page also tells with one."""
    told = list(facts)
    dated = {_count(fact) for fact in told if fact.when is not None}
    for fact in told:
        if fact.when is not None or abs(fact.value) < FEWEST or _count(fact) not in dated:
            yield fact


def _within(spans: list[tuple[int, int]], fact: Fact) -> bool:
    """Whether a fact's number stands in one of the spans, which follow one another."""
    at = bisect_right(spans, fact.number[0], key=lambda span: span[0]) - 1
    return at >= 0 and fact.number[0] < spans[at][1]


def _count(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.value_max, fact.unit, fact.per, fact.what, fact.where, fact.modality)


def _statement(fact: Fact) -> tuple[object, ...]:
    """What makes two facts one; a share (办结率100%) is told again only in the same words."""
    return (*_count(fact), fact.when, fact.quote if fact.unit in words("shares") else "")
