"""The graph that says which page is a repost of which, as the clusters of the state have it."""

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from flows.store.alike import Alike, Repost
from flows.store.state import State
from ontology.iris import XT, Iris
from pipeline.emit import nquads

REPOSTS = "reposts"
"""The name of the graph, for ``Iris.graph``."""


def alike_of(state: State, iris: Iris) -> Alike:
    """The clusters of a state's pages, brought in line with their newest captures."""
    alike = Alike(state.db, iris.pages)
    alike.settle()
    return alike


def repost_quads(reposts: Iterable[Repost], iris: Iris) -> Iterator[bytes]:
    """The N-Quads of the graph: of each repost its original and what told them apart."""
    graph = iris.graph(REPOSTS)
    for page, original, told in reposts:
        says = [(URIRef(page), XT.repostOf, URIRef(original)), (URIRef(page), XT.toldBy, Literal(told))]
        yield from (line.encode() for line in nquads(says, graph))
