"""Bytes of a page as text, for its links only; the pipeline decodes what is read."""

import codecs

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UTF8 = "utf-8"
STRAY = 0.02
"""Share of broken characters up to which a page is UTF-8 all the same: cut titles, a piece in another encoding."""


def decode(body: bytes) -> str:
    """What the bytes themselves say: byte order mark, then UTF-8, then GB18030; what is declared is too often wrong."""
    return decoded(body)[0]


def decoded(body: bytes) -> tuple[str, str]:
    """As ``decode``, with the name of the encoding, in which the queries of the page's links are sent."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), UTF8
    text = body.decode(UTF8, "replace")
    broken = text.count("\ufffd")
    if not broken or broken <= STRAY * sum(c > "\u2e7f" for c in text):
        return text, UTF8
    return body.decode("gb18030", "replace"), "gb18030"
