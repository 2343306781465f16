"""Points and spans of the calendar, and how ISO 8601 writes them."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

MONTHS = 12
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]((?:[01]\d|2[0-3]):[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month, a day or a time of day; a year that nothing tells is None."""

    year: int | None
    month: int | None = None
    day: int | None = None
    clock: str = ""
    """hh:mm or hh:mm:ss, on a day only."""

    def iso(self) -> str:
        """2023, 2023-05, 2023-05-28, 2023-05-28T09:30; without its year --05, --05-28."""
        written = "-" if self.year is None else f"{self.year:04}"
        written += "" if self.month is None else f"-{self.month:02}"
        written += "" if self.day is None else f"-{self.day:02}"
        return f"{written}T{self.clock}" if self.clock else written

    def exists(self) -> bool:
        """Whether the calendar has it: 30 February is no date."""
        if self.year is not None and not 1 <= self.year <= 9999:
            return False
        if self.month is None:
            return self.day is None and self.year is not None
        if not 1 <= self.month <= MONTHS:
            return False
        # A leap year stands in for a year that nothing tells.
        return self.day is None or 1 <= self.day <= monthrange(self.year or 2000, self.month)[1]

    def first(self) -> "Point":
        """Its first day."""
        return Point(self.year, self.month or 1, self.day or 1)

    def last(self) -> "Point":
        """Its last day."""
        month = self.month or MONTHS
        return Point(self.year, month, self.day or monthrange(self.year or 2000, month)[1])

    def key(self) -> tuple[int, int, int, str]:
        """For comparing two points."""
        return self.year or 0, self.month or 0, self.day or 0, self.clock


@dataclass(frozen=True, slots=True)
class Span:
    """From one point to another, both included; None where that end is open."""

    start: Point | None
    end: Point | None

    def iso(self) -> str:
        """ISO 8601 with ``..`` for an open end: 2021/2025, 2023-01-01/.., ../2015."""
        return f"{self.start.iso() if self.start else '..'}/{self.end.iso() if self.end else '..'}"

    def first(self) -> Point:
        """Its first day; that of its end where its start is open."""
        return (self.start or self.end or Point(None)).first()

    def last(self) -> Point:
        """Its last day; that of its start where its end is open."""
        return (self.end or self.start or Point(None)).last()

    def exists(self) -> bool:
        """Whether both ends are in the calendar and in order."""
        ends = [point for point in (self.start, self.end) if point]
        return all(point.exists() for point in ends) and (len(ends) < 2 or ends[0].key() <= ends[1].key())


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Something that comes again after each ``period`` (P1Y, P3M, P1W)."""

    period: str

    def iso(self) -> str:
        """ISO 8601: R/P3M."""
        return f"R/{self.period}"


When = Point | Span | Recurrence


def parse(written: str | None) -> Point | None:
    """The point at the head of an ISO 8601 string (2023, 2023-06, 2023-06-14T14:50); None for anything else."""
    parts = (written or "")[:10].split("-")
    if not all(part.isascii() and part.isdecimal() for part in parts) or len(parts[0]) != len("2023"):
        return None
    year, month, day = [*map(int, parts[:3]), None, None][:3]
    point = Point(year, month, day)
    return point if point.exists() else None


def parse_clock(written: str | None) -> str:
    """hh:mm of an ISO 8601 string (2023-06-14T14:50), empty where it has none."""
    match = _CLOCK.match(written or "")
    return match[1] if match and parse(written) else ""


def shift(point: Point, years: int = 0, months: int = 0, days: int = 0) -> Point | None:
    """The point moved, cut to the last day of a shorter month; None beyond the calendar."""
    if point.year is None:
        return None
    if years or months:
        count = point.year * MONTHS + (point.month or 1) - 1 + years * MONTHS + months
        point = replace(point, year=count // MONTHS, month=count % MONTHS + 1 if point.month else None)
        if not replace(point, day=None).exists():
            return None
        if point.day:
            point = replace(point, day=min(point.day, replace(point, day=None).last().day or point.day))
    if days:
        try:
            moved = date(point.year or 1, point.month or 1, point.day or 1) + timedelta(days)
        except (OverflowError, ValueError):
            return None
        point = replace(point, year=moved.year, month=moved.month, day=moved.day)
    return point


def months(year: int | None, first: int, last: int) -> Span:
    """Whole months of a year as the span of their days: a half year, a quarter."""
    return Span(Point(year, first, 1), Point(year, last).last())
