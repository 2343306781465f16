"""Several places with one suffix: 东岭、石桥、上湾等村 are three villages, 城关、河东两镇 two townships."""

import re
from collections.abc import Iterator, Sequence

from pipeline.places import words
from pipeline.places.boundaries import is_chinese
from pipeline.places.context import listed
from pipeline.places.cover import Cover
from pipeline.places.lower import Span
from pipeline.places.scope import Scope
from pipeline.records import Level

REACH = 90
"""Characters before a list's head that its members may stand in."""
LONGEST_ITEM = 7
MIN_GAIN = -4.0
"""Least gain of an unlisted member over common words; it stands among names already (log probability)."""
FIRST_GAIN = 2.0
"""The same for the first member, whose beginning no mark shows (与周边的东岭、石桥等村)."""

_NUMBER = "[一二三四五六七八九十百两几多数0-9]{1,6}余?"
_CLASSES: dict[str, Level | None] = {
    **dict.fromkeys(("镇街", "街镇", "乡镇", "镇乡", "镇街道", "镇", "乡", "街道", "苏木"), "township"),
    **dict.fromkeys(("嘎查村", "嘎查", "村社区", "村居", "村", "社区"), "village"),
    **dict.fromkeys(("自然村", "自然屯", "屯", "村民小组", "小组", "组", "寨"), "group"),
    "地": None,
}
_HEAD = re.compile(
    rf"(?:等(?:{_NUMBER})?个?|{_NUMBER}个|[两三四五六七八九十])"
    rf"(?:集镇|(?:(?![等个两三四五六七八九十])[一-鿿]){{2,4}}?)??({'|'.join(sorted(_CLASSES, key=len, reverse=True))})"
)
_BRACKET = re.compile("[（(][一-鿿]{2,7}(?:、[一-鿿]{2,7}){1,30}(?=[）)])")
"""The members behind a count of them: 3个村(东岭、石桥、上湾)."""
_BREAK = re.compile(r"[^一-鿿㐀-䶿、]")
_AND = re.compile("以及|和|及|与")


def find_listed(scope: Scope, spans: Sequence[Span]) -> list[Span]:
    """Places named without suffix in a list whose head, or whose last member, bears it."""
    text, lists, found = scope.text, _Members(scope), list[Span]()
    for head in _HEAD.finditer(text):
        level = _CLASSES[head[1]]
        bracket = _BRACKET.match(text, head.end()) if level else None
        parts = _parts(text, bracket.end() if bracket else head.start())
        members = list(lists.of(parts, level, head[1])) if len(parts) > 1 else []
        if len(members) > 1 and (level or all(span.options for span in members)):
            found += members
    for span in spans:
        if span.level != "group" and text[span.start - 1 : span.start] in ("、", "和", "及", "与"):
            parts = _parts(text, span.start - 1)
            found += (m for m in lists.of(parts, span.level, text[span.end - 1]) if m.options)
    cover = Cover(len(text), ((span.start, span.end) for span in spans))
    return [span for span in found if not cover.touches(span.start, span.end)]


class _Members:
    """The members of a text's lists; each is read once, however many lists of suffixed names it stands in."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._read: dict[tuple[int, int, Level | None, str, bool, bool], Span | None] = {}

    def of(self, parts: list[tuple[int, int]], level: Level | None, kind: str) -> Iterator[Span]:
        """The members of a list of the given parts, the last first, as far as they are places."""
        for index in range(len(parts) - 1, -1, -1):
            key = (*parts[index], level, kind, index > 0, len(parts) == 1)
            if key not in self._read:
                self._read[key] = _member(self._scope, *key)
            span = self._read[key]
            if span is None:
                return
            yield span


def _member(
    scope: Scope, start: int, stop: int, level: Level | None, kind: str, closed: bool, alone: bool
) -> Span | None:
    """The place that a member denotes, listed or new; ``closed`` after another, ``alone`` where there is no other."""
    span = _listed(scope, start, stop, level, kind, closed)
    if span or level is None:
        return span
    if not closed and not alone:
        start = _name_start(scope.text, start, stop) if stop > start else stop
    return Span(start, stop, (), level) if _name_like(scope.text[start:stop]) else None


def _parts(text: str, end: int) -> list[tuple[int, int]]:
    """The stretches that 、 parts, and 和 the last two, in the phrase that ends at a point."""
    phrase = _BREAK.split(text[max(0, end - REACH) : end])[-1]
    start, parts = end - len(phrase), []
    for part in phrase.split("、"):
        parts.append((start, start + len(part)))
        start += len(part) + 1
    start, end = parts[-1]
    joined = [m.span() for m in _AND.finditer(text, start, end) if m.start() > start + 1 and m.end() < end - 1]
    if joined:
        parts[-1:] = [(start, joined[-1][0]), (joined[-1][1], end)]
    return parts


def _listed(scope: Scope, start: int, end: int, level: Level | None, kind: str, closed: bool) -> Span | None:
    """The listed division that a member denotes: all of it where closed on the left, else its longest listed end."""
    for at in (start,) if closed else range(max(start, end - LONGEST_ITEM), end - 1):
        found = scope.tables(at).bare(scope.text[at:end], None if level == "group" else level)
        found = tuple(d for d in found if kind and d.name.endswith(kind)) or found
        if found:
            return Span(at, end, found, found[0].level)
    return None


def _name_start(text: str, start: int, end: int) -> int:
    """Where the unlisted name of a list's first member begins, which no mark parts from what stands before it."""
    first = max(start, end - LONGEST_ITEM)
    gain, at = max(words.name_starts(text[first:end]), default=(0.0, 0))
    return first + at if gain > FIRST_GAIN else end


def _name_like(name: str) -> bool:
    if not 1 < len(name) <= LONGEST_ITEM or not all(map(is_chinese, name)) or name in listed("modifiers"):
        return False
    return words.name_score(name) - words.forward(name)[-1] > MIN_GAIN
