"""PDF pages drawn character by character, as printers of offices leave them."""

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.pipeline.attachments.files import FONT


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    """A PDF of pages, each drawn by a function on its canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = 12) -> float:
    """A line: Chinese in Song, letters and figures in Times, a quarter of their size between (Word, WPS).

    Returns where it ends.
    """
    for part in _parts(text):
        font = "Times-Roman" if part[0].isascii() else FONT
        canvas.setFont(font, size)
        canvas.drawString(x, y, part)
        x += stringWidth(part, font, size) + size / 4
    return x - size / 4


def column(canvas: Canvas, x: float, y: float, lines: Sequence[str], leading: float = 20, size: float = 12) -> float:
    """Lines below one another; returns where the next would stand."""
    for line in lines:
        canvas.setFont(FONT, size)
        canvas.drawString(x, y, line)
        y -= leading
    return y


def table(canvas: Canvas, xs: Sequence[float], y: float, rows: Sequence[Sequence[str]], leading: float = 20) -> float:
    """Rows of cells without rules; figures of the last column end where it ends."""
    for row in rows:
        for at, text in enumerate(row):
            if at == len(row) - 1 and text.isdigit():
                canvas.drawRightString(xs[at] + 60, y, text)
            elif text:
                canvas.drawString(xs[at], y, text)
        y -= leading
    return y


def ruled_at(canvas: Canvas, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str | None]]) -> None:
    """A ruled table: None is a cell merged with the one above, without the rule between."""
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for r, y in enumerate(ys):
        for c, (low, high) in enumerate(pairwise(xs)):
            if not 0 < r < len(rows) or rows[r][c] is not None:
                canvas.line(low, y, high, y)
    canvas.setFont(FONT, 10)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text:
                canvas.drawString(xs[c] + 3, ys[r + 1] + 6, text)


def _parts(text: str) -> list[str]:
    parts = [text[0]]
    for char in text[1:]:
        if char.isascii() == parts[-1][-1].isascii():
            parts[-1] += char
        else:
            parts.append(char)
    return parts
