"""Speed of reading attachments in a process apart, as a build does, against reading them in this process.

usage: python -m bench.attachments [--rounds N] [--files N]

Makes a notice with a table of 60 rows in each kind of file (needs the tests' libraries), and reads it N times either
way, in turns, no two files alike. Counts processor time, that of the process apart included, and the time waited; the
best round counts. What a warm process costs once, its start, is told by itself.
"""

import argparse
import io
import resource
import time
from collections.abc import Callable, Sequence

import docx
import openpyxl
import xlwt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.attachments.apart import Reader
from pipeline.attachments.kinds import Kind
from pipeline.attachments.parse import parse

HEADS = ["序号", "项目名称", "建设地点", "资金（万元）", "受益户数"]
TITLE = "石板镇2023年产业项目资金公示"


def rows(number: int) -> list[list[str | float]]:
    """The table of a file of that number."""
    return [[at, f"水渠维修工程{number}", "大坪村", 12.5 + at, 80 + at] for at in range(1, 61)]


def xlsx(number: int) -> bytes:
    book = openpyxl.Workbook()
    for row in [[TITLE], HEADS, *rows(number)]:
        book.active.append(row)
    return saved(book)


def xls(number: int) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for r, row in enumerate([[TITLE], HEADS, *rows(number)]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    return saved(book)


def word(number: int) -> bytes:
    made = docx.Document()
    made.add_paragraph(TITLE)
    table = made.add_table(61, 5)
    for cells, row in zip(table.rows, [HEADS, *rows(number)], strict=True):
        for cell, value in zip(cells.cells, row, strict=True):
            cell.text = str(value)
    return saved(made)


def pdf(number: int) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    whole = [[TITLE], HEADS, *rows(number)]
    for start in range(0, len(whole), 31):
        canvas.setFont("STSong-Light", 10)
        for r, row in enumerate(whole[start : start + 31]):
            canvas.line(60, 772 - 20 * r, 560, 772 - 20 * r)
            for c, value in enumerate(row):
                canvas.drawString(65 + 100 * c, 760 - 20 * r, str(value))
        for x in range(60, 561, 100):
            canvas.line(x, 772, x, 772 - 20 * r)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def csv(number: int) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in [[TITLE], HEADS, *rows(number)]).encode()


def saved(made: object) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


MAKERS: dict[Kind, Callable[[int], bytes]] = {"xlsx": xlsx, "xls": xls, "docx": word, "pdf": pdf, "csv": csv}


def used(pid: int) -> float:
    """The processor time of this process and of another that runs, in seconds."""
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
        fields = file.read().rpartition(")")[2].split()
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + (int(fields[11]) + int(fields[12])) / 100


def measured(read: Callable[[bytes], object], bodies: Sequence[bytes], pid: int) -> tuple[float, float]:
    """Seconds of processor time and seconds waited for reading all."""
    cpu, wall = used(pid), time.monotonic()
    for body in bodies:
        read(body)
    return used(pid) - cpu, time.monotonic() - wall


def main() -> None:
    """Measure and print a row a kind."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--rounds", type=int, default=5)
    cli.add_argument("--files", type=int, default=40)
    args = cli.parse_args()
    began, before = time.monotonic(), used_here()
    reader, pid = started()
    print(f"start of the process apart: {time.monotonic() - began:.2f} s waited, {used(pid) - before:.2f} s used")
    reader.close()
    print(f"{'':6}{'here ms':>10}{'apart ms':>10}{'waited':>10}{'waited':>10}{'files/s':>10}{'ratio':>8}")
    for kind, make in MAKERS.items():
        reader, pid = started()
        bodies = [make(number) for number in range(args.files)]
        here, apart = [], []
        for _ in range(args.rounds):
            here.append(measured(lambda body, kind=kind: parse(kind, body), bodies, pid))  # type: ignore[misc]
            apart.append(measured(lambda body, kind=kind, by=reader: by.read(kind, body), bodies, pid))  # type: ignore[misc]
        (c0, w0), (c1, w1) = min(here), min(apart)
        ms = [1000 * value / args.files for value in (c0, c1, w0, w1)]
        print(f"{kind:6}" + "".join(f"{value:10.2f}" for value in ms) + f"{1000 / ms[1]:10.0f}{c1 / c0:8.2f}")
        reader.close()


def started() -> tuple[Reader, int]:
    """A process apart that has read a file, and its number."""
    reader = Reader()
    reader.read("csv", csv(0))
    assert reader._process is not None
    return reader, reader._process.pid


def used_here() -> float:
    """The processor time of this process."""
    return sum(resource.getrusage(resource.RUSAGE_SELF)[:2])


if __name__ == "__main__":
    main()
