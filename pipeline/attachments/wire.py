"""What goes between a build and the process that reads strangers' files: frames of bytes, contents as JSON.

No pickles: bytes that took over the reading process must not take over the one that asks it.
"""

import json
import struct
from typing import Any, get_args

from pipeline.attachments.content import Content, RefusedError, Rows
from pipeline.clean.lines import Line
from pipeline.records import BlockKind

HEAD = struct.Struct(">8sQ")
"""Of a frame: what it holds, in eight bytes, and how many bytes follow."""


KINDS = get_args(BlockKind)
READY, CONTENT, REFUSED = "ready", "content", "refused"
"""What the process that reads says: that it is there, what a file holds, why it is refused."""
MIB = 1 << 20


def frame(what: str, body: bytes) -> bytes:
    """A frame's head and body."""
    return HEAD.pack(what.encode().ljust(8), len(body)) + body


def read_head(head: bytes) -> tuple[str, int]:
    """What a frame holds, and how many bytes follow."""
    what, size = HEAD.unpack(head)
    return what.decode("ascii", "replace").strip(), size


def pack(content: Content) -> bytes:
    """A content as JSON: a line as its text and kind, a table as its rows."""
    items = [[item.text, item.kind] if isinstance(item, Line) else {"rows": item.rows} for item in content.items]
    said = {"items": items, "title": content.title, "encoding": content.encoding, "marks": content.marks}
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def unpack(said: bytes) -> Content:
    """The content that JSON tells of. Raises RefusedError where it tells of none."""
    try:
        told = json.loads(said.decode("utf-8", "surrogatepass"))
        items = tuple(_table(item["rows"]) if isinstance(item, dict) else _line(*item) for item in told["items"])
        return Content(
            items, told["title"] and str(told["title"]), str(told["encoding"]), tuple(map(str, told["marks"]))
        )
    except (ValueError, LookupError, TypeError) as error:
        raise RefusedError("killed", f"the process that read it said what is no content: {error}") from error


def _line(text: str, kind: BlockKind) -> Line:
    if not isinstance(text, str) or kind not in KINDS:
        raise ValueError(f"no line: {kind!r}")
    return Line(text, kind)


def _table(rows: Any) -> Rows:
    return Rows(
        tuple(
            tuple((str(text), int(down), int(across), bool(head)) for text, down, across, head in row) for row in rows
        )
    )
