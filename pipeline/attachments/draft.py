"""From what a file holds to its article: one plain text, its title, its own date, persons left out, tables as grids."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from pipeline.attachments.content import Content, Rows, limit, words
from pipeline.clean.layout import lay_out
from pipeline.clean.lines import Draft, Item, Line, is_prose, key
from pipeline.clean.normalise import one_line
from pipeline.clean.script import plainer
from pipeline.clean.stamps import DATE, WRITTEN, read_date
from pipeline.clean.tables import make_grid, settle
from pipeline.privacy.personal_columns import without_persons
from pipeline.records import Article

TITLE_LINES = 10
"""Lines at a file's head among which its title is looked for."""
TITLE_MAX = 90
TITLE_PARTS = 3
NAME_HAN = 4
"""Chinese characters of a file's name from which on it is a title, not a number."""
HAN = re.compile(r"[\u4e00-\u9fff]")
DIGITS = re.compile(r"\d+")


def make_article(content: Content, url: str, name: str | None) -> Article:
    """The article of a file; its title is what it shows, else its name. Without text, an article without blocks."""
    plain, marks = _plain(content)
    items: list[Line | Rows] = [
        Line(text, item.kind) if isinstance(item, Line) else item
        for item in content.items[: limit("max_lines")]
        if (text := without_persons(plain(item.text)) if isinstance(item, Line) else " ")
    ]
    lines = [item for item in items if isinstance(item, Line)]
    shown = _title(items[:TITLE_LINES])
    stated = plain(content.title or "")
    title = "".join(line.text for line in shown)
    if stated and key(stated) != key(title) and key(stated) in key("".join(line.text for line in lines[:TITLE_LINES])):
        title = stated
    draft = Draft(
        title=title or _named(plain(name or "")),
        body=tuple(_body(items, shown, title, plain)),
        published=_dated(lines),
        marks=("attachment", *content.marks, *marks),
    )
    return lay_out(draft, url, content.encoding)


def _plain(content: Content) -> tuple[Callable[[str], str], tuple[str, ...]]:
    """What makes this file's strings plain, each one line, and the marks it earns."""
    texts: list[str] = []
    for item in content.items:
        texts += [item.text] if isinstance(item, Line) else [text for row in item.rows for text, *_ in row if text]
    make_plain, marks = plainer("\n".join(texts))
    return lambda text: make_plain(one_line(text)), marks


def _title(items: Sequence[Line | Rows]) -> list[Line]:
    """The lines at the head that make up the title: those set like one, else the first that could be one."""
    head: list[Line] = []
    for item in items:
        if not isinstance(item, Line) or is_prose(item.text):
            break
        if not _pattern("not_title").fullmatch(item.text):
            head.append(item)
    at = next((i for i, line in enumerate(head) if line.kind == "title"), None)
    if at is None:
        return [line for line in head[:1] if len(line.text) <= TITLE_MAX and len(HAN.findall(line.text)) >= NAME_HAN]
    run: list[Line] = []
    for line in head[at : at + TITLE_PARTS]:
        if line.kind != "title" or len(line.text) + sum(len(part.text) for part in run) > TITLE_MAX:
            break
        run.append(line)
    return run


def _named(name: str) -> str:
    """A file's name where it says something: 附件1 before it and figures around it are no part."""
    name = re.sub(r"^附[件表]\s*\d*\s*[:：.、_-]*\s*", "", name.replace("_", " ").replace("+", " ")).strip(" -.")
    return name if len(HAN.findall(name)) >= NAME_HAN and len(name) <= TITLE_MAX else ""


def _body(items: Sequence[Line | Rows], shown: list[Line], title: str, plain: Callable[[str], str]) -> list[Item]:
    """The lines below the title, and the tables with the caption and unit that the lines above them give."""
    body: list[Item] = []
    above: list[str] = []
    skipped = [id(line) for line in shown]
    for item in items:
        if isinstance(item, Line):
            above.append(item.text)
            if id(item) not in skipped and item.text != title:
                body.append(_kind(item))
            continue
        rows = [[(plain(text), down, across, head) for text, down, across, head in row] for row in item.rows]
        grid = make_grid(rows)
        if grid is not None:
            body.append(settle(grid, [title, *above][-3:]))
        above.clear()
    return body


def _kind(line: Line) -> Line:
    """A line as a heading where it is numbered like one, else as what it was read as; only the title is a title."""
    if _pattern("heading").fullmatch(line.text):
        return Line(line.text, "heading")
    return Line(line.text, "heading" if line.kind in ("title", "heading") else "paragraph")


def _dated(lines: Sequence[Line]) -> str | None:
    """The date that a file bears: in a line below its text (落款), or where a sheet says when it was made."""
    for line in reversed(lines):
        text = line.text
        if len(text) <= 24 and (date := read_date(text)) and not HAN.search(_without_date(text)):
            return date
    for line in lines:
        if found := _pattern("dated").search(line.text):
            parts = [int(n) for n in DIGITS.findall(found["date"])]
            if len(parts) > 1 and 1 <= parts[1] <= 12:
                return read_date(found["date"]) or f"{parts[0]}-{parts[1]:02}"
    return None


def _without_date(text: str) -> str:
    return WRITTEN.sub("", DATE.sub("", text))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(words()[name])
