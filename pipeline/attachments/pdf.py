"""PDF with a text layer: its ruled tables, and the lines around them joined to paragraphs, page by page."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from ctypes import byref, c_float
from threading import Lock
from typing import Any, NamedTuple

from pipeline.attachments.content import Content, RefusedError, Rows, limit, words
from pipeline.attachments.guard import check_pdf
from pipeline.attachments.paragraphs import Paragraph, join, paragraphs, printed_lines
from pipeline.attachments.ruler import use_ruler
from pipeline.attachments.rules import Char, Ruled, Segment, find_tables
from pipeline.clean.lines import Line

PDFIUM = Lock()
"""PDFium serves one thread at a time."""
SLANT = 1.0
"""Points by which the ends of a level or upright line differ."""
MARGIN = 0.12
"""Of the page's width: the widest margin that is taken from lines; a lone short line says nothing of margins."""
DEPTH = 5
"""Forms within forms that are asked for lines."""
Move = Callable[[float, float], tuple[float, float]]


class Printed(NamedTuple):
    """What stands on a page: its characters in their order, its straight lines, its left and right edge."""

    chars: list[Char]
    segments: list[Segment]
    edges: tuple[float, float]


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
                pages = list(_read_pages(document))
                title = document.get_metadata_dict().get("Title") or None
        except pypdfium2.PdfiumError as error:
            locked = "password" in str(error).lower()
            raise RefusedError("encrypted" if locked else "damaged", f"not a readable PDF: {error}") from error
    _check_text(pages)
    items: list[Line | Rows | Paragraph] = []
    for page in pages:
        _append(items, _items(page))
    return Content(tuple(_line(item) if isinstance(item, Paragraph) else item for item in items), title)


def _read_pages(document: Any) -> Iterator[Printed]:
    left = limit("max_drawn")
    for at in range(len(document)):
        page = _read_page(document, at)
        left -= len(page.chars) + len(page.segments)
        if left < 0:
            raise RefusedError("too-large", f"more than {limit('max_drawn')} characters and lines")
        yield page


def _read_page(document: Any, at: int) -> Printed:
    with closing(document[at]) as page, closing(page.get_textpage()) as text:
        left, bottom, right, top = page.get_mediabox()
        turned: dict[int, Move] = {
            0: lambda x, y: (x, y),
            90: lambda x, y: (y, -x),
            180: lambda x, y: (-x, -y),
            270: lambda x, y: (-y, x),
        }
        move = turned[page.get_rotation() % 360]
        edges = sorted([move(left, bottom)[0], move(right, top)[0]])
        return Printed(list(_chars(text, move)), list(_segments(page, move)), (edges[0], edges[1]))


def _chars(text: Any, move: Move) -> Iterator[Char]:
    """The characters of a page with their boxes; a pair of surrogates is one, line ends are none."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    high = 0
    for at in range(min(text.count_chars(), limit("max_characters"))):
        code = raw.FPDFText_GetUnicode(text, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in (0, 10, 13, 0xFFFE, 2) or not raw.FPDFText_GetLooseCharBox(text, at, box):
            continue
        (x0, y0), (x1, y1) = move(box.left, box.bottom), move(box.right, box.top)
        yield Char(chr(code), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _segments(page: Any, move: Move) -> Iterator[Segment]:
    """The level and upright lines that a page's paths draw, those in forms too, up to the limit."""
    from pypdfium2 import PdfMatrix, raw

    left = limit("max_segments")
    stack: list[tuple[Any, Any, int]] = [(page, PdfMatrix(), 0)]
    while stack:
        holder, matrix, depth = stack.pop()
        count = raw.FPDFFormObj_CountObjects if depth else raw.FPDFPage_CountObjects
        get = raw.FPDFFormObj_GetObject if depth else raw.FPDFPage_GetObject
        for at in range(count(holder)):
            thing = get(holder, at)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
                continue
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(thing, own)
            whole = PdfMatrix(own.a, own.b, own.c, own.d, own.e, own.f).multiply(matrix)
            if kind == raw.FPDF_PAGEOBJ_FORM:
                if depth < DEPTH:
                    stack.append((thing, whole, depth + 1))
                continue
            for segment in _path(thing, whole, move):
                yield segment
                left -= 1
                if left <= 0:
                    return


