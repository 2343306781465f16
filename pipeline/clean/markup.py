"""The lines of a piece of markup: paragraphs, headings, captions and tables in order, inline tags joined."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from selectolax.lexbor import LexborNode

from pipeline.clean.lines import Grid, Line
from pipeline.clean.normalise import one_line
from pipeline.clean.tables import Span, is_caption, make_grid, unit_of
from pipeline.lexicon import load_lexicon

Plain = Callable[[str], str]
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
MOST_CHECKS = 40
TABLE_MAX = 500_000
"""Characters of markup beyond which a table is read as lines."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD = frozenset({"strong", "b"})
CAPTION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:caption|pic-?text|img-?text|tupian|picture-?desc|zhushi|pictext)(?:$|[\s_-])", re.I
)


def is_hidden(node: LexborNode) -> bool:
    """Whether an element is not shown, or shown where nobody looks."""
    attributes = node.attributes
    style = attributes.get("style")
    return "hidden" in attributes or bool(style and HIDDEN.search(style))


def is_dropped(node: LexborNode) -> bool:
    """Whether an element is chrome by its tag, its class or id, or is not shown."""
    if node.tag in _tags("drop_tags"):
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if is_hidden(node):
        return True
    if node.tag in {"article", "main", "body"}:
        return False
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return len(names) > 1 and _names("drop_names").search(names) is not None and not _names("keep_names").search(names)


def read_lines(root: LexborNode, plain: Plain, *, everything: bool = False) -> Iterator[Line | Grid]:
    """The lines below ``root``; with ``everything``, parts that look like chrome are read too (but scripts)."""
    buffer: list[str] = []
    bold = linked = 0
    after_image = False
    above: list[str] = []
    blocks, dropped = _tags("block_tags"), _tags("drop_tags")
    kind = "paragraph"

    def flush() -> Iterator[Line]:
        nonlocal bold, linked, kind, after_image
        if not buffer:
            return
        raw = "".join(buffer)
        buffer.clear()
        text = "" if raw.isspace() else plain(one_line(raw))
        size = max(len(text), 1)
        if text:
            found = kind
            if found == "paragraph" and len(text) <= 40 and bold >= 0.8 * size and text[-1] not in "。；，：;,":
                found = "heading"
            if after_image and found == "paragraph" and len(text) <= 60 and "。" not in text:
                found = "caption"
            after_image = False
            above.append(text)
            yield Line(text, found, min(linked / size, 1.0))  # type: ignore[arg-type]
        bold = linked = 0

    whole: list[int] = []

    def is_most(node: LexborNode) -> bool:
        """Whether an element holds half of the text, whatever its name says."""
        if not whole:
            whole.append(len(root.text() or ""))
        whole.append(0)
        return len(whole) < MOST_CHECKS and len(node.text() or "") * 2 > whole[0]

    stack: list[tuple[LexborNode | None, str]] = [(root.child, "")]
    depth_bold = depth_link = 0
    while stack:
        node, closing = stack.pop()
        if node is None:
            if closing in blocks or closing == "br":
                yield from flush()
                if closing in HEADINGS or closing in {"figcaption", "caption"}:
                    kind = "paragraph"
            depth_bold -= closing in BOLD
            depth_link -= closing == "a"
            continue
        stack.append((node.next, "")) if node.next is not None else None
        tag = node.tag or "-"
        if tag == "-text":
            text = node.text_content or ""
            buffer.append(text)
            if depth_bold or depth_link:
                size = len(text.strip())
                bold += size if depth_bold else 0
                linked += size if depth_link else 0
            continue
        if (
            tag.startswith("-")
            or tag in dropped
            or (is_hidden(node) if everything else is_dropped(node) and not is_most(node))
        ):
            continue
        if tag == "br":
            yield from flush()
            continue
        if tag == "img":
            if buffer and "".join(buffer).strip():
                continue
            after_image = True
            continue
        if tag == "table" and not everything:
            yield from flush()
            grid = _data_table(node, plain, above[-2:])
            if grid is not None:
                yield grid
                continue
        if tag in blocks:
            yield from flush()
            if tag in HEADINGS:
                kind = "heading"
            elif tag in {"figcaption", "caption"} or CAPTION_NAMES.search(node.attributes.get("class") or ""):
                kind = "caption"
            elif kind != "heading":
                kind = "paragraph"
        depth_bold += tag in BOLD
        depth_link += tag == "a"
        stack.append((None, tag))
        if node.child is not None:
            stack.append((node.child, ""))
    yield from flush()


def _data_table(node: LexborNode, plain: Plain, above: list[str]) -> Grid | None:
    """The grid of a table of data, or None where the table only lays the page out."""
    if not _is_data(node) or len(html := node.html or "") > TABLE_MAX:
        return None
    soup = BeautifulSoup(html, "lxml")
    table = soup.find("table")
    if not isinstance(table, Tag):
        return None
    rows = [list(_cells(row, plain)) for row in table.find_all("tr") if row.find_parent("table") is table]
    grid = make_grid(rows)
    if grid is None:
        return Grid((), (), 0)
    own = table.find("caption", recursive=False)
    caption, unit = grid.caption or (plain(one_line(own.get_text())) if own else None), grid.unit
    for text in reversed(above):
        if unit is None and len(text) <= 60 and (found := unit_of(text)):
            unit = found
        elif caption is None and is_caption(text):
            caption = text
    return Grid(grid.cells, grid.rows, grid.header_rows, caption, unit)


def _is_data(node: LexborNode) -> bool:
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


def _cells(row: Tag, plain: Plain) -> Iterator[Span]:
    for cell in row.find_all(["td", "th"]):
        if cell.find_parent("tr") is not row:
            continue
        for gone in cell.find_all(["script", "style"]):
            gone.decompose()
        text = plain(one_line(cell.get_text()))
        yield text, _span(cell, "rowspan"), _span(cell, "colspan"), cell.name == "th"


def _span(cell: Tag, name: str) -> int:
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
