"""Content encodings undone, never past a limit."""

import zlib
from contextlib import suppress

import brotli


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
