"""Cells for spreadsheets and terminals: none is taken for a formula, none holds a control character.

What a page says may begin with ``=``, ``+``, ``-`` or ``@`` (or their full-width forms), which spreadsheets run; such a
cell gets an apostrophe in front, as people who type one do. Numbers stay as they are. Control characters become U+FFFD.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import IO

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
FIRST = "=+-@\t\r＝＋－＠"
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]")
_SUSPECT = re.compile(
    rb'(?:\A|[,\n])"?(?:[=+@\t\r]|-(?![\d.])|\xef\xbc[\x9d\x8b\x8d\xa0])|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]'
)
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What moves a terminal's cursor or turns the direction of its line."""
PIECE = 1 << 20


def harmless(text: str) -> str:
    """A cell's text as it may stand in a spreadsheet and on a terminal."""
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    return f"'{text}" if text.startswith(tuple(FIRST)) and not NUMBER.fullmatch(text) else text


def visible(text: str) -> str:
    """A text as a terminal may show it: what would move its cursor or turn its line around becomes U+FFFD."""
    return text if text.isprintable() else _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def is_suspect(file: IO[bytes]) -> bool:
    """Whether CSV may hold a cell that is not harmless; it is read from the beginning."""
    file.seek(0)
    rest = b"\n"
    while piece := file.read(PIECE):
        if _SUSPECT.search(rest + piece):
            return True
        rest = piece[-4:]
    return False


def rewritten(file: IO[bytes]) -> Iterator[bytes]:
    """CSV with every cell harmless, in pieces; it is read from the beginning."""
    file.seek(0)
    rows = csv.reader(io.TextIOWrapper(file, "utf-8", newline="", write_through=True))
    return (line(row) for row in rows)


def line(cells: Iterable[str]) -> bytes:
    """A line of CSV."""
    written = io.StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue().encode()
