"""Files made to harm who reads them: PDF, office files, ZIP archives. None holds an article that must be read."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from tests.pipeline.attachments.files import document, repacked, xls, xlsx

ROWS = [["石板镇项目表"], ["项目", "金额（元）"], ["水渠", 5000], ["道路", 700]]
MB = 1 << 20
Make = Callable[[], bytes]


def made(objects: dict[int, bytes], root: int = 1, **trailer: str) -> bytes:
    """A PDF of these objects with a table of where they stand."""
    body, places = b"%PDF-1.7\n", {}
    for number, data in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(body)
    table = b"xref\n0 1\n0000000000 65535 f \n"
    for number, at in places.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, at)
    more = " ".join(f"/{key} {value}" for key, value in trailer.items()).encode()
    end = b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(objects) + 1,
        root,
        more,
        start,
    )
    return body + table + end


def stream(data: bytes, about: str = "", deflated: bool = False) -> bytes:
    data = zlib.compress(data, 9) if deflated else data
    about += " /Filter /FlateDecode" if deflated else ""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about.encode(), data)


def one_page(content: bytes, resources: str = "", **others: bytes) -> bytes:
    """A PDF of a page with this content; ``others`` are objects by number (o5, o6 …)."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        + resources.encode()
        + b" >> >>",
        4: content,
    }
    return made(objects | {int(name[1:]): data for name, data in others.items()})


def form(content: str, resources: str) -> bytes:
    about = f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << {resources} >>"
    return stream(content.encode(), about)


FONT = "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
TEXT = b"BT /F1 12 Tf 72 700 Td (water works and roads and lights) Tj ET\n"


def _rings(size: int) -> dict[str, bytes]:
    """Forms that draw one another in a ring, each twice."""
    return {f"o{5 + at}": form("/A Do /A Do", f"/XObject << /A {5 + (at + 1) % size} 0 R >>") for at in range(size)}


def _tree(depth: int) -> dict[str, bytes]:
    """Forms that draw the next one ten times each."""
    last = {f"o{5 + depth}": stream(TEXT, f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {FONT} >>")}
    return last | {f"o{5 + at}": form("/A Do " * 10, f"/XObject << /A {6 + at} 0 R >>") for at in range(depth)}


def _lzw_like(times: int) -> bytes:
    data = b" " * (4 * MB)
    for _ in range(times):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), b"/FlateDecode " * times, data)


def _cid(more: str, **others: bytes) -> bytes:
    font = (
        "/Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /UniGB-UCS2-H "
        f"/DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun {more} "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >> ] >> >>"
    )
    return one_page(stream(b"BT /F1 12 Tf 72 700 Td <77F39547> Tj ET\n" * 50), font, **others)


