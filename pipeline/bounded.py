"""An article no longer than may be read at once: whole lines and sentences of it, and a mark that says so."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.records import Article, Block, Table

CUT = "cut"
"""The mark of an article of which lines at the end were left out."""
ENDS = "。！？；"
"""What ends a sentence."""


def bounded(article: Article, limit: int) -> Article:
    """The article, or so many of its first lines, and sentences of the next, as ``limit`` characters hold.

    What was cut is marked ``cut``.
    """
    if len(article.text) <= limit:
        return article
    blocks = tuple(_within(article, limit))
    end = blocks[-1].end if blocks else 0
    tables = tuple(table for whole in article.tables if (table := _until(whole, end)).rows)
    return replace(article, text=article.text[:end], blocks=blocks, tables=tables, marks=(*article.marks, CUT))


def _within(article: Article, limit: int) -> Iterator[Block]:
    """The lines up to a place; the one across it up to the end of a sentence."""
    for block in article.blocks:
        if block.end <= limit:
            yield block
        elif block.start < limit and block.kind == "paragraph":
            last = max(article.text.rfind(mark, block.start, limit) for mark in ENDS)
            if last >= 0:
                yield replace(block, end=last + 1)


def _until(table: Table, end: int) -> Table:
    """The rows of a table that end before a place in the text."""
    return replace(table, rows=tuple(row for row in table.rows if all(cell.end <= end for cell in row)))
