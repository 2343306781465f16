"""A file's bytes by the reader of its kind: what foreign libraries make of strangers' bytes."""

from collections.abc import Callable

from pipeline.attachments.content import Content, RefusedError
from pipeline.attachments.kinds import Kind
from pipeline.attachments.office.separated import read_csv
from pipeline.attachments.office.word import read_docx
from pipeline.attachments.office.xls import read_xls
from pipeline.attachments.office.xlsx import read_xlsx
from pipeline.attachments.pdf import read_pdf

READERS: dict[Kind, Callable[[bytes], Content]] = {
    "xlsx": read_xlsx,
    "xls": read_xls,
    "docx": read_docx,
    "pdf": read_pdf,
    "csv": read_csv,
}


def parse(kind: Kind, body: bytes) -> Content:
    """What a file holds. Raises RefusedError, MemoryError; a hostile file may end the process."""
    if kind == "encrypted":
        raise RefusedError("encrypted", "a locked workbook or document")
    return READERS[kind](body)
