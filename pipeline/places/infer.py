"""The county of a page that names none, by the townships and villages it names.

A town writes 放城镇丁家庄村 of itself and leaves the county out. Each township name votes for the counties that have
it, a rare name more than a common one; villages of the leading counties decide. A report that says 我镇 throughout may
give even its own name without the suffix.
"""

import re
from collections import defaultdict

from pipeline.places import gazetteer, words
from pipeline.places.boundaries import name_gain
from pipeline.places.context import listed
from pipeline.places.forms import county_forms
from pipeline.places.gazetteer import Division

LEADING = 6
"""Counties whose villages are looked at."""
MIN_SCORE = 0.5
"""Least evidence: one township name that two counties have, or a common one and a village."""
PAIR = 1.0
"""What a township that has the village named behind it speaks for its county."""
HOLDERS = 100
"""Counties with a township of one name that are looked at; no name has more than a few dozen but the commonest."""
LEAD = 1.25
"""How far the first must be ahead of the second."""

OWN = re.compile("[我本全]([镇乡])|([镇乡])(?:党委|政府)")
"""How a town speaks of itself."""
LENGTHS = (4, 3, 2)
"""Characters of the bare names of townships that are looked up."""
TWICE = 2
SEEN = 20_000
"""Characters of a text in which they are."""
KNOWN, MIN_GAIN = -11.0, 2.0
"""What a listed name is worth, and its least gain over common words (log probability; see ``meant``)."""

_TOWNSHIP = re.compile("(?=([一-鿿]{1,8}?)(?:街道|苏木|镇|乡))")
_PAIR = re.compile("(?=([一-鿿]{1,8}?)(?:街道|苏木|镇|乡)([一-鿿]{2,6}?(?:村|社区|嘎查)))")
_VILLAGE = re.compile("(?=([一-鿿]{2,7}?(?:村|社区|嘎查)))")


def infer_county(text: str, region: str = "") -> str | None:
    """Code of the county in a region (code of a province or prefecture, all if empty), None where evidence is thin."""
    scores: defaultdict[str, float] = defaultdict(float)
    names = {match[1][at:] for match in _TOWNSHIP.finditer(text) for at in range(len(match[1]) - 1)}
    for name in sorted(names - listed("modifiers")):
        holders = [code for code in gazetteer.townships_by_name().get(name, ()) if code.startswith(region)]
        for code in holders:
            scores[code] += (len(name) - 1) / len(holders)
    for county in _holding_pairs(text, region):
        scores[county] += PAIR
    villages = {match[1] for match in _VILLAGE.finditer(text)}
    leading = sorted(scores, key=lambda code: (-scores[code], code))[:LEADING]
    known = {code: sum(len(name) > 2 and name in county_forms(code).full for name in villages) for code in leading}
    settled = sorted(((scores[code] + known[code] / 2, code) for code in leading), reverse=True)
    if not settled or settled[0][0] < MIN_SCORE:
        return None
    return settled[0][1] if len(settled) == 1 or settled[0][0] >= LEAD * settled[1][0] else None


def _holding_pairs(text: str, region: str) -> list[str]:
    """For each township said with a village behind it the counties that have just these two."""
    found: list[str] = []
    for front, village in {match.groups() for match in _PAIR.finditer(text[:SEEN])}:
        for name in (front[at:] for at in range(len(front) - 1)):
            holders = [code for code in gazetteer.townships_by_name().get(name, ()) if code.startswith(region)]
            found += [code for code in holders[:HOLDERS] if gazetteer.lies_in(code, name, village)]
    return sorted(found)


def infer_town(text: str, region: str = "") -> Division | None:
    """The township that a text speaks of as its own and names without suffix, twice or more; None where in doubt.

    Only names that one county of the region has are looked at.
    """
    kinds = {match[1] or match[2] for match in OWN.finditer(text)}
    if not kinds:
        return None
    text, known = text[:SEEN], gazetteer.townships_by_name()
    gains: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for start in range(len(text) - 1):
        for length in LENGTHS:
            name = text[start : start + length]
            holders = [code for code in known.get(name, ()) if code.startswith(region)]
            if len(holders) == 1 and not words.is_word(name) and name not in listed("common"):
                gains[holders[0], name].append(name_gain(text, start, start + length, KNOWN))
                break
    ranked = sorted(
        (
            (sum(each), town.code)
            for (county, name), each in gains.items()
            if len(each) >= TWICE and min(each) > MIN_GAIN
            for town in county_forms(county).bare[name]
            if town.level == "township" and town.name[-1] in kinds
        ),
        reverse=True,
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] < LEAD * ranked[1][0]):
        return None
    return gazetteer.get(ranked[0][1])
