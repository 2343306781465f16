"""What a page says twice is one fact."""

from collections.abc import Iterable, Iterator

from pipeline.facts.lexis import words
from pipeline.records import Article, Fact

FEWEST = 10
"""Of a smaller count two that are equal are as likely two."""


def once(article: Article, facts: list[Fact]) -> tuple[Fact, ...]:
    """Equal statements once; those of titles, headings and captions only where the body has no such figure."""
    body, set_apart = _parted(article, facts)
    values = {(fact.value, fact.unit) for fact in body}
    told = [*body, *(fact for fact in set_apart if (fact.value, fact.unit) not in values)]
    kept: dict[object, Fact] = {}
    for fact in told:
        kept.setdefault(_statement(fact), fact)
    return tuple(sorted(_dated(kept.values()), key=lambda f: f.number))


def _parted(article: Article, facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts of the body, and those of titles, headings and captions, each in the order of the text."""
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in ("title", "heading", "caption")]
    body: list[Fact] = []
    set_apart: list[Fact] = []
    at = 0
    for fact in sorted(facts, key=lambda f: f.number):
        while at < len(blocks) and blocks[at][1] < fact.number[0]:
            at += 1
        within = at < len(blocks) and blocks[at][0] <= fact.number[0] < blocks[at][1]
        (set_apart if within else body).append(fact)
    return body, set_apart


def _dated(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts but those counts without a time that the page also tells with one."""
    told = list(facts)
    dated = {_count(fact) for fact in told if fact.when is not None}
    for fact in told:
        if fact.when is not None or abs(fact.value) < FEWEST or _count(fact) not in dated:
            yield fact


def _count(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.value_max, fact.unit, fact.per, fact.what, fact.where, fact.modality)


def _statement(fact: Fact) -> tuple[object, ...]:
    """What makes two facts one; a share (办结率100%) is told again only in the same words."""
    words_of = fact.quote if fact.unit in words("shares") else ""
    return (*_count(fact), fact.when, words_of)
