"""What is read of a PDF is the same on every machine, whatever fonts it has (``tests/bare.sh`` gives it others)."""

import io
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from pipeline.attachments.pdf.ruler import ruler_font
from tests.pipeline.attachments.files import FONT, grid, read

ROOT = Path(__file__).parents[3]
BARE = ROOT / "tests" / "bare.sh"
PROGRAM = """
import sys
from pathlib import Path
from tests.pipeline.attachments.files import page
from pipeline.attachments import read_attachment
print(read_attachment(page(Path(sys.argv[1]).read_bytes())))
"""


def notice() -> bytes:
    """A page on its side, with a ruled table, in a font that the file names and does not hold."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    canvas.setPageRotation(90)
    canvas.translate(300, 420)
    canvas.rotate(90)
    canvas.setFont(FONT, 10)
    for x in (-150, -50, 50, 150):
        canvas.line(x, 20, x, 60)
    for y in (20, 40, 60):
        canvas.line(-150, y, 150, y)
    for r, row in enumerate([["项目名称", "建设地点", "金额（元）"], ["水渠维修工程", "大坪村", "5000"]]):
        for c, words in enumerate(row):
            canvas.drawString(-145 + 100 * c, 46 - 20 * r, words)
    canvas.drawCentredString(0, 100, "石板镇二〇二三年项目表")
    canvas.save()
    return buffer.getvalue()


def chinese_font() -> bytes:
    """The ruler with the name of a font that PDFium takes for Chinese where a machine has it."""
    font, name = ruler_font(), "WenQuanYi Micro Hei".encode("utf-16-be")
    entries = [struct.unpack(">4s3I", font[at : at + 16]) for at in range(12, 12 + 16 * 7, 16)]
    tables = {tag: font[start : start + size] for tag, _, start, size in entries}
    records = [(3, 1, 0x409, which, len(name), 0) for which in (1, 4)]
    tables[b"name"] = struct.pack(">3H", 0, 2, 30) + b"".join(struct.pack(">6H", *r) for r in records) + name
    head, body = struct.pack(">I4H", 1 << 16, len(tables), 128, 3, 0), b""
    for tag in sorted(tables):
        head += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(body), len(tables[tag]))
        body += tables[tag] + bytes(-len(tables[tag]) % 4)
    return head + body


def test_a_machine_with_chinese_fonts_and_one_without_any_read_alike(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "hei.ttf").write_bytes(chinese_font())
    file = tmp_path / "notice.pdf"
    file.write_bytes(notice())
    command = ["bash", str(BARE), sys.executable, "-c", PROGRAM, str(file)]
    said = []
    for given in ({}, {"FONTS": str(fonts)}):
        run = subprocess.run(command, cwd=ROOT, env={"PATH": "/usr/bin:/bin", **given}, capture_output=True, text=True)
        if run.returncode == 77:
            pytest.skip(run.stderr)
        assert run.returncode == 0, run.stderr
        said.append(run.stdout)
    assert said[0] == said[1] == f"{read(notice())}\n"
    assert grid(read(notice()))[1] == ["水渠维修工程", "大坪村", "5000"]
