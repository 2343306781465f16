"""PDF with a text layer: its tables, ruled or set by columns, and its lines joined to paragraphs.

file → pages as drawn (PDFium) → held as one reads them → lines, columns, tables → put together over the pages' ends.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing
from threading import Lock
from typing import Any

from pipeline.attachments.content import Content, RefusedError, limit, words
from pipeline.attachments.guard import check_pdf
from pipeline.attachments.pdf.across import Item, append, drop_running
from pipeline.attachments.pdf.drawn import Drawing
from pipeline.attachments.pdf.glyphs import read_glyphs
from pipeline.attachments.pdf.paragraphs import Paragraph
from pipeline.attachments.pdf.parted import Part, part_page
from pipeline.attachments.pdf.ruler import use_ruler
from pipeline.attachments.pdf.strokes import read_strokes
from pipeline.clean.lines import Line

PDFIUM = Lock()
"""PDFium serves one thread at a time."""


def read_pdf(body: bytes) -> Content:
    """The tables and paragraphs of a PDF. Raises RefusedError, no-text for a scan."""
    import pypdfium2  # takes 0.1 s, and most pages are none

    check_pdf(body)
    with PDFIUM:
        use_ruler()
        try:
            with closing(pypdfium2.PdfDocument(body)) as document:
                if len(document) > limit("max_pages"):
                    raise RefusedError("too-large", f"{len(document)} pages, the limit is {limit('max_pages')}")
                drawings = list(_read_pages(document))
                title = document.get_metadata_dict().get("Title") or None
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise RefusedError("encrypted" if locked else "damaged", f"not a readable PDF: {error}") from error
    _check_text(drawings)
    pages = [part_page(drawing) for drawing in drawings]
    drop_running(pages)
    _check_lines(pages)
    items: list[Item] = []
    for page in pages:
        for part in page:
            append(items, part.items())
    return Content(tuple(_line(item) if isinstance(item, Paragraph) else item for item in items), title)


def _read_pages(document: Any) -> Iterator[Drawing]:
    left = limit("max_drawn")
    for at in range(len(document)):
        with closing(document[at]) as page, closing(page.get_textpage()) as text:
            glyphs = read_glyphs(text, limit("max_characters"))
            drawing = Drawing(glyphs, read_strokes(page, limit("max_segments")), page.get_mediabox())
        left -= len(drawing.glyphs) + len(drawing.strokes)
        if left < 0:
            raise RefusedError("too-large", f"more than {limit('max_drawn')} characters and lines")
        yield drawing


def _check_text(pages: Sequence[Drawing]) -> None:
    """Raises RefusedError where there is no text, or none that means anything."""
    inked = [glyph.text for page in pages for glyph in page.glyphs if not glyph.text.isspace()]
    if len(inked) < limit("text_min"):
        raise RefusedError("no-text", f"{len(pages)} pages with {len(inked)} characters: a scan, it seems")
    broken = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in inked)
    if broken > words()["broken_share"] * len(inked):
        raise RefusedError("no-text", f"{broken} of {len(inked)} characters have no meaning: fonts without Unicode")


def _check_lines(pages: Sequence[Sequence[Part]]) -> None:
    """Raises RefusedError where the lines beside tables are no lines: text set in a way that is not known."""
    lines = ["".join(piece.text for piece in line) for page in pages for part in page for line in part.lines]
    single = [line for line in lines if len(line) <= 1]
    if len(single) >= limit("text_min") and len(single) * 2 > len(lines):
        raise RefusedError("no-text", f"{len(single)} of {len(lines)} lines are single characters: no order is found")


def _line(paragraph: Paragraph) -> Line:
    return Line(paragraph.text, "title" if paragraph.centred else "paragraph")
