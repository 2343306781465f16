"""Values of a workbook's cells as a reader sees them: figures, percentages, dates, texts under their formats."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from pipeline.attachments.office.formats import as_shown, bare, text_as_shown


def shown(value: object, style: str | None) -> str:
    """A cell's value under its number format; dates in Chinese, which the pipeline reads."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return text_as_shown(value, style) if style and "@" in style and style != "@" else value
    if isinstance(value, datetime | date):
        return _day(value, style or "")
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return as_shown(value, style or "General") if isfinite(value) else ""
    return str(value)


def _day(value: date, style: str) -> str:
    signs = bare(style).lower()
    if signs and "d" not in signs:
        return f"{value.year}年{value.month}月" if "m" in signs else f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日"
