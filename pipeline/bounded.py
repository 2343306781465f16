"""An article no longer than may be read at once: whole lines of it, and a mark that says so."""

from dataclasses import replace

from pipeline.records import Article, Table

CUT = "cut"
"""The mark of an article of which lines at the end were left out."""


def bounded(article: Article, limit: int) -> Article:
    """The article, or so many of its first lines as ``limit`` characters hold, marked ``cut``."""
    if len(article.text) <= limit:
        return article
    blocks = tuple(block for block in article.blocks if block.end <= limit)
    end = blocks[-1].end if blocks else 0
    tables = tuple(table for whole in article.tables if (table := _until(whole, end)).rows)
    return replace(article, text=article.text[:end], blocks=blocks, tables=tables, marks=(*article.marks, CUT))


def _until(table: Table, end: int) -> Table:
    """The rows of a table that end before a place in the text."""
    return replace(table, rows=tuple(row for row in table.rows if all(cell.end <= end for cell in row)))
