"""The wordings that may denote a division, as tables that texts are matched against."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import gazetteer, words
from pipeline.places.gazetteer import COUNTIES_HELD, Division
from pipeline.places.naming import base, without_nationality

TOWNSHIP_SUFFIXES = ("镇", "乡", "街道", "苏木")
_CORPS = re.compile("(?:新疆)?兵团(?:农?第?[一二三四五六七八九十]+师)?(?=.{3,}$)")
_AUTONOMOUS = re.compile("(?<=族)自治[县州旗]$")
VILLAGE_SUFFIXES = ("村", "社区", "嘎查")
Named = tuple[int, int, tuple[Division, ...]]
"""A name of a county's found in a text: where it stands and what it may denote."""
LEAST = 2
"""The rank of every wording but a division's name and the next nearest to it."""


@dataclass(frozen=True, slots=True)
class Forms:
    """A county's townships and villages by the wordings that denote them; the exactest division first."""

    full: Mapping[str, tuple[Division, ...]]
    """By wordings with a suffix: 青朗侗族苗族乡, 青朗乡, 青朗镇, 朗江村, 朗江社区."""
    bare: Mapping[str, tuple[Division, ...]]
    """By the name alone: 青朗, 朗江."""


@lru_cache(maxsize=COUNTIES_HELD)
def county_forms(county: str) -> Forms:
    """The tables of a county, built when first asked for."""
    full: dict[str, tuple[Division, ...]] = {}
    ranks: dict[str, int] = {}
    bare: dict[str, tuple[Division, ...]] = {}
    for division in gazetteer.members(county):
        alone, stem = (division,), base(division.name, division.level)
        for rank, form in enumerate(_lower_forms(division, stem)):
            rank = min(rank, LEAST)
            best = ranks.setdefault(form, rank)
            if rank < best or form not in full:
                full[form], ranks[form] = alone, rank
            elif rank == best:
                full[form] += alone
        if len(stem) > 1:
            bare[stem] = bare[stem] + alone if stem in bare else alone
    return Forms(full, bare)


@lru_cache(maxsize=COUNTIES_HELD)
def county_matcher(county: str) -> Matcher[tuple[Division, ...]]:
    """The names of a county's townships and villages, with and without suffix, for one pass over a text."""
    forms = county_forms(county)
    return Matcher({**forms.bare, **{d.name: found for found in forms.full.values() for d in found[:1]}})


def _lower_forms(division: Division, stem: str) -> list[str]:
    """The wordings with a suffix: the name, the name without nationalities, then those with another suffix."""
    name = division.name
    forms = [name, without_nationality(name)]
    if "族" in name and len(name) > 4:
        forms.append(name.replace("族", ""))
    if "兵团" in name and (corps := _CORPS.match(name)):
        forms.append(name[corps.end() :])
    if name.endswith("连生活区"):
        forms.append(name.removesuffix("生活区"))
    if stem != name:
        suffixes = TOWNSHIP_SUFFIXES if division.level == "township" else VILLAGE_SUFFIXES
        forms += [stem + suffix for suffix in suffixes]
        if name.endswith("村"):
            forms.append(name + "社区")
    return list(dict.fromkeys(forms))


FORMER = ("县", "市", "区")
"""Suffixes that counties had before they became cities or districts: 玉环县 is 玉环市 now."""
SHORTEST = 2
"""Characters of a name no longer borne that must be vouched for, like one without its suffix: 每户县里 is not 户县."""


