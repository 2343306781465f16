"""What each page says, taken out of a store: for an index of a store whose shards are not at hand."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store
from rdflib import PROV, RDF, SDO, SKOS

from ontology.iris import XT
from serve.search.rows import KINDS, LEVELS

A, QUOTED, DERIVED, REPOST = (
    NamedNode(term) for term in (RDF.type, PROV.wasQuotedFrom, PROV.wasDerivedFrom, XT.repostOf)
)
PAGE, CONCEPT, SITE = NamedNode(XT.Page), NamedNode(SKOS.Concept), NamedNode(SDO.isPartOf)
CLASSES = (*LEVELS, "Project", "Campaign", "Mechanism", "Brand", "Model", "Program", "Organisation", "Document", "Site")
ON_PAGE, *TURNS = (NamedNode(XT[name]) for name in ("onPage", "firstSeen", "ended"))
GRAPH = DefaultGraph()


def pages(store: Store, base: str) -> Iterator[tuple[str, str, str | None]]:
    """Each page with what it says and its times, as N-Triples, and what it is a repost of."""
    for quad in store.quads_for_pattern(None, A, PAGE, GRAPH):
        page: Any = quad.subject
        original: Any = next((q.object for q in store.quads_for_pattern(page, REPOST, None, GRAPH)), None)
        lines = "".join(map(line, chain(said_by(store, page, base), turns(store, page, NamedNode(f"{base}history")))))
        yield page.value, lines, original.value if original else None


def said_by(store: Store, page: Any, base: str) -> Iterator[Quad]:
    """What a page says of itself, in its passages, of its statements and of the things that these name."""
    waiting = {page: None}
    for quoted in store.quads_for_pattern(None, QUOTED, page, GRAPH):
        waiting[quoted.subject] = None
        waiting |= dict.fromkeys(q.subject for q in store.quads_for_pattern(None, DERIVED, quoted.subject, GRAPH))
    things = dict[Any, None]()
    for node in waiting:
        for quad in store.quads_for_pattern(node, None, None, GRAPH):
            yield quad
            if isinstance(quad.object, NamedNode) and is_own(quad.object.value, base):
                things[quad.object] = None
    for thing in things:
        said = list(store.quads_for_pattern(thing, None, None, GRAPH))
        if not any(quad.predicate == A and quad.object == CONCEPT for quad in said):
            yield from said


def turns(store: Store, page: Any, history: NamedNode) -> Iterator[Quad]:
    """When each of a page's appearances began and ended."""
    for on in store.quads_for_pattern(None, ON_PAGE, page, history):
        for term in TURNS:
            yield from store.quads_for_pattern(on.subject, term, None, history)


def is_own(iri: str, base: str) -> bool:
    """Whether pages describe what an IRI names: a thing of ours that is no division."""
    kind, _, name = iri.removeprefix(base).partition("/")
    return iri.startswith(base) and kind in KINDS and not (kind == "place" and name.isdigit())


def beside(store: Store, base: str) -> Iterator[tuple[str, str]]:
    """Things that may stand beside the pages, divisions and concepts, by key, with what is said of them."""
    for kind in (*(NamedNode(XT[name]) for name in CLASSES), CONCEPT):
        for quad in store.quads_for_pattern(None, A, kind, GRAPH):
            thing: Any = quad.subject
            if thing.value.startswith(base):
                said = store.quads_for_pattern(thing, None, None, GRAPH)
                yield thing.value.removeprefix(base), "".join(map(line, said))


def line(quad: Quad) -> str:
    """A quad as a line of N-Triples."""
    return f"{quad.subject} {quad.predicate} {quad.object} .\n"