def _path(path: Any, matrix: Any, move: Move) -> Iterator[Segment]:
    from pypdfium2 import raw

    x, y = c_float(), c_float()
    last = opening = None
    for at in range(raw.FPDFPath_CountSegments(path)):
        piece = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(piece)
        raw.FPDFPathSegment_GetPoint(piece, byref(x), byref(y))
        point = move(*matrix.on_point(x.value, y.value))
        if kind == raw.FPDF_SEGMENT_MOVETO:
            opening = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _segment(last, point)
        if opening is not None and raw.FPDFPathSegment_GetClose(piece):
            yield from _segment(point, opening)
        last = point


def _segment(start: tuple[float, float], end: tuple[float, float]) -> Iterator[Segment]:
    (x0, y0), (x1, y1) = start, end
    if abs(y0 - y1) <= SLANT < abs(x0 - x1):
        yield Segment(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    elif abs(x0 - x1) <= SLANT < abs(y0 - y1):
        yield Segment(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _check_text(pages: Sequence[Printed]) -> None:
    """Raises RefusedError where there is no text, or none that means anything."""
    inked = [char.text for page in pages for char in page.chars if not char.text.isspace()]
    if len(inked) < limit("text_min"):
        raise RefusedError("no-text", f"{len(pages)} pages with {len(inked)} characters: a scan, it seems")
    broken = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in inked)
    if broken > words()["broken_share"] * len(inked):
        raise RefusedError("no-text", f"{broken} of {len(inked)} characters have no meaning: fonts without Unicode")


def _items(page: Printed) -> list[Rows | Paragraph]:
    """A page's tables and paragraphs from top to bottom, without its number."""
    tables = find_tables(page.segments)
    cells: list[dict[int, list[Char]]] = [{} for _ in tables]
    outside = []
    for char in page.chars:
        for table, texts in zip(tables, cells, strict=True):
            if (region := table.region(*char.middle)) is not None:
                texts.setdefault(region, []).append(char)
                break
        else:
            outside.append(char)
    lines = printed_lines(outside)
    number = re.compile(words()["page_number"])
    for end in (-1, 0):
        if lines and number.fullmatch(lines[end].text):
            lines.pop(end)
    width = page.edges[1] - page.edges[0]
    sides = [(line.left, line.right) for line in lines] + [(table.xs[0], table.xs[-1]) for table in tables]
    left = min([page.edges[0] + MARGIN * width, *(side[0] for side in sides)])
    right = max([page.edges[1] - 2 * MARGIN * width, *(side[1] for side in sides)])
    items: list[Rows | Paragraph] = []
    for table, texts in zip(tables, cells, strict=True):
        above = [line for line in lines if line.top > table.ys[0]]
        lines = lines[len(above) :]
        items += paragraphs(above, left, right, page.edges)
        items.append(_rows(table, texts))
    return items + paragraphs(lines, left, right, page.edges)


def _rows(table: Ruled, cells: dict[int, list[Char]]) -> Rows:
    return Rows(table.rows({region: _cell(chars) for region, chars in cells.items()}))


def _cell(chars: Sequence[Char]) -> str:
    """A cell's text, its lines joined; blanks only between letters or figures."""
    text = ""
    for line in printed_lines(chars):
        text = join(text, re.sub(r"(?<![!-~]) +| +(?![!-~])", "", line.text))
    return text


def _append(items: list[Line | Rows | Paragraph], more: list[Rows | Paragraph]) -> None:
    """Add a page's items; a table or a paragraph that the page's end parted is put together again."""
    if not items or not more:
        items += more
        return
    last, first = items[-1], more[0]
    if isinstance(last, Rows) and isinstance(first, Rows) and _width(last) == _width(first):
        repeated = 0
        while repeated < min(len(first.rows), len(last.rows)) and first.rows[repeated] == last.rows[repeated]:
            repeated += 1
        items[-1] = Rows(last.rows + first.rows[repeated:])
        more = more[1:]
    elif isinstance(last, Paragraph) and isinstance(first, Paragraph) and last.runs_on and first.opens:
        items[-1] = Paragraph(join(last.text, first.text), last.top, last.centred, last.opens, first.runs_on)
        more = more[1:]
    items += more


def _width(table: Rows) -> int:
    return sum(across for _, _, across, _ in table.rows[0]) if table.rows else 0


def _line(paragraph: Paragraph) -> Line:
    return Line(paragraph.text, "title" if paragraph.centred else "paragraph")
