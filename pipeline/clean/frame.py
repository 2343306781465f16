"""Where in a page's lines the article stands: its title, the line of credits, the body's first and last line.

The same rules serve plain-text dumps (every line of the page) and HTML (the lines of and before the container).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.clean import chrome
from pipeline.clean.body import close, find_end, without_noise, without_title
from pipeline.clean.brand import Brand
from pipeline.clean.bylines import dateline_authors, is_body
from pipeline.clean.credits import ISSUE, Credits, read_credits, signed_source, weak_source
from pipeline.clean.headline import BULLET, find_title, is_stopped, whole_title
from pipeline.clean.lines import Item, Line, key
from pipeline.clean.seen import Seen, join_labels, see
from pipeline.clean.stamps import ADDRESS, read_date

SUBTITLE = re.compile(r"[—–―]{1,3}\s*[^—–―。]{4,60}")
MEDIUM = re.compile(
    r"(?!.{0,4}(?:信息|权威|政策|新闻|最新|公告))(?:[\u4e00-\u9fff]{2,4}\s*[/／]\s*)?"
    r"[\u4e00-\u9fffA-Za-z]{2,12}(?:社|网|报|电视台|广播台|电台|传媒|在线|客户端|融媒体?|周刊|发布)"
)
"""A medium's name, its reporter before it or not."""
ITEM = r"(?:[一二三四五六七八九十]{1,2}、|[(（]?\d{1,2}[)）.、])?\s*"
WHEN = re.compile(rf"{ITEM}(?:时间|日期)\s*[:：]")
WHERE = re.compile(
    rf"{ITEM}(?:活动|会议|培训|报名|举办|集合)?(?:地点|地址|场地|内容|主题|对象|议程|形式|方式|范围|参会人员|参加人员)\s*[:：]"
)
SHORTEST = 3
"""Characters of a line between credits and text from which on it may be a heading."""
NAMELESS = Brand()
TAIL_CREDITS = 12
"""Lines in and below the body that are asked for credits."""


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


def find_frame(items: Sequence[Item], title: str | None = None, floor: int = 0, brand: Brand = NAMELESS) -> Frame:
    """Split a page's lines. ``title`` where it is known already, ``floor`` the first line that can be body (HTML),
    ``brand`` what the site calls itself, which is no title.
    """
    before = [see(item) for item in join_labels(items[:floor])]
    lines = [*before, *(see(item) for item in join_labels(items[floor:]))]
    lines = [line._replace(credits=False) if _is_event(lines, i) else line for i, line in enumerate(lines)]
    if brand.foreign:
        lines = [_without_brand(line, brand) for line in lines]
    anchor = _find_anchor(lines)
    place, found = find_title(lines, anchor, title, brand)
    if title is None and place >= 0:
        place, found = whole_title(lines, place, found)
    title = title or found
    start = max(place + 1, len(before), anchor + 1 if anchor is not None else 0)
    while start < len(lines) and lines[start].credits:
        anchor = start if anchor is None else anchor
        start += 1
    first = next((i for i in range(start, len(lines)) if lines[i].prose), None)
    start = start if first is None else _past_asides(lines, start, first)
    end = find_end(lines, start if first is None else first)
    body, closing = close(without_noise(lines[start:end]))
    head = tuple(line.text for line in lines[:start] if line.text)
    credits = _of_others(_head_credits(lines[:start], title, anchored=anchor is not None), brand)
    if credits.published and credits.source is None and 0 <= place < start:
        credits = credits | _lone_source(lines[place + 1 : start])
    credits = credits | closing
    opening = next((line.text for line in body if line.prose), "")
    credits = credits if credits.authors else credits | Credits(authors=dateline_authors(opening))
    credits = _of_others(credits | _tail_credits(lines[start:], need_source=credits.source is None), brand)
    items = [*_subtitle(lines[place + 1 : start] if place >= 0 else ()), *(line.item for line in body)]
    return Frame(title, credits, without_title(items, title), head, anchor is not None)


def _past_asides(lines: Sequence[Seen], start: int, first: int) -> int:
    """Where the body begins: behind the last line before its first sentence that is chrome, a site's name, a stub."""
    asides = (
        i
        for i in range(start, first)
        if lines[i].foreign or chrome.is_site(lines[i].text) or len(lines[i].text) < SHORTEST
    )
    return max(asides, default=start - 1) + 1


def _of_others(credits: Credits, brand: Brand) -> Credits:
    """What is credited, without the name of a site that was taken over."""
    source = None if brand.credits(credits.source) else credits.source
    authors = tuple(name for name in credits.authors if not (brand.foreign and brand.is_name(name)))
    return replace(credits, source=source, authors=authors)


def _without_brand(line: Seen, brand: Brand) -> Seen:
    """A line of a site that was taken over: its name is chrome, and is taken out of sentences."""
    if brand.is_name(line.text):
        return line._replace(noise=True)
    if not line.prose or not isinstance(item := line.item, Line) or (text := brand.out_of(line.text)) == line.text:
        return line
    return line._replace(item=Line(text, item.kind, item.links), text=text)


def _is_event(lines: Sequence[Seen], i: int) -> bool:
    """Whether a line says when something takes place: where or what it is follows."""
    if not lines[i].credits or not WHEN.match(lines[i].text) or i + 1 == len(lines):
        return False
    return WHERE.match(lines[i + 1].text) is not None


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
            titled = i > 0 and before == _weight(lines[i - 1]) and is_stopped(lines[i - 1])
            if labels > score and (before == 0 or (labels > 1 and (titled or before * 5 <= total))):
                best, score = i, labels
    return best


def _head_credits(head: Sequence[Seen], title: str, *, anchored: bool) -> Credits:
    """What the lines before the body credit, nearest to the body first."""
    lines = [line.text for line in head if line.credits and key(line.text) != key(title)]
    credits = Credits()
    for text in lines[::-1] if anchored else lines[-2:]:
        credits = credits | read_credits(text)
    issue = next((date for text in lines if ISSUE.search(text) and (date := read_date(text))), None)
    return credits | Credits(issue)


def _subtitle(below: Sequence[Seen]) -> list[Item]:
    """The subtitle after a dash (——某乡治理纪实) right below the title: it often names the place, so it is kept."""
    if not below or not isinstance(item := below[0].item, Line) or not SUBTITLE.fullmatch(item.text):
        return []
    return [] if below[0].noise or below[0].linked or below[0].closing else [Line(item.text, "heading")]


def _lone_source(lines: Sequence[Seen]) -> Credits:
    """Without a label, the one name of a medium or office that stands between the title and the text."""
    named = [
        line.text
        for line in lines
        if (chrome.is_site(line.text) or MEDIUM.fullmatch(line.text)) and not (line.noise or line.menu)
    ]
    named = [text for text in named if not ADDRESS.search(text)]
    if not named:
        items = [line.text.lstrip("-–•· ") for line in lines if BULLET.match(line.text)]
        named = [text for text in items if is_body(text)]
    return signed_source(named[0]) if len(named) == 1 else Credits()


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
