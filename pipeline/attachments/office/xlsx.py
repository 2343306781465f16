"""Workbooks of Excel 2007 and later."""

import io
import re
import zipfile
from typing import Any

from pipeline.attachments.content import Content, RefusedError, limit
from pipeline.attachments.guard import check_zip
from pipeline.attachments.office.cells import shown
from pipeline.attachments.office.sheets import Merge, Sheet, content_of, cut, filled, seen

MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
HIDDEN = re.compile(rb"""\b(?:hidden=["'](?:1|true)["']|(?:ht|width)=["']0(?:\.0*)?["'])""")
NUMBER = rb"""\b%s=["'](\d{1,7})["']"""
AT, FIRST, LAST = (re.compile(NUMBER % name) for name in (b"r", b"min", b"max"))


def read_xlsx(body: bytes) -> Content:
    """The visible sheets of an Excel 2007 workbook; without number formats where its styles are broken.

    Raises RefusedError.
    """
    pack = check_zip(body)
    try:
        return _read_book(pack, body, styled=True)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  openpyxl raises whatever its parts do on what they do not expect: mostly styles
        try:
            return _read_book(pack, _without_styles(pack), styled=False)
        except MemoryError:
            raise
        except Exception as error:
            raise RefusedError("damaged", f"not a readable workbook: {type(error).__name__}: {error}") from error


def _read_book(pack: zipfile.ZipFile, body: bytes, *, styled: bool) -> Content:
    import openpyxl  # takes 0.2 s, and most pages are none

    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    sheets = []
    for sheet in book.worksheets[: limit("max_sheets")]:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()
            rows = filled([_cell(c, styled) for c in row] for row in cut(sheet.iter_rows()))
            part = pack.read(sheet._worksheet_path)
            sheets.append(seen(Sheet(sheet.title, rows, _merges(part)), _hidden_rows(part), _hidden_columns(part)))
    return content_of(sheets, book.properties.title)


def _without_styles(pack: zipfile.ZipFile) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bare:
        for name in pack.namelist():
            if name != "xl/styles.xml":
                bare.writestr(name, pack.read(name))
    return buffer.getvalue()


def _cell(cell: Any, styled: bool) -> str:
    return "" if cell.data_type == "e" else shown(cell.value, cell.number_format if styled else None)


def _merges(part: bytes) -> list[Merge]:
    return [
        (int(top) - 1, int(bottom), _column(left) - 1, _column(right))
        for left, top, right, bottom in (found.groups() for found in MERGED.finditer(part))
    ]


def _hidden_rows(part: bytes) -> set[int]:
    """The hidden rows of a sheet by number; a row without one follows the row before."""
    hidden, at = set(), 0
    for found in ROW.finditer(part):
        number = AT.search(found[1])
        at = int(number[1]) if number else at + 1
        if HIDDEN.search(found[1]):
            hidden.add(at - 1)
    return hidden


def _hidden_columns(part: bytes) -> set[int]:
    hidden: set[int] = set()
    for found in COLUMN.finditer(part[: part.find(b"sheetData")]):
        first, last = FIRST.search(found[1]), LAST.search(found[1])
        if first and last and HIDDEN.search(found[1]):
            hidden.update(range(int(first[1]) - 1, min(int(last[1]), limit("max_columns"))))
    return hidden


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
