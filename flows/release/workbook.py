"""The tables of a release as a workbook, with a sheet that explains each column.

The frame is openpyxl's. The rows are written into it here, as they come from CSV: openpyxl takes four times as long and
writes each sheet three times; bytes tell nothing of when they were written.
"""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

from flows.release.rows import columns
from flows.release.sheets import typed

SHEET_ROWS = 1_000_000
"""Rows that a sheet holds at the most; further ones stand in CSV and Parquet, and the workbook says so."""
LONG_AGO = datetime(2000, 1, 1)
ZIPPED = (2000, 1, 1, 0, 0, 0)
HEAD = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
FOOT = b"</sheetData></worksheet>"
NOT_XML = {"\ufffe": "", "\uffff": ""}
"""Characters that XML can't hold, besides those that CSV has not either."""


def workbook(folder: Path, name: str, tables: Iterable[str]) -> None:
    """A workbook of the tables' CSV, with a sheet ``columns`` that says what each column holds."""
    from openpyxl import Workbook
    from openpyxl.xml.constants import ARC_CORE
    from openpyxl.xml.functions import tostring

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = LONG_AGO
    sheet, sheets = book.create_sheet("columns"), dict[str, Iterator[bytes]]()
    sheet.append(["table", "column", "what it holds"])
    for number, each in enumerate(tables, 2):
        for column, holds in columns(each).items():
            sheet.append([each, column, holds])
        book.create_sheet(each)
        sheets[f"xl/worksheets/sheet{number}.xml"] = sheet_of(folder / f"{each}.csv", each)
    for each in tables:
        if next(islice(rows(folder / f"{each}.csv"), SHEET_ROWS, None), None):
            sheet.append([each, "", f"only the first {SHEET_ROWS:,} rows; all of them stand in {each}.csv"])
    frame = folder / f"{name}.frame"
    book.save(frame)
    book.properties.modified = LONG_AGO  # saving says now
    filled(frame, folder / name, {**sheets, ARC_CORE: iter([tostring(book.properties.to_tree())])})
    frame.unlink()


def filled(frame: Path, path: Path, instead: Mapping[str, Iterator[bytes]]) -> None:
    """Write a zip again with other contents for some of its files, and one fixed time for all."""
    with zipfile.ZipFile(frame) as old, zipfile.ZipFile(path, "w") as out:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, ZIPPED)
            info.compress_type = zipfile.ZIP_DEFLATED
            with out.open(info, "w", force_zip64=True) as to:
                to.writelines(instead[name] if name in instead else [old.read(name)])


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a table's CSV, without its head."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text)
        next(reader)
        yield from reader


def sheet_of(path: Path, name: str) -> Iterator[bytes]:
    """A table's sheet as XML, row by row."""
    from openpyxl.utils import get_column_letter

    head, letters = list(columns(name)), [get_column_letter(at) for at in range(1, len(columns(name)) + 1)]
    yield HEAD
    yield row_of(1, letters, head)
    for number, row in zip(range(2, SHEET_ROWS + 2), rows(path), strict=False):
        yield row_of(number, letters, [typed(column, cell) for column, cell in zip(head, row, strict=True)])
    yield FOOT


def row_of(number: int, letters: Iterable[str], values: Iterable[str | float | int | None]) -> bytes:
    """A row as XML; empty cells are left out."""
    cells = (
        f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(value, NOT_XML)}</t></is></c>'
        if isinstance(value, str)
        else f'<c r="{letter}{number}"><v>{value:.16g}</v></c>'
        for letter, value in zip(letters, values, strict=True)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()
