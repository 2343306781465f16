"""Axes: round numbers that fit beside the chart, whole where what is counted is."""

import pytest

from serve.explorer.charts import Item, lines
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
