"""What is noticed of a page and kept with its article: hijacked, repost, partial. A mark never changes the text."""

import re
from collections.abc import Iterable
from functools import cache
from html import unescape

from pipeline.clean.lines import key
from pipeline.lexicon import load_lexicon
from pipeline.records import Site

TITLE = re.compile(r"<title>(.{0,2000}?)</title>", re.I | re.S)
ENTITIES = re.compile(r"(?:\s*&#x?[0-9a-fA-F]{2,6};){6,}")
PAGER = re.compile(
    r"[\[【(（]?\s*(?:上一页|首页)?[\s\]】|]*[\[【]?1[\s|\]】]+[\[【]?2(?!\d)[\]】]?[\s|\[\]【】\d.…]*(?:下一页|末页|尾页)?.{0,8}"
    r"|(?:首页|上一页)?\s*12[\d.…]*\s*(?:下一页|下页|末页|尾页).{0,8}"
    r"|共\s*[2-9]\d?\s*页.{0,30}"
)
SCRIPT_PAGER = re.compile(r"createPage(?:HTML|Html|Num|Nav)?\(\s*[\"']?(?:[2-9]|[1-9]\d)\b")
"""A script that writes a pager of two pages and more (TRS and its kin)."""


def is_hijacked(html: str, title: str, lines: Iterable[str]) -> bool:
    """Whether a page sells something else than it shows: a head written in entities that the page doesn't show, or
    the trade's words above the article."""
    head = TITLE.search(html, 0, 20_000)
    if head and ENTITIES.match(head[1]) and title and key(title)[:6] not in key(unescape(head[1])):
        return True
    return _pattern("trade").search(" ".join(lines)) is not None


def is_taken(head: str) -> bool:
    """Whether a page's <title> is that of a trade that takes sites over."""
    return _pattern("trade").search(head) is not None or _pattern("taken_head").search(head) is not None


def is_repost(source: str | None, site: Site | None, site_name: str | None) -> bool:
    """Whether the page credits another than its own site. False where the site or the source is unknown."""
    if source is None or (site is None and site_name is None):
        return False
    words = load_lexicon("pipeline.clean", "marks")
    own = [
        *words["own_names"],
        *(site.own_names if site else ()),
        *(n for n in (site.name if site else None, site_name) if n),
    ]
    if any(source in name or name in source for name in own):
        return False
    cores = [core for name in own if len(core := re.sub(words["site_suffix"], "", name)) >= 2]
    if any(core[:2] in source for core in cores):
        return False
    return not re.match(words["local"], source)


def is_partial(lines: Iterable[str], html: str = "") -> bool:
    """Whether the body holds a pager, shown or written by a script: the article goes on on other pages."""
    if any(len(text) <= 60 and ("1" in text or "页" in text) and PAGER.fullmatch(text) for text in lines):
        return True
    return "createPage" in html and SCRIPT_PAGER.search(html) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.clean", "marks")[name]))
