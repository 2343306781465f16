"""The Xinjiang corps' own divisions: 第八师, 七十六团, 十二连.

They are numbered, so they are read by form, and only on pages of Xinjiang. A regiment has a code where the list has it
under its number; many have become towns of another name since.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.places import gazetteer
from pipeline.places.gazetteer import Division
from pipeline.places.lower import Span
from pipeline.places.naming import arabic
from pipeline.places.scope import Scope

XINJIANG = "65"
_NUMERAL = "[〇零一二三四五六七八九十百]{1,5}|[0-9]{1,3}"
_DIVISION = re.compile(rf"第(?:{_NUMERAL})师|(?:{_NUMERAL})师(?=市|(?:{_NUMERAL})团|[一-鿿]{{2,4}}市)")
_REGIMENT = re.compile(rf"(?:兵团)?第?({_NUMERAL})团(?![队员结委体伙购圆聚长])")
_COMPANY = re.compile(rf"({_NUMERAL})连(?![续接片年日心线锁长胜])")


def find_corps(scope: Scope) -> list[Span]:
    """The corps' divisions, regiments and companies in a text of Xinjiang, none elsewhere."""
    if not any(hit.division.code.startswith(XINJIANG) for hit in scope.hits) and "兵团" not in scope.text:
        return []
    text = scope.text
    spans = [Span(m.start(), m.end(), (), "prefecture") for m in _DIVISION.finditer(text)]
    regiments = [Span(m.start(), m.end(), _regiment(m[1]), "township") for m in _REGIMENT.finditer(text)]
    return [*spans, *regiments, *(_companies(text, regiments) if regiments else ())]


def _regiment(numeral: str) -> tuple[Division, ...]:
    number = f"{arabic(numeral)}团"
    holders = gazetteer.townships_by_name().get(number, ())
    return tuple(
        township
        for county in holders
        for township in gazetteer.children(county)
        if any(f"{arabic(found[1])}团" == number for found in _REGIMENT.finditer(township.name))
    )


def _companies(text: str, regiments: list[Span]) -> Iterator[Span]:
    """Companies, each of the regiment named last before it."""
    ends = [regiment.end for regiment in regiments]
    for match in _COMPANY.finditer(text):
        holder = regiments[max(0, bisect_right(ends, match.start()) - 1)]
        villages = gazetteer.children(holder.options[0].code) if holder.options else ()
        number = f"{arabic(match[1])}连"
        found = (v for v in villages for m in [_COMPANY.match(v.name)] if m and f"{arabic(m[1])}连" == number)
        yield Span(match.start(), match.end(), tuple(found), "village")
