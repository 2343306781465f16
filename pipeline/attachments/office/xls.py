"""Workbooks of Excel 97 to 2003, and WPS's .et."""

import io
from typing import Any

from pipeline.attachments.content import Content, RefusedError, limit
from pipeline.attachments.office.cells import shown
from pipeline.attachments.office.sheets import Sheet, content_of, cut, filled, seen


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
                rows = filled([_cell(book, c) for c in row] for row in cut(sheet.get_rows()))
                sheets.append(seen(Sheet(sheet.name, rows, sheet.merged_cells), *_hidden(sheet)))
            book.unload_sheet(index)
    except MemoryError:
        raise
    except Exception as error:  # it raises whatever its parts do on what they do not expect
        locked = "encrypt" in str(error).lower() or "password" in str(error).lower()
        detail = f"not a readable workbook: {type(error).__name__}: {error}"
        raise RefusedError("encrypted" if locked else "damaged", detail) from error
    return content_of(sheets)


def _hidden(sheet: Any) -> tuple[set[int], set[int]]:
    """The hidden rows and columns of a sheet."""
    rows = {at for at, row in sheet.rowinfo_map.items() if row.hidden}
    return rows, {at for at, column in sheet.colinfo_map.items() if column.hidden or not column.width}


def _cell(book: Any, cell: Any) -> str:
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
