"""Workbooks and CSV: each sheet's filled part as rows of cells with their spans."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.attachments.cells import shown
from pipeline.attachments.content import Content, RefusedError, Rows, limit
from pipeline.attachments.guard import check_zip
from pipeline.attachments.parts import split_sheet
from pipeline.clean.lines import Line
from pipeline.clean.tables import Span
from pipeline.decode import decode

MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref=["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
Merge = tuple[int, int, int, int]
"""First row, row after the last, first column, column after the last."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its cells' texts row by row, its merged ranges."""

    name: str
    rows: Sequence[Sequence[str]]
    merges: Sequence[Merge] = ()


def read_xlsx(body: bytes) -> Content:
    """The visible sheets of an Excel 2007 workbook; without number formats where its styles are broken.

    Raises RefusedError.
    """
    pack = check_zip(body)
    try:
        return _read_book(pack, body, styled=True)
    except Exception:  # noqa: BLE001  openpyxl raises whatever its parts do on what they do not expect: mostly styles
        try:
            return _read_book(pack, _without_styles(pack), styled=False)
        except Exception as error:
            raise RefusedError("damaged", f"not a readable workbook: {type(error).__name__}: {error}") from error


def _read_book(pack: zipfile.ZipFile, body: bytes, *, styled: bool) -> Content:
    import openpyxl  # takes 0.2 s, and most pages are none

    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
    sheets = []
    for sheet in book.worksheets[: limit("max_sheets")]:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()
            rows = _filled([_xlsx_cell(c, styled) for c in row] for row in _cut(sheet.iter_rows()))
            sheets.append(Sheet(sheet.title, rows, _merges(pack.read(sheet._worksheet_path))))
    return _content(sheets, book.properties.title)


def _without_styles(pack: zipfile.ZipFile) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as bare:
        for name in pack.namelist():
            if name != "xl/styles.xml":
                bare.writestr(name, pack.read(name))
    return buffer.getvalue()


def read_xls(body: bytes) -> Content:
    """The visible sheets of an older workbook (also WPS's .et). Raises RefusedError."""
    import xlrd

    if len(body) > limit("max_xls_bytes"):
        raise RefusedError("too-large", f"an old workbook of {len(body)} bytes, the limit is {limit('max_xls_bytes')}")
    try:
        book = xlrd.open_workbook(
            file_contents=body, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        sheets = []
        for index in range(min(book.nsheets, limit("max_sheets"))):
            sheet = book.sheet_by_index(index)
            if sheet.visibility == 0:
                rows = _filled([_xls_cell(book, c) for c in row] for row in _cut(sheet.get_rows()))
                sheets.append(Sheet(sheet.name, rows, sheet.merged_cells))
            book.unload_sheet(index)
    except Exception as error:  # it raises whatever its parts do on what they do not expect
        locked = "encrypt" in str(error).lower() or "password" in str(error).lower()
        detail = f"not a readable workbook: {type(error).__name__}: {error}"
        raise RefusedError("encrypted" if locked else "damaged", detail) from error
    return _content(sheets)


def read_csv(body: bytes) -> Content:
    """A table of comma-, semicolon- or tab-parted values. Raises RefusedError."""
    text, encoding = decode(body)
    head = text[:5000]
    mark = max(",\t;，", key=head.count)
    try:
        lines = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=mark)
        rows = _filled([cell.strip() for cell in row] for row in _cut(lines))
    except csv.Error as error:
        raise RefusedError("damaged", f"not a readable CSV file: {error}") from error
    return _content([Sheet("", rows)], encoding=encoding)


def _cut(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows within the limits, none wider than the limit."""
    most = limit("max_columns")
    for row, _ in zip(rows, range(limit("max_rows")), strict=False):
        yield row[:most]


def _filled(rows: Iterable[list[str]]) -> list[list[str]]:
    """The rows up to the last one with text before a long stretch of empty ones, as many cells as a table keeps.

    No row has blanks at its end.
    """
    kept: list[list[str]] = []
    empty = cells = 0
    for row in rows:
        while row and not row[-1].strip():
            row.pop()
        empty = 0 if row else empty + 1
        cells += len(row)
        if empty > limit("max_empty_rows") or cells > limit("max_cells"):
            break
        kept.append(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _merges(part: bytes) -> list[Merge]:
    return [
        (int(top) - 1, int(bottom), _column(left) - 1, _column(right))
        for left, top, right, bottom in (found.groups() for found in MERGED.finditer(part))
    ]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _xlsx_cell(cell: Any, styled: bool) -> str:
    return "" if cell.data_type == "e" else shown(cell.value, cell.number_format if styled else None)


def _xls_cell(book: Any, cell: Any) -> str:
    import xlrd

    style = book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else None
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return shown(xlrd.xldate_as_datetime(cell.value, book.datemode), style)
        except (ValueError, OverflowError):
            return shown(cell.value, None)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    return shown(bool(cell.value) if cell.ctype == xlrd.XL_CELL_BOOLEAN else cell.value, style)


def _content(sheets: Sequence[Sheet], title: str | None = None, encoding: str = "utf-8") -> Content:
    items: list[Line | Rows] = []
    for sheet in sheets:
        items += split_sheet(_spans(sheet), sheet.name)
    return Content(tuple(items), title, encoding)


def _spans(sheet: Sheet) -> list[list[Span]]:
    """The sheet's rows with spans for merged ranges; a merged range within the filled part only, first come first."""
    width = max((len(row) for row in sheet.rows), default=0)
    starts: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    left_over = 2 * width * len(sheet.rows)
    for top, bottom, left, right in sheet.merges:
        down, across = min(bottom, len(sheet.rows)) - top, min(right, width) - left
        left_over -= max(down, 0) * max(across, 0)
        if left_over < 0:
            break
        area = {(r, c) for r in range(top, top + down) for c in range(left, left + across)}
        if len(area) > 1 and not area & hidden and not area & starts.keys():
            starts[top, left] = (down, across)
            hidden |= area - {(top, left)}
    grid: list[list[Span]] = []
    for r, row in enumerate(sheet.rows):
        line = []
        for c in range(width):
            if (r, c) not in hidden:
                text = row[c] if c < len(row) else ""
                line.append((text, *starts.get((r, c), (1, 1)), False))
        grid.append(line)
    return grid
