"""A programme: what it is, where it runs and since when, its money and quantities planned and done, who takes part."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from serve.explorer import charts
from serve.explorer.graph import THING, Graph, Thing
from serve.explorer.listing import (
    NEWEST,
    Condition,
    Filters,
    counted,
    filtered,
    filters,
    mentioning,
    pages_table,
    relations,
    relations_table,
)
from serve.explorer.reader import Reader, link
from serve.explorer.statements import COLUMNS, facts_table, local, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import PAGE_ROWS, Asked, Figure, NotFoundError, View, paged

LOCAL = 200
"""Local programmes that count with a national one."""
LISTED = 15
FIRST_YEAR = 1990
"""Before it, a year is of history and not of the work that pages tell of."""
KINDS = ("project", "campaign", "mechanism", "brand", "model")


@dataclass(frozen=True, slots=True)
class ProgramView:
    """What the template of a programme knows."""

    program: Thing
    above: Thing | None
    said: "Said"
    figures: tuple[Figure, ...]
    places: Table
    facts: Table
    filters: Filters
    locals: tuple[Thing, ...]
    bodies: Table
    documents: Table
    pages: Table


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a thing itself: what it means, which document sets it up, and so on."""

    also: tuple[str, ...] = ()
    kind: str = ""
    since: str = ""
    issuers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    definition: str = ""
    documents: tuple[str, ...] = ()


def said_of(graph: Graph, reader: Reader, key: str) -> Said:
    """Other names, kind, meaning, beginning, issuers, documents and number of a thing."""
    found, meant = dict[str, set[str]](), dict[str, str]()
    for row in graph.ask("thing", [(key,)]):
        name, value = local(row["property"].replace("#", "/")), row["value"]
        found.setdefault(name, set()).add(value)
        if name == "definition":
            meant[row["language"]] = value
    listed = {name: tuple(sorted(values)) for name, values in found.items()}
    kinds = (local(iri.replace("#", "/")).lower() for iri in listed.get("type", ()))
    return Said(
        listed.get("altLabel", ()),
        next((k for k in sorted(kinds) if k in KINDS), ""),
        min(listed.get("since", ("",))),
        listed.get("issuer", ()),
        listed.get("number", ()),
        meant.get(reader.language, ""),
        listed.get("source", ()),
    )


