"""ISO 8601 times as the days that they begin and end with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.graph.days import bounds


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2023-05-28", "2023-05-28", "2023-05-28"),
        ("2023-05-28T09:30", "2023-05-28", "2023-05-28"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2021/2025", "2021-01-01", "2025-12-31"),
        ("2023-01-01/2023-06-30", "2023-01-01", "2023-06-30"),
        ("2023-01-01/..", "2023-01-01", None),
        ("../2015", None, "2015-12-31"),
        ("2023-06/2023-07", "2023-06-01", "2023-07-31"),
    ],
)
def test_bounds(when: str, first: str | None, last: str | None):
    days = (date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)
    assert bounds(when) == days


@pytest.mark.parametrize(
    "when",
    [None, "", "R/P3M", "--05-28", "2023-13", "2023-02-30", "去年", "0000", "2025/2021", "R/2023-01-01/P1Y", "20235"],
)
def test_what_is_on_no_calendar_or_recurs_has_no_bounds(when: str | None):
    assert bounds(when) == (None, None)


@given(st.text(alphabet="0123456789-/.TRP:", max_size=24))
def test_any_text_has_bounds_in_order_or_none(when: str):
    first, last = bounds(when)
    assert first is None or last is None or first <= last
