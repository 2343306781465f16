"""Several places with one suffix: 东岭、石桥、上湾等村 are three villages, 城关、河东两镇 two townships."""

import re

from pipeline.places.lower import Span
from pipeline.places.scope import Scope
from pipeline.records import Level

_ITEM = r"[一-鿿㐀-䶿]{1,7}"
_HEAD = re.compile(
    rf"({_ITEM}(?:、{_ITEM})*(?:(?:、|和|及|与|以及){_ITEM})?)"
    r"(?:等(?:[一二三四五六七八九十百两几多0-9]+余?)?个?|[两二三四五六七八九十]个?|[0-9]+个)"
    r"(?:集镇|中心|重点|示范|试点|行政|沿线|[美丽和生态]{2,4})?"
    r"(镇街|乡镇|镇乡|镇|乡|街道|苏木|嘎查|村社区|村居|村|社区|自然村|自然屯|屯|村民小组|组)"
)
_LEVEL: dict[str, Level] = {
    "镇": "township",
    "乡": "township",
    "街": "township",
    "苏": "township",
    "自": "group",
    "屯": "group",
    "组": "group",
}
_SPLIT = re.compile("、|以及|和|及|与")


def find_listed(scope: Scope, spans: list[Span]) -> list[Span]:
    """Places named without suffix in a list whose head, or whose last member, bears it."""
    found: list[Span] = []
    for head in _HEAD.finditer(scope.text):
        level = _LEVEL.get(head[2][0], "village")
        found += _members(scope, head.start(1), head.end(1), level)
    for span in spans:
        begin = span.start
        while begin and scope.text[begin - 1] == "、" and span.options:
            run = re.search(_ITEM + "$", scope.text[max(0, begin - 8) : begin - 1])
            if not run:
                break
            start = begin - 1 - len(run[0])
            item = _item(scope, start, begin - 1, span.level, closed=scope.text[start - 1 : start] == "、")
            if not item:
                break
            found.append(item)
            begin = item.start
    return found


def _members(scope: Scope, begin: int, end: int, level: Level) -> list[Span]:
    items, at = [], begin
    bounds = [(m.start(), m.end()) for m in _SPLIT.finditer(scope.text, begin, end)] + [(end, end)]
    if len(bounds) < 2:
        return []
    for left, right in bounds:
        items.append(_item(scope, at, left, level, closed=at > begin))
        at = right
    return [item for item in items if item]


def _item(scope: Scope, start: int, end: int, level: Level, closed: bool) -> Span | None:
    """The listed division that a member denotes: all of it where closed on the left, else its longest listed end."""
    text = scope.text
    for at in (start,) if closed else range(start, end - 1):
        found = scope.bare(text[at:end], at, level)
        if found:
            return Span(at, end, found, level)
    return None
