"""Word documents: paragraphs and tables in their order, as a reader sees them.

The format wraps text in elements that mean nothing to a reader (content controls, smart tags, fields, insertions): what
is not known is looked into, what is deleted or hidden is left out.
"""

import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from pipeline.attachments.content import Content, RefusedError, Rows, limit
from pipeline.attachments.guard import check_zip
from pipeline.attachments.office.runs import (
    LEFT_OUT,
    Element,
    boxes_in,
    child_of,
    children,
    is_set,
    local,
    text_of,
    value_of,
)
from pipeline.clean.lines import Line
from pipeline.clean.tables import Span

TITLE_STYLES = ("title", "标题")
HEADING_STYLES = ("heading", "标题 ", "subtitle", "副标题")
CENTRED_MAX = 60
"""Characters of a centred paragraph that may be a title."""
DOCUMENT, STYLES, PROPERTIES = "word/document.xml", "word/styles.xml", "docProps/core.xml"


class Style(NamedTuple):
    """A paragraph's style: its name in small letters, how it is set."""

    name: str
    centred: bool


def read_docx(body: bytes) -> Content:
    """A Word 2007 document; what is deleted, struck out or hidden is left out. Raises RefusedError."""
    pack = check_zip(body)
    try:
        document = _parse(pack, DOCUMENT)
        styles = {value_of(style, "styleId") or "": _style(style) for style in _parse(pack, STYLES, needed=False)}
        title = next((part.text for part in _parse(pack, PROPERTIES, needed=False) if local(part) == "title"), None)
        items = islice(_blocks(document, styles), limit("max_lines"))
        return Content(tuple(items), title or None)
    except (etree.LxmlError, KeyError, ValueError) as error:
        raise RefusedError("damaged", f"not a readable document: {type(error).__name__}: {error}") from error


def _parse(pack: zipfile.ZipFile, name: str, *, needed: bool = True) -> Element:
    if not needed and name not in pack.NameToInfo:
        return etree.Element("none")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(pack.read(name), parser)
    except etree.LxmlError:
        if needed:
            raise
        return etree.Element("none")


def _style(style: Element) -> Style:
    name = (value_of(child_of(style, "name")) or "").lower()
    return Style(name, value_of(child_of(child_of(style, "pPr"), "jc")) == "center")


def _blocks(container: Element, styles: dict[str, Style]) -> Iterator[Line | Rows]:
    """The lines and tables of a document, a content control or a text box."""
    for part in children(container):
        match local(part):
            case "p":
                yield from _lines(part, styles)
                for box in boxes_in(part):
                    yield from _blocks(box, styles)
            case "tbl":
                yield Rows(tuple(_rows(part)))
            case name if name not in LEFT_OUT:
                yield from _blocks(part, styles)


def _lines(paragraph: Element, styles: dict[str, Style]) -> Iterator[Line]:
    settings = child_of(paragraph, "pPr")
    style = styles.get(value_of(child_of(settings, "pStyle")) or "", Style("", False))
    set_as = value_of(child_of(settings, "jc"))
    centred = set_as == "center" if set_as else style.centred
    for text in text_of(paragraph).split("\n"):
        if not text.strip():
            continue
        if style.name in TITLE_STYLES or (centred and len(text) <= CENTRED_MAX):
            yield Line(text, "title")
        else:
            yield Line(text, "heading" if style.name.startswith(HEADING_STYLES) else "paragraph")


def _within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls and the like too."""
    for child in children(element):
        if local(child) == name:
            yield child
        elif local(child) not in LEFT_OUT:
            yield from _within(child, name)


def _rows(table: Element) -> Iterator[tuple[Span, ...]]:
    """The rows of a table with their spans; a cell merged with the one above is counted to it."""
    open_cells: dict[int, list[str | int]] = {}
    grid: list[list[list[str | int]]] = []
    for row in islice(_within(table, "tr"), limit("max_rows")):
        settings = child_of(row, "trPr")
        if is_set(settings, "del") or is_set(settings, "hidden"):
            continue
        at = _number(child_of(settings, "gridBefore"), 0)
        line: list[list[str | int]] = [["", 1, at]] if at else []
        for cell in _within(row, "tc"):
            about = child_of(cell, "tcPr")
            across, merged = _number(child_of(about, "gridSpan"), 1), child_of(about, "vMerge")
            above = open_cells.get(at)
            if merged is not None and value_of(merged) != "restart" and above is not None and above[2] == across:
                above[1] = int(above[1]) + 1
            elif value_of(child_of(about, "hMerge")) == "continue" and line:
                line[-1][2] = int(line[-1][2]) + across
            else:
                line.append([_cell(cell), 1, across])
                open_cells[at] = line[-1]
            at += across
        grid.append(line)
    for line in grid:
        yield tuple((str(text), int(down), int(across), False) for text, down, across in line)


def _number(element: Element | None, default: int) -> int:
    value = value_of(element) or ""
    return min(int(value), limit("max_columns")) if value.isascii() and value.isdigit() else default


def _cell(cell: Element) -> str:
    """A cell's paragraphs, those of tables, controls and text boxes within it too, joined."""
    return "\n".join(text for paragraph in _paragraphs(cell) if (text := text_of(paragraph)))


def _paragraphs(element: Element) -> Iterator[Element]:
    for child in children(element):
        if local(child) == "p":
            yield child
            for box in boxes_in(child):
                yield from _paragraphs(box)
        elif local(child) not in LEFT_OUT:
            yield from _paragraphs(child)
