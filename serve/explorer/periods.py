"""Times as people write them: ``2023-01-01/2023-06-30`` is the first half of 2023, ``2023-01-01/..`` since 2023."""

import calendar
import re
from collections.abc import Callable

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[\d:.]+Z?)?)?)?")
_AGAIN = re.compile(r"R/P([1-9]\d{0,2})([YMWD])")
_OF_EACH_YEAR = re.compile(r"--(\d\d)-(\d\d)")
OPEN = ".."
Say = Callable[..., str]
Day = tuple[int, int, int]
"""Year, month and day; 0 for what is not said."""
JANUARY, DECEMBER = 1, 12
AGAIN = {"R/P1Y": "year", "R/P3M": "quarter", "R/P1M": "month", "R/P1W": "week", "R/P7D": "week", "R/P1D": "day"}
"""Recurrences that have a name."""
PARTS = {(1, 6): "first_half", (7, 12): "second_half", (1, 3): "quarter.1", (4, 6): "quarter.2", (7, 9): "quarter.3",
         (10, 12): "quarter.4"}  # fmt: skip
"""Stretches of months that have a name."""


def period(say: Say, when: str) -> str:
    """A time of the graph (ISO 8601, intervals with an open end too) in the words of a language.

    ``say`` gives the words (``Reader.say``). What is no such time stays as it is.
    """
    if again := AGAIN.get(when):
        return say(f"period.each.{again}")
    if every := _AGAIN.fullmatch(when):
        return say("period.every", n=every[1], unit=say(f"period.unit.{every[2]}"))
    if (yearly := _OF_EACH_YEAR.fullmatch(when)) and 1 <= int(yearly[1]) <= DECEMBER:
        return say("period.of_year", month=say(f"month.{int(yearly[1])}"), day=int(yearly[2]))
    start, slash, end = when.partition("/")
    if not slash:
        return day(say, parsed) if (parsed := parse(when)) else when
    first, last = parse(start), parse(end)
    if first and last:
        return between(say, first, last)
    if first and end == OPEN:
        return say("period.since", day=day(say, whole_year(first)))
    if last and start == OPEN:
        return say("period.until", day=day(say, last if last[1:] != (DECEMBER, 31) else (last[0], 0, 0)))
    return when


def parse(text: str) -> Day | None:
    """A year, a month or a day."""
    found = _DAY.fullmatch(text)
    if not found or int(found[2] or 0) > DECEMBER:
        return None
    return int(found[1]), int(found[2] or 0), int(found[3] or 0)


def day(say: Say, at: Day) -> str:
    """A year, a month or a day in words."""
    year, month, number = at
    if not month:
        return say("period.year", year=year)
    name = say(f"month.{month}")
    if not number:
        return say("period.month", year=year, month=name)
    return say("period.day", year=year, month=name, day=number)


def between(say: Say, first: Day, last: Day) -> str:
    """A stretch of time: of whole years, of whole months, or of days."""
    months = whole_months(first, last)
    if months is None:
        return say("period.between", first=day(say, first), last=day(say, last))
    start, end = months
    if (start, end) == (JANUARY, DECEMBER):
        return day(say, (first[0], 0, 0)) if first[0] == last[0] else say("period.years", first=first[0], last=last[0])
    if first[0] != last[0]:
        return say("period.between", first=day(say, (first[0], start, 0)), last=day(say, (last[0], end, 0)))
    if part := PARTS.get(months):
        return say(f"period.{part}", year=first[0])
    if start == end:
        return day(say, (first[0], start, 0))
    return say("period.months", year=first[0], first=say(f"month.{start}"), last=say(f"month.{end}"))


def whole_months(first: Day, last: Day) -> tuple[int, int] | None:
    """The first and the last month of a stretch that is made of whole months; None of another."""
    start = JANUARY if not first[1] else first[1] if first[2] in (0, 1) else 0
    is_last = not last[2] or not last[0] or last[2] == calendar.monthrange(last[0], last[1])[1]
    end = (last[1] or DECEMBER) if is_last else 0
    return (start, end) if start and end else None


def whole_year(first: Day) -> Day:
    """The year alone of what begins on its first day."""
    return (first[0], 0, 0) if first[1:] == (1, 1) else first
