"""The lists that several views share: pages, relations, programmes at places, filters of facts."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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


Counted = Sequence[tuple[str, int, int]]
"""Numbers of facts by indicator and year; empty and 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters that a page offers."""

    indicators: tuple[Choice, ...]
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]


def filters(reader: Reader, things: Mapping[str, Thing], counted: Counted, asked: Asked) -> Filters:
    """The filters over facts that were counted by indicator and year."""
    at, by_indicator, by_year = asked.text("indicator"), Counter[str](), Counter[int]()
    for indicator, year, n in counted:
        by_indicator[indicator] += n
        by_year[year] += n
    indicators = (
        Choice(slug, reader.name(things.get(key), slug), n, slug == at)
        for key, n in by_indicator.most_common()
        if key and (slug := key.removeprefix("indicator/"))
    )
    years = (
        Choice(str(year), str(year), n, str(year) == asked.text("year"))
        for year, n in sorted(by_year.items(), reverse=True)
        if year
    )
    statuses = (Choice(s, reader.say(f"tag.{s}"), None, s == asked.text("status")) for s in ("actual", "planned"))
    return Filters(tuple(indicators), tuple(years), tuple(statuses))


def counted(graph: Graph, sql: str, values: Sequence[object]) -> tuple[Mapping[str, Thing], Counted]:
    """The indicators by key, and the rows of indicator, year and count (that an SQL query gives)."""
    rows = [(row[0] or "", row[1] or 0, row[2]) for row in graph.rows(sql, *values)]
    return graph.things(indicator for indicator, _, _ in rows), rows


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
    page: str
    url: str
    title: str
    published: str
    site: str


RELATIONS = """r.relation, r.kind, r.place, r.program, r.organisation, r.document, r.since, r.planned, r.at, r.first,
    r.last, p.page, p.url, p.title, p.published, p.site"""
ENDS = ("place", "program", "organisation", "document")


def relations(graph: Graph, where: str, values: Sequence[object], limit: int, order: str = "+r.id") -> list[Relation]:
    """The relations that a condition on the index finds (``r``); by the plus not all are gone through in order."""
    sql = f"""WITH first AS (SELECT r.id FROM relations r WHERE {where} ORDER BY {order} LIMIT ?)
        SELECT {RELATIONS} FROM first CROSS JOIN relations r ON r.id = first.id CROSS JOIN pages p ON p.id = r.page
        ORDER BY {order}"""
    return related(graph, graph.rows(sql, *values, limit))


def related(graph: Graph, found: Iterable[sqlite3.Row]) -> list[Relation]:
    """The relations of rows of the index (``RELATIONS``), in their order, with their sentences from the store."""
    rows = list(found)
    things = graph.things(row[end] for row in rows for end in (*ENDS, "site"))
    passages = [f"{row['page']}#char={row['first']},{row['last']}" for row in rows]
    quotes = {graph.key(r["passage"]): r["quote"] for r in graph.ask("quotes", ((passage,) for passage in passages))}
    return [
        Relation(
            row["relation"],
            row["kind"],
            things.get(row["place"]),
            things.get(row["program"]),
            things.get(row["organisation"]),
            things.get(row["document"]),
            bool(row["planned"]),
            row["at"] or "",
            row["since"] or "",
            quotes.get(passage, ""),
            row["page"],
            row["url"] or "",
            row["title"] or "",
            (row["published"] or "")[:10],
            site_name(things.get(row["site"]), row["site"]),
        )
        for row, passage in zip(rows, passages, strict=True)
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
    """A table of relations with these columns (``-`` before one keeps it to downloads) and those of their sentences."""
    shown = [column.lstrip("-") for column in columns.split()]
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
