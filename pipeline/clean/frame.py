"""Where in a page's lines the article stands: its title, the line of credits, the body's first and last line.

The same rules serve plain-text dumps (every line of the page) and HTML (the lines of and before the container).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.clean import chrome
from pipeline.clean.credits import (
    Credits,
    closing_credit,
    dateline_authors,
    is_credits,
    read_credits,
    wants_value,
    weak_source,
)
from pipeline.clean.lines import IMAGE, Grid, Item, Line, is_prose, key

TITLE_MAX = 90
LONG = 60
LINKED = 0.6
"""The share of links from which a line is a row of links, whatever it reads like."""
TAIL_CREDITS = 12
INSERTED = 3
SIGNED = re.compile(r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?")
"""The date below a signature, part of a notice."""
ISSUER = re.compile(r"(?:委员会|政府|办公室|委|局|厅|部|院|组|会|处|中心)$")
DOCUMENT = re.compile(r"关于.{2,80}的?(?:通知|公告|通告|意见|决定|批复|函|通报|报告|请示|公示|方案|办法|规定)")
ATTACHMENT = re.compile(r"^附件|附[:：]|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.I)


@dataclass(frozen=True, slots=True)
class Frame:
    """The article within its lines."""

    title: str
    credits: Credits
    body: tuple[Item, ...]
    head: tuple[str, ...]
    """The lines before the body, for what they tell of the site and column."""
    anchored: bool
    """Whether a line of credits told where the title stands."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A line with what it looks like, told once."""

    item: Item
    text: str = ""
    prose: bool = True
    noise: bool = False
    end: bool = False
    credits: bool = False
    closing: bool = False
    menu: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it is no part of an article that has not begun or has ended: chrome, credits, a row of links."""
        return self.noise or self.menu or self.credits or self.linked

    @property
    def linked(self) -> bool:
        """Whether it is made of links, and not to an attachment."""
        return isinstance(self.item, Line) and self.item.links > LINKED and not ATTACHMENT.search(self.text)


def find_frame(items: Sequence[Item], title: str | None = None, floor: int = 0) -> Frame:
    """Split a page's lines. ``title`` where it is known already, ``floor`` the first line that can be body (HTML)."""
    before = [_see(item) for item in _join_labels(items[:floor])]
    lines = [*before, *(_see(item) for item in _join_labels(items[floor:]))]
    anchor = _find_anchor(lines)
    place, found = _find_title(lines, anchor, title)
    if title is None and place >= 0 and place + 1 < len(lines) and _is_continued(found, lines[place + 1].text):
        place, found = place + 1, found + lines[place + 1].text
    title = title or found
    start = max(place + 1, len(before), anchor + 1 if anchor is not None else 0)
    while start < len(lines) and lines[start].credits:
        anchor = start if anchor is None else anchor
        start += 1
    first = next((i for i in range(start, len(lines)) if lines[i].prose), None)
    if first is not None:
        asides = [i for i in range(start, first) if lines[i].foreign or len(lines[i].text) < 3]
        start = asides[-1] + 1 if asides else start
    end = _find_end(lines, start if first is None else first)
    body, closing = _close(_without_noise(lines[start:end]))
    head = tuple(line.text for line in lines[:start] if line.text)
    credits = _head_credits(lines[:start], title, anchored=anchor is not None) | closing
    opening = next((line.text for line in body if line.prose), "")
    credits = credits if credits.authors else credits | Credits(authors=dateline_authors(opening))
    credits = credits | _tail_credits(lines[start:], need_source=credits.source is None)
    return Frame(title, credits, _without_title([line.item for line in body], title), head, anchor is not None)


def _see(item: Item) -> Seen:
    if isinstance(item, Grid):
        return Seen(item)
    text = item.text
    prose, end = is_prose(text) and item.links <= LINKED, chrome.is_end(text)
    if prose and len(text) > LONG and "。" in text:
        return Seen(item, text, prose=not end, end=end)
    noise, credits = chrome.is_noise(text), is_credits(text)
    closing = not end and chrome.is_closing(text)
    body = prose and not (end or noise or closing or credits)
    return Seen(item, text, body, noise, end, credits and not noise, closing, chrome.is_menu(text))