def program_view(graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The page of a programme; local programmes under it count with it. Raises NotFoundError, BadRequestError."""
    program = graph.thing(key)
    if program is None or program.kind != "program":
        raise NotFoundError(key)
    narrower = below(graph, key)
    keys = (key, *(thing.key for thing in narrower))
    marks = ", ".join("?" * len(keys))
    rows, following = paged(program_facts(graph, keys, asked), asked.offset)
    facts = facts_table(graph, reader, told(graph, rows), leave=("program",), following=following, sort="newest")
    running = Condition(f"r.program IN ({marks}) AND r.kind = 'adoption'", keys)
    figures = program_figures(graph, reader, key, keys) if not asked.offset else ()
    adopted = relations(graph, running.sql, running.values, PAGE_ROWS, "r.year IS NULL, r.year, r.id")
    others = any(it.program and it.program.key != key for it in adopted)
    places = relations_table(graph, reader, adopted, f"place since {'' if others else '-'}program", "adoptions")
    parts = relations(graph, f"r.program IN ({marks}) AND r.kind = 'participation'", keys, LISTED)
    issued = relations(graph, f"r.program IN ({marks}) AND r.kind = 'issuance'", keys, LISTED)
    bodies = relations_table(graph, reader, parts, "organisation place", "bodies")
    documents = relations_table(graph, reader, issued, "document organisation since", "documents")
    pages = pages_table(graph, mentioning(graph, key, NEWEST))
    about = ProgramView(
        program, graph.thing(program.parent) if program.parent else None, said_of(graph, reader, key), figures, places,
        facts, program_filters(graph, reader, keys, asked), narrower[:LISTED], bodies, documents, pages,
    )  # fmt: skip
    tables = (facts, places, bodies, documents, pages, *(figure.table for figure in figures))
    return View("program.html", reader.name(program), about, tables, key)


def program_facts(graph: Graph, keys: Sequence[str], asked: Asked) -> list[sqlite3.Row]:
    """The newest facts of programmes, one more than a page shows: of each programme its newest, then of these."""
    condition, last = filtered(Condition("f.program = ?", ()), asked), asked.offset + PAGE_ROWS + 1
    one = f"SELECT * FROM (SELECT f.id FROM facts f WHERE {condition.sql} ORDER BY f.id LIMIT {last})"
    sql = f"""WITH newest AS ({" UNION ALL ".join([one] * len(keys))} ORDER BY 1 LIMIT ? OFFSET ?)
        SELECT {COLUMNS} FROM newest CROSS JOIN facts f ON f.id = newest.id CROSS JOIN pages p ON p.id = f.page
        ORDER BY f.id"""
    values = [value for key in keys for value in (key, *condition.values)]
    return graph.rows(sql, *values, PAGE_ROWS + 1, asked.offset)


def program_filters(graph: Graph, reader: Reader, keys: Sequence[str], asked: Asked) -> Filters:
    """The filters over all facts of programmes."""
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT indicator, year, sum(facts) FROM used WHERE program IN ({marks}) GROUP BY 1, 2"
    return filters(reader, *counted(graph, sql, keys), asked)


def below(graph: Graph, key: str) -> tuple[Thing, ...]:
    """The programmes that name this one as the broader, and those below them."""
    found, todo = dict[str, Thing](), [key]
    while todo and len(found) < LOCAL:
        sql = f"""SELECT {THING} FROM things WHERE parent = ? AND kind = 'program'
            ORDER BY places DESC, facts DESC, key LIMIT ?"""
        for row in graph.rows(sql, todo.pop(0), LOCAL - len(found)):
            if row["key"] not in found and row["key"] != key:
                found[row["key"]] = Thing(*row)
                todo.append(row["key"])
    return tuple(found.values())


def program_figures(graph: Graph, reader: Reader, key: str, keys: tuple[str, ...]) -> tuple[Figure, ...]:
    """How a programme spread over the years and where it runs."""
    marks = ", ".join("?" * len(keys))
    sql = f"""SELECT first AS year, count(*) AS n FROM (
            SELECT min(year) AS first FROM relations WHERE kind = 'adoption' AND program IN ({marks})
            AND year IS NOT NULL AND place IS NOT NULL GROUP BY +place)
        GROUP BY 1 ORDER BY 1"""
    by_year = [(row["year"], row["n"]) for row in graph.rows(sql, *keys)]
    sql = f"""SELECT substr(place, 7, 2) AS code, count(DISTINCT place) AS n FROM relations
        WHERE kind = 'adoption' AND program IN ({marks}) AND place IS NOT NULL GROUP BY 1 ORDER BY n DESC"""
    by_province = {row["code"]: row["n"] for row in graph.rows(sql, *keys)}
    sql = f"""SELECT year, planned, sum(facts) AS n FROM used
        WHERE program IN ({marks}) AND year >= ? GROUP BY 1, 2 ORDER BY 1"""
    told = graph.rows(sql, *keys, FIRST_YEAR)
    found = (
        planned_done_figure(reader, told, reader.say("figure.planned_done"), link("ask/money-by-program")),
        spread_figure(reader, by_year, link("ask/adoptions", program=key)),
        province_figure(graph, reader, by_province, reader.say("figure.where_runs"), "places"),
    )
    return tuple(figure for figure in found if figure)


def planned_done_figure(reader: Reader, rows: Sequence[sqlite3.Row], title: str, href: str) -> Figure | None:
    """How many facts (``n``) of each ``year`` are done, how many ``planned``, as columns side by side."""
    series = list[charts.Series]()
    for planned, name in enumerate(("actual", "planned")):
        own = [row for row in rows if row["planned"] == planned]
        items = [(r["year"], charts.Item(str(r["year"]), r["n"], reader.number(r["n"]), "", name)) for r in own]
        series.append((reader.say(f"tag.{name}"), items))
    chart = charts.columns(series, reader.short)
    if chart is None:
        return None
    years = sorted({year for _, items in series for year, _ in items})
    counts = [{year: int(item.value) for year, item in items} for _, items in series]
    cells = ((Cell(str(y), raw=y), *(Cell(reader.number(c.get(y, 0)), raw=c.get(y, 0)) for c in counts)) for y in years)
    return Figure(title, chart, table("planned-done", "year #actual #planned", cells), href)


def spread_figure(reader: Reader, by_year: list[tuple[int, int]], href: str, title: str = "") -> Figure | None:
    """In how many places something ran for the first time, year by year."""
    items = [(year, charts.Item(str(year), n, reader.number(n))) for year, n in by_year]
    chart = charts.columns([(reader.say("col.places"), items)], reader.short)
    if chart is None:
        return None
    rows = ((Cell(str(year), raw=year), Cell(item.shown, raw=int(item.value))) for year, item in items)
    return Figure(title or reader.say("figure.spread"), chart, table("spread", "year #places", rows), href)


def province_figure(graph: Graph, reader: Reader, by_code: dict[str, int], title: str, counted: str) -> Figure | None:
    """Counts by province as a tile map."""
    if not by_code:
        return None
    things = graph.things(f"place/{code}" for code in by_code)
    hrefs = {code: link(f"place/{code}") for code in by_code if f"place/{code}" in things}
    chart = charts.tile_map(by_code, reader.language, reader.number, reader.short, hrefs)
    rows = (
        (Cell(reader.name(things.get(f"place/{c}"), c), hrefs.get(c, "")), Cell(reader.number(n), raw=n))
        for c, n in sorted(by_code.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return Figure(title, chart, table(f"provinces-{counted}", f"province #{counted}", rows))
