"""What is not an article: told from the bytes, the status and the page, each with a stable reason."""

import re
from functools import cache
from typing import Any

from pipeline.clean.lines import Draft, Grid, is_prose
from pipeline.lexicon import load_lexicon
from pipeline.records import RawPage, Refusal

MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP or Office document"),
    (b"\xd0\xcf\x11\xe0", "Office document"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"RIFF", "media file"),
    (b"\x00\x00\x00 ftyp", "video"),
    (b"\x00\x00\x00\x18ftyp", "video"),
    (b"\x7fELF", "program"),
    (b"SQLite format", "database"),
)
CONTROLS = bytes((*range(9), *range(14, 27)))


def refuse_bytes(page: RawPage) -> Refusal | None:
    """A refusal by the bytes alone: empty, too large, compressed but cut, not text."""
    body = page.body
    limit: int = _words()["max_bytes"]
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Refusal(page.url, "empty", "no bytes but blanks")
    if len(body) > limit:
        return Refusal(page.url, "too-large", f"{len(body)} bytes, the limit is {limit}")
    if body.startswith(b"\x1f\x8b"):
        return Refusal(
            page.url,
            "truncated",
            "compressed bytes that were not unpacked: the transfer was cut or its encoding unnamed",
        )
    for magic, kind in MAGIC:
        if body.startswith(magic):
            return Refusal(page.url, "not-text", kind)
    head = body[:2048]
    if head.count(0) > len(head) // 3 and not (
        head[1::2].count(0) > len(head) // 4 or head[0::2].count(0) > len(head) // 4
    ):
        return Refusal(page.url, "not-text", "binary bytes")
    if len(head) - len(head.translate(None, CONTROLS)) > len(head) // 10 and not head.count(0):
        return Refusal(page.url, "not-text", "control bytes")
    return None


def refuse_text(page: RawPage, text: str) -> Refusal | None:
    """A refusal by the decoded page: a wall, or nested too deep to be a page."""
    if page.status in {412, 521, 512, 418} or (page.status >= 400 and page.status not in {404, 410}):
        return Refusal(page.url, "wall" if page.status != 500 else "soft-404", f"status {page.status}")
    if page.status in {404, 410}:
        return Refusal(page.url, "soft-404", f"status {page.status}")
    if len(text) < _words()["wall_max"] and (found := _pattern("wall").search(text)):
        return Refusal(page.url, "wall", found[0][:80])
    return None


def refuse_draft(page: RawPage, draft: Draft) -> Refusal | None:
    """A refusal by what was read: nothing, or an error page's words."""
    lines = [item.text for item in draft.body if not isinstance(item, Grid)]
    size = sum(map(len, lines)) + 20 * (len(draft.body) - len(lines))
    if not draft.title and not draft.body:
        return Refusal(page.url, "no-article", "neither a title nor text")
    short = size < _words()["soft_404_max"]
    if (
        short
        and (found := _pattern("soft_404").search("\n".join([draft.title, *lines])))
        and not any(map(is_prose, lines[1:]))
    ):
        return Refusal(page.url, "soft-404", found[0][:80])
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(_words()[name]), re.I)


def _words() -> Any:
    return load_lexicon("pipeline.clean", "refuse")
