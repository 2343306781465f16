"""Axes: round numbers that fit beside the chart, whole where what is counted is."""

import pytest

from serve.explorer.charts import Item, lines, tile_map
from serve.explorer.reader import Reader

SHORT = [
    (4_000_000, "400万", "4M"),
    (20_000, "2万", "20k"),
    (1_500, "1,500", "1,500"),
    (2.5e9, "25亿", "2.5B"),
    (0, "0", "0"),
]
PARTS = ["0", "0.2", "0.4", "0.6", "0.8", "1"]


@pytest.mark.parametrize(("value", "zh", "en"), SHORT)
def test_a_number_on_an_axis_is_short(value: float, zh: str, en: str) -> None:
    assert (Reader("zh").short(value), Reader("en").short(value)) == (zh, en)


@pytest.mark.parametrize(
    ("values", "ticks"), [((1, 1), ["0", "1"]), ((0.5, 1), ["0", "0.2", "0.4", "0.6", "0.8", "1"])]
)
def test_an_axis_of_whole_numbers_has_no_parts_of_them(values: tuple[float, float], ticks: list[str]) -> None:
    items = [(2022 + at, Item("x", value, str(value))) for at, value in enumerate(values)]
    chart = lines([("x", items)], Reader().number)
    assert chart and [text for _, text in chart.ticks] == ticks


def test_the_line_joins_one_number_of_each_year() -> None:
    years = [(2023, 9), (2023, 1), (2022, 5), (2021, 2), (2021, 8)]
    items = [(year, Item("x", value, str(value))) for year, value in years]
    chart = lines([("x", [*items, (2024, Item("x", 7, "7", kind="planned"))])], Reader().number)
    assert chart
    heights = {point.item.value: point.y for point in chart.points}
    ((_, path),) = chart.lines
    assert [float(pair.split(",")[1]) for pair in path.split()] == [heights[2], heights[5], heights[9]]


def test_a_tile_has_room_for_its_count() -> None:
    counts = {"43": 36_420, "15": 1_521, "53": 980_000}
    tiles = {tile.code: tile for tile in tile_map(counts, "en", Reader("en").number, Reader("en").short, {}).tiles}
    assert [tiles[code].brief for code in counts] == ["36k", "1,521", "980k"]
    assert tiles["43"].item.shown == "36,420"
    chinese = tile_map(counts, "zh", Reader().number, Reader().short, {}).tiles
    assert {tile.code: tile.brief for tile in chinese}["43"] == "3.6万"
