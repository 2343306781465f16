"""Where in a page's lines the article stands: its title, the line of credits, the body's first and last line.

The same rules serve plain-text dumps (every line of the page) and HTML (the lines of and before the container).
"""

import re
from dataclasses import dataclass

from pipeline.clean import chrome
from pipeline.clean.credits import Credits, closing_credit, is_credits, read_credits, wants_value, weak_source
from pipeline.clean.lines import IMAGE, Grid, Line, is_prose, key

Item = Line | Grid
TITLE_MAX = 90


@dataclass(frozen=True, slots=True)
class Frame:
    """The article within its lines."""

    title: str
    credits: Credits
    body: tuple[Item, ...]
    head: tuple[str, ...]
    """The lines before the body, for what they tell of the site and column."""


def find_frame(items: list[Item], title: str | None = None) -> Frame:
    """Split a page's lines. ``title`` where it is known already (HTML). Never fails: the body may be empty."""
    items = _join_labels(items)
    prose = [i for i, item in enumerate(items) if isinstance(item, Grid) or _is_body(item.text)]
    anchor = _find_anchor(items, prose)
    first = next((i for i in prose if anchor is None or i > anchor), None)
    place, found = _find_title(items, anchor, first, title)
    start = max(place, anchor if anchor is not None else -1) + 1
    while start < len(items) and _is(items[start], is_credits):
        anchor = start if anchor is None else anchor
        start += 1
    first = next((i for i in prose if i >= start), None)
    if first is not None:
        noisy = [i for i in range(start, first) if _is(items[i], _is_foreign)]
        start = noisy[-1] + 1 if noisy else start
    end = _find_end(items, start, first)
    head = [item.text for item in items[:start] if isinstance(item, Line)]
    credits = Credits()
    for text in _credit_lines(head, title or found, anchored=anchor is not None):
        credits = credits | read_credits(text)
    body, closing = _close(_without_noise(items[start:end]))
    tail = [item.text for item in items[start:] if isinstance(item, Line) and len(item.text) <= 120]
    for text in tail:
        if is_credits(text) and chrome.is_closing(text):
            closing = closing | read_credits(text)
    credits = credits | closing
    if credits.source is None:
        weak = next((w for text in tail if chrome.is_closing(text) and (w := weak_source(text))), None)
        credits = credits | Credits(source=weak)
    return Frame(title or found, credits, _without_title(body, title or found), tuple(head))


def _is(item: Item, test: object) -> bool:
    return isinstance(item, Line) and callable(test) and bool(test(item.text))


def _is_body(text: str) -> bool:
    return is_prose(text) and not chrome.is_end(text) and not chrome.is_noise(text) and not chrome.is_closing(text)


def _is_foreign(text: str) -> bool:
    return chrome.is_noise(text) or chrome.is_menu(text) or is_credits(text)


def _join_labels(items: list[Item]) -> list[Item]:
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


def _weight(items: list[Item], indexes: list[int]) -> int:
    return sum(len(item.text) if isinstance(item := items[i], Line) else 60 for i in indexes)


def _find_anchor(items: list[Item], prose: list[int]) -> int | None:
    """The line of credits below the title: the one with most labels that has the prose after it."""
    total, bodies = _weight(items, prose), frozenset(prose)
    best, score = None, 0
    before = 0
    for i, item in enumerate(items):
        if i in bodies:
            before += _weight(items, [i])
            if before * 2 > total:
                break
        if not isinstance(item, Line) or not is_credits(item.text) or chrome.is_noise(item.text):
            continue
        labels = read_credits(item.text).labels
        if labels > score and (before == 0 or (labels > 1 and before * 5 <= total)):
            best, score = i, labels
    return best


def _titleish(text: str) -> bool:
    return (
        2 <= len(text) <= TITLE_MAX
        and re.search(r"[\u4e00-\u9fffA-Za-z]{2}", text) is not None
        and not text.endswith(("。", "；", "，", "：", ":", ";", ","))
        and text.count("。") == 0
        and not _is_foreign(text)
        and not chrome.is_closing(text)
        and not chrome.is_end(text)
    )


