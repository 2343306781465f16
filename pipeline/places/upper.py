"""Provinces, prefectures and counties in a text, each settled to one division.

Full names count wherever they stand. A name without its suffix (会同, 阿城) counts where the page says elsewhere what
it means, where its province or prefecture stands right before it, or where no common word reads the same.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import followed_by_feature, free_left, name_gain, start_of_clause
from pipeline.places.cover import Cover
from pipeline.places.forms import FORMER, county_matcher, is_epithet, upper_matcher
from pipeline.places.gazetteer import COUNTIES_HELD, Division, children

_FARM = re.compile(r"[^\n|｜]{1,9}(?:[|｜][^\n|｜]{1,9}){5,}")
_SETTLEMENT = re.compile("(?:集?镇|村|街道|社区|苏木|嘎查|屯|寨|乡)(?!村|庄|镇)")
"""What makes a smaller place of a bare name that it follows: 南阳镇, 朝阳村, but not 龙江乡村."""
SEEN = 20_000
"""Characters of a text that are searched for townships."""
BEHIND = 100
"""Counts for more than any number of townships named elsewhere."""
KNOWN = -11.0
"""What a listed name is worth where the word list lacks it (log probability)."""
MIN_GAIN, MIN_GAIN_FULL = -1.0, -3.0
"""Least gain of a name without and with its suffix over the reading as common words.

Of 8,600 hits in a month of news of 1998 marked by hand, these keep out two thirds of the false ones (复合肥,
沿海城市) and lose one right one in three hundred.
"""
_AFTER_ITEM = tuple("、和及与等两三四五六七八九十0123456789")
AFTER_CITY = ("场", "民", "值", "容")
"""What turns 市 into the next word's beginning: 南京市场, 南京市民."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of text that denotes a division; ``full`` where it bears its suffix."""

    start: int
    end: int
    division: Division
    full: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    options: tuple[tuple[Division, bool], ...]


def find_upper(text: str, near: Collection[str] = (), credits: str = "") -> tuple[Hit, ...]:
    """The hits in a text, in order and without overlap.

    ``near`` are codes of divisions that the page is known to be about, ``credits`` further text that says so (its
    source, its site's name).
    """
    candidates = _candidates(text)
    spoken = _spoken(text, candidates, credits, near)
    hits: list[Hit] = []
    lists = _lists(text)
    for candidate in candidates:
        before = hits[-1] if hits and hits[-1].end == candidate.start else None
        listed = lists.holds(candidate.start, candidate.end) and _is_item(text, candidate)
        settled = _settle(text, candidate, before, spoken, listed)
        if settled is not None:
            hits.append(Hit(candidate.start, _end(text, candidate), *settled))
            spoken[settled[0].code] += not settled[1]
    return tuple(hits)


def without_parts(text: str, hits: Sequence[Hit], county: str | None) -> tuple[Hit, ...]:
    """The hits without those that are part of a longer name of the county (吉林 in 巴丹吉林镇)."""
    if not county:
        return tuple(hits)
    longer: dict[int, tuple[int, int]] = {}
    for start, end, _ in county_matcher(county).longest(text):
        longer |= dict.fromkeys(range(start, end), (start, end))
    return tuple(hit for hit in hits if hit.full or not _within(hit, longer.get(hit.start)))


def _within(hit: Hit, stretch: tuple[int, int] | None) -> bool:
    return stretch is not None and hit.end <= stretch[1] and (hit.start, hit.end) != stretch


def _candidates(text: str) -> list[_Candidate]:
    farms = [match.span() for match in _FARM.finditer(text)] if "|" in text or "｜" in text else []
    found = [_Candidate(start, end, options) for start, end, options in upper_matcher().longest(text)]
    return [c for c in found if not any(start <= c.start < end for start, end in farms)]


def _spoken(text: str, candidates: Sequence[_Candidate], credits: str, near: Collection[str]) -> Counter[str]:
    """How often the page names divisions in full without doubt, each with what holds it."""
    said = [(text[c.start : c.end], c.options) for c in candidates]
    said += [(credits[start:end], options) for start, end, options in upper_matcher().longest(credits)]
    sure = list(near)
    for name, options in said:
        full = {division.code for division, is_full in options if is_full}
        sure += full if len(full) == 1 and name not in _lexicon()["generic"] else ()
        sure += (d.code for d, _ in options if d.level == "province" and not is_epithet(name))
    return Counter(code[:n] for code in sure for n in (2, 4, 6) if n <= len(code))


def _settle(
    text: str, candidate: _Candidate, before: Hit | None, spoken: Counter[str], listed: bool
) -> tuple[Division, bool] | None:
    """The division that a candidate denotes, None where it is something else."""
    ranked = sorted(
        candidate.options,
        key=lambda o: (
            _held(o[0], before),
            _has_township_of(o[0], text, candidate) if len(candidate.options) > 1 else 0,
            spoken[o[0].code],
            spoken[o[0].code[:4]],
            spoken[o[0].code[:2]],
            o[1],
            -len(o[0].code),
        ),
        reverse=True,
    )
    for division, full in ranked:
        if (_full_stands if full else _bare_stands)(text, candidate, division, before, spoken):
            return division, full
        if listed and division.level == "county" and spoken[division.code[:4]]:
            return division, full
    return None


