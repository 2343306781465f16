"""ISO 8601 times as days: what ``2023-05`` or ``2023-01-01/..`` begins and ends with."""

import calendar
import re
from datetime import date
from functools import lru_cache

KEPT = 1 << 12
"""Times at hand: pages speak of the same few years."""
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[\d:.]+)?)?)?")


@lru_cache(KEPT)
def bounds(when: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a date, month, year or interval, both within it; None where open or unknown.

    A recurrence (``R/P3M``), a date without a year (``--05-28``) and what is not in the calendar have neither.
    """
    if not when or when.startswith(("R", "-")):
        return None, None
    first, slash, last = when.partition("/")
    if not slash:
        return _days(when)
    start, end = _days(first)[0], _days(last)[1]
    return (None, None) if start and end and end < start else (start, end)


def _days(text: str) -> tuple[date | None, date | None]:
    match = _DAY.fullmatch(text)
    if not match:
        return None, None
    year, month, day = (int(group) if group else 0 for group in match.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None, None
