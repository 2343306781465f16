"""Whether a list brings what it used to: its rows against its own history."""

from collections.abc import Sequence
from statistics import median

FEW_ROWS = 0.3
"""A first page with less than this share of the rows it usually has is reported: the layout may have changed."""
ENOUGH = 5
"""Rows that a list usually has, below which a share says nothing."""


def drifted(rows: int, before: Sequence[int]) -> tuple[str, str] | None:
    """What is odd about the number of rows on a list's first page, as a slug and in words; None where nothing is.

    ``before`` are the numbers of earlier walks. Where none had a row, none are no drift; the empty list is told anyway.
    """
    usual = median(before) if before else 0
    if rows == 0 and max(before, default=0) > 0:
        return "rows-lost", f"no row on its first page, usually {usual:g}"
    if usual >= ENOUGH and rows < usual * FEW_ROWS:
        return "few-rows", f"{rows} rows on its first page, usually {usual:g}"
    return None
