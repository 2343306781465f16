"""What a date that does not say everything is read against: the publication date and the dates spoken of before."""

from dataclasses import replace
from typing import NamedTuple

from pipeline.numbers.dates.calendar import Point, Span

HALF_YEAR = 6
"""Months. A month without a year that lies further ahead of the publication than this is last year's."""


class Context(NamedTuple):
    """Known while a text is read from its start; ``spoken`` is forgotten at the end of its paragraph."""

    published: Point | None = None
    time: str = ""
    """hh:mm of the publication, where that is known."""
    spoken: Point | None = None
    """The date last spoken of in this paragraph."""
    ever: Point | None = None
    """The date last spoken of in the text."""
    opened: Point | None = None
    """Where the open span begins that was spoken of since (2023年以来), whose year 同年 means."""
    period: Span | None = None
    """The part of a year last spoken of, which 同期 refers to."""

    def now(self) -> Point | None:
        """The minute of the publication."""
        return replace(self.published, clock=self.time) if self.published and self.time else None

    def year(self) -> int | None:
        """The year of what names none: the paragraph's, else the publication's, else the text's."""
        for point in (self.spoken, self.published, self.ever):
            if point and point.year:
                return point.year
        return None

    def spoken_year(self) -> int | None:
        """The year last spoken of, which 同年 and 当年 mean; the publication's where none was."""
        for point in (self.opened, self.spoken, self.ever, self.published):
            if point and point.year:
                return point.year
        return None

    def published_year(self) -> int | None:
        """The year that 今年 means."""
        return self.published.year if self.published else None

    def year_of_month(self, month: int) -> int | None:
        """The year of a month that names none; against the publication, the latest that is not far ahead of it."""
        year = self.year()
        if year is None or (self.spoken and self.spoken.year):
            return year
        if self.published and self.published.month and month > self.published.month + HALF_YEAR:
            return year - 1
        return year

    def month_of_day(self, day: int) -> Point | None:
        """The year and month of a day that names neither."""
        if self.spoken and self.spoken.month:
            return Point(self.spoken.year, self.spoken.month)
        base = self.published
        if base is None or base.month is None or base.year is None:
            return None
        if base.day and day > base.day:
            return Point(base.year, base.month - 1) if base.month > 1 else Point(base.year - 1, 12)
        return Point(base.year, base.month)
