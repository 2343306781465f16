"""What the pages of a document share, and what their ends part: running heads, tables, paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from pipeline.attachments.content import Rows, words
from pipeline.attachments.pdf.cut import join_tables, width_of
from pipeline.attachments.pdf.paragraphs import Paragraph, put_together
from pipeline.attachments.pdf.parted import Part
from pipeline.attachments.pdf.printed import join_pieces

RUNNING = 3
"""Pages that bear a running head, at the least."""
MOST = 0.6
"""The same, of all pages."""
EDGE = 0.09
"""Of a page's height, from its upper and lower edge: where running heads and numbers stand."""
Item = Rows | Paragraph


def drop_running(pages: Sequence[Sequence[Part]]) -> None:
    """Take page numbers and running heads off the parts."""
    mains = [parts[0] for parts in pages if parts]
    for end in (-1, 0):
        for _ in range(2):
            texts = [_at_edge(part, end) for part in mains]
            counts = Counter(text for text in texts if text)
            for part, text in zip(mains, texts, strict=True):
                often = counts[text] >= max(RUNNING, MOST * len(mains))
                if text and (often or _pattern("page_number").fullmatch(join_pieces(part.lines[end]).text)):
                    part.lines.pop(end)


def _at_edge(part: Part, end: int) -> str:
    """The first or last line of a part without its figures; empty where it does not stand at the page's edge."""
    if not part.lines:
        return ""
    line = join_pieces(part.lines[end])
    _, bottom, _, top = part.box
    reach = EDGE * (top - bottom)
    if _pattern("page_number").fullmatch(line.text) or (
        line.top < bottom + reach if end else line.bottom > top - reach
    ):
        return re.sub(r"[\d一二三四五六七八九十]+", "0", line.text)
    return ""


def append(items: list[Item], more: Sequence[Item]) -> None:
    """Add a page's items; a table or a paragraph that the page's end parted is put together again."""
    more = list(more)
    if not items or not more:
        items += more
        return
    last = items[-1]
    if isinstance(last, Rows) and len(more) > 1 and isinstance(more[1], Rows) and _says_goes_on(more[0]):
        more.pop(0)
    first = more[0]
    if isinstance(last, Rows) and isinstance(first, Rows) and width_of(last) == width_of(first):
        items[-1] = join_tables(last, first)
        more.pop(0)
    elif isinstance(last, Paragraph) and isinstance(first, Paragraph) and (whole := put_together(last, first)):
        items[-1] = whole
        more.pop(0)
    items += more


def _says_goes_on(item: Item) -> bool:
    return isinstance(item, Paragraph) and _pattern("goes_on").fullmatch(item.text) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words()[name])
