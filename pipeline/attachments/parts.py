"""A sheet parted into lines (title, unit, notes) and tables, which in a workbook all stand in one grid."""

import re
from collections.abc import Sequence

from pipeline.attachments.content import Rows
from pipeline.clean.lines import Line
from pipeline.clean.tables import Span, is_caption, is_head

LABELLED = re.compile(r"[^:：]{1,14}[:：].*", re.S)
NAMED = 5
"""Chinese characters of a sheet's name from which on it says what the sheet holds (no Sheet1, 表一)."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def split_sheet(rows: Sequence[Sequence[Span]], name: str = "") -> list[Line | Rows]:
    """The lines and tables of a sheet; the first line is of the kind ``title``, the sheet's name where none stands."""
    items: list[Line | Rows] = []
    for block in _blocks(rows):
        covered = _covered(block)
        alone = [not covered[at] and _is_line(row) for at, row in enumerate(block)]
        first = next((at for at, line in enumerate(alone) if not line), len(block))
        last = next((at for at in reversed(range(len(block))) if not alone[at]), first - 1)
        items += [_line(row) for row in block[:first]]
        if first <= last:
            items.append(Rows(tuple(map(tuple, block[first : last + 1]))))
        items += [_line(row) for row in block[max(last + 1, first) :]]
    if items and isinstance(head := items[0], Line):
        items[0] = Line(head.text, "title")
    elif items and len(CHINESE.findall(name)) >= NAMED:
        items.insert(0, Line(name, "title"))
    return items


def _blocks(rows: Sequence[Sequence[Span]]) -> list[list[Sequence[Span]]]:
    """The sheet's tables with their lines: an empty row parts them where a caption or heads follow."""
    covered = _covered(rows)
    blocks: list[list[Sequence[Span]]] = [[]]
    parted = False
    for row, held in zip(rows, covered, strict=True):
        texts = _texts(row)
        if not texts and not held:
            parted = bool(blocks[-1])
            continue
        opens = is_caption(texts[0]) if len(texts) == 1 else is_head(texts)
        if parted and opens and not held:
            blocks.append([])
        blocks[-1].append(row)
        parted = False
    return [block for block in blocks if block]


def _covered(rows: Sequence[Sequence[Span]]) -> list[bool]:
    """Whether a cell of an earlier row reaches into each row."""
    reach = 0
    covered = []
    for at, row in enumerate(rows):
        covered.append(at < reach)
        reach = max([reach, *(at + down for _, down, _, _ in row)])
    return covered


def _texts(row: Sequence[Span]) -> list[str]:
    return [text for text, *_ in row if text.strip()]


def _is_line(row: Sequence[Span]) -> bool:
    """A row that is no row of a table: one text, or labels with their values (填报单位：… 单位：万元)."""
    texts = _texts(row)
    return len(texts) == 1 or all(LABELLED.fullmatch(text) for text in texts)


def _line(row: Sequence[Span]) -> Line:
    return Line(" ".join(_texts(row)))
