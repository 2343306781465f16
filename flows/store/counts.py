"""Counts that a question could not make in time, as triples in a graph of their own, made from the index at each build.

The graph is no part of what pages say: releases leave it out, and so does who counts the default graph.
"""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store
from rdflib import SDO, XSD

from ontology.iris import XT, Iris
from serve.search.schema import opened
from serve.search.tallies import Kind

COUNTS = "counts"
"""The name of the graph, for ``Iris.graph``; its IRI stands for what is told of no known province, too."""
BY_SITE = "SELECT site, pages, reposts, facts, first, last FROM told_by_site ORDER BY site"
OF_PROVINCE = "SELECT province, counties, sites, pages, facts FROM told_of_province ORDER BY province"
OF_PLACE = {
    str(XT.programCount): f"""SELECT t.key, n FROM distinct_members d JOIN things t ON t.id = d.key
        WHERE d.kind = {Kind.PLACE_PROGRAMS:d} AND t.kind = 'place' ORDER BY t.key""",
    str(XT.contestedCount): "SELECT place, count(*) FROM facts WHERE contested GROUP BY place ORDER BY place",
}
"""What is counted of places, by property."""
NUMBERS = {
    "pages": str(XT.pageCount),
    "reposts": str(XT.repostCount),
    "facts": str(XT.factCount),
    "counties": str(XT.countyCount),
    "sites": str(XT.siteCount),
}
DAYS = {"first": str(SDO.startDate), "last": str(SDO.endDate)}


def tell_counts(folder: Path, iris: Iris) -> None:
    """Put the counts into a store whose index is made. Raises NoIndexError, OSError."""
    lines, graph = "".join(counts(folder, iris)).encode(), NamedNode(iris.graph(COUNTS))
    store = Store(str(folder))
    store.clear_graph(graph)
    store.load(lines, RdfFormat.N_TRIPLES, to_graph=graph)
    store.flush()


def counts(folder: Path, iris: Iris) -> Iterator[str]:
    """The counts of an index as N-Triples."""
    rest = iris.graph(COUNTS)
    with closing(opened(folder)) as db:
        for term, sql in OF_PLACE.items():
            for key, n in db.execute(sql):
                yield f'<{iris.base}{key}> <{term}> "{n}"^^<{XSD.integer}> .\n'
        for sql in (BY_SITE, OF_PROVINCE):
            for key, *values in (rows := db.execute(sql)):
                subject = f"{iris.base}{key}" if key else rest
                for (name, *_), value in zip(rows.description[1:], values, strict=True):
                    if name in NUMBERS:
                        yield f'<{subject}> <{NUMBERS[name]}> "{value}"^^<{XSD.integer}> .\n'
                    elif value is not None:
                        yield f'<{subject}> <{DAYS[name]}> "{value}" .\n'
