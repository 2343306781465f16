"""The first page: what there is, where, what is new, and five questions answered."""

from dataclasses import dataclass, replace

from serve.explorer import charts
from serve.explorer.data import Releases
from serve.explorer.graph import THING, Graph, Thing
from serve.explorer.listing import NEWEST, pages_table
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Figure, View
from serve.explorer.views.indicators import indicators, ranked, ranking_figure
from serve.explorer.views.programs import FIRST_YEAR, planned_done_figure, program_figures, province_figure

COUNTED = ("facts", "pages", "places", "programs", "organisations", "sites")
SHOWN = 8
WIDEST = f"SELECT {THING} FROM things WHERE kind = 'program' AND places ORDER BY places DESC, facts DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the template of the first page knows."""

    counts: tuple[tuple[str, str], ...]
    map: Figure | None
    figures: tuple[Figure, ...]
    pages: Table
    sites: tuple[Thing, ...]
    release: str


def home_view(graph: Graph, reader: Reader, releases: Releases) -> View:
    """The first page; what is on it is made once for a graph and a language."""
    about = graph.once(("home", reader.language), lambda: home_of(graph, reader))
    names = releases.names()
    about = replace(about, release=names[-1] if names else "")
    tables = (about.pages, *((about.map.table,) if about.map else ()), *(f.table for f in about.figures))
    return View("home.html", reader.say("site.title"), about, tables)


def home_of(graph: Graph, reader: Reader) -> HomeView:
    """What the graph has for the first page."""
    tallies = graph.tallies()
    counts = tuple((name, reader.number(int(tallies.get(name, 0)))) for name in COUNTED)
    sql = "SELECT key, facts FROM below WHERE length(key) = 8 AND facts > 0"
    by_province = {row["key"].removeprefix("place/"): row["facts"] for row in graph.rows(sql)}
    provinces = province_figure(graph, reader, by_province, reader.say("figure.facts_by_province"), "facts")
    figures = tuple(f for f in (income(graph, reader), widest(graph, reader), spread(graph, reader),
                                planned_done(graph, reader), most_told(graph, reader)) if f)  # fmt: skip
    newest = graph.rows("SELECT * FROM pages WHERE original IS NULL ORDER BY id LIMIT ?", NEWEST)
    sites = tuple(Thing(*row) for row in graph.rows(
        f"SELECT {THING} FROM things WHERE kind = 'site' ORDER BY pages DESC, key LIMIT ?", NEWEST))  # fmt: skip
    return HomeView(counts, provinces, figures, pages_table(graph, newest), sites, "")


def income(graph: Graph, reader: Reader) -> Figure | None:
    """Which places have the greatest collective income, in the year of which most is told."""
    key = "indicator/collective-income"
    measured = graph.rows("SELECT * FROM measured WHERE indicator = ? AND NOT planned AND level = 5 AND year > 0", key)
    if not measured:
        return None
    year = max((row["facts"], row["year"]) for row in measured)[1]
    title = reader.say("home.income", year=year)
    return ranking_figure(
        graph, reader, ranked(graph, key, 0, year, 5, SHOWN), title, link("ask/collective-income", year=year)
    )


def widest(graph: Graph, reader: Reader) -> Figure | None:
    """Which programmes run in most places."""
    found = [Thing(*row) for row in graph.rows(WIDEST, SHOWN)]
    items = [charts.Item(reader.name(t), t.places, reader.number(t.places), link(t.key)) for t in found]
    return _bars(reader, items, "home.widest", "program #places", link("ask/programs"))


def spread(graph: Graph, reader: Reader) -> Figure | None:
    """How the widest programme spread."""
    rows = graph.rows(
        "SELECT key FROM things WHERE kind = 'program' AND places ORDER BY places DESC, facts DESC LIMIT 1"
    )
    if not rows:
        return None
    program = graph.thing(rows[0]["key"])
    figures = program_figures(graph, reader, rows[0]["key"], (rows[0]["key"],))
    first = next((figure for figure in figures if figure.table.name == "spread"), None)
    if first is None or program is None:
        return None
    title = reader.say("home.spread", program=reader.name(program))
    return Figure(title, first.chart, first.table, link("ask/adoptions", program=program.name))


def planned_done(graph: Graph, reader: Reader) -> Figure | None:
    """How many facts of each year are done, how many planned."""
    sql = "SELECT year, planned, sum(facts) AS n FROM measured WHERE year >= ? GROUP BY 1, 2 ORDER BY 1"
    rows = graph.rows(sql, FIRST_YEAR)
    return planned_done_figure(reader, rows, reader.say("home.planned_done"), link("ask/planned-done"))


def most_told(graph: Graph, reader: Reader) -> Figure | None:
    """What pages measure most."""
    found = indicators(graph, SHOWN)
    items = [charts.Item(reader.name(t), t.facts, reader.number(t.facts), link(t.key)) for t in found]
    return _bars(reader, items, "home.most_told", "indicator #facts", link("ask/series"))


def _bars(reader: Reader, items: list[charts.Item], title: str, columns: str, href: str) -> Figure | None:
    chart = charts.bars(items)
    if chart is None:
        return None
    rows = ((Cell(item.name, item.href), Cell(item.shown, raw=int(item.value))) for item in items)
    return Figure(reader.say(title), chart, table(title.rpartition(".")[2].replace("_", "-"), columns, rows), href)
