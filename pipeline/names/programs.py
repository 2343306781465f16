"""Programmes: national ones by their usual wordings, local ones by their form; one reading for each stretch of text."""

import re
from collections.abc import Iterable, Iterator

from pipeline.names.clauses import Clauses, clauses
from pipeline.names.formed import formed
from pipeline.names.heads import HeadKind
from pipeline.names.quoted import Found, quoted
from pipeline.names.view import View, view
from pipeline.names.words import National, kind_of, nationals
from pipeline.records import Article, Place, Program, ProgramKind

_KINDS: dict[HeadKind, ProgramKind] = {
    "campaign": "campaign",
    "contest": "campaign",
    "event": "campaign",
    "project": "project",
    "mechanism": "mechanism",
    "model": "model",
    "brand": "brand",
}
_SHORTEST_AGAIN = 4


def read_programs(article: Article, places: Iterable[Place] = ()) -> tuple[Program, ...]:
    """The programmes that an article names, every mention of each, in the order of the text.

    ``text`` is the name without quote marks; a name met again in a shorter form (“五个一” after “五个一”工作机制) reads as
    the full one. ``concept`` is set where the scheme has the name, ``broader`` where a local name contains one of it.
    """
    seen = view(article.text)
    edges = clauses(seen, [(seen.flat(p.start), seen.flat(p.end)) for p in places])
    in_quotes, honours = quoted(seen, edges)
    national = [Found(s, e, None, (s, e)) for s, e, n in edges.nationals if not n.marked and not _within(s, honours)]
    found = _outermost([*in_quotes, *formed(seen, edges), *national])
    full = _full_names(seen, found)
    found = _outermost([*found, *_again(seen, found, full)])
    return tuple(_program(seen, edges, f, full) for f in found)


def _within(offset: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _outermost(found: Iterable[Found]) -> list[Found]:
    """The finds that lie in no other find, the longer where two overlap."""
    kept: list[Found] = []
    for name in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
        elif name.end - name.start > kept[-1].end - kept[-1].start:
            kept[-1] = name
    return kept


def _full_names(seen: View, found: list[Found]) -> dict[str, str]:
    """The full name for the quoted core of each local one."""
    full: dict[str, str] = {}
    for name in found:
        core, text = seen.text[slice(*name.core)], seen.text[name.start : name.end]
        if core not in nationals() and name.core[0] == name.start and len(text) > len(full.get(core, core)):
            full[core] = text
    return full


def _again(seen: View, found: list[Found], full: dict[str, str]) -> Iterator[Found]:
    """Further mentions of the local names found: the page itself is their lexicon."""
    taken = [(f.start, f.end) for f in found]
    names = {seen.text[f.start : f.end]: f for f in found} | {core: found[0] for core in full}
    wanted = [n for n in names if len(n) >= _SHORTEST_AGAIN and n not in nationals()]
    if not wanted:
        return
    for match in re.finditer("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))), seen.text):
        start, end = match.span()
        if not any(s < end and start < e for s, e in taken):
            yield Found(start, end, names[match[0]].kind, (start, end))


def _program(seen: View, edges: Clauses, found: Found, full: dict[str, str]) -> Program:
    text = seen.text[found.start : found.end]
    first, last = seen.span(found.start, found.end)
    known = _known(seen, found, text)
    if known:
        return Program(first, last, known.label, kind_of(known.concept), known.concept.slug)
    text = full.get(text, text)
    inside = max(edges.inside(found.start, found.end), key=lambda n: n[1] - n[0], default=None)
    return Program(first, last, text, _kind(found, text), None, inside[2].concept.slug if inside else None)


def _known(seen: View, found: Found, text: str) -> National | None:
    """The national programme that a find is, by its whole text or by what is quoted of it."""
    return nationals().get(text) or nationals().get(seen.text[slice(*found.core)])


def _kind(found: Found, text: str) -> ProgramKind:
    if found.kind:
        return _KINDS[found.kind]
    return "model" if "+" in text else "mechanism" if text.endswith(("制", "榜", "法")) else "campaign"
