"""Articles made by hand: a line a block, places marked in the text as [阳坡村|village|431225101201]."""

import re

from pipeline.records import Article, Block, Level, Place

_MARK = re.compile(r"\[([^|\]]+)\|(province|prefecture|county|township|village|group)\|(\d*)\]")


def article(text: str, title: str | None = None) -> tuple[Article, tuple[Place, ...]]:
    plain, places, last = "", [], 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        level: Level = mark[2]  # type: ignore[assignment]
        places.append(Place(len(plain), len(plain) + len(mark[1]), mark[1], level, mark[3] or None, mark[1]))
        plain += mark[1]
        last = mark.end()
    plain += text[last:]
    blocks, at = [], 0
    for number, line in enumerate(plain.split("\n")):
        blocks.append(Block(at, at + len(line), "title" if title is not None and number == 0 else "paragraph"))
        at += len(line) + 1
    return Article("http://example.invalid/1", plain, tuple(blocks), title or ""), tuple(places)
