"""How a query process is spoken to: frames of a JSON head and a body over its standard input and output."""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from serve.limits import Limits

HEAD = struct.Struct(">IQ")
"""A frame begins with the lengths of its head and of its body."""


def frame(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A frame's bytes."""
    said = json.dumps(head).encode()
    return HEAD.pack(len(said), len(body)) + said + body


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, None at the end of the stream."""
    lengths = stream.read(HEAD.size)
    if len(lengths) < HEAD.size:
        return None
    head, body = HEAD.unpack(lengths)
    return json.loads(stream.read(head)), stream.read(body)


@dataclass(frozen=True, slots=True)
class Wanted:
    """In which forms an answer is wanted (None: in none), and of which graphs (empty: what a plain query sees)."""

    rows: str | None = "json"
    graph: str | None = "nt"
    default: Sequence[str] = ()
    named: Sequence[str] = ()
    gzip: bool = False


JSON = Wanted()
"""What programs want."""


def request(limits: Limits, prefixes: Mapping[str, str], wanted: Wanted, file: Path) -> dict[str, Any]:
    """The head of a frame that asks; its body is the query. ``file`` is where a large answer goes."""
    return {
        **asdict(wanted),
        "prefixes": dict(prefixes),
        "timeout_s": limits.timeout_s,
        "wait_s": limits.wait_s,
        "query_bytes": limits.query_bytes,
        "rows_limit": limits.rows,
        "bytes_limit": limits.answer_mb << 20,
        "csv_exact": limits.csv_exact,
        "file": str(file),
    }
