"""Dates: one point as written (``points``), against others (``relative``), joined (``intervals``), recurring."""

from pipeline.numbers.dates.calendar import Point, Recurrence, Span, When, parse
from pipeline.numbers.dates.context import Context
from pipeline.numbers.dates.intervals import read_interval
from pipeline.numbers.dates.recurrence import read_recurrence
from pipeline.numbers.dates.relative import read_ago, read_recent
from pipeline.numbers.numerals import read_numeral

__all__ = ["Context", "Point", "Span", "When", "parse", "read_date"]


def read_date(text: str, at: int, context: Context) -> tuple[When | None, int] | None:
    """(when, end) of the date that starts at ``at`` of a normalised text, None where there is none.

    ``when`` is None for what is written like a date but is not in the calendar (2月30日).
    """
    if text[at] == "每":
        return read_recurrence(text, at)
    found = read_recent(text, at, context) or read_interval(text, at, context)
    if found is None:
        numeral = read_numeral(text, at)
        return read_ago(text, numeral, context) if numeral else None
    when, end = found
    return (when if isinstance(when, Recurrence) or when.exists() else None), end
