"""What a page says twice is one fact."""

from bisect import bisect_right

from pipeline.records import Article, Fact


def once(article: Article, facts: list[Fact]) -> tuple[Fact, ...]:
    """Equal statements once; those of titles, headings and captions only where the body has no such figure.

    Rows of a table that are of two projects say two things, however equal their figures.
    """
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in ("title", "heading", "caption")]
    rows = [(b.start, b.end) for b in article.blocks if b.kind == "row"]
    kept: dict[object, Fact] = {}
    body: set[tuple[object, ...]] = set()
    set_apart: list[Fact] = []
    for fact in sorted(facts, key=lambda f: f.number):
        if _within(blocks, fact):
            set_apart.append(fact)
            continue
        body.add((fact.value, fact.unit))
        said = _statement(fact)
        first = kept.setdefault(said, fact)
        if first.program != fact.program and _within(rows, fact) and _within(rows, first):
            kept.setdefault((*said, fact.program.text if fact.program else None), fact)
    for fact in set_apart:
        if (fact.value, fact.unit) not in body:
            kept.setdefault(_statement(fact), fact)
    return tuple(sorted(kept.values(), key=lambda f: f.number))


def _within(spans: list[tuple[int, int]], fact: Fact) -> bool:
    """Whether a fact's number stands in one of the spans, which follow one another."""
    at = bisect_right(spans, fact.number[0], key=lambda span: span[0]) - 1
    return at >= 0 and fact.number[0] < spans[at][1]


def _statement(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.value_max, fact.unit, fact.per, fact.what, fact.where, fact.when, fact.modality)
