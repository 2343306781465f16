"""The lines of a piece of markup: paragraphs, headings, captions and tables in order, inline tags joined."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborNode

from pipeline.clean.lines import Grid, Line
from pipeline.clean.normalise import one_line
from pipeline.clean.tables import Span, make_grid, settle
from pipeline.lexicon import load_lexicon
from pipeline.records import BlockKind

if TYPE_CHECKING:
    from bs4 import Tag

Plain = Callable[[str], str]
HIDDEN = re.compile(
    r"display\s*:\s*none|text-decoration[^;]{0,40}line-through|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
MOST_CHECKS = 40
TABLE_MAX = 500_000
"""Characters of markup beyond which a table is read as lines."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
RAISED = frozenset({"sup", "sub"})
SHIFTED = {
    "sup": str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾"),
    "sub": str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"),
}
NOTE = re.compile(r"\s*[\[(（【〔①-⑳*※]+\s*\d{0,3}\s*[\])）】〕]*\s*|\s*注\s*\d{0,2}\s*")
"""A mark of a footnote."""
TEN = re.compile(r"(?<!\d)10$")
"""What powers are written of."""
BOLD = frozenset({"strong", "b"})
WHOLE = frozenset({"article", "main", "body"})
SEEN = 4096
"""Classes and styles whose reading is kept: a site's pages share them."""
WRITTEN_BREAK = re.compile(r"\n(?=\s)|(?<=[。！？：；”])[ \t]*\n")
"""Where a new paragraph begins in text laid out by hand (pre): lines may be wrapped within one."""
CAPTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:caption|pic-?text|img-?text|tupian|picture-?desc|zhushi|pictext)(?:$|[\s_-])", re.I
)


def is_dropped(node: LexborNode) -> bool:
    """Whether an element is chrome by its tag, its class or id, or is not shown."""
    return node.tag in _tags("drop_tags") or _is_chrome(node.tag, node.attributes)


