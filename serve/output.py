"""Where a query process writes an answer: in memory, in a file once it is large; counted, to hold the limits."""

import gzip
import re
import shutil
from pathlib import Path
from tempfile import SpooledTemporaryFile

from serve.cells import is_suspect, rewritten
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
COUNTED_BYTES = 1 << 20
"""Rows are counted in pieces of so many bytes."""


class Output:
    """A binary file that is only written; TooLargeError ends what writes into it."""

    def __init__(self, file: str, rows_limit: int, bytes_limit: int, *, exact: bool) -> None:
        self.file = Path(file)
        self.rows_limit = rows_limit
        self.bytes_limit = bytes_limit
        self.is_exact = exact
        self.counts: str | None = None
        self.size = 0
        self._spool = SpooledTemporaryFile(INLINE_BYTES)  # noqa: SIM115  read back by frame()
        self._marks = 0
        self._rest = bytearray()

    def write(self, data: bytes) -> int:
        """Take a piece of the answer. Raises TooLargeError."""
        self.size += len(data)
        if self.size > self.bytes_limit:
            raise TooLargeError(f"the answer is larger than {self.bytes_limit >> 20} MB; narrow the query, use LIMIT")
        self._rest += data
        if len(self._rest) > COUNTED_BYTES:
            self._count()
        return self._spool.write(data)

    def _count(self) -> None:
        """Count rows in what came; a string that is cut, or the last bytes, are looked at with the next."""
        data, end = bytes(self._rest), 0
        if self.counts is None:
            self._rest.clear()
            return
        for match in _ROWS[self.counts].finditer(data):
            if match.lastindex is None and match.end() == len(data):
                end = match.start()
                break
            self._marks += match.lastindex is not None
            end = match.end()
        else:
            end = max(end, len(data) - LONGEST_MARK)
        del self._rest[:end]
        if self._marks + _BESIDE[self.counts] > self.rows_limit:
            raise TooLargeError(f"the answer has more than {self.rows_limit} rows; narrow the query, use LIMIT")

    def _make_harmless(self) -> None:
        cells = SpooledTemporaryFile(INLINE_BYTES)  # noqa: SIM115  read back by frame()
        self.size = sum(cells.write(line) for line in rewritten(self._spool))
        self._spool = cells

    def flush(self) -> None:
        """Nothing to do: ``frame`` writes out."""

    def frame(self, form: str, *, gzipped: bool) -> bytes:
        """The frame of the whole answer; a large one's body is left in the file. Raises TooLargeError."""
        self._count()
        if form == "csv" and not self.is_exact and is_suspect(self._spool):
            self._make_harmless()
        packed = gzipped and self.size > PACKED_BYTES
        head = {"form": form, "packed": packed, "in_file": self.size > INLINE_BYTES}
        self._spool.seek(0)
        if self.size <= INLINE_BYTES:
            body = self._spool.read()
            return frame(head, gzip.compress(body, PACK_LEVEL, mtime=0) if packed else body)
        with gzip.open(self.file, "wb", PACK_LEVEL) if packed else self.file.open("wb") as file:
            shutil.copyfileobj(self._spool, file, INLINE_BYTES)
        return frame(head)
