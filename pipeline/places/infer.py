"""The county of a page that names none, by the townships and villages it names.

A town writes 放城镇丁家庄村 of itself and leaves the county out. Each township name votes for the counties that have
it, a rare name more than a common one; villages of the leading counties decide.
"""

import re
from collections import defaultdict

from pipeline.places import gazetteer
from pipeline.places.context import listed
from pipeline.places.forms import county_forms

LEADING = 6
"""Counties whose villages are looked at."""
MIN_SCORE = 0.5
"""Least evidence: one township name that two counties have, or a common one and a village."""
LEAD = 1.25
"""How far the first must be ahead of the second."""

_TOWNSHIP = re.compile("(?=([一-鿿]{1,8}?)(?:街道|苏木|镇|乡))")
_VILLAGE = re.compile("(?=([一-鿿]{2,7}?(?:村|社区|嘎查)))")


def infer_county(text: str, region: str = "") -> str | None:
    """Code of the county in a region (code of a province or prefecture, all if empty), None where evidence is thin."""
    scores: defaultdict[str, float] = defaultdict(float)
    names = {match[1][at:] for match in _TOWNSHIP.finditer(text) for at in range(len(match[1]) - 1)}
    for name in sorted(names - listed("modifiers")):
        holders = [code for code in gazetteer.townships_by_name().get(name, ()) if code.startswith(region)]
        for code in holders:
            scores[code] += (len(name) - 1) / len(holders)
    villages = {match[1] for match in _VILLAGE.finditer(text)}
    leading = sorted(scores, key=lambda code: (-scores[code], code))[:LEADING]
    known = {code: sum(len(name) > 2 and name in county_forms(code).full for name in villages) for code in leading}
    settled = sorted(((scores[code] + known[code] / 2, code) for code in leading), reverse=True)
    if not settled or settled[0][0] < MIN_SCORE:
        return None
    return settled[0][1] if len(settled) == 1 or settled[0][0] >= LEAD * settled[1][0] else None
