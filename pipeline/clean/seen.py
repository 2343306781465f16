"""The lines of a page with what each looks like, told once."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.clean import chrome
from pipeline.clean.credits import is_credits, wants_value
from pipeline.clean.lines import Grid, Item, Line, closed, is_prose

LONG = 60
"""Characters from which a line with a full stop is only asked whether it is a footer."""
LONGEST_TRAIL = 200
"""Characters of a line that may hold a breadcrumb and credits."""
GAP = re.compile(r"\s{2,}")
YEAR, DAY, CLOCK = (re.compile(p) for p in (r"(?:19|20)\d\d", r"\d{1,2}[/.-]\d{1,2}", r"\d{1,2}:\d\d(?::\d\d)?"))
WHOLE_DAY = re.compile(rf"{YEAR.pattern}/{DAY.pattern}")
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
    if (text := closed(item.text)) != item.text:
        item = Line(text, item.kind, item.links)
    prose, end = is_prose(text) and item.links <= LINKED, chrome.is_end(text)
    if prose and len(text) > LONG and "。" in text:
        return Seen(item, text, prose=not end, end=end)
    noise = chrome.is_noise(text)
    prose = prose and not (noise or chrome.is_menu(text))
    credits = not noise and is_credits(text)
    closing = not end and chrome.is_closing(text)
    return Seen(item, text, prose and not (end or noise or closing or credits), noise, end, credits, closing)


def _parted(item: Item) -> tuple[Item, ...]:
    """A breadcrumb and the credits that stand behind it on one line, each by itself."""
    if not isinstance(item, Line) or "  " not in item.text[:LONGEST_TRAIL]:
        return (item,)
    if len(item.text) > LONGEST_TRAIL or not chrome.is_breadcrumb(item.text):
        return (item,)
    for gap in GAP.finditer(item.text):
        trail, rest = item.text[: gap.start()], item.text[gap.end() :]
        if is_credits(rest) and chrome.is_breadcrumb(trail):
            return Line(trail, item.kind, item.links), Line(rest, item.kind, item.links)
    return (item,)


def _dated(above: str, text: str) -> str:
    """A date whose parts stand on lines of their own (2024, 05/08, 17:47), joined so far; empty where it is none."""
    if YEAR.fullmatch(above) and DAY.fullmatch(text):
        return f"{above}/{text}"
    return f"{above} {text}" if WHOLE_DAY.fullmatch(above) and CLOCK.fullmatch(text) else ""


def join_labels(items: Sequence[Item]) -> list[Item]:
    """A label alone on its line (来源：) gets the value of the next line."""
    joined: list[Item] = []
    for item in (part for whole in items for part in _parted(whole)):
        last = joined[-1] if joined else None
        if isinstance(item, Line) and isinstance(last, Line) and (dated := _dated(last.text, item.text)):
            joined[-1] = Line(dated, last.kind, last.links)
            continue
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
