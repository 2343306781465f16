"""Bytes of an archive as streams of whole stretches: a gzip member, or the rest of a plain file.

A WARC should hold one gzip member a record, so damage costs the member it stands in: what follows is found again by
the magic bytes of the next. Everything is read in small pieces; nothing here grows with the file.
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

PIECE_BYTES = 64 * 1024
HEADER_BYTES = 4 * 1024 * 1024
"""Headers of one record; a "header" beyond it is damage or an attack."""
GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD_MAGIC = b"WARC/"


class DamageError(Exception):
    """The bytes can't be read on from here; ``args[0]`` says why in a slug, ``args[1]`` in words."""


class Stretch:
    """A readable stream (read, readline, tell) over a gzip member or the plain rest of a file, from ``offset``."""

    def __init__(self, source: BinaryIO, offset: int, *, gzipped: bool) -> None:
        source.seek(offset)
        self.offset = offset
        self._source = source
        self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS) if gzipped else None
        self._feed = b""
        self._ready = b""
        self._told = 0
        self._header_left = HEADER_BYTES

    def _more(self) -> bytes:
        """The next piece of plain bytes, empty at the end. Raises DamageError."""
        if self._inflate is None:
            return self._source.read(PIECE_BYTES)
        while not self._inflate.eof:
            self._feed = self._feed or self._source.read(PIECE_BYTES)
            if not self._feed:
                raise DamageError("truncated", "the gzip member is cut off")
            try:
                piece = self._inflate.decompress(self._feed, PIECE_BYTES)
            except zlib.error as error:
                raise DamageError("damaged", f"not valid gzip: {error}") from None
            self._feed = self._inflate.unconsumed_tail
            if piece:
                return piece
        return b""

    def read(self, size: int = PIECE_BYTES) -> bytes:
        """Up to ``size`` bytes, fewer only at the end."""
        parts: list[bytes] = []
        while size > 0:
            self._ready = self._ready or self._more()
            if not self._ready:
                break
            part, self._ready = self._ready[:size], self._ready[size:]
            parts.append(part)
            size -= len(part)
        got = b"".join(parts)
        self._told += len(got)
        return got

    def readline(self, size: int = HEADER_BYTES) -> bytes:
        """The next line with its end; at most ``size`` bytes, and HEADER_BYTES between two calls of ``new_record``."""
        parts: list[bytes] = []
        while size > 0:
            self._ready = self._ready or self._more()
            if not self._ready:
                break
            end = self._ready.find(b"\n", 0, size) + 1 or min(size, len(self._ready))
            part, self._ready = self._ready[:end], self._ready[end:]
            parts.append(part)
            size -= end
            self._header_left -= end
            if self._header_left < 0:
                raise DamageError("damaged", f"headers of more than {HEADER_BYTES} bytes")
            if part.endswith(b"\n"):
                break
        line = b"".join(parts)
        self._told += len(line)
        return line

    def new_record(self) -> None:
        """Allow the next record its headers."""
        self._header_left = HEADER_BYTES

    def tell(self) -> int:
        """Plain bytes given out so far."""
        return self._told

    def end(self) -> int:
        """Where the next stretch begins in the file, once this one is read to its end."""
        tail = len(self._inflate.unused_data) if self._inflate is not None else 0
        return self._source.tell() - tail


def find(source: BinaryIO, magic: bytes, start: int) -> int | None:
    """The offset of the next ``magic`` at or after ``start``."""
    source.seek(start)
    kept, base = b"", start
    while piece := source.read(PIECE_BYTES):
        window = kept + piece
        if (at := window.find(magic)) >= 0:
            return base + at
        kept = window[-(len(magic) - 1) :]
        base += len(window) - len(kept)
    return None


def begins_record(source: BinaryIO, offset: int) -> bool:
    """Whether a gzip member at ``offset`` opens like a WARC record, so that magic bytes by chance don't count."""
    try:
        return Stretch(source, offset, gzipped=True).read(len(RECORD_MAGIC)) == RECORD_MAGIC
    except DamageError:
        return False


def next_record(source: BinaryIO, start: int, *, gzipped: bool) -> int | None:
    """Where reading can go on after damage: the next member, or plain record, that opens like one."""
    offset = find(source, GZIP_MAGIC if gzipped else RECORD_MAGIC + b"1.", start)
    while gzipped and offset is not None and not begins_record(source, offset):
        offset = find(source, GZIP_MAGIC, offset + 1)
    return offset


def is_gzip(source: BinaryIO, start: int = 0) -> bool:
    """Whether the file has the magic bytes of gzip where it is read from."""
    source.seek(start)
    return source.read(len(GZIP_MAGIC)) == GZIP_MAGIC


def drain(stream: Stretch) -> Iterator[bytes]:
    """The rest of a stretch, piece by piece."""
    while piece := stream.read():
        yield piece
