"""The straight lines that a PDF's page draws, those in forms too, by PDFium."""

from collections.abc import Iterator
from ctypes import byref, c_float
from itertools import islice
from math import isfinite
from typing import Any

from pipeline.attachments.pdf.drawn import Stroke

DEPTH = 5
"""Forms within forms that are asked for lines."""


def read_strokes(page: Any, most: int) -> list[Stroke]:
    """The straight lines of a page's paths, at most so many."""
    return [stroke for stroke in islice(_strokes(page), most) if all(map(isfinite, stroke))]


def _strokes(page: Any) -> Iterator[Stroke]:
    from pypdfium2 import PdfMatrix, raw

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
            if kind == raw.FPDF_PAGEOBJ_PATH:
                yield from _path(thing, whole)
            elif depth < DEPTH:
                stack.append((thing, whole, depth + 1))


def _path(path: Any, matrix: Any) -> Iterator[Stroke]:
    from pypdfium2 import raw

    x, y = c_float(), c_float()
    last = opening = None
    for at in range(raw.FPDFPath_CountSegments(path)):
        piece = raw.FPDFPath_GetPathSegment(path, at)
        kind = raw.FPDFPathSegment_GetType(piece)
        raw.FPDFPathSegment_GetPoint(piece, byref(x), byref(y))
        point: tuple[float, float] = matrix.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            opening = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield Stroke(*last, *point)
        if opening is not None and raw.FPDFPathSegment_GetClose(piece):
            yield Stroke(*point, *opening)
        last = point
