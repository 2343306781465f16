"""Dates: one point as written (``points``), against others (``relative``), joined (``intervals``), recurring."""

import re

from pipeline.numbers.dates.calendar import Point, Recurrence, Span, When, parse, parse_clock
from pipeline.numbers.dates.intervals import read_interval
from pipeline.numbers.dates.recurrence import read_recurrence
from pipeline.numbers.dates.relative import read_ago, read_hours_ago, read_recent
from pipeline.numbers.dates.spoken import Context
from pipeline.numbers.numerals import Numeral

_MAY_FOLLOW = re.compile(
    " ?(?:[年月日号季天周星礼时点世五期末初”以.:/~、至到0-9-]|个[半多月季星礼小钟]|小时|钟头|[分刻]钟|秒"
    "|良好开局|开局|收官)|[\n\t]|$"
)
"""What the first number of a date may stand before; all other numbers need no closer look."""

__all__ = ["Context", "Point", "Span", "When", "parse", "parse_clock", "read_date"]


def read_date(text: str, at: int, numeral: Numeral | None, context: Context) -> tuple[When | None, int] | None:
    """(when, end) of the date that starts at ``at`` of a normalised text, None where there is none.

    ``numeral``: the one at ``at``, if any. ``when`` is None for what is written like a date but the calendar lacks
    (2月30日).
    """
    if text[at] == "每":
        return read_recurrence(text, at)
    if numeral and not _MAY_FOLLOW.match(text, numeral.end):
        return None
    found = read_interval(text, at, context, numeral) or (None if numeral else read_recent(text, at, context))
    if found is None:
        return (read_ago(text, numeral, context) or read_hours_ago(text, numeral, context)) if numeral else None
    when, end = found
    return (when if isinstance(when, Recurrence) or when.exists() else None), end
