"""What a page says twice is one fact."""

from pipeline.records import Article, Fact


def once(article: Article, facts: list[Fact]) -> tuple[Fact, ...]:
    """Equal statements once; those of titles, headings and captions only where the body has no such figure."""
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in ("title", "heading", "caption")]
    kept: dict[object, Fact] = {}
    body: set[tuple[object, ...]] = set()
    set_apart: list[Fact] = []
    at = 0
    for fact in sorted(facts, key=lambda f: f.number):
        while at < len(blocks) and blocks[at][1] < fact.number[0]:
            at += 1
        if at < len(blocks) and blocks[at][0] <= fact.number[0] < blocks[at][1]:
            set_apart.append(fact)
            continue
        body.add((fact.value, fact.unit))
        kept.setdefault(_statement(fact), fact)
    for fact in set_apart:
        if (fact.value, fact.unit) not in body:
            kept.setdefault(_statement(fact), fact)
    return tuple(sorted(kept.values(), key=lambda f: f.number))


def _statement(fact: Fact) -> tuple[object, ...]:
    return (fact.value, fact.value_max, fact.unit, fact.per, fact.what, fact.where, fact.when, fact.modality)
