"""Plain text as scrapers save it: the whole page with its navigation, spam and counters, a line a block.

A file of one line is a title without a body, or a body without a title where it is too long for one. A page whose
first line is a sentence has no title; its sentences are the body.
"""

import re
from datetime import datetime

from pipeline.clean import chrome
from pipeline.clean.brand import Brand
from pipeline.clean.flattened import find_tables
from pipeline.clean.frame import find_frame
from pipeline.clean.headline import TITLE_MAX
from pipeline.clean.lines import Draft, Item, Line, is_prose
from pipeline.clean.marks import is_hijacked, is_partial, is_repost
from pipeline.clean.stamps import first_until
from pipeline.records import Site

TITLE = re.compile(
    r"(?:(?:文章|新闻|信息|信件|来信|留言|访谈|节目|视频)?(?:标题|题目)|(?:访谈|信件|来信|留言|节目)(?:主题|名称)|[Tt]itle)\s*[:：]\s*(\S.{1,89})"
)
TEXT = re.compile(r"^(?:正文|内容|文章内容|新闻内容|[Cc]ontent)\s*[:：]\s*(?=\S)")
WHERE = re.compile(r"^.{0,12}位置\s*[:：]?")
TRAIL = re.compile(r"\s*[>»›→]+\s*|&gt;|--|\s/\s")
TAIL = re.compile(r"\s*(?:正文|内容|详情|文章|详细内容|信息内容|浏览文章)$")


def read_dump(text: str, fetched: datetime, site: Site | None = None, marks: tuple[str, ...] = ()) -> Draft:
    """The draft of a normalised, plain dump."""
    lines = [line.strip(" ") for line in text.split("\n")]
    items = [_untabbed(item) for item in find_tables([Line(line) for line in lines if line.strip()])]
    if len(items) == 1 and isinstance(only := items[0], Line):
        told = len(only.text) > TITLE_MAX and is_prose(only.text)
        return Draft("", (only,), marks=marks) if told else Draft(only.text, (), marks=marks)
    title = next((found[1] for line in lines[:12] if (found := TITLE.fullmatch(line))), None)
    trails = [TRAIL.split(WHERE.sub("", line))[0] for line in lines if chrome.is_breadcrumb(line)]
    brand = Brand(lambda: trails, foreign=any(is_hijacked("", "", [line]) for line in lines[:3]))
    frame = find_frame([item for item in map(_unlabelled, items) if item is not None], title, brand=brand)
    marks += ("hijacked",) if is_hijacked("", frame.title, frame.head) else ()
    marks += ("repost",) if is_repost(frame.credits.source, site, None) else ()
    marks += ("partial",) if is_partial(lines) else ()
    return Draft(
        frame.title,
        _kinds(frame.body),
        first_until(fetched, frame.credits.published, frame.credits.updated),
        frame.credits.source,
        frame.credits.authors,
        column=column_of(frame.head),
        marks=marks,
    )


def column_of(head: tuple[str, ...]) -> str | None:
    """The last entry of the breadcrumb, 正文 and the like left out."""
    for text in head:
        if chrome.is_breadcrumb(text):
            trail = [part.strip(" :：") for part in TRAIL.split(WHERE.sub("", text))]
            entries = [TAIL.sub("", part) for part in (trail if len(trail) > 1 else trail[0].split())]
            entries = [entry for entry in entries if entry and not TAIL.fullmatch(entry) and entry != "首页"]
            if entries and len(entries[-1]) <= 16:
                return entries[-1]
    return None


def _untabbed(item: Item) -> Item:
    """A line that is no table's row, its tabs as blanks."""
    return Line(item.text.replace("\t", " ").strip()) if isinstance(item, Line) and "\t" in item.text else item


def _unlabelled(item: Item) -> Item | None:
    """A line without the label that a scraper put before the text; None for that of the title."""
    if not isinstance(item, Line):
        return item
    return None if TITLE.fullmatch(item.text) else Line(TEXT.sub("", item.text), item.kind, item.links)


def _kinds(body: tuple[Item, ...]) -> tuple[Item, ...]:
    """Short lines without a sentence's end, right before prose, are headings."""
    kinds: list[Item] = []
    for i, item in enumerate(body):
        after = body[i + 1] if i + 1 < len(body) else None
        if (
            isinstance(item, Line)
            and item.kind == "paragraph"
            and isinstance(after, Line)
            and len(item.text) <= 40
            and item.text[-1] not in "。；，：;,:！？"
            and not is_prose(item.text)
            and is_prose(after.text)
        ):
            item = Line(item.text, "heading", item.links)
        kinds.append(item)
    return tuple(kinds)
