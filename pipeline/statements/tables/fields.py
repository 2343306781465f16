"""Fields of listed things: labels with their values below the line that names the thing.

1.某镇冷库建设工程 / 投资：180万元 实施单位：县农业农村局, or 项目名称：… 建设地点：… 资金规模：…, in lines or in one.
Each such record is read as a form; its heading says of what, where and in which project its figures are.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.records import Article, Block, Cell

HEADING_MAX = 80
_NUMBERED = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]{1,3}[、项批]?)\s*"
)
_ENDS = " 。；;，,、\t"


class Record(NamedTuple):
    """A listed thing: what names it, and its fields as labels and values."""

    heading: Cell
    pairs: list[tuple[Cell, Cell]]


def records(article: Article) -> list[Record]:
    """The records of an article that have a field, in the order of the text."""
    found: list[Record] = []
    above: Block | None = None
    for block in article.blocks:
        pairs = list(_pairs(article.text, block)) if block.kind in ("paragraph", "heading") else []
        heading = _heading(article.text, above) if above and pairs else None
        if pairs and above:
            found.append(Record(heading or Cell(0, 0), []))
        above = None if pairs else block
        for label, value in pairs:
            if _pattern("field_names").fullmatch(article.text[label.start : label.end]):
                found.append(Record(value, []))
            elif found:
                found[-1].pairs.append((label, value))
    return [record for record in found if record.pairs and record.heading.end]


def _heading(text: str, block: Block) -> Cell | None:
    """The name of a thing in the line above its fields: a numbered line, or a title of a project."""
    line = text[block.start : block.end]
    number = _NUMBERED.match(line)
    start = block.start + (number.end() if number else 0)
    words = text[start : block.end].rstrip(_ENDS + "：:")
    if block.kind == "title" or not 3 < len(words) <= HEADING_MAX or any(mark in words for mark in "。；，,：:"):
        return None
    named = number or _pattern("named").search(words)
    return Cell(start, start + len(words)) if named else None


def _pairs(text: str, block: Block) -> Iterator[tuple[Cell, Cell]]:
    """The fields of a line that opens with a label."""
    line = text[block.start : block.end]
    labels = list(_pattern("fields").finditer(line))
    opening = _NUMBERED.match(line)
    if not labels or labels[0].start("label") > (opening.end() if opening else 0):
        return
    ends = [*(label.start("label") for label in labels[1:]), len(line)]
    for label, end in zip(labels, ends, strict=True):
        value = line[label.end() : end].rstrip(_ENDS)
        if value:
            start = block.start + label.end()
            yield (
                Cell(block.start + label.start("label"), block.start + label.end("label")),
                Cell(start, start + len(value)),
            )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.statements.tables", "tables")[name])
