"""Which counties' names a point of a text may mean: the county spoken of last, then the page's own, then the others."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.places import gazetteer
from pipeline.places.cover import Cover
from pipeline.places.forms import Forms, county_forms
from pipeline.places.gazetteer import Division
from pipeline.places.meant import Hit
from pipeline.places.naming import base
from pipeline.places.variants import similar

_CLAUSE = re.compile("[，,。；;]")
LONGEST_TOWN = 12
"""Characters of a township's name with its suffix."""
MAX_COUNTIES = 12
"""Counties of a page whose villages are looked at; a list of all counties of a province is no page about each."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What the wordings of a point of a text may denote, by the tables of the counties in scope, likeliest first."""

    counties: tuple[Forms, ...]

    def lists_any(self, wordings: Sequence[str]) -> bool:
        """Whether one of some wordings with their suffix denotes anything."""
        return any(not forms.full.keys().isdisjoint(wordings) for forms in self.counties)

    def full(self, form: str) -> tuple[Division, ...]:
        """What a wording with its suffix denotes (朗江村, 青朗乡), in the likeliest county that has it."""
        for forms in self.counties:
            if found := forms.full.get(form):
                return found
        return ()

    def bare(self, form: str, level: str | None = None) -> tuple[Division, ...]:
        """What a name without its suffix denotes (朗江), of one level if asked."""
        for forms in self.counties:
            if found := forms.bare.get(form):
                found = found if level is None else tuple(d for d in found if d.level == level)
                if found:
                    return found
        return ()


class Scope:
    """The higher divisions that a text names, and what its lower names may therefore mean.

    ``home`` is the code of the county or prefecture that the page is about; ``around`` where neighbours are named.
    """

    def __init__(self, text: str, hits: Sequence[Hit], home: str | None, around: Cover) -> None:
        self.text = text
        self.around = around
        self.hits = hits
        self.home = home
        counties = [hit.end for hit in hits if hit.division.level == "county"]
        self._held = {text[end : end + n] for end in counties for n in range(2, LONGEST_TOWN + 1)}
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        spoken = [(hit.start, hit.division.code) for hit in hits if hit.division.level == "county"]
        self._starts = [start for start, _ in spoken]
        self._spoken = [(code, self._until(start)) for start, code in spoken]
        self._orders: dict[str | None, tuple[str, ...]] = {}
        self._tables: dict[str | None, Tables] = {}

    def counties(self, at: int) -> tuple[str, ...]:
        """Codes of counties, the likeliest first."""
        focus = self.focus(at)
        if focus not in self._orders:
            frequent = [code for code, _ in Counter(code for code, _ in self._spoken).most_common(MAX_COUNTIES)]
            codes = [code + "00" * (len(code) == 4) for code in (focus, self.home) if code]
            self._orders[focus] = tuple(dict.fromkeys(code for code in (*codes, *frequent) if len(code) == 6))
        return self._orders[focus]

    def speak_of(self, county: str, at: int) -> None:
        """Take a county for spoken of at a point, because a township of it stands there."""
        index = bisect_right(self._starts, at)
        self._starts.insert(index, at)
        self._spoken.insert(index, (county, self._line_end(at)))
        self._orders.clear()
        self._tables.clear()

    def focus(self, at: int) -> str | None:
        """The county named last before a point in its line, if any."""
        index = bisect_right(self._starts, at) - 1
        if index < 0:
            return None
        code, until = self._spoken[index]
        return code if at < until else None

    def line(self, at: int) -> int:
        """The number of the line that a point lies in."""
        return bisect_right(self._breaks, at)

    def _until(self, at: int) -> int:
        """How far a county is spoken of: to the end of its line, a neighbour to that of its clause."""
        end = self._line_end(at)
        mark = _CLAUSE.search(self.text, at, end) if self.around.holds(at, at + 1) else None
        return mark.start() if mark else end

    def _line_end(self, at: int) -> int:
        number = self.line(at)
        return self._breaks[number] if number < len(self._breaks) else len(self.text) + 1

    def tables(self, at: int) -> Tables:
        """The tables of the counties in scope at a point."""
        focus = self.focus(at)
        if focus not in self._tables:
            self._tables[focus] = Tables(tuple(county_forms(code) for code in self.counties(at)))
        return self._tables[focus]

    def respelt(self, name: str, at: int, level: str) -> tuple[Division, ...]:
        """What an unlisted bare name denotes if it is another spelling of a listed one in the likeliest county."""
        counties = self.tables(at).counties
        return similar(name, counties[0].bare, level) if counties and len(name) > 1 else ()

    def elsewhere(self, name: str, at: int) -> tuple[Division, ...]:
        """Townships of a name (with its suffix) in other counties of the home's prefecture, then province."""
        stem = base(name, "township")
        holders = gazetteer.townships_by_name().get(stem, ())
        if name in self._held:
            return ()  # the county that is somewhere said to hold it has it no more
        before = next((hit.division.code for hit in self.hits if hit.end == at), None)
        around = before or self.focus(at) or self.home or next(iter(hit.division.code for hit in self.hits), "")
        for digits in (4, 2):
            near = [code for code in holders if len(around) >= digits and code.startswith(around[:digits])]
            found = tuple(
                d for county in near for d in county_forms(county).full.get(name, ()) if d.level == "township"
            )
            if found:
                return found if len(found) == 1 else ()
        return ()
