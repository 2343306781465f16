"""The graph that says which page is a repost of which, made anew from the newest captures' signatures.

The order in which archives came in has no part in it: pages are taken by the time they give, then by name.
"""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
from rdflib import Literal, URIRef
from rdflib.term import Node

from flows.state import State
from ontology.iris import XT, Iris
from pipeline.clean.reposts import first_alike, tell
from pipeline.emit import nquads

REPOSTS = "reposts"
"""The name of the graph, for ``Iris.graph``."""


def repost_quads(state: State, iris: Iris) -> Iterator[bytes]:
    """The N-Quads of the graph: of each repost its original and what told them apart. A cluster at a time is held."""
    graph, repost_of, told_by = iris.graph(REPOSTS), XT.repostOf, XT.toldBy
    rows, signs = state.signatures()
    first = first_alike(signs)
    del signs
    reposts = np.flatnonzero(first != np.arange(len(first)))
    reposts = reposts[np.argsort(first[reposts], kind="stable")]
    for leader, others in groupby(map(int, reposts), key=lambda number: int(first[number])):
        cluster = state.witnesses(int(rows[number]) for number in (leader, *others))
        best, told = tell(cluster)
        pages = [URIRef(witness.page) for witness in cluster]
        says: list[tuple[Node, Node, Node]] = [(pages[number], repost_of, pages[best]) for number in told]
        says += [(pages[number], told_by, Literal(how)) for number, how in told.items()]
        yield from (line.encode() for line in nquads(says, graph))
