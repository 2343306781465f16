"""Points and spans: how they are written, whether the calendar has them, how they move."""

import pytest

from pipeline.numbers.dates.calendar import Point, Recurrence, Span, months, parse, shift


@pytest.mark.parametrize(
    ("when", "written"),
    [
        (Point(2023), "2023"),
        (Point(2023, 5), "2023-05"),
        (Point(2023, 5, 28), "2023-05-28"),
        (Point(2023, 5, 28, "09:30"), "2023-05-28T09:30"),
        (Point(None, 5, 28), "--05-28"),
        (Point(None, 5), "--05"),
        (Span(Point(2021), Point(2025)), "2021/2025"),
        (Span(Point(2023, 1, 1), None), "2023-01-01/.."),
        (Span(None, Point(2015)), "../2015"),
        (months(2023, 1, 6), "2023-01-01/2023-06-30"),
        (Recurrence("P3M"), "R/P3M"),
    ],
)
def test_iso(when: Point | Span | Recurrence, written: str) -> None:
    assert when.iso() == written


@pytest.mark.parametrize(
    ("point", "exists"),
    [
        (Point(2024, 2, 29), True),
        (Point(2023, 2, 29), False),
        (Point(None, 2, 29), True),
        (Point(2023, 2, 30), False),
        (Point(2023, 13), False),
        (Point(0), False),
        (Point(None), False),
    ],
)
def test_the_calendar_has_it(point: Point, exists: bool) -> None:
    assert point.exists() is exists


def test_a_span_runs_forward() -> None:
    assert Span(Point(2021), Point(2025)).exists()
    assert not Span(Point(2025), Point(2021)).exists()


@pytest.mark.parametrize(
    ("by", "moved"),
    [
        ({"years": -1}, "2023-02-28"),
        ({"months": 1}, "2024-03-29"),
        ({"days": 1}, "2024-03-01"),
        ({"days": -60}, "2023-12-31"),
    ],
)
def test_shift_from_a_leap_day(by: dict[str, int], moved: str) -> None:
    found = shift(Point(2024, 2, 29), **by)
    assert found
    assert found.iso() == moved


def test_nothing_lies_beyond_the_calendar() -> None:
    assert shift(Point(9999, 12, 31), days=1) is None
    assert shift(Point(1), years=-1) is None
    assert shift(Point(None, 5), months=1) is None


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("2023-06-14T14:50", Point(2023, 6, 14)),
        ("2023-06", Point(2023, 6)),
        ("2023", Point(2023)),
        ("14/6/2023", None),
        (None, None),
    ],
)
def test_parse(written: str | None, point: Point | None) -> None:
    assert parse(written) == point
