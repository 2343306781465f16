"""A place: what lies above and below it, its facts as a list and over the years, what runs there, who tells of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from serve.explorer import charts
from serve.explorer.graph import Graph, Thing
from serve.explorer.listing import (
    NEWEST,
    Choice,
    Condition,
    Counted,
    Filters,
    counted,
    filtered,
    filters,
    mentioning,
    pages_table,
    within,
)
from serve.explorer.reader import Reader, link
from serve.explorer.statements import COLUMNS, Fact, facts_table, named, over_years, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import PAGE_ROWS, Asked, Figure, NotFoundError, View, paged

COUNTY = 3
"""The level from which on a place's page tells of all that lies in it too: what lies in a province is too much."""
CHARTS, CHARTED = 3, 8
LATEST = 8
"""Indicators whose newest numbers stand first."""
POINTS, WHOLE = 15, 2_000
"""Facts that a chart shows, and that its download holds."""
LISTED = 20
KEPT = 20_000
"""Facts of a place and all that lies in it from which on their counts are kept: they take long, and a graph has at most
one such county for so many facts."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """What the template of a place knows."""

    place: Thing
    above: tuple[Thing, ...]
    code: str
    counts: tuple[int, int]
    """Pages about it and facts, with all that lies in it."""
    below: bool
    """Whether the facts are those of all that lies in it too."""
    may_below: bool
    filters: Filters
    facts: Table
    latest: Table
    """Of each indicator the newest number of the place itself, done and planned."""
    figures: tuple[Figure, ...]
    divisions: tuple[Choice, ...]
    programs: Table
    organisations: tuple[Choice, ...]
    pages: Table


def place_view(graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The page of a place. Raises NotFoundError, BadRequestError."""
    place = graph.thing(key)
    if place is None or place.kind != "place":
        raise NotFoundError(key)
    may_below = (place.level or COUNTY) >= COUNTY
    below = may_below and asked.one_of("below", "1", "0") == "1"
    of_place = within(place, below=below)
    condition = filtered(of_place, asked)
    # ids alone are sorted, which the index on places has: what lies in a county may be thousands of facts; by the
    # plus the planner does not go through all facts in the order of ids instead
    sql = f"""WITH newest AS (SELECT f.id FROM facts f WHERE {condition.sql} ORDER BY +f.id LIMIT ? OFFSET ?)
        SELECT {COLUMNS} FROM newest CROSS JOIN facts f ON f.id = newest.id CROSS JOIN pages p ON p.id = f.page
        ORDER BY f.id"""
    rows, following = paged(graph.rows(sql, *condition.values, PAGE_ROWS + 1, asked.offset), asked.offset)
    found = told(graph, rows)
    leave = ("where",) if all(is_of(fact, place) and not fact.at_home for fact in found) else ()
    facts = facts_table(graph, reader, found, leave=leave, following=following, sort="newest")
    measures = () if asked.offset else place_measures(graph, place, condition)
    latest = latest_table(graph, reader, place, measures, quoted=asked.is_download)
    figures = place_figures(graph, reader, place, measures, condition, quoted=asked.is_download)
    lying = divisions(graph, place)
    if not asked.offset and (shares := divisions_figure(reader, lying)):
        figures = (*figures, shares)
    programs, pages = place_programs(graph, reader, place, below=below), place_pages(graph, place)
    about = PlaceView(
        place,
        tuple(graph.above(place)),
        place.key.removeprefix("place/") if place.key.removeprefix("place/").isdigit() else "",
        counts(graph, place),
        below,
        may_below and bool(place.level != 6),
        filters(reader, *place_counted(graph, place, of_place, below=below), asked),
        facts,
        latest,
        figures,
        lying,
        programs,
        organisations(graph, place),
        pages,
    )
    return View(
        "place.html", reader.name(place), about, (facts, latest, programs, pages, *(f.table for f in figures)), key
    )


def place_counted(
    graph: Graph, place: Thing, of_place: Condition, *, below: bool
) -> tuple[Mapping[str, Thing], Counted]:
    """All facts of a place by indicator and year; of the greatest places, of which there are few, counted once."""
    sql = f"SELECT f.indicator, f.year, count(*) FROM facts f WHERE {of_place.sql} GROUP BY 1, 2"
    if counts(graph, place)[1] < KEPT:
        return counted(graph, sql, of_place.values)
    return graph.once(("counted", place.key, below), lambda: counted(graph, sql, of_place.values))


