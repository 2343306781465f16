"""Provinces, prefectures and counties in a text, each settled to one division.

Full names count wherever they stand. A name without its suffix (会同, 阿城) counts where the page says elsewhere what
it means, where its province or prefecture stands right before it, or where no common word reads the same (``meant``).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places.boundaries import free_left
from pipeline.places.context import listed
from pipeline.places.cover import Cover
from pipeline.places.forms import Named, is_epithet, upper_matcher
from pipeline.places.meant import Candidate, Hit, Spoken, end_of, settle

_FARM = re.compile(r"[^\n|｜]{1,9}(?:[|｜][^\n|｜]{1,9}){5,}")
_AFTER_ITEM = tuple("、和及与等两三四五六七八九十0123456789")
_MOST_ITEMS = 60
"""Members of a list that are looked at."""


def find_upper(
    text: str, near: Collection[str] = (), credits: str = "", around: Cover | None = None
) -> tuple[Hit, ...]:
    """The hits in a text, in order and without overlap.

    ``near`` are codes of divisions that the page is known to be about, ``credits`` further text that says so (its
    source, its site's name), ``around`` the stretches that name neighbours.
    """
    candidates = _candidates(text)
    if not candidates:
        return ()
    spoken = Spoken(text, _spoken(text, candidates, credits, near), around or Cover(len(text)))
    hits: list[Hit] = []
    lists = _lists(text)
    for candidate, following in zip(candidates, [*candidates[1:], None], strict=False):
        before = hits[-1] if hits and hits[-1].end == candidate.start else None
        in_list = lists.holds(candidate.start, candidate.end) and _is_item(text, candidate)
        chained = following is not None and following.start == candidate.end
        settled = settle(spoken, candidate, before, in_list, chained)
        if settled is not None:
            hits.append(Hit(candidate.start, end_of(text, candidate), *settled))
            spoken.often[settled[0].code] += not settled[1]
    return tuple(hits)


def without_parts(hits: Sequence[Hit], names: Sequence[Named]) -> tuple[Hit, ...]:
    """The hits without those that are part of a longer name of the home county (吉林 in 巴丹吉林镇)."""
    starts = [start for start, _, _ in names]
    return tuple(hit for hit in hits if hit.full or not _within(hit, names, starts))


def _within(hit: Hit, names: Sequence[Named], starts: Sequence[int]) -> bool:
    index = bisect_right(starts, hit.start) - 1
    return index >= 0 and hit.end <= names[index][1] and (hit.start, hit.end) != names[index][:2]


def _candidates(text: str) -> list[Candidate]:
    farms = [match.span() for match in _FARM.finditer(text)] if "|" in text or "｜" in text else []
    found = [Candidate(start, end, options) for start, end, options in upper_matcher().longest(text)]
    if not farms:
        return found
    covered = Cover(len(text), farms)
    return [c for c in found if not covered.holds(c.start, c.start + 1)]


def _spoken(text: str, candidates: Sequence[Candidate], credits: str, near: Collection[str]) -> Counter[str]:
    """How often the page names divisions in full without doubt, each with what holds it."""
    said = [(text[c.start : c.end], c.options) for c in candidates]
    said += [(credits[start:end], options) for start, end, options in upper_matcher().longest(credits)]
    sure = list(near)
    for name, options in said:
        full = {division.code for division, is_full in options if is_full}
        sure += full if len(full) == 1 and name not in listed("generic") else ()
        sure += (d.code for d, _ in options if d.level == "province" and not is_epithet(name))
    for _, end, options in upper_matcher().longest(credits):
        # a paper called by a prefecture's name speaks for it
        sure += (d.code for d, full in options if d.level == "prefecture" and not full and _paper().match(credits, end))
    return Counter(code[:n] for code in sure for n in (2, 4, 6) if n <= len(code))


@cache
def _paper() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.places", "context")["papers"]))


def _lists(text: str) -> Cover:
    """The members of lists of counties (会同、靖州、通道三县), each with what parts it from the next."""
    cover, line = Cover(len(text)), -1
    for head in _list_head().finditer(text) if "、" in text else ():
        if head.start() > line:
            begin, line = text.rfind("\n", 0, head.start()) + 1, text.find("\n", head.start())
            line = len(text) if line < 0 else line
            for match in _list_pattern().finditer(text, begin, line):
                cover.add(*match.span())
    return cover


@cache
def _list_head() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, load_lexicon("pipeline.places", "context")["county_heads"]))
    number = "[一二三四五六七八九十0-9]{0,3}"
    return re.compile(f"(?:等{number}个?|[两三四五六七八九十]个?|[0-9]{{1,2}}个)(?:{heads})")


@cache
def _list_pattern() -> re.Pattern[str]:
    return re.compile(
        f"[一-鿿]{{2,12}}(?:、[一-鿿]{{2,7}}?){{1,{_MOST_ITEMS}}}?"
        f"(?:[和及与][一-鿿]{{2,4}}?)?(?={_list_head().pattern})"
    )


def _is_item(text: str, candidate: Candidate) -> bool:
    """Whether separators stand on both sides, or on the right and a word's end on the left."""
    closed = text[candidate.start - 1 : candidate.start] in ("、", "和", "及", "与")
    return (closed or free_left(text, candidate.start)) and text[candidate.end : candidate.end + 1] in _AFTER_ITEM
