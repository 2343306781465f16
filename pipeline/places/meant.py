"""Which division a name of a province, prefecture or county denotes, or that it is something else.

What the page says elsewhere, the township that follows and the common words around decide.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.places import words
from pipeline.places.boundaries import adorns, followed_by_feature, free_left, name_gain, start_of_clause
from pipeline.places.context import listed
from pipeline.places.cover import Cover
from pipeline.places.forms import FORMER, county_forms, is_epithet
from pipeline.places.gazetteer import COUNTIES_HELD, Division, children

_SETTLEMENT = re.compile("(?:集?镇|村|街道|社区|苏木|嘎查|屯|寨|乡)(?!村|庄|镇)")
"""What makes a smaller place of a bare name that it follows: 南阳镇, 朝阳村, but not 龙江乡村."""
_NAME = re.compile("[一-鿿㐀-䶿]{2,8}?(?:街道|社区|苏木|嘎查|[镇乡村])")
_LONGER = re.compile("([一-鿿]{1,3}?)(?:街道|社区|苏木|嘎查|[镇乡村屯])")
"""What may follow a bare name that is only the beginning of a smaller place's (东营 of 东营子村)."""
TWICE = 2
"""How often a page of its province names a county without its suffix that no other bears."""
SEEN = 20_000
"""Characters of a text that are searched for townships."""
KNOWN = -11.0
"""What a listed name is worth where the word list lacks it (log probability)."""
MIN_GAIN, MIN_GAIN_FULL = -1.0, -3.0
"""Least gain of a name without and with its suffix over the reading as common words.

Of 8,600 hits in a month of news of 1998 marked by hand, these keep out two thirds of the false ones (复合肥,
沿海城市) and lose one right one in three hundred.
"""
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
class Candidate:
    """A stretch of text that may denote a division, by each as its full name or not."""

    start: int
    end: int
    options: tuple[tuple[Division, bool], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text speaks of: how often each code, and (looked up when asked for) how many of a county's townships."""

    text: str
    often: Counter[str]
    around: Cover
    """Where it names neighbours."""
    _townships: dict[str, int] = field(default_factory=dict)

    def townships(self, county: Division) -> int:
        """How many of a county's townships the text names; 0 for a higher division."""
        if county.level != "county":
            return 0
        if county.code not in self._townships:
            seen = self.text[:SEEN]
            self._townships[county.code] = sum(name in seen for name in _township_names(county.code))
        return self._townships[county.code]

    def township_at(self, county: Division, at: int) -> bool:
        """Whether the name of one of a county's townships stands at a point."""
        return county.level == "county" and self.text.startswith(_township_names(county.code), at)

    def settlement_at(self, county: Division, at: int) -> bool:
        """Whether a township or village of the county stands at a point, or behind a 的 there."""
        if county.level != "county":
            return False
        name = _NAME.match(self.text, at + self.text.startswith("的", at))
        return name is not None and name[0] in county_forms(county.code).full


@lru_cache(maxsize=COUNTIES_HELD)
def _township_names(county: str) -> tuple[str, ...]:
    return tuple(division.name for division in children(county))


def settle(
    spoken: Spoken, candidate: Candidate, before: Hit | None, in_list: bool, chained: bool = False
) -> tuple[Division, bool] | None:
    """The division that a candidate denotes and whether by its full name, None where it is something else.

    ``before`` is the hit that ends where the candidate begins; ``in_list`` where it is an item of a list of counties;
    ``chained`` where another candidate begins where it ends (云南 in 云南镇沅).
    """
    for division, full in _ranked(spoken, candidate, before):
        if full and _full_stands(spoken, candidate, division, before):
            return division, full
        if not full and _bare_stands(spoken, candidate, division, before, chained):
            return division, full
        if in_list and division.level == "county" and spoken.often[division.code[:4]]:
            return division, full
    return None


def _ranked(spoken: Spoken, candidate: Candidate, before: Hit | None) -> tuple[tuple[Division, bool], ...]:
    """The options, the likeliest first."""
    if len(candidate.options) == 1:
        return candidate.options
    often = spoken.often
    return tuple(
        sorted(
            candidate.options,
            key=lambda option: (
                _held(option[0], before),
                spoken.township_at(option[0], candidate.end),
                spoken.townships(option[0]),
                often[option[0].code],
                often[option[0].code[:4]],
                often[option[0].code[:2]],
                option[1],
                -len(option[0].code),
            ),
            reverse=True,
        )
    )


def _full_stands(spoken: Spoken, candidate: Candidate, division: Division, before: Hit | None) -> bool:
    text, often, start, end = spoken.text, spoken.often, candidate.start, candidate.end
    name = text[start:end]
    if _held(division, before):
        return True
    if name in listed("generic"):
        behind = spoken.township_at(division, end) and spoken.townships(division) > 0
        return behind or (often[division.code] > 0 and free_left(text, start))
    if len(candidate.options) > 1 and not any(often[division.code[:n]] for n in (2, 4, 6)):
        return spoken.townships(division) > 0 or spoken.township_at(division, end)
    if len(name) == 2 and _SETTLEMENT.match(text, end):
        return False
    if name[:-1] in listed("common") and often[division.code] < 2 and often[division.code[:2]] < 2:
        others = any(len(code) == len(division.code) and code != division.code for code in often)
        return (start_of_clause(text, start) and not others) or spoken.township_at(division, end)
    if len(name) == 2 and (name[0] in listed("function") or name[0] in listed("modifiers")):
        return start_of_clause(text, start) and often[division.code] > 1
    if start_of_clause(text, start) or before:
        return True
    return len(name) > 3 or (_gain(text, candidate) > MIN_GAIN_FULL and (len(name) > 2 or free_left(text, start)))


def _bare_stands(spoken: Spoken, candidate: Candidate, division: Division, before: Hit | None, chained: bool) -> bool:
    text, start, end = spoken.text, candidate.start, candidate.end
    if not _bare_meant(spoken, candidate, division, before):
        return False
    if not chained and (_SETTLEMENT.match(text, end) or followed_by_feature(text, end)):
        return False
    if before is not None:
        return True
    if not free_left(text, start) or _gain(text, candidate) < MIN_GAIN:
        return False
    return chained or division.level == "province" or not _is_part(spoken, candidate, division)


def _is_part(spoken: Spoken, candidate: Candidate, division: Division) -> bool:
    """Whether the name is rather the beginning of a smaller place's (东营 in 东营子村, but not 安吉 in 安吉鲁家村)."""
    rest = _LONGER.match(spoken.text, candidate.end)
    if rest is None or spoken.settlement_at(division, candidate.end):
        return False
    whole = words.name_score(spoken.text[candidate.start : rest.end(1)])
    return whole > KNOWN + max(words.name_score(rest[1]), words.forward(rest[1])[-1])


def _bare_meant(spoken: Spoken, candidate: Candidate, division: Division, before: Hit | None) -> bool:
    """Whether the page means a division by a name without its suffix, whatever stands around the name."""
    text, often, start, end = spoken.text, spoken.often, candidate.start, candidate.end
    name = text[start:end]
    if is_epithet(name):
        return division.code in often and not adorns(text, start, end)
    if _held(division, before) or division.level == "province":
        return True
    if name in listed("common"):
        alone = start_of_clause(text, start) and not any(words.is_word(text[start : end + more]) for more in (1, 2))
        return often[division.code] > 1 and alone
    if division.level == "prefecture":
        return True
    if name[-1] in FORMER and len(name) > 2:
        return division.code in often or spoken.townships(division) > 0 or spoken.township_at(division, end)
    if not free_left(text, start):
        return False
    if division.code in often or spoken.township_at(division, end) or _heads(text, start, end):
        return True
    if len(candidate.options) == 1 and often[division.code[:2]] and text.count(name) >= TWICE:
        return True
    return spoken.around.holds(start, end) or spoken.settlement_at(division, end)


def _heads(text: str, start: int, end: int) -> bool:
    """Whether it is what the title says before its colon (平江:油茶飘香)."""
    return start == 0 and text[end : end + 1] in (":", "：")


def _gain(text: str, candidate: Candidate) -> float:
    return name_gain(text, candidate.start, candidate.end, KNOWN)


def end_of(text: str, candidate: Candidate) -> int:
    """Where a candidate's name ends: before 市 where that begins the next word (南京市场)."""
    name = text[candidate.start : candidate.end]
    return candidate.end - (
        len(name) > 2 and name[-1] == "市" and text[candidate.end : candidate.end + 1] in AFTER_CITY
    )


def _held(division: Division, before: Hit | None) -> bool:
    """Whether the division stands right behind one that holds it."""
    return (
        before is not None and before.division.code != division.code and division.code.startswith(before.division.code)
    )