def counts(graph: Graph, place: Thing) -> tuple[int, int]:
    """Pages about a place and all that lies in it, or those that name it where these are more; facts of all that."""
    rows = graph.rows("SELECT pages, facts FROM below WHERE key = ?", place.key)
    return (max(rows[0]["pages"], place.pages), rows[0]["facts"]) if rows else (place.pages, place.facts)


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator of which a place has numbers: the newest year of one that is done, the number of years and facts."""

    indicator: str
    newest: int | None
    years: int
    facts: int


def place_measures(graph: Graph, place: Thing, condition: Condition) -> tuple[Measure, ...]:
    """The indicators of a place's own numbers, those with the newest first."""
    own = condition.also("f.place = ? AND f.indicator IS NOT NULL AND f.year IS NOT NULL", place.key)
    sql = f"""SELECT f.indicator, max(CASE WHEN f.planned THEN NULL ELSE f.year END) AS newest,
            count(DISTINCT f.year) AS years, count(*) AS n FROM facts f WHERE {own.sql}
        GROUP BY 1 ORDER BY newest DESC, n DESC, 1"""
    return tuple(Measure(*row) for row in graph.rows(sql, *own.values))


def latest_table(graph: Graph, reader: Reader, place: Thing, found: Sequence[Measure], *, quoted: bool) -> Table:
    """Of each indicator the place's newest number that is done, and the last that is planned for no earlier year."""
    wanted = list[int]()
    for measure in found[:LATEST]:
        done = """SELECT id FROM facts WHERE place = ? AND indicator = ? AND year = ? AND planned = 0
            ORDER BY id LIMIT 1"""
        plan = """SELECT id FROM facts WHERE place = ? AND indicator = ? AND year >= ? AND planned = 1
            ORDER BY year DESC, id LIMIT 1"""
        of_one = (place.key, measure.indicator)
        wanted += [row["id"] for row in graph.rows(done, *of_one, measure.newest)]
        wanted += [row["id"] for row in graph.rows(plan, *of_one, measure.newest or 0)]
    marks = ", ".join("?" * len(wanted))
    rows = graph.rows(
        f"SELECT f.id, {COLUMNS} FROM facts f CROSS JOIN pages p ON p.id = f.page WHERE f.id IN ({marks})", *wanted
    )
    facts = told(graph, sorted(rows, key=lambda row: wanted.index(row["id"])), quoted=quoted)
    return facts_table(graph, reader, facts, "latest", leave=("where", "program", "sentence"))


def place_figures(
    graph: Graph, reader: Reader, place: Thing, found: Sequence[Measure], condition: Condition, *, quoted: bool
) -> tuple[Figure, ...]:
    """The place's own numbers over the years: of each of the indicators with most years, by unit."""
    own = condition.also("f.place = ?", place.key)
    drawn = sorted((measure for measure in found if measure.years > 1), key=lambda measure: -measure.years)
    figures = list[Figure]()
    for measure in drawn[:CHARTS]:
        of_one = own.also("f.indicator = ?", measure.indicator)
        most = WHOLE if quoted else POINTS
        facts = over_years(graph, of_one.sql, of_one.values, most, quoted=quoted)
        if figure := series_figure(graph, reader, facts, [place]):
            figures.append(replace(figure, cut=most) if measure.facts > most else figure)
    return tuple(figures)


def divisions_figure(reader: Reader, lying: Sequence[Choice]) -> Figure | None:
    """The divisions below of which most is told, as bars."""
    most = [it for it in lying if it.count][:CHARTED]
    chart = charts.bars([charts.Item(it.name, it.count or 0, reader.number(it.count or 0), it.value) for it in most])
    if chart is None or len(most) == 1:
        return None
    rows = ((Cell(bar.item.name, bar.item.href), Cell(bar.item.shown, raw=int(bar.item.value))) for bar in chart.bars)
    return Figure(reader.say("figure.facts_below"), chart, table("divisions", "place #facts", rows))


