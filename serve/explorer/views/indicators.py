"""An indicator: what it is, how many facts there are by year, and how places rank by it."""

import sqlite3
from collections import Counter
from dataclasses import dataclass

from serve.explorer import charts
from serve.explorer.graph import Graph, Thing
from serve.explorer.listing import Choice
from serve.explorer.reader import Reader
from serve.explorer.statements import COLUMNS, Fact, facts_table, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import PAGE_ROWS, Asked, Figure, NotFoundError, View
from serve.explorer.views.places import fact_item
from serve.explorer.views.programs import Said, said_of

LEVELS = (1, 2, 3, 4, 5, 6)
DRAWN = 15
TRIED = 4
"""Times as many facts are read as places are ranked, as several may be of one place."""


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """What the template of an indicator knows."""

    indicator: Thing
    above: Thing | None
    narrower: tuple[Thing, ...]
    said: Said
    years: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    status: str
    ranking: Table
    figures: tuple[Figure, ...]


def indicator_view(graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The page of an indicator: the ranking of a year and a level, the commonest where none is chosen.

    Raises NotFoundError, BadRequestError.
    """
    indicator = graph.thing(key)
    if indicator is None or indicator.kind != "indicator":
        raise NotFoundError(key)
    status = asked.one_of("status", "actual", "planned")
    planned = int(status == "planned")
    measured = graph.rows("SELECT * FROM measured WHERE indicator = ? AND planned = ? AND year > 0", key, planned)
    year, level = chosen(measured, asked)
    found = ranked(graph, key, planned, year, level)
    ranking = facts_table(graph, reader, found, "ranking", leave=("indicator",), sort="greatest")
    figures = tuple(f for f in (ranking_figure(graph, reader, found), years_figure(reader, measured)) if f)
    narrower = graph.rows("SELECT key FROM things WHERE parent = ? AND kind = 'indicator' ORDER BY facts DESC", key)
    about = IndicatorView(
        indicator,
        graph.thing(indicator.parent) if indicator.parent else None,
        tuple(graph.things(row["key"] for row in narrower).values()),
        said_of(graph, reader, key),
        tuple(Choice(str(y), str(y), n, y == year) for y, n in summed(measured, "year", level=level)),
        tuple(Choice(str(at), reader.say(f"level.{at}"), n, at == level) for at, n in summed(measured, "level")),
        status,
        ranking,
        figures,
    )
    return View("indicator.html", reader.name(indicator), about, (ranking, *(f.table for f in figures)), key)


def chosen(measured: list[sqlite3.Row], asked: Asked) -> tuple[int | None, int | None]:
    """The year and the level of the ranking: as asked; else the level with most facts, and its year with most."""
    level, year = asked.number("level", 1, 6), asked.number("year")
    if level is None:
        of_year = [row for row in measured if year is None or row["year"] == year]
        counts = summed([row for row in of_year if row["level"]], "level")
        level = max(counts, key=lambda pair: pair[1])[0] if counts else None
    if year is None:
        counts = summed(measured, "year", level=level)
        year = max(counts, key=lambda pair: (pair[1], pair[0]))[0] if counts else None
    return year, level


def summed(measured: list[sqlite3.Row], by: str, level: int | None = None) -> list[tuple[int, int]]:
    """How many facts there are by year or level, the greatest first."""
    counts = dict[int, int]()
    for row in measured:
        if row[by] and (level is None or row["level"] == level):
            counts[row[by]] = counts.get(row[by], 0) + row["facts"]
    return sorted(counts.items(), reverse=by == "year")


def ranked(
    graph: Graph, key: str, planned: int, year: int | None, level: int | None, limit: int = PAGE_ROWS
) -> list[Fact]:
    """The greatest fact of each place, the greatest first; facts per head do not rank with totals."""
    if year is None or level is None:
        return []
    sql = f"""SELECT {COLUMNS}, f.unit, f.per FROM facts f CROSS JOIN pages p ON p.id = f.page
        WHERE f.indicator = ? AND f.planned = ? AND f.year = ? AND f.level = ? AND f.value IS NOT NULL
        ORDER BY f.value DESC LIMIT ?"""
    rows = graph.rows(sql, key, planned, year, level, limit * TRIED)
    units = Counter((row["unit"], row["per"]) for row in rows)
    commonest = max(units, key=lambda unit: (units[unit], str(unit)), default=None)
    best = dict[str, sqlite3.Row]()
    for row in rows:
        if (row["unit"], row["per"]) == commonest:
            best.setdefault(row["place"], row)
    return told(graph, list(best.values())[:limit])


def ranking_figure(graph: Graph, reader: Reader, found: list[Fact], title: str = "", href: str = "") -> Figure | None:
    """The first of a ranking as bars."""
    first = found[:DRAWN]
    chart = charts.bars(
        [
            charts.Item(i.name, fact.amount or 0, i.shown, i.href, i.kind)
            for fact in first
            for i in [fact_item(reader, fact)]
        ]
    )
    if chart is None:
        return None
    leave = ("indicator", "program", "what", "when", "sentence")
    shown = facts_table(graph, reader, first, "first", leave=leave)
    return Figure(title or reader.say("figure.first"), chart, shown, href)


def years_figure(reader: Reader, measured: list[sqlite3.Row]) -> Figure | None:
    """How many facts there are by year."""
    items = [(y, charts.Item(str(y), n, reader.number(n), f"?year={y}")) for y, n in sorted(summed(measured, "year"))]
    chart = charts.columns([(reader.say("col.facts"), items)], reader.short)
    if chart is None:
        return None
    rows = ((Cell(str(y), item.href, raw=y), Cell(item.shown, raw=int(item.value))) for y, item in items)
    return Figure(reader.say("figure.facts_by_year"), chart, table("years", "year #facts", rows))


def indicators(graph: Graph, limit: int) -> list[Thing]:
    """The indicators with most facts."""
    sql = "SELECT key FROM things WHERE kind = 'indicator' AND facts ORDER BY facts DESC, key LIMIT ?"
    keys = [row["key"] for row in graph.rows(sql, limit)]
    found = graph.things(keys)
    return [found[key] for key in keys]
