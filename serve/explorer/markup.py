"""The rows of a table as HTML. Templates do all else; through their macros a table of thirty facts took 20 ms."""

from functools import lru_cache

from markupsafe import Markup, escape

from serve.explorer.reader import Reader
from serve.explorer.tables import Cell, Column, Table


def heading(reader: Reader, name: str, of: str = "") -> str:
    """A column's name in words, which a table ``of`` some name may have its own for."""
    word = next((word for word in (f"col.{of}.{name}", f"col.{name}") if reader.says(word)), "")
    return reader.say(word) if word else name


def body(shown: Table, reader: Reader) -> Markup:
    """The rows of a table; what is in the cells is escaped."""
    labelled = not shown.has("amount")  # those are shown without labels on a narrow screen
    names = {column.name: heading(reader, column.name, shown.name) if labelled else "" for _, column in shown.shown}
    starts = [(at, start(column, names[column.name])) for at, column in shown.shown]
    rows = ("".join((f"{begin}{inner(row[at], reader)}</td>" for at, begin in starts)) for row in shown.rows)
    return Markup("".join(f"<tr>{cells}</tr>\n" for cells in rows))


@lru_cache(512)
def start(column: Column, label: str) -> str:
    """The start of a cell of a column, with the label that stands before it on a narrow screen."""
    told = f' data-label="{escape(label)}"' if label else ""
    return f'<td class="c-{escape(column.name)}{" num" if column.numeric else ""}"{told}>'


def content(cell: Cell, reader: Reader) -> Markup:
    """What stands in a cell, for a template."""
    return Markup(inner(cell, reader))


def inner(cell: Cell, reader: Reader) -> str:
    """What stands in a cell."""
    if not cell.text:
        return ""
    text, css = escape(cell.text), ' class="quote"' if cell.is_quote else ""
    if cell.href:
        away = ' rel="external nofollow"' if cell.href.startswith("http") else ""
        text = Markup(f'<a href="{escape(cell.href)}"{css}{away}>{text}</a>')
    elif cell.is_quote:
        text = Markup(f"<span{css}>{text}</span>")
    tags = "".join(f' <span class="tag {tag}">{escape(reader.say(f"tag.{tag}"))}</span>' for tag in cell.tags)
    return f"<span>{text}{tags}</span>"
