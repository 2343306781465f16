"""Two to eight places beside each other, indicator by indicator, over the years."""

from dataclasses import dataclass, replace

from serve.explorer.graph import Graph, Thing
from serve.explorer.listing import Choice, Condition
from serve.explorer.reader import Reader
from serve.explorer.statements import over_years
from serve.explorer.view import Asked, Figure, View
from serve.explorer.views.places import series_figure
from serve.explorer.views.search import places_named

PLACES, INDICATORS, OFFERED = 8, 6, 40
POINTS, WHOLE = 108, 2_000
"""Facts that all charts of a page show together, and that a download of one holds."""


@dataclass(frozen=True, slots=True)
class CompareView:
    """What the template of the comparison knows."""

    places: tuple[Thing, ...]
    unknown: tuple[str, ...]
    indicators: tuple[Choice, ...]
    first: int | None
    last: int | None
    figures: tuple[Figure, ...]
    without: tuple[str, ...]
    """The indicators that were chosen and of which these places have nothing."""


def compare_view(graph: Graph, reader: Reader, asked: Asked) -> View:
    """The comparison of the places and indicators of the address. Raises BadRequestError."""
    names = asked.texts("place", PLACES)
    places = places_named(graph, names)
    chosen = [f"indicator/{slug}" for slug in asked.texts("indicator", INDICATORS)]
    first, last = asked.number("from"), asked.number("to")
    offered = shared(graph, places)
    wanted = chosen or [key for key, _ in offered[:3]]
    things = graph.things([*wanted, *(key for key, _ in offered)])
    figures, without = list[Figure](), list[str]()
    most = WHOLE if asked.is_download else POINTS // max(1, len(wanted))
    for key in wanted:
        of_one = of_places(places, first, last).also("f.indicator = ?", key)
        figure = comparison(graph, reader, places, of_one, most, quoted=asked.is_download) if places else None
        if figure:
            figures.append(figure)
        elif places:
            without.append(reader.name(things.get(key), key.rsplit("/", 1)[-1]))
    choices = (
        Choice(key.removeprefix("indicator/"), reader.name(things.get(key), key), n, key in wanted)
        for key, n in offered
    )
    known = {place.name for place in places} | {place.key.removeprefix("place/") for place in places}
    unknown = tuple(name for name in names if name not in known and not places_named(graph, [name]))
    about = CompareView(tuple(places), unknown, tuple(choices), first, last, tuple(figures), tuple(without))
    return View("compare.html", reader.say("compare"), about, tuple(figure.table for figure in figures))


def shared(graph: Graph, places: list[Thing]) -> list[tuple[str, int]]:
    """The indicators of these places, those that most of them have first."""
    if not places:
        return []
    marks = ", ".join("?" * len(places))
    sql = f"""SELECT indicator, count(*) AS n, count(DISTINCT place) AS places FROM facts
        WHERE place IN ({marks}) AND indicator IS NOT NULL AND year IS NOT NULL
        GROUP BY 1 ORDER BY places DESC, n DESC LIMIT ?"""
    return [(row["indicator"], row["n"]) for row in graph.rows(sql, *(place.key for place in places), OFFERED)]


def comparison(
    graph: Graph, reader: Reader, places: list[Thing], condition: Condition, most: int, *, quoted: bool
) -> Figure | None:
    """The facts of one indicator of the places over the years, so many at most."""
    found = over_years(graph, condition.sql, condition.values, most, quoted=quoted)
    figure = series_figure(graph, reader, found, places)
    sql = f"SELECT count(*) > ? AS more FROM facts f WHERE {condition.sql}"
    is_cut = figure and graph.rows(sql, most, *condition.values)[0]["more"]
    return replace(figure, cut=most) if figure and is_cut else figure


def of_places(places: list[Thing], first: int | None, last: int | None) -> Condition:
    """The facts of these places within these years."""
    marks = ", ".join("?" * len(places))
    keys = (place.key for place in places)
    return Condition(f"f.place IN ({marks}) AND f.year BETWEEN ? AND ?", (*keys, first or 0, last or 9999))
