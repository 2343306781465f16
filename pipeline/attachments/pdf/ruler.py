"""The one font that PDFium finds beside its own: a box for every character, so that every machine reads alike.

PDFium measures characters of fonts that a file does not embed by the machine's fonts, and drops those whose glyph is
missing. Widths stand in the file; only the boxes' presence is wanted of a font.
"""

import struct
from ctypes import c_char_p, cast, memmove
from functools import cache
from typing import Any

EM = 1000
LOW, HIGH = -80, 840
"""Where the boxes begin and end, as in fonts of Chinese."""
HALF, FULL = 1, 2
GROUPS = ((0x21, 0x7E, HALF), (0xA1, 0x10FFFF, FULL))
"""First and last character and the box that they have."""
OWN = (b"Courier", b"Helvetica", b"Times", b"Symbol", b"ZapfDingbats")
"""Families of which PDFium brings fonts with the widths that the standard gives them."""
HANDLE = 1


@cache
def ruler_font() -> bytes:
    """The font, a TrueType of some 400 bytes (ISO 14496-22): its tables are the fewest that FreeType asks for."""
    boxes = [b"", _box(460), _box(960)]
    starts = [sum(map(len, boxes[:at])) for at in range(len(boxes) + 1)]
    groups = b"".join(struct.pack(">3I", *group) for group in GROUPS)
    tables = {
        b"cmap": struct.pack(">4HI2H3I", 0, 1, 3, 10, 12, 13, 0, 16 + len(groups), 0, len(GROUPS)) + groups,
        b"glyf": b"".join(boxes),
        b"head": struct.pack(">4I2H2Q4h2H3h", 1 << 16, 0, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, LOW, EM, HIGH, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">I3hH11hH", 1 << 16, HIGH, LOW, 0, EM, 0, 0, EM, 1, *[0] * 7, len(boxes)),
        b"hmtx": struct.pack(">6h", EM, 0, EM // 2, 40, EM, 40),
        b"loca": struct.pack(f">{len(starts)}I", *starts),
        b"maxp": struct.pack(">I14H", 1 << 16, len(boxes), 4, 1, 0, 0, 1, *[0] * 8),
    }
    head, body = struct.pack(">I4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64), b""
    at = len(head) + 16 * len(tables)
    for name, data in tables.items():
        head += struct.pack(">4s3I", name, 0, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + body


def _box(right: int) -> bytes:
    """A glyph of one contour with four corners."""
    corners = ((40, LOW), (0, HIGH - LOW), (right - 40, 0), (0, LOW - HIGH))
    across, up = (struct.pack(">4h", *(corner[axis] for corner in corners)) for axis in (0, 1))
    return struct.pack(">5h2H", 1, 40, LOW, right, HIGH, 3, 0) + b"\1" * 4 + across + up


@cache
def use_ruler() -> Any:
    """Let this process' PDFium find no font but its own and the ruler from now on. Returns what must be kept for it."""
    from pypdfium2 import internal, raw

    font = ruler_font()

    def find(_: Any, _weight: int, _italic: int, _charset: int, _pitch: int, name: Any, _exact: Any) -> int | None:
        return None if (cast(name, c_char_p).value or b"").startswith(OWN) else HANDLE

    def give(_: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        """The whole font, which is asked for as table 0; tables one by one are not given."""
        if table:
            return 0
        if buffer and size >= len(font):
            memmove(buffer, font, len(font))
        return len(font)

    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    internal.set_callbacks(
        info,
        Release=lambda _: None,
        EnumFonts=lambda _, _mapper: None,
        MapFont=find,
        GetFont=lambda _, _name: None,
        GetFontData=give,
        GetFaceName=lambda *_: 0,
        GetFontCharset=lambda *_: 0,
        DeleteFont=lambda *_: None,
    )
    raw.FPDF_SetSystemFontInfo(info)
    return info