def _join_labels(items: Sequence[Item]) -> list[Item]:
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


def _weight(line: Seen) -> int:
    return (len(line.text) or 60) if line.prose else 0


def _find_anchor(lines: Sequence[Seen]) -> int | None:
    """The line of credits below the title: the one with most labels that has the prose after it."""
    total = sum(map(_weight, lines))
    best, score, before = None, 0, 0
    for i, line in enumerate(lines):
        before += _weight(line)
        if before * 2 > total:
            break
        if line.credits:
            labels = read_credits(line.text).labels
            if labels > score and (before == 0 or (labels > 1 and before * 5 <= total)):
                best, score = i, labels
    return best


def _titleish(line: Seen, *, menu: bool = False) -> bool:
    """Whether a line can be a title; with ``menu``, one of a few short words too (石板镇 茶园丰收)."""
    text = line.text
    return (
        2 <= len(text) <= TITLE_MAX
        and not (line.noise or line.credits or line.closing or line.end or line.linked)
        and (menu or not line.menu)
        and not text.endswith(("。", "；", "，", "：", ":", ";", ","))
        and "。" not in text
        and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", text) is not None
    )


def _find_title(lines: Sequence[Seen], anchor: int | None, known: str | None) -> tuple[int, str]:
    """The title's line and text; (-1, "") where none is to be seen."""
    first = next((i for i, line in enumerate(lines) if line.prose and (anchor is None or i > anchor)), None)
    stop = anchor if anchor is not None else first if first is not None else len(lines)
    if known is not None:
        want = key(known)
        same = [i for i in range(min(stop + 1, len(lines))) if key(lines[i].text) == want]
        return (same[-1], known) if same else (-1, known)
    candidates = [i for i in range(stop) if _titleish(lines[i])]
    if anchor is not None:
        chosen = _above(lines, candidates, anchor)
    elif not candidates:
        chosen = _opening(lines)
    elif first is None:
        chosen = candidates[0]
    else:
        chosen = _in_last_run(lines, candidates)
    return (chosen, lines[chosen].text) if chosen is not None else (-1, "")


def _opening(lines: Sequence[Seen]) -> int | None:
    """The first line where it can be a title at all and something follows."""
    first = next((i for i, line in enumerate(lines) if line.text and not (line.noise or line.credits)), None)
    if first is None or first + 1 >= len(lines) or len(lines[first].text) > LONG:
        return None
    return first if _titleish(lines[first], menu=True) else None


def _is_continued(title: str, below: str) -> bool:
    """Whether a document's title stands on two lines: who issued it, and 关于…的通知."""
    return ISSUER.search(title) is not None and DOCUMENT.fullmatch(below) is not None


def _above(lines: Sequence[Seen], candidates: list[int], anchor: int) -> int | None:
    """The title above the line of credits (a subtitle after a dash is none), else the one right below it."""
    near = [i for i in candidates if i >= anchor - 4 and not lines[i].text.startswith("—")]
    near = near or [i for i in (anchor - 1,) if i >= 0 and _titleish(lines[i], menu=True)]
    long = [i for i in near if len(lines[i].text) >= 8]
    for chosen in (long, near, candidates):
        if chosen:
            return chosen[-1]
    below = next((i for i in range(anchor + 1, min(anchor + 4, len(lines))) if _titleish(lines[i])), None)
    return below if below is not None and below + 1 < len(lines) else None


def _in_last_run(lines: Sequence[Seen], candidates: list[int]) -> int:
    """Without credits: of the lines that lead to the first sentence without chrome between, the first long one."""
    run = [candidates[-1]]
    for i in reversed(candidates[:-1]):
        if any(lines[j].foreign for j in range(i + 1, run[-1])):
            break
        run.append(i)
    run.reverse()
    return next((i for i in run if len(lines[i].text) >= 8), run[0])


