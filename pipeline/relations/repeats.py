"""What a page says twice is one relation, told by the passage that dates it, else by the first."""

from collections.abc import Hashable, Iterable

from pipeline.records import Relation

Ends = tuple[Hashable, ...]


def once(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """Each relation once, in the order of the text; one without a time says nothing beside the same with one."""
    found: dict[tuple[Ends, str | None], Relation] = {}
    for relation in relations:
        found.setdefault((_ends(relation), relation.when), relation)
    dated = {ends for ends, when in found if when is not None}
    kept = [relation for (ends, when), relation in found.items() if when is not None or ends not in dated]
    return tuple(sorted(kept, key=lambda r: (r.start, r.end)))


def _ends(relation: Relation) -> Ends:
    body, program, document, where = relation.organisation, relation.program, relation.document, relation.where
    return (
        relation.kind,
        relation.modality,
        (body.name, body.place) if body else None,
        (program.concept or program.text) if program else None,
        (document.text, document.number) if document else None,
        (where.code, where.code or (where.name, where.within)) if where else None,
    )