def _is_chrome(tag: str | None, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element's attributes name chrome, or hide it."""
    if not attributes:
        return False
    if _is_hidden(attributes):
        return True
    named, own = attributes.get("class"), attributes.get("id")
    return bool(named or own) and tag not in WHOLE and _names_chrome(f"{named or ''} {own or ''}")


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is not shown, or shown where nobody looks."""
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and _hides(style))


@lru_cache(SEEN)
def _hides(style: str) -> bool:
    return HIDDEN.search(style) is not None


@lru_cache(SEEN)
def _names_chrome(names: str) -> bool:
    return _names("drop_names").search(names) is not None and not _names("keep_names").search(names)


def shifted(tag: str, text: str, before: str, after: str = "") -> str:
    """What stands raised or lowered, so that it stays apart from the line's figures: m² and 10⁴; no marks of notes."""
    text, before = text.strip(), before.rstrip()
    if NOTE.fullmatch(text):
        return ""
    if not text.isascii() or not any(c.isdigit() for c in text):
        return text
    if tag == "sup" and text.isdigit() and before[-1:].isdecimal() and not TEN.search(before):
        return ""  # 1200¹户: a note's number
    if tag == "sup" and text.isdigit() and not (before[-1:].isascii() and before[-1:].isalnum()):
        return text.translate(SHIFTED[tag]) if before[-1:] == "米" and text in "23" else ""  # else a note's number
    formula = tag == "sub" and before[-1:].isalpha() and not after[:1].isdecimal()  # CO2, but CO₂12吨
    return text if formula else text.translate(SHIFTED[tag])


def read_lines(root: LexborNode, plain: Plain, *, everything: bool = False) -> Iterator[Line | Grid]:
    """The lines below ``root``; with ``everything``, parts that look like chrome are read too (but scripts)."""
    buffer: list[str] = []
    bold = linked = 0
    after_image = False
    above: list[str] = []
    blocks, dropped, struck = _tags("block_tags"), _tags("drop_tags"), _tags("struck_tags")
    kind: BlockKind = "paragraph"

    def flush() -> Iterator[Line]:
        """The line that the buffer holds, if any."""
        nonlocal bold, linked, after_image
        raw = "".join(buffer)
        buffer.clear()
        text = "" if raw.isspace() else plain(one_line(raw))
        if text:
            found = kind
            if found == "paragraph" and len(text) <= 40 and bold >= 0.8 * len(text) and text[-1] not in "。；，：;,":
                found = "heading"
            if after_image and found == "paragraph" and len(text) <= 60 and "。" not in text:
                found = "caption"
            after_image = False
            above.append(text)
            yield Line(text, found, min(linked / len(text), 1.0))
        bold = linked = 0

    whole: list[int] = []

    def is_most(node: LexborNode) -> bool:
        """Whether an element holds half of the text, whatever its name says."""
        if not whole:
            whole.append(len(root.text() or ""))
        whole.append(0)
        return len(whole) < MOST_CHECKS and len(node.text() or "") * 2 > whole[0]

    taken_back: list[bool] = []

    def is_struck() -> bool:
        """Whether what is struck out is little enough to be meant: a stroke never closed holds half of the text."""
        if not taken_back:
            held = sum(len(node.text() or "") for node in root.css(", ".join(sorted(struck))))
            taken_back.append(held * 2 < len(root.text() or ""))
        return taken_back[0]

    stack: list[tuple[LexborNode | None, str]] = []
    depth_bold = depth_link = 0
    depth_pre = int(root.tag == "pre")
    node = root.child
    while node is not None or stack:
        if node is None:
            node, closing = stack.pop()
            if closing in blocks:
                depth_pre -= closing == "pre"
                if buffer:
                    yield from flush()
                if closing in HEADINGS or closing in {"figcaption", "caption"}:
                    kind = "paragraph"
            elif closing in BOLD:
                depth_bold -= 1
            elif closing == "a":
                depth_link -= 1
            continue
        tag = node.tag or "-"
        if tag == "-text":
            text = node.text_content or ""
            if depth_pre and len(written := WRITTEN_BREAK.split(text)) > 1:
                for paragraph in written[:-1]:
                    buffer.append(paragraph)
                    yield from flush()
                text = written[-1]
            buffer.append(text)
            if depth_bold or depth_link:
                size = len(text.strip())
                bold += size if depth_bold else 0
                linked += size if depth_link else 0
            node = node.next
            continue
        if tag.startswith("-") or tag in dropped or (tag in struck and is_struck()):
            node = node.next
            continue
        if tag in RAISED:
            following = node.next.text_content if node.next is not None and node.next.tag == "-text" else None
            buffer.append(shifted(tag, node.text() or "", buffer[-1] if buffer else "", following or ""))
            node = node.next
            continue
        attributes = node.attributes
        if attributes and (_is_hidden(attributes) if everything else _is_chrome(tag, attributes) and not is_most(node)):
            node = node.next
            continue
        if tag == "br":
            if buffer:
                yield from flush()
        elif tag == "img":
            after_image = after_image or not "".join(buffer).strip()
        elif tag == "table" and not everything:
            if buffer:
                yield from flush()
            grid = _data_table(node, plain, above[-2:])
            if grid is not None:
                yield grid
                node = node.next
                continue
        if tag in blocks:
            if buffer:
                yield from flush()
            depth_pre += tag == "pre"
            if tag in HEADINGS:
                kind = "heading"
            elif tag in {"figcaption", "caption"} or CAPTION_NAMES.search(attributes.get("class") or ""):
                kind = "caption"
            elif kind != "heading":
                kind = "paragraph"
        elif tag in BOLD:
            depth_bold += 1
        elif tag == "a":
            depth_link += 1
        stack.append((node.next, tag))
        node = node.child
    if buffer:
        yield from flush()


def _data_table(node: LexborNode, plain: Plain, above: list[str]) -> Grid | None:
    """The grid of a table of data, or None where the table only lays the page out."""
    if not is_data(node) or len(html := node.html or "") > TABLE_MAX:
        return None
    from bs4 import BeautifulSoup, Tag  # with lxml a tenth of a second, and most pages have no table

    soup = BeautifulSoup(html, "lxml")
    table = soup.find("table")
    if not isinstance(table, Tag):
        return None
    rows = [list(_cells(row, plain)) for row in table.find_all("tr") if row.find_parent("table") is table]
    grid = make_grid(rows)
    if grid is None:
        return Grid((), (), 0)
    own = table.find("caption", recursive=False)
    caption = grid.caption or (plain(one_line(own.get_text())) if own else None)
    return settle(replace(grid, caption=caption), above)


def is_data(node: LexborNode) -> bool:
    """Data has rows of several short cells; layout has one cell a row, or cells with whole paragraphs or tables."""
    sizes: list[int] = []
    rows = wide = nested = 0
    for row in node.css("tr"):
        cells = 0
        child = row.child
        while child is not None:
            if child.tag in {"td", "th"}:
                cells += 1
                sizes.append(len((child.text() or "").strip()))
                nested += child.css_first("table") is not None
            child = child.next
        rows += 1
        wide += cells > 1
        if rows >= 400:
            break
    if rows < 2 or wide < 2 or nested:
        return False
    sizes.sort()
    return sizes[len(sizes) // 2] <= 40 and sizes[-1] <= 800


def _cells(row: "Tag", plain: Plain) -> Iterator[Span]:
    for cell in row.find_all(["td", "th"]):
        if cell.find_parent("tr") is not row:
            continue
        for gone in cell.find_all(["script", "style", *_tags("struck_tags")]):
            gone.decompose()
        for moved in cell.find_all(["sup", "sub"]):
            beside = (moved.previous_sibling, moved.next_sibling)
            before, after = (sibling.get_text() if sibling else "" for sibling in beside)
            moved.replace_with(shifted(moved.name, moved.get_text(), before, after))
        text = plain(one_line(cell.get_text()))
        yield text, _span(cell, "rowspan"), _span(cell, "colspan"), cell.name == "th"


def _span(cell: "Tag", name: str) -> int:
    value = re.match(r"\d{1,4}", str(cell.get(name) or "1"))
    return max(int(value[0]), 1) if value else 1


@cache
def _tags(name: str) -> frozenset[str]:
    return frozenset(_words()[name])


@cache
def _names(name: str) -> re.Pattern[str]:
    return re.compile(_words()[name], re.I)


def _words() -> Any:
    return load_lexicon("pipeline.clean", "html")