def _find_end(lines: Sequence[Seen], begun: int) -> int:
    """One past the body's last line: the first footer, related list or editors' line after it has begun.

    A related list before a third of the prose is one that was put into the article.
    """
    total = sum(len(line.text) for line in lines[begun:] if line.prose)
    seen = 0
    for i in range(begun, len(lines)):
        line = lines[i]
        if line.end and seen * INSERTED >= total:
            return i
        if line.closing and seen * 2 >= total and chrome.is_editor(line.text):
            return i
        seen += len(line.text) if line.prose else 0
    return len(lines)


def _without_noise(lines: Sequence[Seen]) -> list[Seen]:
    """The lines without chrome and credits; a short line after a picture's file name is its caption."""
    kept: list[Seen] = []
    after_image = inserted = False
    for line in lines:
        inserted = line.end or (inserted and line.linked)
        if line.noise or line.closing or inserted:
            after_image = after_image or IMAGE.fullmatch(line.text) is not None
            continue
        if after_image and isinstance(line.item, Line) and len(line.text) <= LONG and "。" not in line.text:
            line = Seen(Line(line.text, "caption"), line.text, prose=False)
        after_image = False
        kept.append(line)
    return kept


def _close(body: list[Seen]) -> tuple[list[Seen], Credits]:
    """The body without what stands below it: menus, lists of other pages, the closing credit in brackets."""
    last = max((i for i, line in enumerate(body) if line.prose), default=None)
    if last is not None:
        tail = [line.text for line in body[last + 1 :]]
        listed = chrome.is_list(tail) or chrome.repeats(tail)
        body = body[: last + 1] + (
            [] if listed else [line for line in body[last + 1 :] if not line.foreign or SIGNED.fullmatch(line.text)]
        )
    for i in range(len(body) - 1, max(len(body) - 3, -1), -1):
        item = body[i].item
        if isinstance(item, Grid):
            break
        rest, credits = closing_credit(item.text)
        if credits.labels:
            kept = [Seen(Line(rest, item.kind, item.links), rest)] if rest else []
            return [*body[:i], *kept, *body[i + 1 :]], credits
        if len(item.text) > 30:
            break
    return body, Credits()


def _head_credits(head: Sequence[Seen], title: str, *, anchored: bool) -> Credits:
    """What the lines before the body credit, nearest to the body first."""
    lines = [line.text for line in head if line.credits and key(line.text) != key(title)]
    credits = Credits()
    for text in lines[::-1] if anchored else lines[-2:]:
        credits = credits | read_credits(text)
    return credits


def _tail_credits(tail: Sequence[Seen], *, need_source: bool) -> Credits:
    """What the lines in and below the body credit; who sent the piece in is the last resort for a source."""
    credits = Credits()
    last = max((i for i, line in enumerate(tail) if line.prose), default=-1)
    texts = [line.text for i, line in enumerate(tail) if line.closing or (line.credits and i > last)][:TAIL_CREDITS]
    for text in texts:
        credits = credits | read_credits(text)
    if need_source and credits.source is None:
        weak = next((found for text in texts if (found := weak_source(text))), None)
        credits = credits | Credits(source=weak)
    return credits


def _without_title(body: list[Item], title: str) -> tuple[Item, ...]:
    """The body without the title repeated at its head, as a line or glued to the first paragraph."""
    for _ in range(3):
        if not body or not isinstance(first := body[0], Line) or len(key(title)) < 4:
            break
        rest = _cut_prefix(first.text, title)
        if rest is None:
            break
        body = [Line(rest, first.kind, first.links), *body[1:]] if rest else body[1:]
    return tuple(body)


def _cut_prefix(text: str, title: str) -> str | None:
    """What follows the title at the head of a text; None where the text does not open with it."""
    want = re.sub(r"\s", "", title)
    at = matched = 0
    while matched < len(want) and at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == want[matched]:
            at, matched = at + 1, matched + 1
        else:
            return None
    if matched < len(want):
        return None
    rest = text[at:].lstrip()
    return None if rest and is_prose(text) and not is_prose(rest) else rest
