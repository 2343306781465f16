"""Values of a workbook's cells as a reader sees them: percentages, dates, figures without the noise of floats."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

DECIMALS = re.compile(r"\.([0#]+)")
SECTION = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
"""What a number format holds beside its signs: literal text, conditions and colours, padding."""
DIGITS = 11
"""Significant digits that a cell of the format General shows."""


def shown(value: object, style: str | None) -> str:
    """A cell's value under its number format; dates in Chinese, which the pipeline reads."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime | date):
        return _day(value, style or "")
    if isinstance(value, time | timedelta):
        return str(value)
    return number(float(value), style or "General") if isinstance(value, int | float | Decimal) else str(value)


def number(value: float, style: str) -> str:
    """A figure under a number format: its percent sign and decimals; else as many digits as General shows."""
    if not isfinite(value):
        return ""
    bare = SECTION.sub("", style.split(";")[0])
    percent = "%" in bare
    exact = Decimal(repr(value)) * (100 if percent else 1)
    found = DECIMALS.search(bare)
    if "0" in bare and "E" not in bare.upper() and "/" not in bare:
        places = len(found[1]) if found else 0
        text = f"{exact:.{places}f}"
        text = text.rstrip("0").rstrip(".") if found and "#" in found[1] else text
    else:
        whole = max(exact.adjusted() + 1, 1) if exact else 1
        text = f"{exact:.{max(DIGITS - whole, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.removeprefix("-") if not Decimal(text) else text
    return text + "%" * percent


def _day(value: date, style: str) -> str:
    bare = SECTION.sub("", style).lower()
    if bare and "d" not in bare:
        return f"{value.year}年{value.month}月" if "m" in bare else f"{value.year}年"
    return f"{value.year}年{value.month}月{value.day}日"
