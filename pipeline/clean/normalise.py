"""One normalised text, on which all offsets stand.

Canonical composition; full-width digits, letters and ％ to half width; radicals (PDF copies) to
ideographs; control and zero-width characters out; blanks of every kind to a plain one, none at line ends.
Punctuation and blanks within a line stay as the page has them.
"""

import re
import unicodedata
from html import unescape

from pipeline.lexicon import load_lexicon

WIDE = {0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF21 + i: 0x41 + i for i in range(26)}
WIDE |= {0xFF41 + i: 0x61 + i for i in range(26)} | {ord("％"): ord("%")}
_SIMPLIFIED = dict(load_lexicon(__package__, "radicals")["simplified"].split())
RADICALS = {c: _SIMPLIFIED.get(x, x) for c in range(0x2F00, 0x2FD6) if (x := unicodedata.normalize("NFKC", chr(c)))}
RADICALS |= {
    ord(radical): ideograph for radical, ideograph in load_lexicon(__package__, "radicals")["supplement"].split()
}
BLANKS = {ord(c): " " for c in "\u00a0\u1680\u202f\u205f\u3000"} | dict.fromkeys(range(8192, 8203), " ")
GONE = dict.fromkeys((*range(32), *range(127, 160), *range(8203, 8208), *range(8234, 8239)))
GONE |= dict.fromkeys((173, 8288, 8289, 8290, 8291, 8292, 65279, 65532, *range(65024, 65040)))
BLANKS[0xE5E5] = " "
"""What the full-width blank of GBK (A3 A0) decodes to."""
TABLE = {**GONE, **WIDE, **RADICALS, **BLANKS, ord("\t"): "\t", ord("\n"): "\n"}
ODD = re.compile(f"[\ue000-\uf8ff{''.join(re.escape(chr(c)) for c, to in TABLE.items() if chr(c) != to)}]")
"""What the table changes; most lines hold nothing of it."""
ICON = re.compile("(?<![\u4e00-\u9fff])[\ue000-\uf8ff]+|[\ue000-\uf8ff]+$")
"""A private character that is no character of a word (a rare one within a name stays): an icon font's."""
BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SPACE = re.compile(r"[\r\n\t\f ]+")
POINT = re.compile(r"(?<=\d)．(?=\d)")
MARKDOWN = re.compile(r"^#{1,6} \S|!\[[^\]\n]{0,200}\]\(|^[ \t]*[-*+][ \t]+\[[^\]\n]{1,200}\]\(", re.M)
MARKDOWN_ITEM = re.compile(
    r"[ \t]*[-*+][ \t]+\[[^\]\n]{1,200}\]\((?![^)\n]{0,500}\.(?:docx?|xlsx?|pdf|zip|rar)\))[^)\n]{0,500}\)[ \t]*"
)
"""A link to another page (no attachment) as a list has it."""
MARKDOWN_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
MARKDOWN_LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^)\n]{0,500}\)")
MARKDOWN_MARK = re.compile(r"^(?:#{1,6}|[-*+]|>)[ \t]+|\*\*|^[-*_]{3,}[ \t]*$", re.M)
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#x[\da-fA-F]{2,5});")


def normalise(text: str) -> str:
    """The text in the one form that the pipeline reads; line breaks stay."""
    text = BREAK.sub("\n", text) if BREAK.search(text) else text
    text = POINT.sub(".", unicodedata.normalize("NFC", text).translate(TABLE))
    return "\n".join(ICON.sub(" ", line).strip(" \t") for line in text.split("\n")).strip("\n")


def _blank(found: re.Match[str]) -> str:
    """What stands for a run of blanks in markup: nothing for a line break between two Chinese characters."""
    run, text = found[0], found.string
    wrapped = ("\n" in run or "\r" in run) and found.start() > 0 and found.end() < len(text)
    return "" if (wrapped and _is_cjk(text[found.start() - 1]) and _is_cjk(text[found.end()])) else " "


def _is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or char in "“”‘’—…"


def one_line(text: str) -> str:
    """The text of markup as one line: its line breaks are blanks, or nothing between two Chinese characters."""
    if "\n" in text or "\t" in text or "\r" in text:
        text = SPACE.sub(_blank, text)
    text = unicodedata.normalize("NFC", text).strip()
    if ODD.search(text):
        text = ICON.sub(" ", text.translate(TABLE)).strip()
    return POINT.sub(".", text) if "．" in text else text


def unescape_dump(text: str) -> str:
    """A plain-text dump with what its scraper left in read: entities (&nbsp;), Markdown's marks."""
    text = unescape(text) if ENTITY.search(text) else text
    if MARKDOWN.search(text):
        text = MARKDOWN_LINK.sub(r"\1", MARKDOWN_IMAGE.sub("", _without_links(text)))
        text = MARKDOWN_MARK.sub("", text)
    return text


def _without_links(text: str) -> str:
    """A Markdown text without the list of links to other pages that closes it."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (not lines[end - 1].strip() or MARKDOWN_ITEM.fullmatch(lines[end - 1])):
        end -= 1
    return "\n".join(lines[:end]) if sum(bool(line.strip()) for line in lines[end:]) > 1 else text
