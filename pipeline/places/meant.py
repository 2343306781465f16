"""Which division a name of a province, prefecture or county denotes, or that it is something else.

What the page says elsewhere, the township that follows and the common words around decide.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.places import words
from pipeline.places.boundaries import followed_by_feature, free_left, name_gain, start_of_clause
from pipeline.places.context import listed
from pipeline.places.forms import FORMER, is_epithet
from pipeline.places.gazetteer import COUNTIES_HELD, Division, children

_SETTLEMENT = re.compile("(?:集?镇|村|街道|社区|苏木|嘎查|屯|寨|乡)(?!村|庄|镇)")
"""What makes a smaller place of a bare name that it follows: 南阳镇, 朝阳村, but not 龙江乡村."""
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


@lru_cache(maxsize=COUNTIES_HELD)
def _township_names(county: str) -> tuple[str, ...]:
    return tuple(division.name for division in children(county))


def settle(spoken: Spoken, candidate: Candidate, before: Hit | None, in_list: bool) -> tuple[Division, bool] | None:
    """The division that a candidate denotes and whether by its full name, None where it is something else.

    ``before`` is the hit that ends where the candidate begins; ``in_list`` where it is an item of a list of counties.
    """
    for division, full in _ranked(spoken, candidate, before):
        if (_full_stands if full else _bare_stands)(spoken, candidate, division, before):
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


def _bare_stands(spoken: Spoken, candidate: Candidate, division: Division, before: Hit | None) -> bool:
    text, start, end = spoken.text, candidate.start, candidate.end
    if not _bare_meant(spoken, candidate, division, before):
        return False
    if _SETTLEMENT.match(text, end) or followed_by_feature(text, end):
        return False
    return before is not None or (free_left(text, start) and _gain(text, candidate) >= MIN_GAIN)


def _bare_meant(spoken: Spoken, candidate: Candidate, division: Division, before: Hit | None) -> bool:
    """Whether the page means a division by a name without its suffix, whatever stands around the name."""
    text, often, start, end = spoken.text, spoken.often, candidate.start, candidate.end
    name = text[start:end]
    if is_epithet(name):
        return division.code in often
    if _held(division, before) or division.level == "province":
        return True
    if name in listed("common"):
        alone = start_of_clause(text, start) and not any(words.is_word(text[start : end + more]) for more in (1, 2))
        return often[division.code] > 1 and alone
    if division.level == "prefecture":
        return True
    if name[-1] in FORMER and len(name) > 2:
        return division.code in often or spoken.townships(division) > 0 or spoken.township_at(division, end)
    return (division.code in often or spoken.township_at(division, end)) and free_left(text, start)


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
