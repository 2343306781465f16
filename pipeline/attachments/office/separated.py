"""Tables as text, their cells parted by a sign (CSV)."""

import csv
import io
import re
from collections import Counter
from itertools import islice

from pipeline.attachments.content import Content, RefusedError
from pipeline.attachments.office.sheets import Sheet, content_of, cut, filled
from pipeline.decode import decode

SIGNS = ",\t;|，；"
"""What parts cells, the likelier first."""
TOLD = re.compile(r"sep=([,\t;|，；])\r?\n", re.I)
"""The line that tells Excel what parts the cells."""
ROWS = 200
"""Rows that are asked for their sign."""


def read_csv(body: bytes) -> Content:
    """A table of values that commas, tabs or the like part. Raises RefusedError."""
    text, encoding = decode(body)
    text = text.replace("\0", "").removeprefix("\ufeff")
    told = TOLD.match(text)
    text = text[told.end() :] if told else text
    try:
        lines = csv.reader(io.StringIO(text), delimiter=told[1] if told else _sign(text))
        rows = filled([cell.strip() for cell in row] for row in cut(lines))
    except csv.Error as error:
        raise RefusedError("damaged", f"not a readable CSV file: {error}") from error
    return content_of([Sheet("", rows)], encoding=encoding)


def _sign(text: str) -> str:
    """The sign that gives most rows of one width; signs that stand in the cells' prose give rows of any."""
    return max(SIGNS, key=lambda sign: _alike(text, sign))


def _alike(text: str, sign: str) -> float:
    """The share of rows that have the commonest width of those with several cells."""
    try:
        rows = [row for row in islice(csv.reader(io.StringIO(text), delimiter=sign), ROWS) if any(row)]
    except csv.Error:
        return 0.0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(widths.values(), default=0) / max(len(rows), 1)