def _lists(text: str) -> Cover:
    """The members of lists of counties (会同、靖州、通道三县), each with what parts it from the next."""
    return Cover(len(text), (match.span() for match in _list_pattern().finditer(text)))


@cache
def _list_pattern() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, _lexicon()["county_heads"]))
    number = "[一二三四五六七八九十0-9]{0,3}"
    return re.compile(
        "[一-鿿]{2,12}(?:、[一-鿿]{2,7}?)+?(?:[和及与][一-鿿]{2,4}?)?"
        f"(?=(?:等{number}个?|[两三四五六七八九十]个?|[0-9]{{1,2}}个)(?:{heads}))"
    )


def _is_item(text: str, candidate: _Candidate) -> bool:
    """Whether separators stand on both sides, or on the right and a word's end on the left."""
    closed = text[candidate.start - 1 : candidate.start] in ("、", "和", "及", "与")
    return (closed or free_left(text, candidate.start)) and text[candidate.end : candidate.end + 1] in _AFTER_ITEM


def _full_stands(
    text: str, candidate: _Candidate, division: Division, before: Hit | None, spoken: Counter[str]
) -> bool:
    name = text[candidate.start : candidate.end]
    if _held(division, before):
        return True
    if name in _lexicon()["generic"]:
        return _has_township_of(division, text, candidate) > BEHIND or (
            spoken.get(division.code, 0) > 0 and free_left(text, candidate.start)
        )
    if len(candidate.options) > 1 and not any(spoken.get(division.code[:n]) for n in (2, 4, 6)):
        return _has_township_of(division, text, candidate) > 0
    if len(name) == 2 and _SETTLEMENT.match(text, candidate.end):
        return False
    if name[:-1] in _lexicon()["common"] and spoken[division.code] < 2 and spoken[division.code[:2]] < 2:
        others = any(len(code) == len(division.code) and code != division.code for code in spoken)
        alone = start_of_clause(text, candidate.start) and not others
        return alone or _has_township_of(division, text, candidate) >= BEHIND
    if len(name) == 2 and (name[0] in _lexicon()["function"] or name[0] in _lexicon()["modifiers"]):
        return start_of_clause(text, candidate.start) and spoken[division.code] > 1
    if start_of_clause(text, candidate.start) or before:
        return True
    return len(name) > 3 or (
        _gain(text, candidate) > MIN_GAIN_FULL and (len(name) > 2 or free_left(text, candidate.start))
    )


def _bare_stands(
    text: str, candidate: _Candidate, division: Division, before: Hit | None, spoken: Counter[str]
) -> bool:
    name = text[candidate.start : candidate.end]
    if followed_by_feature(text, candidate.end) or _SETTLEMENT.match(text, candidate.end):
        return False
    if not before and (_gain(text, candidate) < MIN_GAIN or not free_left(text, candidate.start)):
        return False
    if is_epithet(name):
        return division.code in spoken
    if _held(division, before) or division.level == "province":
        return True
    if name in _lexicon()["common"]:
        longer = (text[candidate.start : candidate.end + more] for more in (1, 2))
        alone = start_of_clause(text, candidate.start) and not any(map(words.is_word, longer))
        return spoken[division.code] > 1 and alone
    if division.level == "prefecture":
        return True
    if name[-1] in FORMER and len(name) > 2:
        return division.code in spoken or _has_township_of(division, text, candidate) > 0
    if not free_left(text, candidate.start):
        return False
    return division.code in spoken or _has_township_of(division, text, candidate) >= BEHIND


def _gain(text: str, candidate: _Candidate) -> float:
    return name_gain(text, candidate.start, candidate.end, KNOWN)


def _end(text: str, candidate: _Candidate) -> int:
    name = text[candidate.start : candidate.end]
    return candidate.end - (
        len(name) > 2 and name[-1] == "市" and text[candidate.end : candidate.end + 1] in AFTER_CITY
    )


def _has_township_of(county: Division, text: str, candidate: _Candidate) -> int:
    """How many of the county's townships a text names, the one right behind above all; 0 for a higher division."""
    if county.level != "county":
        return 0
    names = _township_names(county.code)
    behind = any(text.startswith(name, candidate.end) for name in names)
    return BEHIND * behind + _named(names, text[:SEEN])


@lru_cache(maxsize=COUNTIES_HELD)
def _township_names(county: str) -> tuple[str, ...]:
    return tuple(division.name for division in children(county))


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...], text: str) -> int:
    return sum(name in text for name in names)


def _held(division: Division, before: Hit | None) -> bool:
    """Whether the division stands right behind one that holds it."""
    return (
        before is not None and before.division.code != division.code and division.code.startswith(before.division.code)
    )


def _lexicon() -> Mapping[str, list[str]]:
    return load_lexicon("pipeline.places", "context")
