"""Where a query process writes an answer: in memory, in a file once it is large; counted, to hold the limits."""

import gzip
import re
import shutil
from pathlib import Path
from tempfile import SpooledTemporaryFile

from serve.errors import TooLargeError
from serve.protocol import frame

INLINE_BYTES = 1 << 20
"""A larger answer goes to its reader in a file."""
PACKED_BYTES = 1_000
"""A smaller answer is not worth packing."""
PACK_LEVEL = 4

# What is skipped (strings, whole or up to the end of what is there) and, as a group, what ends or parts rows.
_ROWS = {
    "json": re.compile(rb'"(?:[^"\\]|\\.)*(?:"|\\?\Z)|(\},\{)', re.DOTALL),
    "csv": re.compile(rb'"[^"]*(?:"|\Z)|(\n)'),
    "tsv": re.compile(rb"(\n)"),
    "xml": re.compile(rb"(<result>)"),
}
_BESIDE = {"json": 1, "csv": -1, "tsv": -1, "xml": 0}
"""Rows more than marks: JSON's stand between rows, CSV and TSV have one at the end of their head."""
LONGEST_MARK = 8


class Output:
    """A binary file that is only written; TooLargeError ends what writes into it."""

    def __init__(self, file: str, rows_limit: int, bytes_limit: int) -> None:
        self.file = Path(file)
        self.rows_limit = rows_limit
        self.bytes_limit = bytes_limit
        self.counts: str | None = None
        self.size = 0
        self._spool = SpooledTemporaryFile(INLINE_BYTES)  # noqa: SIM115  read back by frame()
        self._marks = 0
        self._rest = b""

    def write(self, data: bytes) -> int:
        """Take a piece of the answer. Raises TooLargeError."""
        self.size += len(data)
        if self.size > self.bytes_limit:
            raise TooLargeError(f"the answer is larger than {self.bytes_limit >> 20} MB; narrow the query, use LIMIT")
        self._count(data)
        return self._spool.write(data)

    def _count(self, data: bytes) -> None:
        """Count rows in a piece; a string that it cuts, or the last bytes, are looked at with the next."""
        if self.counts is None:
            return
        data, end = self._rest + data, 0
        for match in _ROWS[self.counts].finditer(data):
            if match.lastindex is None and match.end() == len(data):
                end = match.start()
                break
            self._marks += match.lastindex is not None
            end = match.end()
        else:
            end = max(end, len(data) - LONGEST_MARK)
        self._rest = data[end:]
        if self._marks + _BESIDE[self.counts] > self.rows_limit:
            raise TooLargeError(f"the answer has more than {self.rows_limit} rows; narrow the query, use LIMIT")

    def flush(self) -> None:
        """Nothing to do: ``frame`` writes out."""

    def frame(self, form: str, *, gzipped: bool) -> bytes:
        """The frame of the whole answer; a large one's body is left in the file."""
        packed = gzipped and self.size > PACKED_BYTES
        head = {"form": form, "packed": packed, "in_file": self.size > INLINE_BYTES}
        self._spool.seek(0)
        if self.size <= INLINE_BYTES:
            body = self._spool.read()
            return frame(head, gzip.compress(body, PACK_LEVEL, mtime=0) if packed else body)
        with gzip.open(self.file, "wb", PACK_LEVEL) if packed else self.file.open("wb") as file:
            shutil.copyfileobj(self._spool, file, INLINE_BYTES)
        return frame(head)