PDFS: dict[str, Make] = {
    "a form that draws itself": lambda: one_page(
        stream(b"/A Do"), "/XObject << /A 5 0 R >>", o5=form("/A Do", "/XObject << /A 5 0 R >>")
    ),
    "a form that draws itself thrice": lambda: one_page(
        stream(b"/A Do"), "/XObject << /A 5 0 R >>", o5=form("/A Do /A Do /A Do", "/XObject << /A 5 0 R >>")
    ),
    "two forms that draw each other": lambda: one_page(stream(b"/A Do"), "/XObject << /A 5 0 R >>", **_rings(2)),
    "a ring of nine forms": lambda: one_page(stream(b"/A Do"), "/XObject << /A 5 0 R >>", **_rings(9)),
    "ten to the eighth drawings": lambda: one_page(stream(b"/A Do"), "/XObject << /A 5 0 R >>", **_tree(8)),
    "a stream deflated twice": lambda: one_page(_lzw_like(2)),
    "a stream deflated nine times": lambda: one_page(_lzw_like(9)),
    "60 MB of one operator": lambda: one_page(stream(b"q " * (30 * MB), deflated=True)),
    "60 MB of short texts": lambda: one_page(stream(TEXT * (60 * MB // len(TEXT)), deflated=True), FONT),
    "60 MB of lines": lambda: one_page(stream(b"0 0 m 9 9 l S\n" * (4 * MB), deflated=True)),
    "brackets as deep as the file": lambda: one_page(stream(b"[" * (5 * MB))),
    "dictionaries within dictionaries": lambda: made(
        {1: b"<< /Type /Catalog /Pages 2 0 R /X " + b"<< /X " * 200_000 + b">> " * 200_000 + b" >>"}
    ),
    "pages that are their own parents": lambda: made(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99 >>"}
    ),
    "two thousand million pages": lambda: made(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>"}
    ),
    "one page fifty thousand times": lambda: made(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [" + b"3 0 R " * 50_000 + b"] /Count 50000 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        }
    ),
    "one content a thousand times": lambda: one_page(
        b"[" + b"5 0 R " * 1000 + b"]", FONT, o5=stream(TEXT * 20_000, deflated=True)
    ),
    "a table of places that goes in a circle": lambda: made({1: b"<< /Type /Catalog /Pages 1 0 R >>"}, Prev="9"),
    "a glyph that draws itself": lambda: one_page(
        stream(b"BT /F1 12 Tf (aaaa) Tj ET"),
        "/Font << /F1 5 0 R >>",
        o5=b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> "
        b"/Encoding << /Differences [97 /a] >> /FirstChar 97 /LastChar 97 /Widths [9] "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        o6=stream(b"9 0 d0 BT /F1 1 Tf (aaaa) Tj ET"),
    ),
    "a million widths": lambda: _cid("/W [" + "1 9 1000 " * 300_000 + "]"),
    "widths beyond all numbers": lambda: _cid("/DW 99999999999999999999 /W [0 65535 -1e38]"),
    "sizes beyond all numbers": lambda: one_page(
        stream(b"BT /F1 1e38 Tf 1e38 0 0 1e38 -1e38 1e38 Tm (water) Tj ET\n" * 900), FONT
    ),
    "a predictor of a million columns": lambda: one_page(
        stream(zlib.compress(b"\2" * MB), "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 1000000000 >>")
    ),
    "a font of noise": lambda: one_page(
        stream(TEXT),
        "/Font << /F1 << /Type /Font /Subtype /TrueType /BaseFont /A /FontDescriptor << /Type /FontDescriptor "
        "/FontName /A /FontFile2 5 0 R >> >> >>",
        o5=stream(b"\0\1\0\0\0\x20" + bytes(range(256)) * 900),
    ),
    "an unended picture in the line": lambda: one_page(stream(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID " + b"A" * MB)),
}


def part(body: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    return repacked(body, lambda at, data: change(data) if at.endswith(name) else data)


def cells(count: int, value: bytes) -> Callable[[bytes], bytes]:
    row = b"<row>" + value * 50 + b"</row>"
    return lambda data: data.replace(b"</sheetData>", row * (count // 50) + b"</sheetData>")


def sheet(change: Callable[[bytes], bytes]) -> bytes:
    return part(xlsx(ROWS), "sheet1.xml", change)


def word(inner: bytes) -> bytes:
    return part(document("石板镇"), "word/document.xml", lambda d: d.replace(b"<w:body>", b"<w:body>" + inner, 1))


def _sectors(body: bytes, at: int, value: int) -> bytes:
    return body[:at] + struct.pack("<I", value) + body[at + 4 :]


OFFICE: dict[str, Make] = {
    "a million numbers": lambda: sheet(cells(1_000_000, b'<c t="n"><v>1</v></c>')),
    "half a million texts": lambda: sheet(cells(500_000, b'<c t="inlineStr"><is><t>x</t></is></c>')),
    "texts by numbers that are none": lambda: sheet(cells(5000, b'<c t="s"><v>99999999</v></c>')),
    "numbers beyond all numbers": lambda: sheet(cells(5000, b"<c><v>1e308</v></c><c><v>-1e-308</v></c>")),
    "days beyond all days": lambda: sheet(cells(5000, b'<c t="d"><v>9999999-99-99</v></c><c s="1"><v>1e20</v></c>')),
    "sixty million letters in a text": lambda: part(
        xlsx(ROWS), "sharedStrings.xml", lambda d: d.replace(b"<t>", b"<t>" + b"x" * (60 * MB), 1)
    ),
    "two million shared texts": lambda: part(
        xlsx(ROWS), "sharedStrings.xml", lambda d: d.replace(b"</sst>", b"<si><t>x</t></si>" * 2_000_000 + b"</sst>")
    ),
    "rich text a hundred thousand deep": lambda: sheet(
        lambda d: d.replace(b"</sheetData>", b"<row><c>" + b"<is>" * 100_000 + b"</is>" * 100_000 + b"</c></row>")
    ),
    "half a million merged ranges": lambda: sheet(
        lambda d: d.replace(
            b"<pageMargins",
            b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 500_000 + b"</mergeCells><pageMargins",
        )
    ),
    "half a million styles": lambda: part(
        xlsx(ROWS), "styles.xml", lambda d: d.replace(b"</cellXfs>", b'<xf numFmtId="0"/>' * 500_000 + b"</cellXfs>")
    ),
    "half a million styles under another prefix": lambda: part(
        xlsx(ROWS), "styles.xml", lambda d: d.replace(b"</cellXfs>", b"<x:xf/>" * 500_000 + b"</cellXfs>")
    ),
    "a million columns": lambda: sheet(
        lambda d: d.replace(b"<sheetData>", b"<cols>" + b'<col min="1" max="16384"/>' * MB + b"</cols><sheetData>")
    ),
    "a hundred thousand links": lambda: sheet(
        lambda d: d.replace(
            b"<pageMargins",
            b"<hyperlinks>" + b'<hyperlink ref="A1:XFD1048576"/>' * 150_000 + b"</hyperlinks><pageMargins",
        )
    ),
    "a hundred thousand rules of formats": lambda: sheet(
        lambda d: d.replace(
            b"<pageMargins",
            b'<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"/>'
            b"</conditionalFormatting>" * 150_000 + b"<pageMargins",
        )
    ),
    "a number format of half a megabyte": lambda: repacked(
        xlsx(ROWS, formats={"B3": '0"元"'}),
        lambda name, d: d.replace(b'formatCode="', b'formatCode="' + b"[&quot;\\" * 60_000) if "styles" in name else d,
    ),
    "a million names": lambda: part(
        xlsx(ROWS),
        "workbook.xml",
        lambda d: d.replace(
            b"</sheets>", b"</sheets><definedNames>" + b'<definedName name="a">1</definedName>' * 900_000
        ).replace(b"</workbook>", b"</definedNames></workbook>"),
    ),
    "a document a million deep": lambda: word(b"<w:sdt>" * MB + b"</w:sdt>" * MB),
    "tables within tables": lambda: word(b"<w:tbl><w:tr><w:tc>" * 60 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 60),
    "a million paragraphs": lambda: word(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * MB),
    "a cell as wide as the world": lambda: word(
        b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>' * 900
    ),
    "cells that never end": lambda: word(
        b"<w:tbl>" + b"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 200_000 + b"</w:tbl>"
    ),
    "sixty million letters in an attribute": lambda: word(b'<w:p w:x="' + b"x" * (60 * MB) + b'"/>'),
    "entities": lambda: part(
        document("石板镇"),
        "word/document.xml",
        lambda d: d.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', 1),
    ),
    "an older workbook whose sectors go in a circle": lambda: _sectors(xls(ROWS), 0x4C, 0),
    "an older workbook of four thousand million sectors": lambda: _sectors(xls(ROWS), 0x2C, 0xFFFFFFF0),
    "an older workbook of records that say nothing": lambda: xls(ROWS).replace(b"\x09\x08\x10\0", b"\x09\x08\xff\xff"),
    "ten million quotes": lambda: b"a,b\n" + b'"' * (9 * MB),
    "ten million commas": lambda: b"a,b\n" + b"," * (9 * MB),
    "five million rows": lambda: b"a,b\n" * (2 * MB),
}


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as pack:
        for name, data in parts.items():
            pack.writestr(name, data)
    return buffer.getvalue()


BOOK = {"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}


def lied(field: int, value: int, size: str = "<I") -> bytes:
    """A workbook whose directory says another thing of its first part."""
    body = bytearray(xlsx(ROWS))
    at = body.find(b"PK\1\2")
    body[at + field : at + field + struct.calcsize(size)] = struct.pack(size, value)
    return bytes(body)


def ended(field: int, value: int, size: str = "<I") -> bytes:
    """A workbook whose directory's end says another thing."""
    body = bytearray(xlsx(ROWS))
    at = body.rfind(b"PK\5\6")
    body[at + field : at + field + struct.calcsize(size)] = struct.pack(size, value)
    return bytes(body)


def overlapping(times: int) -> bytes:
    """Many names for one packed part, as the bombs that need no nesting do."""
    body = zipped({"xl/workbook.xml": bytes(20 * MB)})
    at, end = body.find(b"PK\1\2"), body.rfind(b"PK\5\6")
    entry = body[at:end]
    tail = bytearray(body[end:])
    tail[8:12] = struct.pack("<HH", times, times)
    tail[12:16] = struct.pack("<I", len(entry) * times)
    return body[:at] + entry * times + bytes(tail)


def nested(depth: int) -> bytes:
    body = zipped(BOOK)
    for _ in range(depth):
        body = zipped({**BOOK, "xl/embeddings/a.xlsx": body})
    return body


ARCHIVES: dict[str, Make] = {
    "500 MB of nothing": lambda: zipped({**BOOK, "xl/a.bin": bytes(500 * MB)}),
    "500 MB of nothing by bzip2": lambda: zipped({**BOOK, "xl/a.bin": bytes(500 * MB)}, zipfile.ZIP_BZIP2),
    "500 MB of nothing by lzma": lambda: zipped({**BOOK, "xl/a.bin": bytes(500 * MB)}, zipfile.ZIP_LZMA),
    "sixty thousand parts": lambda: zipped({**BOOK, **{f"xl/{at}": b"" for at in range(60_000)}}),
    "one part under five hundred names": partial(overlapping, 500),
    "one part under sixty thousand names": partial(overlapping, 60_000),
    "workbooks within workbooks": partial(nested, 40),
    "a part that says it is small": lambda: zipped({**BOOK, "xl/a.bin": bytes(500 * MB)}).replace(
        struct.pack("<I", 500 * MB), struct.pack("<I", 9)
    ),
    "a part that says it is huge": partial(lied, 24, 0xFFFFFFF0),
    "a locked part": partial(lied, 8, 1, "<H"),
    "a part packed in an unknown way": partial(lied, 10, 97, "<H"),
    "a part with a wrong sum": partial(lied, 16, 0),
    "a part that begins beyond the end": partial(lied, 42, 0xFFFFFF0),
    "a part with a name of 64 KB": partial(lied, 28, 0xFFFF, "<H"),
    "a part with 64 KB of extras": partial(lied, 30, 0xFFFF, "<H"),
    "a directory beyond the end": partial(ended, 16, 0xFFFFFF0),
    "a directory at the beginning": partial(ended, 16, 0),
    "a directory of 4 GB": partial(ended, 12, 0xFFFFFFF0),
    "an archive of many disks": partial(ended, 4, 7, "<H"),
    "an archive without an end": lambda: xlsx(ROWS)[:-22],
    "an archive of names alone": lambda: b"PK\3\4" + b"xl/workbook.xml" * 500_000,
    "names that climb out": lambda: zipped({**BOOK, "../../etc/x": b"x", "/etc/x": b"x", "C:\\x": b"x"}),
    "one name a thousand times": lambda: b"".join([zipped(BOOK)] * 1000),
}
