"""From the lines of an article to its body: where it ends, what is taken out of it, the credit that closes it."""

import re
from collections.abc import Sequence

from pipeline.clean import chrome
from pipeline.clean.credits import Credits, closing_credit
from pipeline.clean.lines import IMAGE, Grid, Item, Line, is_prose, key
from pipeline.clean.seen import LONG, Seen

INSERTED = 3
"""A related list before this part (a third) of the prose was put into the article."""
AGAIN = 4
"""Lines into the body among which the title may stand again."""
ABSTRACT = 24
"""Characters by which an abstract above the text is known for its first paragraph."""
ABSTRACTED = re.compile(r"(?:核心提示|内容摘要|内容提要|摘要|导读|导语|简介|提要)\s*[:：]\s*")
FINIS = re.compile(r"\s*[(（](?:完|全文完|完结)[)）]\s*$")
CREDITED = re.compile(r"[(（][^()（）]{1,20}(?:摄|供图|摄影)[)）]。?$")
"""How a picture's text ends: with who took it."""
SIGNED = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日)?|[一二][〇零○一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
"""The date below a signature, part of a notice."""


def find_end(lines: Sequence[Seen], begun: int) -> int:
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


def without_noise(lines: Sequence[Seen]) -> list[Seen]:
    """The lines without chrome and credits; a short line after a picture's file name is its caption."""
    kept: list[Seen] = []
    after_image = inserted = False
    opening = [line.text for line in lines[:AGAIN] if line.prose and not ABSTRACTED.match(line.text)]
    captions = set[str]()
    for line in lines:
        if CREDITED.search(line.text):
            if line.text in captions:
                continue  # the text of a picture that stands on the page twice
            captions.add(line.text)
        if (abstract := ABSTRACTED.match(line.text)) and _repeated(line.text[abstract.end() :], opening):
            continue
        inserted = line.end or (inserted and line.linked)
        if line.noise or line.closing or inserted:
            after_image = after_image or IMAGE.fullmatch(line.text) is not None
            continue
        if after_image and isinstance(line.item, Line) and len(line.text) <= LONG and "。" not in line.text:
            line = Seen(Line(line.text, "caption"), line.text, prose=False)
        after_image = False
        kept.append(line)
    return kept


def _repeated(abstract: str, opening: Sequence[str]) -> bool:
    """Whether an abstract is but the beginning of a paragraph below it."""
    words = key(abstract[:ABSTRACT])
    return bool(words) and any(key(text[: 2 * ABSTRACT]).startswith(words) for text in opening)


def close(body: list[Seen]) -> tuple[list[Seen], Credits]:
    """The body without what stands below it: menus, lists of other pages, the closing credit in brackets."""
    last = max((i for i, line in enumerate(body) if line.prose), default=None)
    if last is not None:
        tail = [line.text for line in body[last + 1 :]]
        listed = chrome.is_list(tail) or chrome.repeats(tail)
        listed = listed or (not body[last].text.endswith(("：", ":")) and chrome.is_headlines(tail))
        body = body[: last + 1] + (
            [] if listed else [line for line in body[last + 1 :] if not line.foreign or SIGNED.fullmatch(line.text)]
        )
    for i in range(len(body) - 1, max(len(body) - 3, -1), -1):
        item = body[i].item
        if isinstance(item, Grid):
            break
        rest, credits = closing_credit(FINIS.sub("", item.text))
        if rest != item.text and not credits.labels:
            body = [*body[:i], Seen(Line(rest, item.kind, item.links), rest), *body[i + 1 :]]
        if credits.labels:
            kept = [Seen(Line(rest, item.kind, item.links), rest)] if rest else []
            return [*body[:i], *kept, *body[i + 1 :]], credits
        if len(item.text) > 30:
            break
    return body, Credits()


def without_title(body: list[Item], title: str) -> tuple[Item, ...]:
    """The body without the title repeated at its head (below a label or two), as a line or glued to a paragraph."""
    for i, item in enumerate(body[:AGAIN]):
        if not isinstance(item, Line) or is_prose(item.text) or len(key(title)) < 8:
            break
        if key(item.text) == key(title):
            body = body[i:]
            break
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
