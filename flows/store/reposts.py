"""Which page is a repost of which, as the clusters of the state have it: as triples, in releases in their own graph."""

from collections.abc import Iterable, Iterator

from flows.store.alike import Alike, Repost
from flows.store.state import State
from ontology.iris import XT, Iris

REPOSTS = "reposts"
"""The name of the graph, for ``Iris.graph``."""


def alike_of(state: State, iris: Iris) -> Alike:
    """The clusters of a state's pages, brought in line with their newest captures."""
    alike = Alike(state.db, iris.pages)
    alike.settle()
    return alike


def repost_lines(reposts: Iterable[Repost]) -> Iterator[bytes]:
    """The N-Triples of reposts: of each its original and what told them apart."""
    for page, original, told in reposts:
        yield f"<{page}> <{XT.repostOf}> <{original}> .\n".encode()
        yield f'<{page}> <{XT.toldBy}> "{told}" .\n'.encode()


def repost_quads(reposts: Iterable[Repost], iris: Iris) -> Iterator[bytes]:
    """The same as lines of N-Quads in a graph of their own."""
    graph = f" <{iris.graph(REPOSTS)}> .\n".encode()
    for line in repost_lines(reposts):
        yield line.replace(b" .\n", graph)
