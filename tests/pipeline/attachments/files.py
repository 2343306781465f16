"""Attachments made by other people's libraries, and what is read on them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
import openpyxl
import xlwt
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from pipeline.attachments import is_attachment, read_attachment
from pipeline.records import Article, RawPage, Refusal

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
TITLE = ParagraphStyle("title", fontName=FONT, fontSize=18, leading=26, alignment=1, wordWrap="CJK")
TEXT = ParagraphStyle("text", fontName=FONT, fontSize=12, leading=18, firstLineIndent=24, wordWrap="CJK")
SIGNED = ParagraphStyle("signed", fontName=FONT, fontSize=12, leading=18, alignment=2)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")

Row = Sequence[Any]


def xlsx(rows: Sequence[Row], merged: Sequence[str] = (), formats: dict[str, str] | None = None) -> bytes:
    """A workbook of one sheet; ``formats`` are number formats by cell."""
    book = openpyxl.Workbook()
    fill(book.active, rows, merged)
    for cell, style in (formats or {}).items():
        book.active[cell].number_format = style
    return saved(book)


def fill(sheet: Any, rows: Sequence[Row], merged: Sequence[str] = ()) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def xls(rows: Sequence[Row], merged: Sequence[tuple[int, int, int, int]] = (), style: str = "General") -> bytes:
    """An older workbook; ``merged`` as first and last row, first and last column."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet, look = book.add_sheet("Sheet1"), xlwt.easyxf(num_format_str=style)
    for top, bottom, left, right in merged:
        sheet.merge(top, bottom, left, right)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value, look)
    return saved(book)


def document(*parts: str | tuple[str, str] | Sequence[Row]) -> bytes:
    """A Word document: paragraphs, (style or ``centre``, paragraph), tables."""
    made = docx.Document()
    for part in parts:
        if isinstance(part, str):
            made.add_paragraph(part)
        elif isinstance(part, tuple):
            style, text = part
            paragraph = made.add_paragraph(text, style=None if style == "centre" else style)
            paragraph.alignment = 1 if style == "centre" else None
        else:
            table = made.add_table(len(part), max(map(len, part)))
            for r, row in enumerate(part):
                for c, text in enumerate(row):
                    table.cell(r, c).text = str(text)
    return saved(made)


def pdf(*parts: Flowable, wide: bool = False, **about: Any) -> bytes:
    """A PDF of these parts in a font without Latin widths, as county offices print them."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=landscape(A4) if wide else A4, **about).build(list(parts))
    return buffer.getvalue()


def ruled(rows: Sequence[Row], widths: Sequence[float], *spans: tuple[tuple[int, int], tuple[int, int]]) -> Table:
    """A ruled table; long texts are wrapped in their cells, the first row is repeated on each page."""
    cells = [[Paragraph(x, CELL) if isinstance(x, str) and len(x) > 8 else x for x in row] for row in rows]
    style = [("FONT", (0, 0), (-1, -1), FONT, 9), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]
    return Table(cells, widths, repeatRows=1, style=TableStyle([*style, *(("SPAN", a, b) for a, b in spans)]))


def title(text: str) -> Paragraph:
    return Paragraph(text, TITLE)


def text(words: str) -> Paragraph:
    return Paragraph(words, TEXT)


def signed(words: str) -> Paragraph:
    return Paragraph(words, SIGNED)


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def repacked(body: bytes, change: Callable[[str, bytes], bytes], **extra: bytes) -> bytes:
    """A ZIP-based file with its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in extra.items():
            new.writestr(name, data)
    return buffer.getvalue()


def page(body: bytes, url: str = "https://www.example.gov.cn/a/P020230506.bin", **headers: str) -> RawPage:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return RawPage(url, datetime(2023, 5, 6, tzinfo=UTC), body, headers=pairs)


def read(body: bytes, url: str = "https://www.example.gov.cn/a/P020230506.bin", **headers: str) -> Article:
    asked = page(body, url, **headers)
    assert is_attachment(asked)
    article = read_attachment(asked)
    assert isinstance(article, Article), article
    assert all(article.text[b.start : b.end] for b in article.blocks)
    return article


def refused(body: bytes, **headers: str) -> str:
    found = read_attachment(page(body, **headers))
    assert isinstance(found, Refusal), found
    return found.reason


def lines(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks]


def grid(article: Article, table: int = 0) -> list[list[str]]:
    return [[article.text[c.start : c.end] for c in row] for row in article.tables[table].rows]
