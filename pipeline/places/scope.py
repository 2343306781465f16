"""Which counties' names a point of a text may mean: the county spoken of last, then the page's own, then the others."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.places import gazetteer
from pipeline.places.forms import Forms, county_forms
from pipeline.places.gazetteer import Division
from pipeline.places.naming import base
from pipeline.places.upper import Hit

MAX_COUNTIES = 12
"""Counties of a page whose villages are looked at; a list of all counties of a province is no page about each."""


@dataclass(frozen=True)
class Scope:
    """The higher divisions that a text names, and what its lower names may therefore mean."""

    text: str
    hits: Sequence[Hit]
    home: str | None
    """Code of the county or prefecture that the page is about."""
    _starts: list[int] = field(init=False)
    _others: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = [hit.division.code for hit in self.hits if hit.division.level == "county"]
        frequent = sorted(dict.fromkeys(named), key=lambda code: (-named.count(code), named.index(code)))
        object.__setattr__(self, "_starts", [hit.start for hit in self.hits])
        object.__setattr__(self, "_others", tuple(frequent[:MAX_COUNTIES]))

    def counties(self, at: int) -> Iterator[str]:
        """Codes of counties, the likeliest first."""
        seen = set()
        for code in (self.focus(at), self.home, *self._others):
            if code and len(code) == 4:
                code += "00"
            if code and len(code) == 6 and code not in seen:
                seen.add(code)
                yield code

    def focus(self, at: int) -> str | None:
        """The county named last before a point in its line, if any."""
        line = self.text.rfind("\n", 0, at)
        for index in range(bisect_right(self._starts, at) - 1, -1, -1):
            hit = self.hits[index]
            if hit.start < line:
                return None
            if hit.division.level == "county":
                return hit.division.code
        return None

    def full(self, form: str, at: int) -> tuple[Division, ...]:
        """What a wording with its suffix denotes (朗江村, 青朗乡), in the likeliest county that has it."""
        return next((found for forms in self._forms(at) if (found := forms.full.get(form))), ())

    def bare(self, form: str, at: int, level: str | None = None) -> tuple[Division, ...]:
        """What a name without its suffix denotes (朗江), of one level if asked."""
        for forms in self._forms(at):
            found = tuple(d for d in forms.bare.get(form, ()) if level in (None, d.level))
            if found:
                return found
        return ()

    def elsewhere(self, name: str, at: int) -> tuple[Division, ...]:
        """Townships of a name (with its suffix) in other counties of the home's prefecture, then province."""
        stem = base(name, "township")
        holders = gazetteer.townships_by_name().get(stem, ())
        around = self.focus(at) or self.home or next(iter(hit.division.code for hit in self.hits), "")
        for digits in (4, 2):
            near = [code for code in holders if len(around) >= digits and code.startswith(around[:digits])]
            found = tuple(
                d for county in near for d in county_forms(county).full.get(name, ()) if d.level == "township"
            )
            if found:
                return found if len(found) == 1 else ()
        return ()

    def _forms(self, at: int) -> Iterator[Forms]:
        return (county_forms(code) for code in self.counties(at))


PARAGRAPH = re.compile(r"[^\n]+")