def series_figure(graph: Graph, reader: Reader, found: list[Fact], places: list[Thing]) -> Figure | None:
    """Facts of one indicator over the years, a line a place; only those of the commonest unit stand in one chart."""
    units = Counter((fact.unit, fact.per) for fact in found if fact.year)
    if not units:
        return None
    unit = units.most_common(1)[0][0]
    drawn = [fact for fact in found if (fact.unit, fact.per) == unit and fact.year]
    series = [
        (reader.name(place), [(fact.year or 0, fact_item(reader, fact)) for fact in drawn if is_of(fact, place)])
        for place in places
    ]
    chart = charts.lines(series, reader.short)
    if chart is None:
        return None
    indicator = drawn[0].indicator
    name = f"series-{indicator.key.rsplit('/', 1)[-1]}" if indicator else "series"
    leave = ("indicator", "program", "sentence", *(() if len(places) > 1 else ("where",)))
    shown = reader.amount(0, *unit[:1]).removeprefix("0").strip() + (f" / {unit[1]}" if unit[1] else "")
    title = reader.name(indicator) + (f" ({shown})" if shown else "")
    return Figure(
        title, chart, facts_table(graph, reader, drawn, name, leave=leave), link(indicator.key) if indicator else ""
    )


def is_of(fact: Fact, place: Thing) -> bool:
    """Whether a fact is of this very place."""
    return fact.place is not None and fact.place.key == place.key


def fact_item(reader: Reader, fact: Fact) -> charts.Item:
    """A fact as a mark of a chart, under the same words as in the table."""
    tags = "".join(f"{reader.say(f'tag.{tag}')} " for tag in fact.tags)
    shown = f"{tags}{reader.amount(fact.value, fact.unit, fact.most, fact.per)}"
    return charts.Item(reader.name(fact.place), float(fact.value), shown, link(fact.key), " ".join(fact.tags))


def divisions(graph: Graph, place: Thing) -> tuple[Choice, ...]:
    """What lies directly below, with how many facts there are of each and all that lies in it."""
    sql = """SELECT t.key, t.name, coalesce(b.facts, t.facts) AS n FROM things t LEFT JOIN below b ON b.key = t.key
        WHERE t.parent = ? AND t.kind = 'place' ORDER BY n DESC, t.key LIMIT 100"""
    return tuple(Choice(link(row["key"]), row["name"], row["n"]) for row in graph.rows(sql, place.key))


def organisations(graph: Graph, place: Thing) -> tuple[Choice, ...]:
    """The organisations of a place that most pages name."""
    sql = """SELECT key, name, pages FROM things WHERE parent = ? AND kind = 'org'
        ORDER BY pages DESC, key LIMIT ?"""
    return tuple(Choice(link(r["key"]), r["name"], r["pages"]) for r in graph.rows(sql, place.key, LISTED))


def place_programs(graph: Graph, reader: Reader, place: Thing, *, below: bool) -> Table:
    """The programmes that a place carries out: since when, in how many places of it, by which first sentence."""
    of_place = within(place, below=below, column="r.place")
    # by the plus the planner takes the index of places, and not that of programmes, all of which it would go through
    sql = f"""SELECT r.program, min(coalesce(r.since, CAST(r.year AS TEXT))) AS since,
            count(DISTINCT r.place) AS places, min(r.planned) AS planned, min(r.id) AS first FROM relations r
        WHERE {of_place.sql} AND r.kind = 'adoption' AND +r.program IS NOT NULL
        GROUP BY 1 ORDER BY places DESC, first LIMIT ?"""
    rows = graph.rows(sql, *of_place.values, LISTED)
    things = graph.things(row["program"] for row in rows)
    numbers = [row["first"] for row in rows]
    marks = ", ".join("?" * len(numbers))
    firsts = {
        r["id"]: r["relation"]
        for r in graph.rows(f"SELECT id, relation FROM relations WHERE id IN ({marks})", *numbers)
    }
    return table(
        "programs",
        "program since #places evidence -program_iri -statement_iri",
        (
            (
                named(reader, things.get(row["program"])),
                Cell(reader.period(since), raw=since, tags=("planned",) if row["planned"] else ()),
                Cell(str(row["places"]), raw=row["places"]),
                Cell(reader.say("sentence"), link(firsts[row["first"]]), raw=graph.base + firsts[row["first"]]),
                Cell(graph.base + row["program"]),
                Cell(graph.base + firsts[row["first"]]),
            )
            for row in rows
            for since in [row["since"] or ""]
        ),
    )


def place_pages(graph: Graph, place: Thing) -> Table:
    """The newest pages that are about a place or name it."""
    about = graph.rows("SELECT * FROM pages WHERE home = ? ORDER BY id LIMIT ?", place.key, NEWEST)
    both = {row["id"]: row for row in (*about, *mentioning(graph, place.key, NEWEST))}
    return pages_table(graph, [both[number] for number in sorted(both)[:NEWEST]])
