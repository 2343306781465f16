"""The date of a list's row: a piece of text that is nothing but a date; one within a title says nothing of the row."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

YEAR, GAP = r"(20\d\d|19\d\d)", r"\s*[-/.年]\s*"
DAY = re.compile(rf"{YEAR}{GAP}(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})")
LABEL = r"[\W_]*(?:(?:发布|更新|上传|公开|发文|录入)?(?:时间|日期))?[\W_]*"
CLOCK = r"(?:[T\s]*\d{1,2}[:：时]\d\d分?(?:[:：]\d\d秒?(?:\.\d+)?)?)?"
ONLY = re.compile(rf"^{LABEL}{DAY.pattern}\s*日?{CLOCK}[\W_]*$")
COMPACT = re.compile(r"^\W*(20\d\d)(0[1-9]|1[0-2])([0-3]\d)\W*$")
YEAR_MONTH = re.compile(rf"^\W*{YEAR}{GAP}(\d{{1,2}})\s*月?\W*$")
MONTH_DAY = re.compile(r"^\W*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\W*$")
ONLY_YEAR = re.compile(rf"^\W*{YEAR}\s*年?\W*$")
ONLY_DAY = re.compile(r"^\W*(\d{1,2})\s*日?\W*$")
AT_END = re.compile(r"[\s\[(（【]*(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})[\])）】\s]*$")


def row_date(row: Sequence[str], title: Sequence[str]) -> str | None:
    """The date (ISO 8601) of a row from its pieces of text, those of its link among them; None where it is in doubt."""
    alone = {day for piece in row for day in _only(piece)} or {day for pair in pairwise(row) for day in _parts(*pair)}
    if alone:
        return _one(alone)
    inside = set(title)
    beside = {day for piece in row if piece not in inside for day in _days(DAY.findall(piece))}
    if beside:
        return _one(beside)
    return _one(set(_days(AT_END.findall(title[-1])))) if title else None


def _only(piece: str) -> Iterable[str]:
    found = ONLY.match(piece) or COMPACT.match(piece)
    return _days([found.groups()]) if found else ()


def _parts(first: str, second: str) -> Iterable[str]:
    """A day in two pieces: a large 01 above 2024-05, or 05-01 beside 2024, in either order."""
    for one, other in ((first, second), (second, first)):
        if (month := YEAR_MONTH.match(one)) and (day := ONLY_DAY.match(other)):
            return _days([(*month.groups(), day[1])])
        if (year := ONLY_YEAR.match(one)) and (rest := MONTH_DAY.match(other)):
            return _days([(year[1], *rest.groups())])
    return ()


def _days(found: Iterable[Sequence[str]]) -> list[str]:
    return [f"{y}-{int(m):02}-{int(d):02}" for y, m, d in found if 1 <= int(m) <= 12 and 1 <= int(d) <= 31]


def _one(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None
