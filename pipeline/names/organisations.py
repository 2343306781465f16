"""Organisations: bodies named by a place (阿城区委), by a name of their own (X有限公司), and those known everywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.records import Article, Organisation, Place

_LONGEST = 30
_EDGE = re.compile(
    r"[，,。；;：:！!？?、\s（()）“”\"《》〈〉…|丨]"
    r"|(?:引进|成立|组建|注册|创办|领办|联合|依托|通过|对接|携手|邀请|引入|加入|来自|组织|由|与|和|及|在|以|为|是|的|了|将|把|向|对|从|给|被|让|到|名)"
)


def read_organisations(article: Article, places: Iterable[Place] = ()) -> tuple[Organisation, ...]:
    """The bodies that an article names, every mention of each, in the order of the text.

    ``name`` is the full form (阿城区委 of 哈尔滨市阿城区), ``kind`` one of party, government, department, mass, media,
    village, school, hospital, bank, team, company, cooperative, association; ``place`` the division it belongs to.
    """
    text = article.text
    named = sorted(places, key=lambda p: (p.start, p.end))
    found = [*_of_places(text, named), *_own_names(text, named), *_known(text)]
    kept: list[Organisation] = []
    for body in sorted(found, key=lambda o: (o.start, -o.end)):
        if not kept or body.start >= kept[-1].end:
            kept.append(body)
        elif body.end - body.start > kept[-1].end - kept[-1].start:
            kept[-1] = body
    return tuple(kept)


@cache
def _suffixes() -> Matcher[str]:
    return _by_kind("of_place")


@cache
def _endings() -> Matcher[str]:
    return _by_kind("own_name")


@cache
def _everywhere() -> Matcher[str]:
    return _by_kind("known")


def _by_kind(key: str) -> Matcher[str]:
    lexicon = load_lexicon("pipeline.names", "organisations")[key]
    return Matcher({word: kind for kind, found in lexicon.items() for word in found})


def _of_places(text: str, places: list[Place]) -> Iterator[Organisation]:
    """A place's name and, just after it, what makes a body of it."""
    for place in places:
        window = text[place.end : place.end + 20]
        suffix = max((m for m in _suffixes().finditer(window) if m[0] == 0), key=lambda m: m[1], default=None)
        if suffix is None or _is_other_word(window[: suffix[1]], text[place.end + suffix[1] :][:1]):
            continue
        end = place.end + suffix[1]
        start = place.start
        yield Organisation(start, end, text[start:end], place.name + text[place.end : end], suffix[2], place.code)


def _is_other_word(suffix: str, following: str) -> bool:
    """Whether a suffix of one character only begins another word: 县委 but not 县委托."""
    return suffix == "委" and following in tuple("托员任派屈")


def _own_names(text: str, places: list[Place]) -> Iterator[Organisation]:
    """Companies, co-operatives and the like: their ending, back to a place's name or to an edge."""
    starts = [p.start for p in places]
    for first, end, kind in _endings().longest(text):
        low = max(0, first - _LONGEST)
        edges = list(_EDGE.finditer(text, low, first))
        start = edges[-1].end() if edges else low
        index = bisect_right(starts, first) - 1
        place = places[index] if index >= 0 and places[index].start >= low else None
        if place and place.end <= first and not re.search(r"[，,。；;：:！!？?\n]", text[place.end : first]):
            while index > 0 and places[index - 1].end == places[index].start:
                index -= 1
            start = places[index].start
        else:
            place = None
        if first - start >= 2:
            name = text[start:end]
            yield Organisation(start, end, name, name, kind, place.code if place else None)


def _known(text: str) -> Iterator[Organisation]:
    for start, end, kind in _everywhere().longest(text):
        yield Organisation(start, end, text[start:end], text[start:end], kind)
