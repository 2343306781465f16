"""Counts and lists that a question could not make in time, as triples in a graph of their own, made from the index.

A build puts in and takes out what differs from the index before. The graph is no part of what pages say: releases
leave it out, and so does who counts the default graph.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from pyoxigraph import NamedNode, Store
from rdflib import SDO, XSD

from flows.batches import batched
from flows.store.merged import Merged
from ontology.iris import XT, Iris
from pipeline.graph.days import bounds
from serve.search.schema import FILE, opened
from serve.search.tallies import Kind

COUNTS = "counts"
"""The name of the graph, for ``Iris.graph``; its IRI stands for what is told of no known province, too."""
NEWEST = """SELECT p.page FROM {{db}}.mentions m CROSS JOIN {{db}}.pages p ON p.id = m.page
        WHERE m.thing = t.id {} ORDER BY m.page LIMIT 1"""
LINKS = (XT.newestMention,)
"""The properties whose values are keys of things."""
KEPT: Mapping[str, tuple[str, ...]] = {
    f"""SELECT t.key, n FROM {{db}}.distinct_members d JOIN {{db}}.things t ON t.id = d.key
        WHERE d.kind = {Kind.PLACE_PROGRAMS:d} AND t.kind = 'place'""": (XT.programCount,),
    "SELECT DISTINCT place, contest FROM {db}.facts WHERE contested": (XT.contest,),
    "SELECT fact, contest FROM {db}.facts WHERE contested": (XT.contest,),
    """SELECT fact, iif(home, iif(at IS NULL, 'place and time', 'place'), 'time')
        FROM {db}.facts WHERE home OR at IS NULL""": (XT.lacks,),
    "SELECT fact, 1 FROM {db}.facts WHERE misfit": (XT.misfitCount,),
    "SELECT page, checked FROM {db}.pages WHERE checked IS NOT NULL": (XT.checkedDay,),
    "SELECT DISTINCT '', checked FROM {db}.pages WHERE checked IS NOT NULL": (XT.checkedDay,),
    """SELECT p.page, iif(whole, day, NULL), iif(whole, NULL, day)
        FROM {db}.turns t JOIN {db}.pages p ON p.id = t.page""": (XT.turnDay, XT.changedDay),
    "SELECT DISTINCT '', iif(whole, day, NULL), iif(whole, NULL, day) FROM {db}.turns": (XT.turnDay, XT.changedDay),
    f"""SELECT t.key, max(c.sources, 1), coalesce(({NEWEST.format("AND p.original IS NULL")}), ({NEWEST.format("")}))
        FROM {{db}}.things t CROSS JOIN {{db}}.counted c ON c.key = t.key
        WHERE t.kind = 'place' AND t.level IN (4, 5) AND c.pages > 0""": (XT.mentionCount, XT.newestMention),
    "SELECT site, pages, reposts, facts, first, last FROM {db}.told_by_site": (
        *(XT.pageCount, XT.repostCount, XT.factCount, SDO.startDate, SDO.endDate),
    ),
    "SELECT province, counties, sites, pages, facts FROM {db}.told_of_province": (
        *(XT.countyCount, XT.siteCount, XT.pageCount, XT.factCount),
    ),
}
"""What is kept: rows of an index, each of a subject's key and values, with the property of each value."""
PLANS = "SELECT fact, at FROM {db}.facts WHERE planned AND timed AND money"
"""Planned money and its time."""
YEARS = 20
"""A plan names each year that it reaches into, one for longer or without an end its first."""
ALL, OTHERS = "{rows}", "{rows} EXCEPT {others}"
REMOVED_AT_ONCE = PUT_AT_ONCE = 10_000


def tell_counts(folder: Path, iris: Iris, before: Path | None = None) -> None:
    """Bring the counts of a store in line with its index; those that it has are of the index of the store ``before``,
    if that is given. Raises NoIndexError, OSError."""
    name = NamedNode(iris.graph(COUNTS))
    graph = Merged(Store(str(folder)), iris.pages, name)
    with closing(opened(folder)) as db:
        if before:
            db.execute("ATTACH ? AS old", (f"{(before / FILE).absolute().as_uri()}?mode=ro&immutable=1",))
            for gone in batched(lines(db, iris, OTHERS, "old", "main"), REMOVED_AT_ONCE):
                graph.remove(line.encode() for line in gone)
        else:
            graph.store.clear_graph(name)
        for new in batched(lines(db, iris, OTHERS if before else ALL, "main", "old"), PUT_AT_ONCE):
            graph.put("".join(new).encode())
    graph.flush()
    graph.store.flush()


def counts(folder: Path, iris: Iris) -> Iterator[str]:
    """The counts of an index as N-Triples."""
    with closing(opened(folder)) as db:
        yield from lines(db, iris)


def lines(db: Connection, iris: Iris, which: str = ALL, of: str = "main", other: str = "old") -> Iterator[str]:
    """The counts of one of the indexes that are open, all or those that another has not, as N-Triples."""

    def rows(sql: str) -> Iterator[tuple[str | int | None, ...]]:
        yield from map(tuple, db.execute(which.format(rows=sql.format(db=of), others=sql.format(db=other))))

    for sql, properties in KEPT.items():
        for key, *values in rows(sql):
            subject = f"<{iris.base}{key}>" if key else f"<{iris.graph(COUNTS)}>"
            for term, value in zip(properties, values, strict=True):
                if value is not None:
                    yield f"{subject} <{term}> {f'<{iris.base}{value}>' if term in LINKS else literal(value)} .\n"
    for key, at in rows(PLANS):
        yield from (f"<{iris.base}{key}> <{term}> {literal(year)} .\n" for term, year in reached(str(at)))


def reached(when: str) -> Iterator[tuple[str, int]]:
    """The years that a plan's time reaches into, each with the property that says so; those of a long one begin."""
    start, end = bounds(when)
    if start and end and end.year - start.year < YEARS:
        yield from ((XT.plannedYear, year) for year in range(start.year, end.year + 1))
    elif start:
        yield XT.plannedSince, start.year


def literal(value: str | int) -> str:
    """A count or a day as N-Triples write it."""
    return f'"{value}"^^<{XSD.integer}>' if isinstance(value, int) else f'"{value}"'
