"""Charts as geometry: where each mark of an SVG stands. The template draws them; colours are the style sheet's.

Every mark has its words, the same as in the table beside the chart, and most lead to their sentence. pygal 3.1 was
tried: ten bars take 23 kB, a quarter of what a whole page may, its colours follow no theme and its ids are random.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor, log10
from typing import Any

import yaml

LEAST = 0.8
"""Percent that a bar is long at least, so that it is seen."""
WIDTH, HEIGHT = 640, 260
"""Of charts over years, in the units of the picture."""
LEFT, RIGHT, TOP, BOTTOM = 100, 18, 20, 36
SERIES = 8
"""Colours that the style sheet has."""
TILE = 44
SHADES = 5
LONG = 10_000
"""From which on a count is too long for a tile."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to be drawn: its name, its number, how that is written and where it leads. ``kind`` is a class of the
    style sheet: ``planned``, ``over`` …"""

    name: str
    value: float
    shown: str
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A horizontal bar: its share of the longest."""

    item: Item
    percent: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars below each other."""

    bars: tuple[Bar, ...]


def bars(items: Sequence[Item]) -> Bars | None:
    """A bar for each item; None where there is nothing to draw."""
    most = max((item.value for item in items), default=0)
    if most <= 0:
        return None
    return Bars(tuple(Bar(item, round(max(LEAST, item.value / most * 100), 1)) for item in items))


@dataclass(frozen=True, slots=True)
class Point:
    """A number of a year: an item at a place, its series by number."""

    item: Item
    x: float
    y: float
    series: int


@dataclass(frozen=True, slots=True)
class Column:
    """A vertical bar of a year."""

    item: Item
    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Years:
    """A chart over years: points joined by a line for each series, or columns; with its axes."""

    points: tuple[Point, ...]
    lines: tuple[tuple[int, str], ...]
    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    """Heights of the lines across, with their numbers."""
    years: tuple[tuple[float, str], ...]
    names: tuple[tuple[int, str], ...]
    """Of the series that are drawn, each with its number, which is its colour."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM


Series = tuple[str, Sequence[tuple[int, Item]]]
"""A name and its numbers by year."""


def lines(series: Sequence[Series], number: Any) -> Years | None:
    """Points over years; of those of one series that are done the first of each year are joined.

    ``number`` writes the numbers of the axis.
    """
    marks = [(year, item) for _, items in series for year, item in items]
    if not marks:
        return None
    first, last = min(y for y, _ in marks), max(y for y, _ in marks)
    whole = all(item.value == int(item.value) for _, item in marks)
    top, ticks = scale(max(item.value for _, item in marks), number, whole=whole)
    points, joined = list[Point](), list[tuple[int, str]]()
    for at, (_, items) in enumerate(series[:SERIES]):
        own = [Point(i, across(y, first, last), up(i.value, top), at) for y, i in sorted(items, key=lambda p: p[0])]
        points += own
        first_of = {p.x: p for p in reversed(own) if "planned" not in p.item.kind}
        path = " ".join(f"{x},{p.y}" for x, p in sorted(first_of.items()))
        if " " in path:
            joined.append((at, path))
    named = tuple((at, name) for at, (name, items) in enumerate(series[:SERIES]) if items)
    return Years(tuple(points), tuple(joined), (), ticks, labels(first, last), named)


def columns(series: Sequence[Series], number: Any) -> Years | None:
    """Counts as columns over years, those of a year side by side."""
    marks = [(year, item) for _, items in series for year, item in items]
    if not marks or max(item.value for _, item in marks) <= 0:
        return None
    first, last = min(y for y, _ in marks), max(y for y, _ in marks)
    top, ticks = scale(max(item.value for _, item in marks), number, whole=True)
    room = (WIDTH - LEFT - RIGHT) / (last - first + 1)
    width = min(36.0, room * 0.8 / len(series))
    drawn = list[Column]()
    for at, (_, items) in enumerate(series):
        for year, item in items:
            x = LEFT + (year - first + 0.5) * room + (at - len(series) / 2) * width
            y = up(item.value, top)
            height = round(HEIGHT - BOTTOM - y, 1)
            drawn.append(Column(item, round(x, 1), y, round(width - 2, 1), height, at))
    named = tuple((round(LEFT + (y - first + 0.5) * room, 1), str(y)) for y in spread(first, last))
    return Years((), (), tuple(drawn), ticks, named, tuple(enumerate(name for name, _ in series)))


def across(year: int, first: int, last: int) -> float:
    """Where a year stands."""
    room = WIDTH - LEFT - RIGHT - 40
    return round(LEFT + 20 + (room / 2 if first == last else (year - first) / (last - first) * room), 1)


def up(value: float, top: float) -> float:
    """How high a number stands."""
    return round(HEIGHT - BOTTOM - max(0.0, value) / top * (HEIGHT - TOP - BOTTOM), 1)


def scale(most: float, number: Any, *, whole: bool = False) -> tuple[float, tuple[tuple[float, str], ...]]:
    """The top of an axis and its lines, at round numbers; ``whole`` where there is nothing between two of them."""
    most = most if most > 0 else 1
    step = 10.0 ** floor(log10(most / 4))
    step *= next(by for by in (1, 2, 5, 10) if most / (step * by) <= 5)
    step = max(1.0, step) if whole else step
    count = ceil(most / step - 1e-9)
    return step * count, tuple((up(step * n, step * count), number(step * n)) for n in range(count + 1))


def spread(first: int, last: int) -> range:
    """The years that are written below a chart: twelve at most."""
    return range(first, last + 1, ceil((last - first + 1) / 12))


def labels(first: int, last: int) -> tuple[tuple[float, str], ...]:
    """The years below a chart of points."""
    return tuple((across(year, first, last), str(year)) for year in spread(first, last))


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the tile map; ``shade`` is 0 for nothing and up to ``SHADES``."""

    code: str
    item: Item
    x: int
    y: int
    shade: int
    brief: str
    """The count in as few letters as a tile has room for."""


def rounded(count: float) -> float:
    """A count of five digits and more with two that are not nought."""
    return float(f"{count:.1e}") if count >= LONG else count


@dataclass(frozen=True, slots=True)
class Map:
    """The provinces as tiles, where they lie to each other."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    size: int = TILE - 3


@cache
def provinces() -> Mapping[str, Mapping[str, Any]]:
    """Where the tile of each province stands, and its short names, by code."""
    text = files("serve.explorer").joinpath("data", "provinces.yaml").read_text("utf-8")
    return {str(code): row for code, row in yaml.safe_load(text).items()}


def tile_map(counts: Mapping[str, float], language: str, shown: Any, brief: Any, hrefs: Mapping[str, str]) -> Map:
    """The map of counts by province; a tile has a name of two letters, its count and a shade by the logarithm.

    ``shown`` writes a count, ``brief`` the same for the tile, where both are the same up to four digits.
    """
    most = max(counts.values(), default=0)
    tiles = list[Tile]()
    for code, row in provinces().items():
        count = counts.get(code, 0)
        shade = 0 if not count else min(SHADES, 1 + floor((SHADES - 1e-9) * log10(count + 1) / log10(most + 1)))
        item = Item(row[language], count, shown(count), hrefs.get(code, ""))
        tiles.append(Tile(code, item, row["at"][0] * TILE, row["at"][1] * TILE, shade, brief(rounded(count))))
    wide, high = (max(row["at"][axis] for row in provinces().values()) + 1 for axis in (0, 1))
    return Map(tuple(tiles), wide * TILE, high * TILE)
