"""Word documents: paragraphs and tables in their order."""

import io
from collections.abc import Iterator
from typing import Any

from pipeline.attachments.content import Content, RefusedError, Rows, limit
from pipeline.attachments.guard import check_zip
from pipeline.clean.lines import Line
from pipeline.clean.tables import Span

TITLE_STYLES = ("title", "标题")
HEADING_STYLES = ("heading", "标题 ", "subtitle", "副标题")
CENTRED_MAX = 60
"""Characters of a centred paragraph that may be a title."""


def read_docx(body: bytes) -> Content:
    """A Word 2007 document; deleted text is left out. Raises RefusedError."""
    import docx  # takes 0.1 s, and most pages are none

    check_zip(body)
    try:
        document = docx.Document(io.BytesIO(body))
        items: list[Line | Rows] = []
        for part in document.iter_inner_content():
            if len(items) >= limit("max_lines"):
                break
            if isinstance(part, docx.table.Table):
                items.append(Rows(tuple(_rows(part._tbl))))
            else:
                items += _lines(part)
        return Content(tuple(items), document.core_properties.title or None)
    except Exception as error:  # it raises whatever its parts do on what they do not expect
        raise RefusedError("damaged", f"not a readable document: {type(error).__name__}: {error}") from error


def _lines(paragraph: Any) -> Iterator[Line]:
    style = ((paragraph.style.name if paragraph.style is not None else "") or "").lower()
    for text in paragraph.text.split("\n"):
        if not text.strip():
            continue
        if style in TITLE_STYLES or (paragraph.alignment == 1 and len(text) <= CENTRED_MAX):
            yield Line(text, "title")
        else:
            yield Line(text, "heading" if style.startswith(HEADING_STYLES) else "paragraph")


def _rows(table: Any) -> Iterator[tuple[Span, ...]]:
    """The rows of a table with their spans; a cell merged with the one above is counted to it."""
    rows = table.tr_lst[: limit("max_rows")]
    open_cells: dict[int, list[Any]] = {}
    grid: list[list[list[Any]]] = []
    for row in rows:
        line: list[list[Any]] = []
        at = row.grid_before
        if at:
            line.append(["", 1, at])
        for cell in row.tc_lst:
            across = min(cell.grid_span, limit("max_columns"))
            above = open_cells.get(at)
            if cell.vMerge == "continue" and above is not None and above[2] == across:
                above[1] += 1
            else:
                made = [_text(cell), 1, across]
                open_cells[at] = made
                line.append(made)
            at += across
        grid.append(line)
    for line in grid:
        yield tuple((text, down, across, False) for text, down, across in line)


def _text(cell: Any) -> str:
    """A cell's paragraphs, those of tables within it too, joined."""
    return "\n".join("".join(t.text or "" for t in p.iter(f"{{{p.nsmap['w']}}}t")) for p in cell.iter(_tag(cell)))


def _tag(cell: Any) -> str:
    return f"{{{cell.nsmap['w']}}}p"
