"""Content encodings undone, never past a limit."""

import zlib
from contextlib import suppress
from typing import Any

import brotli

LONGEST_LINE = 8192
"""Bytes of a chunk's first line, extensions and all."""


def decode_content(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo a Content-Encoding, up to one byte over the limit; what is not so encoded stays as it is."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("gzip", "x-gzip", "deflate"):
            for bits in (32 + zlib.MAX_WBITS, -zlib.MAX_WBITS):
                with suppress(zlib.error):
                    body = zlib.decompressobj(bits).decompress(body, limit + 1)
                    break
        elif name == "br":
            with suppress(brotli.error):
                body = _unbrotli(body, limit)
    return body


def _unbrotli(body: bytes, limit: int) -> bytes:
    machine, parts, got, feed = brotli.Decompressor(), [], 0, body
    while got <= limit and not machine.is_finished():
        part = machine.process(feed, output_buffer_limit=limit + 1 - got)
        feed = b""
        if not part:
            break
        parts.append(part)
        got += len(part)
    return b"".join(parts)


def read_chunks(stream: Any, limit: int) -> bytes:
    """The chunks of a stream joined, up to one byte over the limit, its trailers left out.

    A body that is only said to be chunked is taken as it is.
    """
    parts: list[bytes] = []
    got = 0
    while got <= limit:
        line = stream.readline(LONGEST_LINE)
        size = _size(line)
        if size is None:
            parts += [line, stream.read(limit + 1 - got)] if not parts else []
            break
        if not size:
            break
        part = stream.read(min(size, limit + 1 - got))
        parts.append(part)
        got += len(part)
        if len(part) < size:
            break
        stream.readline(LONGEST_LINE)
    while got <= limit and stream.read(64 * 1024):
        pass
    return b"".join(parts)[: limit + 1]


def _size(line: bytes) -> int | None:
    """The size of a chunk that its first line states; None where it states none."""
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if line.endswith(b"\n") and digits.isalnum() else None
    except ValueError:
        return None
