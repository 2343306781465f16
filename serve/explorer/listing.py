"""The lists that several views share: pages, relations, programmes at places, filters of facts."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ontology.iris import XT
from serve.explorer.graph import Graph, Thing
from serve.explorer.reader import Reader, link
from serve.explorer.statements import SHORT, named, site_name
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Asked

NEWEST = 10
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter: its value, its words, how many there are, whether it is chosen."""

    value: str
    name: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL condition on facts with its values."""

    sql: str
    values: tuple[object, ...]

    def also(self, sql: str, *values: object) -> "Condition":
        """This and another."""
        return Condition(f"{self.sql} AND {sql}", (*self.values, *values))


def filtered(condition: Condition, asked: Asked) -> Condition:
    """The condition with the filters of the address: indicator, year, done or planned."""
    if indicator := asked.text("indicator"):
        condition = condition.also("f.indicator = ?", f"indicator/{indicator}")
    if (year := asked.number("year")) is not None:
        condition = condition.also("f.year = ?", year)
    if status := asked.one_of("status", "", "actual", "planned"):
        condition = condition.also("f.planned = ?", int(status == "planned"))
    return condition


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters that a page offers."""

    indicators: tuple[Choice, ...]
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]


def filters(graph: Graph, reader: Reader, condition: Condition, asked: Asked) -> Filters:
    """The filters over the facts of a condition, with counts."""
    at, sql = asked.text("indicator"), f"FROM facts f WHERE {condition.sql}"
    by_indicator = graph.rows(
        f"SELECT f.indicator AS key, count(*) AS n {sql} GROUP BY 1 ORDER BY n DESC", *condition.values
    )
    by_year = graph.rows(f"SELECT f.year AS year, count(*) AS n {sql} GROUP BY 1 ORDER BY 1 DESC", *condition.values)
    things = graph.things(row["key"] for row in by_indicator)
    indicators = (
        Choice(slug, reader.name(things.get(row["key"]), slug), row["n"], slug == at)
        for row in by_indicator
        if row["key"] and (slug := row["key"].removeprefix("indicator/"))
    )
    years = (
        Choice(str(row["year"]), str(row["year"]), row["n"], str(row["year"]) == asked.text("year"))
        for row in by_year
        if row["year"]
    )
    statuses = (Choice(s, reader.say(f"tag.{s}"), None, s == asked.text("status")) for s in ("actual", "planned"))
    return Filters(tuple(indicators), tuple(years), tuple(statuses))


def within(place: Thing, *, below: bool, column: str = "f.place") -> Condition:
    """What is of a place, or of it and all that lies in it: their keys begin with its key."""
    if below:
        return Condition(f"{column} >= ? AND {column} < ?", (place.key, place.key + LAST))
    return Condition(f"{column} = ?", (place.key,))


def pages_table(graph: Graph, rows: Iterable[sqlite3.Row], name: str = "pages", **more: object) -> Table:
    """A table of pages from rows of the index."""
    found = list(rows)
    things = graph.things([key for row in found for key in (row["site"], row["home"])])
    rows_of = (page_row(graph, row, things) for row in found)
    return table(name, "published title about site #facts -url -page_iri", rows_of, **more)  # type: ignore[arg-type]


def page_row(graph: Graph, row: sqlite3.Row, things: Mapping[str, Thing]) -> tuple[Cell, ...]:
    """A page as a row of that table."""
    url, site = row["url"] or "", row["site"]
    return (
        Cell((row["published"] or "")[:10]),
        Cell(row["title"] or url or row["page"], link(row["page"]), tags=("repost",) if row["original"] else ()),
        named(Reader(), things.get(row["home"])),
        Cell(site_name(things.get(site), site), link(site) if site else ""),
        Cell(str(row["facts"]), raw=row["facts"]),
        Cell(url),
        Cell(graph.base + row["page"]),
    )