def _find_title(items: list[Item], anchor: int | None, first: int | None, known: str | None) -> tuple[int, str]:
    """The title's line and text; (-1, "") where none is to be seen."""
    stop = anchor if anchor is not None else first if first is not None else len(items)
    if known is not None:
        want = key(known)
        same = [i for i in range(min(stop + 1, len(items))) if _is(items[i], lambda text: key(text) == want)]
        return (same[-1], known) if same else (-1, known)
    texts = [item.text if isinstance(item, Line) else "" for item in items]
    candidates = [i for i in range(stop) if _titleish(texts[i])]
    if anchor is not None:
        near = [i for i in candidates if i >= stop - 4 and not texts[i].startswith("—")]
        long = [i for i in near if len(texts[i]) >= 8]
        for chosen in (long[-1:], near[-1:], candidates[-1:]):
            if chosen:
                return chosen[0], texts[chosen[0]]
        below = next((i for i in range(anchor + 1, min(anchor + 4, len(items))) if _titleish(texts[i])), None)
        return (below, texts[below]) if below is not None and below + 1 < len(items) else (-1, "")
    if not candidates:
        opening = next((i for i, text in enumerate(texts) if text and not _is_foreign(text)), None)
        if opening is not None and len(texts) > 1 and len(texts[opening]) <= 60 and _titleish(texts[opening]):
            return opening, texts[opening]
        return -1, ""
    if first is None:
        return candidates[0], texts[candidates[0]]
    run = [candidates[-1]]
    for i in reversed(candidates[:-1]):
        if any(_is_foreign(texts[j]) for j in range(i + 1, run[-1])):
            break
        run.append(i)
    run.reverse()
    chosen_index = next((i for i in run if len(texts[i]) >= 8), run[0])
    return chosen_index, texts[chosen_index]


def _find_end(items: list[Item], start: int, first: int | None) -> int:
    """One past the body's last line: the first footer, related list or editors' line after it has begun."""
    begun = start if first is None else first
    total = sum(len(item.text) for item in items[begun:] if isinstance(item, Line) and is_prose(item.text))
    seen = 0
    for i in range(begun, len(items)):
        item = items[i]
        if not isinstance(item, Line):
            continue
        if chrome.is_end(item.text) or (chrome.is_editor(item.text) and seen * 2 >= total):
            return i
        if is_prose(item.text):
            seen += len(item.text)
    return len(items)


def _without_noise(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    after_image = False
    for item in items:
        if isinstance(item, Line):
            if chrome.is_noise(item.text):
                after_image = after_image or IMAGE.fullmatch(item.text) is not None
                continue
            if chrome.is_closing(item.text):
                continue
            if after_image and item.kind == "paragraph" and len(item.text) <= 60 and "。" not in item.text:
                item = Line(item.text, "caption", item.links)
        after_image = False
        kept.append(item)
    return kept


def _close(body: list[Item]) -> tuple[list[Item], Credits]:
    """The body without what stands below it: menus, lists of other pages, the closing credit in brackets."""
    last = max((i for i, item in enumerate(body) if isinstance(item, Grid) or is_prose(item.text)), default=None)
    if last is not None:
        tail = [item.text for item in body[last + 1 :] if isinstance(item, Line)]
        if chrome.is_list(tail) or chrome.repeats(tail):
            body = body[: last + 1]
        while len(body) > last + 1 and _is(body[-1], chrome.is_menu):
            body = body[:-1]
    for i in range(len(body) - 1, max(len(body) - 3, -1), -1):
        item = body[i]
        if not isinstance(item, Line):
            break
        rest, credits = closing_credit(item.text)
        if credits.labels:
            kept = [Line(rest, item.kind, item.links)] if rest else []
            return [*body[:i], *kept, *body[i + 1 :]], credits
        if len(item.text) > 30:
            break
    return body, Credits()


def _credit_lines(head: list[str], title: str, *, anchored: bool) -> list[str]:
    """The lines of credits before the body, nearest to the body first."""
    lines = [text for text in head if is_credits(text) and key(text) != key(title)]
    return lines[::-1] if anchored else lines[-2:]


def _without_title(body: list[Item], title: str) -> tuple[Item, ...]:
    """The body without the title repeated at its head, as a line or glued to the first paragraph."""
    while body and isinstance(first := body[0], Line) and len(key(title)) >= 4:
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
    if rest and is_prose(text) and not is_prose(rest):
        return None
    return rest
