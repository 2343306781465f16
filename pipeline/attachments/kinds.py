"""What kind of file an answer is, by its bytes; by its name only where bytes can't tell (CSV)."""

import re
from email.message import Message
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.decode import decode
from pipeline.records import RawPage

Kind = Literal["xlsx", "xls", "docx", "pdf", "csv", "encrypted"]
"""What can be read, and a workbook or document that is locked."""

NAME_KEYS = ("filename", "fileurl", "file", "name")
HEAD = 1024
"""Bytes before which a PDF's mark may stand (ISO 32000, annex H)."""
END, END_MAX = b"PK\x05\x06", (1 << 16) + 22
"""What the end of a ZIP's directory begins with, and within how many last bytes it stands (APPNOTE, 4.3.16)."""
MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<", re.I)
SUFFIX = re.compile(r"\.(?:xlsx?|docx?|et|wps|csv|pdf|ofd|txt)$", re.I)


def kind_of(page: RawPage) -> Kind | None:
    """The kind of attachment that a page is; None for pages, and for files that nothing here reads."""
    body = page.body
    if body.startswith(b"PK\x03\x04"):
        return _zipped(body)
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(body)
    if body.startswith((b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")):
        return "xls"
    if b"%PDF-" in body[:HEAD] and not MARKUP.match(body):
        return "pdf"
    return "csv" if _is_csv(page) else None


def file_name(page: RawPage) -> str | None:
    """The name that the answer's header or its address gives the file, without its suffix."""
    return next((SUFFIX.sub("", name).strip() for name in _names(page) if name.strip()), None)


def _zipped(body: bytes) -> Kind | None:
    """Of a ZIP by the names of its parts as its directory has them, before the end; of a cut one by those before them.

    Names are looked for, not parsed: that is the reader's, in a process apart.
    """
    start = max(body.rfind(END, -END_MAX), 0)
    at = int.from_bytes(body[start + 16 : start + 20], "little") if start else 0
    names = body[at:start] if 0 < at < start else body
    if b"xl/workbook.xml" in names or b"xl/worksheets/" in names:
        return "xlsx"
    return "docx" if b"word/document.xml" in names else None


def _compound(body: bytes) -> Kind | None:
    """Of a compound file by its streams' names, which are UTF-16: a workbook, something locked, or old Word."""
    if "EncryptedPackage".encode("utf-16-le") in body:
        return "encrypted"
    if any(name.encode("utf-16-le") in body for name in ("Workbook\0", "Book\0")):
        return "xls"
    return None


def _is_csv(page: RawPage) -> bool:
    kind = next((value.lower() for name, value in page.headers if name.lower() == "content-type"), "")
    return ("csv" in kind or any(name.lower().endswith(".csv") for name in _names(page))) and not MARKUP.match(
        page.body
    )


def _names(page: RawPage) -> list[str]:
    """File names, the most telling first: Content-Disposition's, the query's, the path's."""
    names = [_disposed(value) for name, value in page.headers if name.lower() == "content-disposition"]
    parts = urlsplit(page.url) if "[" not in page.url else urlsplit("")
    names += [value.rsplit("/", 1)[-1] for key, value in parse_qsl(parts.query) if key.lower() in NAME_KEYS]
    names.append(unquote(parts.path).rsplit("/", 1)[-1])
    return [name for name in names if name]


def _disposed(value: str) -> str:
    """The file name of a Content-Disposition: RFC 2231, percent-encoded, or bare bytes of some encoding."""
    message = Message()
    try:
        message["Content-Disposition"] = value.replace("\r", " ").replace("\n", " ")
        name = message.get_filename("") or ""
    except (ValueError, LookupError):
        return ""
    name = unquote(name)
    try:
        return decode(name.encode("latin-1"))[0]
    except UnicodeEncodeError:
        return name
