"""A page as lines, before it becomes an article: what HTML and plain text have in common."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.records import BlockKind, TableKind

STOP = "。！？；!?;"
PAUSES = "，,、：:"
SPACED = re.compile(r"(?:[\u4e00-\u9fff]\s{1,4}){3,30}[\u4e00-\u9fff]")
"""A title set with a blank behind each character."""
IMAGE = re.compile(r"\S{0,60}\.(?:jpe?g|png|gif|bmp|webp|tiff?)", re.I)


class Line(NamedTuple):
    """One block of a page: its text and what it is."""

    text: str
    kind: BlockKind = "paragraph"
    links: float = 0.0
    """The share of its characters that are links (HTML only)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: each cell's text once, and the full grid of numbers of cells."""

    cells: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    header_rows: int
    caption: str | None = None
    unit: str | None = None
    of_persons: bool = False
    kind: TableKind = "list"


Item = Line | Grid


@dataclass(frozen=True, slots=True)
class Draft:
    """What one page says, read but not yet laid out."""

    title: str
    body: tuple[Item, ...]
    published: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    site_name: str | None = None
    site_code: str | None = None
    column: str | None = None
    keywords: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


def is_prose(text: str) -> bool:
    """Whether a line reads like a sentence or more, not like a title, a menu or a label."""
    if len(text) < 8:
        return False
    if "。" in text:
        return True
    pauses = sum(text.count(mark) for mark in PAUSES) if len(text) >= 30 else 0
    return pauses > 1 or (pauses == 1 and text[-1] in STOP) or (len(text) >= 30 and "；" in text)


def closed(text: str) -> str:
    """A line whose characters stand apart (政 府 工 作 报 告) with them together."""
    return re.sub(r"\s", "", text) if SPACED.fullmatch(text) else text


def key(text: str) -> str:
    """What two wordings of one title share: letters, digits and characters."""
    return re.sub(r"[\W_]+", "", text).lower()
