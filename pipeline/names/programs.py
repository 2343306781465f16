"""Programmes: national ones by their usual wordings, local ones by their form; one reading for each stretch of text."""

from collections.abc import Iterable, Iterator

from pipeline.names.clauses import Clauses, clauses
from pipeline.names.formed import formed
from pipeline.names.heads import HeadKind
from pipeline.names.quoted import Found, quoted
from pipeline.names.view import View, view
from pipeline.names.words import National, kind_of, nationals
from pipeline.records import Article, Place, Program, ProgramKind

_KINDS: dict[HeadKind | None, ProgramKind] = {
    "campaign": "campaign",
    "event": "campaign",
    "project": "project",
    "mechanism": "mechanism",
    "model": "model",
    "brand": "brand",
}


def read_programs(article: Article, places: Iterable[Place] = ()) -> tuple[Program, ...]:
    """The programmes that an article names, every mention of each, in the order of the text.

    ``text`` is the name without quote marks; ``concept`` is set where the scheme has the name, ``broader`` where a
    local name contains one of the scheme.
    """
    seen = view(article.text)
    edges = clauses(seen, [(seen.flat(p.start), seen.flat(p.end)) for p in places])
    local = _outermost([*quoted(seen, edges), *formed(seen, edges)])
    taken = sorted((f.start, f.end) for f in local)
    found = [_local(seen, edges, f) for f in local]
    found += [_national(seen, start, end, n) for start, end, n in _free(edges.nationals, taken) if not n.hidden]
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _outermost(found: list[Found]) -> list[Found]:
    """The finds that lie in no other find, the longer first where two overlap."""
    kept: list[Found] = []
    reach = -1
    for name in sorted(found, key=lambda f: (f.start, -f.end)):
        if name.start >= reach:
            kept.append(name)
            reach = name.end
        elif name.end > reach and name.end - name.start > kept[-1].end - kept[-1].start:
            kept[-1] = name
            reach = name.end
    return kept


def _free(
    found: Iterable[tuple[int, int, National]], taken: list[tuple[int, int]]
) -> Iterator[tuple[int, int, National]]:
    index = 0
    for start, end, national in found:
        while index < len(taken) and taken[index][1] <= start:
            index += 1
        if index == len(taken) or taken[index][0] >= end:
            yield start, end, national


def _national(seen: View, start: int, end: int, national: National) -> Program:
    first, last = seen.span(start, end)
    return Program(first, last, national.label, kind_of(national.concept), national.concept.slug)


def _local(seen: View, edges: Clauses, found: Found) -> Program:
    text = seen.text[found.start : found.end]
    first, last = seen.span(found.start, found.end)
    for name in (text, seen.text[found.core[0] : found.core[1]]):
        national = nationals().get(name)
        if national:
            return Program(first, last, name, kind_of(national.concept), national.concept.slug)
    inside = max(edges.inside(found.start, found.end), key=lambda n: n[1] - n[0], default=None)
    broader = inside[2].concept.slug if inside else None
    return Program(first, last, text, _KINDS.get(found.kind, _by_form(text)), None, broader)


def _by_form(text: str) -> ProgramKind:
    return "model" if "+" in text else "mechanism" if text.endswith(("制", "榜", "法")) else "campaign"
