"""Companies, co-operatives and the like, by names of their own: from their ending back to where the name begins."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from pipeline.lexicon import Matcher
from pipeline.names.bodies import BREAK, Body, by_kind, edges
from pipeline.names.words import words
from pipeline.records import Place

_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"\n]{2,12})[”\"]$")
_COUNTED = re.compile(r"[\d+]")
_BRAND = range(3, 7)
"""How long the part of a company's short name is that names it, where no place does (引进青禾源公司)."""
_SMALL = ("township", "village", "group")
"""Places whose co-operative needs no more than a common noun to be one: 青山镇养殖合作社."""
_LONGEST, _SHORTEST = 24, 2


def own_names(text: str, places: list[Place], bodies: list[Body]) -> Iterator[Body]:
    """Companies, co-operatives and the like: from their ending back to a place's name, a body's end or an edge."""
    starts = [p.start for p in places]
    ends = sorted(b.end for b in bodies)
    placed = set(words("organisations", "placed"))
    for ending, end, kind in by_kind("own_name").longest(text):
        if text.startswith(words("organisations", "not_after"), end):
            continue
        low = max(0, ending - _LONGEST)
        low = max((m.end() for m in BREAK.finditer(text, low, ending)), default=low)
        before = bisect_right(ends, ending) - 1
        low = max(low, ends[before] if before >= 0 else 0)
        inner = places[bisect_left(starts, low) : bisect_left(starts, ending)]
        common = brand_end(text, low, ending)
        low = _edge(text, low, ending, common, inner)
        place = next((p for p in inner if p.start >= low and p.end <= ending), None)
        start = place.start if place else low
        quoted = None if place else _QUOTED.search(text, max(0, low - 14), low)
        if quoted and common <= low:
            yield Body(quoted.start(), end, kind)  # “青禾”种植专业合作社
            continue
        body = text[start:ending]
        if len(body) < _SHORTEST or _COUNTED.search(body) or text[low:ending].endswith(_founding()):
            continue  # 河湾村成立农民专业合作社: no name yet
        brand = common - (place.end if place else low)
        if brand > _SHORTEST and any(after == common for _, after, _ in edges().longest(text, common - brand, common)):
            continue  # 妻子在|服装厂
        if place:
            named = brand > 0 or place.level in _SMALL or kind != "cooperative" or "专业" in text[ending:end]
        else:
            short = kind == "company" and brand in _BRAND and text.endswith(words("organisations", "bringing"), 0, low)
            named = brand >= _SHORTEST and (short or text[ending:end] not in placed)
        if named:
            yield Body(start, end, kind, place)


@cache
def _founding() -> tuple[str, ...]:
    verbs = words("organisations", "founding")
    return (*verbs, *(verb + "了" for verb in verbs))


def brand_end(text: str, low: int, end: int) -> int:
    """Where the words begin that name no body by themselves and run up to an ending: 种植专业 in 青禾种植专业合作社."""
    reach = {end}
    for start, after, _ in sorted(_generic().finditer(text, low, end), key=lambda m: (-m[1], -m[0])):
        if after in reach:
            reach.add(start)
    return min(reach)


def _edge(text: str, low: int, end: int, common: int, places: list[Place]) -> int:
    """Where a name begins before its ending.

    A character that names hold too ends nothing unless two characters of a name stand behind it and none or two before.
    """
    start = low
    for at, after, hard in edges().longest(text, low, end):
        if any(p.start < after and at < p.end for p in places) or at >= common:
            continue
        if hard or (common - after >= _SHORTEST and at - start != 1):
            start = after
    return start


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("organisations", "generic")))
