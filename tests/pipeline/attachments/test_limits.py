"""Hostile files: each is refused with its reason, in bounded time and memory."""

import io
import resource
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pipeline.attachments import is_attachment, read_attachment
from pipeline.records import Article, Refusal
from tests.pipeline.attachments.files import document, page, pdf, read, refused, repacked, ruled, title, xls, xlsx

ROWS = [["石板镇项目表"], ["项目", "金额（元）"], ["水渠", 5000], ["道路", 700]]
SECONDS = 10.0


def sheet(body: bytes, put: bytes, before: bytes = b"</sheetData>") -> bytes:
    """A workbook with something put into its first sheet's XML."""
    return repacked(body, lambda name, data: data.replace(before, put + before) if "sheet1" in name else data)


def entities(name: str, data: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return data.replace(b"?>", b"?>" + bomb, 1) if name.endswith(".xml") else data


def pdf_bomb() -> bytes:
    packed = zlib.compress(b" " * (200 << 20), 9)
    head = b"%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    return head + packed + b"\nendstream\nendobj\n%%EOF"


def crowded_pdf() -> bytes:
    """Sixty pages of nothing but characters, in a few kilobytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=1)
    for _ in range(60):
        canvas.setFont("Helvetica", 1)
        for y in range(90):
            canvas.drawString(10, 800 - 8 * y, "1" * 100)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


BOMBS = {
    "a part of 500 MB": lambda: (repacked(xlsx(ROWS), lambda _, d: d, bomb=bytes(500 << 20)), "too-large"),
    "thousands of parts": lambda: (
        repacked(xlsx(ROWS), lambda _, d: d, **{f"p{i}": b"" for i in range(3000)}),
        "too-large",
    ),
    "entities in a workbook": lambda: (repacked(xlsx(ROWS), entities), "unsafe"),
    "entities in a document": lambda: (repacked(document("石板镇"), entities), "unsafe"),
    "a PDF's stream of 200 MB": lambda: (pdf_bomb(), "too-large"),
    "half a million merged ranges": lambda: (
        sheet(xlsx(ROWS), b'<x:mergeCell ref="A1:B2"/>' * 500_000, b"<pageMargins"),
        "too-large",
    ),
    "half a workbook": lambda: (xlsx(ROWS)[:-600], "damaged"),
    "half a document": lambda: (document("石板镇")[:-600], "damaged"),
    "half an older workbook": lambda: (xls(ROWS)[:2000] + b"Workbook\0".decode().encode("utf-16-le"), "damaged"),
    "a workbook of 20 MB": lambda: (b"PK\x03\x04" + b"xl/workbook.xml" + bytes(20 << 20), "too-large"),
    "a PDF of half a million characters": lambda: (crowded_pdf(), "too-large"),
    "a PDF in name only": lambda: (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_and_broken_files_are_refused_in_time(name: str) -> None:
    body, reason = BOMBS[name]()
    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refused(body) == reason
    assert time.process_time() - started < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


def test_a_merged_range_over_the_whole_sheet_covers_what_is_filled() -> None:
    body = sheet(xlsx(ROWS), b'<mergeCells><mergeCell ref="C1:XFD1048576"/></mergeCells>', b"<pageMargins")
    assert read(body).text.startswith("石板镇项目表")


def test_a_cell_in_the_last_corner_adds_no_million_rows() -> None:
    started = time.process_time()
    body = sheet(xlsx(ROWS), b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert len(read(body).tables[0].rows) == 3
    assert time.process_time() - started < SECONDS


def test_a_long_list_is_cut_at_what_a_table_holds() -> None:
    body = xlsx([["项目", "金额（元）"], *([f"项目{at}", at] for at in range(30_000))])
    started = time.process_time()
    article = read(body)
    assert sum(len(row) for row in article.tables[0].rows) <= 20_000
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("kind", ["xlsx", "xls", "docx", "pdf"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_whatever_a_few_wrong_bytes_do_there_is_an_article_or_a_reason(kind: str, data: st.DataObject) -> None:
    body = bytearray(SAMPLES[kind])
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(8, len(body) - 1))] = data.draw(st.integers(0, 255))
    asked = page(bytes(body))
    if is_attachment(asked):
        assert isinstance(read_attachment(asked), Article | Refusal)


SAMPLES = {
    "xlsx": xlsx(ROWS),
    "xls": xls(ROWS),
    "docx": document(("centre", "石板镇项目表"), [["项目", "金额"], ["水渠", "5"]]),
    "pdf": pdf(title("石板镇项目表"), ruled([["项目", "金额"], ["水渠", "5"], ["道路", "6"]], (80, 80))),
}
