"""What is not an article: told from the bytes, the status and the page, each with a stable reason."""

import codecs
import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.clean.lines import Draft, Grid, Item, Line, is_prose
from pipeline.clean.markup import Plain, read_lines
from pipeline.clean.seen import ATTACHMENT
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
LISTED = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}|[\[(（]?\d{1,2}\s*[-/.月]\s*\d{1,2}日?[\])）]?\s*$|^\d{1,2}-\d{1,2}")
HAN = re.compile("[\u4e00-\u9fff]")
ROW = 0.3
"""The share of links from which a line is a row of a list."""
TEASER = ("...", "…", "[详细]", "【详细】", "[全文]", "[查看详情]", "查看详情", "[详情]")
WIDE_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
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
    wide = head.startswith(WIDE_BOMS) or max(head[0::2].count(0), head[1::2].count(0)) > len(head) // 8
    if not wide and len(head) - len(head.translate(None, CONTROLS)) > len(head) // 20:
        return Refusal(page.url, "not-text", "control bytes, as in a binary file")
    return None


def refuse_text(page: RawPage, text: str) -> Refusal | None:
    """A refusal by the decoded page: a wall, or nested too deep to be a page."""
    if page.status in {412, 521, 512, 418} or (page.status >= 400 and page.status not in {404, 410}):
        return Refusal(page.url, "wall" if page.status != 500 else "soft-404", f"status {page.status}")
    if page.status in {404, 410}:
        return Refusal(page.url, "soft-404", f"status {page.status}")
    words = _words()
    few = len(text) < words["wall_max"] and len(HAN.findall(text)) < words["wall_han"]
    if few and (found := _pattern("wall").search(text)):
        return Refusal(page.url, "wall", found[0][:80])
    return None


def refuse_length(page: RawPage, lines: int) -> Refusal | None:
    """A refusal of more lines than any article has."""
    limit: int = _words()["max_lines"]
    return Refusal(page.url, "too-large", f"more than {limit} lines") if lines > limit else None


def max_lines() -> int:
    """The most lines that are read of a page; one more refuses it."""
    limit: int = _words()["max_lines"]
    return limit


def refuse_lines(page: RawPage, draft: Draft, lines: Sequence[str]) -> Refusal | None:
    """A refusal of a dump that is a list of other pages: rows with dates and no sentence."""
    if any(isinstance(item, Grid) or is_prose(item.text) for item in draft.body):
        return None
    dated = [line for line in lines if LISTED.search(line) and len(line) >= 12]
    if len(dated) >= _words()["list_rows"] and len(dated) * 2 > len(lines):
        return Refusal(page.url, "list-page", f"{len(dated)} rows with a date")
    return None


def refuse_page(
    page: RawPage, tree: LexborHTMLParser, container: LexborNode, body: Sequence[Item], plain: Plain
) -> Refusal | None:
    """A refusal by what the page consists of, where it has hardly a sentence: a list of others, pictures, a video."""
    words = _words()
    if any(isinstance(item, Grid) for item in body):
        return None
    own = [item for item in body if isinstance(item, Line)]
    sentences = [line for line in own if line.links <= ROW and is_prose(line.text)]
    teasers = sum(line.text.endswith(TEASER) for line in own)
    if teasers >= words["teasers"] and teasers * 4 >= len(own):
        return Refusal(page.url, "list-page", f"{teasers} texts cut short")
    if sum(len(line.text) for line in sentences) >= words["prose_min"]:
        return None
    root = tree.body or container
    if found := _pattern("soft_404").search((root.text() or "")[:2000]):
        return Refusal(page.url, "soft-404", found[0][:80])
    if sentences:
        return None
    lines = [line for line in islice(read_lines(root, plain), words["max_lines"]) if isinstance(line, Line)]
    rows = [line for line in lines if line.links > ROW and len(line.text) >= 8 and not ATTACHMENT.search(line.text)]
    dated = sum(LISTED.search(line.text) is not None for line in rows)
    listed = sum(line.links > ROW for line in own)
    if dated >= words["list_rows"] or len(rows) >= 3 * words["list_rows"]:
        return Refusal(page.url, "list-page", f"{len(rows)} rows of links, {dated} with a date")
    if tree.css_first("video, embed, object") is not None:
        return Refusal(page.url, "video", "a video and hardly a word")
    if (pictures := len((container.parent or container).css("img"))) >= words["gallery_pictures"]:
        return Refusal(page.url, "gallery", f"{pictures} pictures and hardly a word")
    if len(rows) > 1 and (dated > 1 or not own or listed * 2 > len(own)):
        return Refusal(page.url, "list-page", f"{len(rows)} rows of links and no sentence")
    return None


def refuse_draft(page: RawPage, draft: Draft, *, markup: bool) -> Refusal | None:
    """A refusal by what was read: nothing, or an error page's words."""
    lines = [item.text for item in draft.body if not isinstance(item, Grid)]
    size = sum(map(len, lines)) + 20 * (len(draft.body) - len(lines))
    if not draft.body and (markup or not draft.title):
        return Refusal(page.url, "no-article", "no text of an article" if draft.title else "neither a title nor text")
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