@cache
def upper_matcher() -> Matcher[tuple[tuple[Division, bool], ...]]:
    """Wordings of provinces, prefectures and counties, each with its divisions and whether it is a full name."""
    found: dict[str, list[tuple[Division, bool]]] = {}
    for division in gazetteer.upper().values():
        if division.code.endswith("00") and division.level == "county":
            continue  # a prefecture without counties stands twice in the list
        for form, full in upper_forms(division):
            found.setdefault(form, []).append((division, full))
    current = {form for form, entries in found.items() if any(full for _, full in entries)}
    provinces = {base(division.name, "province") for division in gazetteer.upper().values() if not division.parent}
    former: dict[str, list[Division]] = {}
    for division in gazetteer.upper().values():
        for form in _former_forms(division):
            if form not in current and form[:-1] not in provinces:
                former.setdefault(form, []).append(division)
    for form, divisions in former.items():
        sure = len(divisions) == 1 and form.endswith("县") and not words.is_word(form[:-1])
        found.setdefault(form, []).extend((division, sure) for division in divisions)
    for form, division in _renamed():
        found.setdefault(form, [(division, len(form) > SHORTEST)])
    return Matcher({form: tuple(entries) for form, entries in found.items()})


def _renamed() -> list[tuple[str, Division]]:
    """The names that divisions no longer bear, each with the only one that bears the name which took their place."""
    renamed: Mapping[str, str] = load_lexicon("pipeline.places", "divisions")["renamed"]
    named: dict[str, list[Division]] = {}
    for division in gazetteer.upper().values():
        named.setdefault(division.name, []).append(division)
    return [(old, named[new][0]) for old, new in renamed.items() if len(named.get(new, ())) == 1]


def is_zone(division: Division) -> bool:
    """Whether a county-level division is a development zone by its code."""
    return division.level == "county" and division.code[4] == "7"


def _former_forms(division: Division) -> list[str]:
    """The names that a county may have had with another suffix."""
    stem = base(division.name, division.level)
    common = load_lexicon("pipeline.places", "context")["common"]
    if (
        division.level != "county"
        or division.name[-1] not in FORMER
        or len(stem) < 2
        or stem in common
        or is_zone(division)
    ):
        return []
    return [stem + suffix for suffix in FORMER]


def upper_forms(division: Division) -> list[tuple[str, bool]]:
    """The wordings of a province, prefecture or county, and whether each is a full name."""
    name, short = division.name, without_nationality(division.name)
    stem = base(name, division.level)
    if is_zone(division):
        return [(form, True) for form in _zone_forms(division)]
    forms = {name: True, short: True} | dict.fromkeys(_abbreviations().get(name, ()), True)
    forms |= dict.fromkeys(_epithets().get(division.code, ()), False)
    if len(stem) > 1:
        forms.setdefault(stem, False)
        if autonomous := _AUTONOMOUS.search(name):
            forms.setdefault(stem + autonomous[0], True)
    return list(forms.items())


@cache
def _abbreviations() -> Mapping[str, tuple[str, ...]]:
    """The short names that no rule makes, by full name."""
    short: Mapping[str, str] = load_lexicon("pipeline.places", "divisions")["abbreviations"]
    return {full: tuple(name for name, of in short.items() if of == full) for full in short.values()}


@cache
def _epithets() -> Mapping[str, tuple[str, ...]]:
    """The literary names of provinces, by code."""
    epithets: Mapping[str, str] = load_lexicon("pipeline.places", "context")["epithets"]
    return {code: tuple(name for name, of in epithets.items() if of == code) for code in epithets.values()}


def is_epithet(name: str) -> bool:
    """Whether it is a literary name of a province."""
    return name in load_lexicon("pipeline.places", "context")["epithets"]


def _zone_forms(division: Division) -> set[str]:
    """A development zone without the divisions in front, as far as a name of its own is left; long and short."""
    zones: Mapping[str, str] = load_lexicon("pipeline.places", "context")["zones"]
    name = division.name
    for higher in reversed(gazetteer.ancestors(division.code)):
        stem = base(higher.name, higher.level)
        for front in (higher.name, stem):
            rest = name.removeprefix(front)
            if rest != name and rest not in zones and rest not in zones.values():
                name = rest
        name = name.replace(higher.name, stem, 1) if higher.level == "prefecture" else name
    return {name} | {name.replace(long, zones[long]) for long in zones if name.endswith(long)}
