"""What a page says twice is one relation, told by the passage that dates it, else by the first."""

import re
from collections.abc import Hashable, Iterable

from pipeline.records import Relation

# 三联三促 and 三联三促机制 are one.
_HEAD = re.compile("(?:工作)?(?:机制|制度|工作法|行动|活动|工程|项目|模式|品牌|管理|体系|建设|创建|评选|评比)+$")
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
        (program.concept or _HEAD.sub("", program.text) or program.text) if program else None,
        (document.text, document.number) if document else None,
        (where.code, where.code or (where.name, where.within)) if where else None,
    )
