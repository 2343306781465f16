"""The lines of a page with what each looks like, told once."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.clean import chrome
from pipeline.clean.credits import is_credits, wants_value
from pipeline.clean.lines import Grid, Item, Line, is_prose

LONG = 60
"""Characters from which a line with a full stop is only asked whether it is a footer."""
LINKED = 0.6
"""The share of links from which a line is a row of links, whatever it reads like."""
ATTACHMENT = re.compile(r"^附件|附[:：]|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.I)


class Seen(NamedTuple):
    """A line with what it looks like, told once."""

    item: Item
    text: str = ""
    prose: bool = True
    noise: bool = False
    end: bool = False
    credits: bool = False
    closing: bool = False

    @property
    def menu(self) -> bool:
        """Whether it looks like entries of a menu."""
        return chrome.is_menu(self.text)

    @property
    def foreign(self) -> bool:
        """Whether it is no part of an article that has not begun or has ended: chrome, credits, a row of links."""
        return self.noise or self.menu or self.credits or self.linked

    @property
    def linked(self) -> bool:
        """Whether it is made of links, and not to an attachment."""
        return isinstance(self.item, Line) and self.item.links > LINKED and not ATTACHMENT.search(self.text)


def see(item: Item) -> Seen:
    """A line or table with what it looks like."""
    if isinstance(item, Grid):
        return Seen(item)
    text = item.text
    prose, end = is_prose(text) and item.links <= LINKED, chrome.is_end(text)
    if prose and len(text) > LONG and "。" in text:
        return Seen(item, text, prose=not end, end=end)
    noise = chrome.is_noise(text)
    credits = not noise and is_credits(text)
    closing = not end and chrome.is_closing(text)
    return Seen(item, text, prose and not (end or noise or closing or credits), noise, end, credits, closing)


def join_labels(items: Sequence[Item]) -> list[Item]:
    """A label alone on its line (来源：) gets the value of the next line."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            isinstance(item, Line)
            and isinstance(last, Line)
            and last.text.endswith((":", "："))
            and is_credits(last.text)
            and wants_value(last.text, item.text)
        ):
            joined[-1] = Line(f"{last.text} {item.text}", last.kind, last.links)
        else:
            joined.append(item)
    return joined