def mentioning(graph: Graph, key: str, limit: int, offset: int = 0) -> list[sqlite3.Row]:
    """The newest pages that name a thing."""
    sql = """SELECT p.* FROM things t CROSS JOIN mentions m ON m.thing = t.id CROSS JOIN pages p ON p.id = m.page
        WHERE t.key = ? ORDER BY m.page LIMIT ? OFFSET ?"""
    return graph.rows(sql, key, limit, offset)


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement without a number in the words of one page."""

    key: str
    kind: str
    place: Thing | None
    program: Thing | None
    organisation: Thing | None
    document: Thing | None
    planned: bool
    when: str
    since: str
    quote: str
    passage: str
    page: str
    url: str
    title: str
    published: str
    site: str


def relations(graph: Graph, where: str, values: Sequence[object], limit: int, order: str = "r.id") -> list[Relation]:
    """The relations that an SQL condition on the index finds (``r``)."""
    sql = f"""SELECT r.relation, r.since, p.page, p.url, p.title, p.published, p.site FROM relations r
        CROSS JOIN pages p ON p.id = r.page WHERE {where} ORDER BY {order} LIMIT ?"""
    return related(graph, graph.rows(sql, *values, limit))


def related(graph: Graph, found: Iterable[sqlite3.Row]) -> list[Relation]:
    """What the store says of relations that the index found."""
    listed = {row["relation"]: row for row in found}
    said = {graph.key(r["relation"]): r for r in graph.ask("relations", ((k, r["page"]) for k, r in listed.items()))}
    ends = ("place", "program", "organisation", "document")
    things = graph.things([graph.key(row[end]) for row in said.values() for end in ends if end in row])
    sites = graph.things(row["site"] for row in listed.values())

    def end(row: Mapping[str, str], name: str) -> Thing | None:
        return things.get(graph.key(row[name])) if name in row else None

    return [
        Relation(
            key,
            says["kind"].removeprefix(XT).lower(),
            end(says, "place"),
            end(says, "program"),
            end(says, "organisation"),
            end(says, "document"),
            says["modality"] == f"{XT}planned",
            says.get("when", ""),
            row["since"] or "",
            says["quote"],
            graph.key(says["passage"]),
            row["page"],
            row["url"] or "",
            row["title"] or "",
            (row["published"] or "")[:10],
            site_name(sites.get(row["site"]), row["site"]),
        )
        for key, row in listed.items()
        if (says := said.get(key))
    ]


def since_cell(reader: Reader, relation: Relation) -> Cell:
    """When something began; what no sentence dates had begun when its page was published."""
    tags = ("planned",) if relation.planned else ()
    if relation.when or not relation.published:
        return Cell(reader.period(relation.when), raw=relation.when, tags=tags)
    shown = reader.say("period.at_latest", day=reader.period(relation.published))
    return Cell(shown, raw=f"≤ {relation.published}", tags=tags)


def relations_table(
    graph: Graph, reader: Reader, found: Sequence[Relation], columns: str, name: str = "relations", **more: object
) -> Table:
    """A table of relations with these columns and those that every one has for its sentence."""
    shown = columns.split()
    rows = []
    for r in found:
        cells = {
            "kind": Cell(reader.say(f"relation.{r.kind}"), raw=r.kind),
            "place": named(reader, r.place),
            "program": named(reader, r.program),
            "organisation": named(reader, r.organisation),
            "document": named(reader, r.document),
            "since": since_cell(reader, r),
        }
        sentence = r.quote if len(r.quote) <= SHORT else r.quote[:SHORT] + "…"
        rows.append(
            (
                *(cells[column] for column in shown),
                Cell(sentence, link(r.key), raw=r.quote, is_quote=True),
                Cell(r.site, link(r.page)),
                Cell("planned" if r.planned else "actual"),
                Cell(r.published),
                Cell(r.url),
                Cell(graph.base + r.key),
            )
        )
    return table(name, f"{columns} sentence source -modality -published -url -statement_iri", rows, **more)  # type: ignore[arg-type]
