"""Programmes: national ones by their usual wordings, local ones by their form; one reading for each stretch of text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.lexicon import Matcher
from pipeline.names.beginnings import begins, with_place
from pipeline.names.clauses import Clauses, clauses
from pipeline.names.common_nouns import is_common
from pipeline.names.formed import formed
from pipeline.names.heads import HeadKind, tails
from pipeline.names.items import items
from pipeline.names.quoted import Found, quoted
from pipeline.names.spans import cover, outermost
from pipeline.names.view import View, view
from pipeline.names.words import National, nationals
from pipeline.records import Article, Place, Program, ProgramKind

_KINDS: dict[HeadKind, ProgramKind] = {
    "campaign": "campaign",
    "contest": "campaign",
    "event": "campaign",
    "project": "project",
    "park": "project",
    "mechanism": "mechanism",
    "grid": "mechanism",
    "model": "model",
    "brand": "brand",
    "settlement": "project",
}
_SHORTEST_AGAIN = 4


@dataclass(frozen=True, slots=True)
class ProgramSuggestions:
    """The stretches of a view that may name programmes, with the edges by which they were found."""

    seen: View
    edges: Clauses
    found: tuple[Found, ...]
    mentions: tuple[Program, ...]
    """What they name if all of them do."""


def read_programs(article: Article, places: Iterable[Place] = ()) -> tuple[Program, ...]:
    """The programmes that an article names by the rules alone, every mention of each, in the order of the text.

    ``text`` is the name without quote marks. ``concept`` is set where the scheme has the name, ``broader`` where a
    local name contains one of it.
    """
    suggested = suggest_programs(article, places)
    return with_topics(suggested, suggested.found)


def suggest_programs(article: Article, places: Iterable[Place] = ()) -> ProgramSuggestions:
    """What may be a programme in an article, without overlap."""
    seen = view(article.text)
    places = tuple(places)
    edges = clauses(seen, [(seen.flat(p.start), seen.flat(p.end)) for p in places])
    in_quotes, honours = quoted(seen, edges, _stems(places))
    given = cover(len(seen.text), honours)
    national = [Found(s, e, None, (s, e)) for s, e, n in edges.nationals if not (n.marked or given[s])]
    local = (*in_quotes, *formed(seen, edges), *items(seen, edges))
    found = outermost([*(f for f in local if not is_common(seen, edges, f.start, f.end)), *national])
    found = outermost([*found, *_again(seen, found)])
    return ProgramSuggestions(seen, edges, tuple(found), tuple(_program(seen, edges, f) for f in found))


def settle_programs(suggested: ProgramSuggestions, named: Iterable[tuple[int, int]]) -> tuple[Program, ...]:
    """The programmes at the stretches of the view that are ``named``, in order and without overlap."""
    known = {(found.start, found.end): found for found in suggested.found}
    ends = {found.end: found for found in suggested.found}
    begun = [at if at in known else begins(suggested.seen, suggested.edges, ends, at) for at in named]
    whole = [with_place(suggested.seen, suggested.edges, at) for at in begun]
    found = [known.get(at) or Found(*at, None, at) for at in whole]
    return with_topics(suggested, [f for f in found if not is_common(suggested.seen, suggested.edges, f.start, f.end)])


def with_topics(suggested: ProgramSuggestions, found: Sequence[Found]) -> tuple[Program, ...]:
    """What was found as programmes, with the great policies that a page names only within them."""
    seen, edges = suggested.seen, suggested.edges
    read = [_program(seen, edges, f) for f in found]
    topics = _topics(seen, edges, found, {p.text for p in read})
    return tuple(sorted([*read, *topics], key=lambda p: (p.start, -p.end)))


def _stems(places: Iterable[Place]) -> set[str]:
    """The places' short names, as brands bear them: 三门 for 三门县."""
    names = {name for place in places for name in (place.text, place.name)}
    return {stem for name in names if len(stem := name.rstrip("省市州盟县旗区镇乡村")) > 1}


def _again(seen: View, found: list[Found]) -> Iterator[Found]:
    """Further mentions of the local names found: the page itself is their lexicon."""
    known = {(f.start, f.end) for f in found}
    names = {seen.text[f.start : f.end]: f for f in found}
    wanted = {n: found for n, found in names.items() if len(n) >= _SHORTEST_AGAIN and n not in nationals()}
    if not wanted:
        return
    for start, end, name in Matcher(wanted).longest(seen.text):
        if (start, end) not in known:
            yield Found(start, end, name.kind, (start, end))


def _topics(seen: View, edges: Clauses, found: Sequence[Found], met: set[str]) -> Iterator[Program]:
    """The great policies that a page names only within longer names (乡村振兴 in 乡村振兴示范带), once each."""
    longer = cover(len(seen.text), ((f.start, f.end) for f in found))
    for start, end, national in edges.policies:
        if national.label not in met and longer[start]:
            met.add(national.label)
            first, last = seen.span(start, end)
            yield Program(first, last, national.label, national.kind, national.concept.slug)


def _program(seen: View, edges: Clauses, found: Found) -> Program:
    text = seen.text[found.start : found.end]
    first, last = seen.span(found.start, found.end)
    known = _known(seen, found, text)
    if known:
        return Program(first, last, known.label, known.kind, known.concept.slug)
    inside = max(edges.inside(found.start, found.end), key=lambda n: n[1] - n[0], default=None)
    return Program(first, last, text, _kind(found, text), None, inside[2].concept.slug if inside else None)


def _known(seen: View, found: Found, text: str) -> National | None:
    """The national programme that a find is, by its whole text or by what is quoted of it."""
    return nationals().get(text) or nationals().get(seen.text[slice(*found.core)])


def _kind(found: Found, text: str) -> ProgramKind:
    kind = found.kind or next((h.kind for h in tails(text) if h.end == len(text)), None)
    if kind:
        return _KINDS[kind]
    return "model" if "+" in text else "mechanism" if text.endswith(("制", "榜", "法")) else "campaign"
