"""The labels of a page's line about itself (来源：, 发布时间：) and where they stand in it."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import load_lexicon

COLON = re.compile(r"[:：|｜丨]")
LONGEST = 8
GAP = 4
"""Blanks that a label may hold between two of its characters (来　源：)."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its colon; ``kind`` is published, updated, source, author, ignored or other (of the matter)."""

    start: int
    end: int
    kind: str


def find_labels(text: str) -> list[Label]:
    """The labels in order: at each colon (or bar) the longest known word before it.

    A label of a single character (文) counts only where it is not the end of a word.
    """
    found: list[Label] = []
    floor = 0
    for colon in COLON.finditer(text):
        label = _before(text, colon.start(), floor)
        floor = colon.end()
        if label is not None:
            while floor < len(text) and text[floor] in " \t:：|｜丨":
                floor += 1
            found.append(Label(label.start, floor, label.kind))
    return found


def is_label(text: str) -> bool:
    """Whether a line is nothing but a label."""
    text = text.strip()
    return text.endswith((":", "：")) and "".join(text[:-1].split()) in kinds()


def credit_words(group: str) -> frozenset[str]:
    """A group of words of the credits lexicon."""
    return _words(group)


@cache
def kinds() -> dict[str, str]:
    """Each label and what it introduces."""
    known: dict[str, str] = {}
    for kind in ("other", "ignored", "author", "source", "updated", "published"):
        known |= dict.fromkeys(_words(kind), kind)
    return known


def _before(text: str, colon: int, floor: int) -> Label | None:
    word, at, gap, best = "", colon - 1, 0, None
    known = kinds()
    while at >= floor and len(word) < LONGEST:
        char = text[at]
        if char.isspace():
            gap += 1
            if gap > GAP:
                break
        else:
            word, gap = char + word, 0
            inside = at > 0 and "\u4e00" <= text[at - 1] <= "\u9fff"
            if word in known and (len(word) > 1 or not inside):
                best = Label(at, colon, known[word])
        at -= 1
    return best


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(load_lexicon("pipeline.clean", "credits")[group])
