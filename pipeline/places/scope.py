"""Which counties' names a point of a text may mean: the county spoken of last, then the page's own, then the others."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.places import gazetteer
from pipeline.places.forms import Forms, county_forms
from pipeline.places.gazetteer import Division
from pipeline.places.naming import base
from pipeline.places.upper import Hit
from pipeline.places.variants import similar

MAX_COUNTIES = 12
"""Counties of a page whose villages are looked at; a list of all counties of a province is no page about each."""


@dataclass(frozen=True)
class Scope:
    """The higher divisions that a text names, and what its lower names may therefore mean."""

    text: str
    hits: Sequence[Hit]
    home: str | None
    """Code of the county or prefecture that the page is about."""
    _spoken: list[tuple[int, str]] = field(init=False)
    _breaks: list[int] = field(init=False)
    _orders: dict[str | None, tuple[str, ...]] = field(init=False, default_factory=dict)
    _tables: dict[str | None, tuple[Forms, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        spoken = [(hit.start, hit.division.code) for hit in self.hits if hit.division.level == "county"]
        object.__setattr__(self, "_spoken", spoken)
        object.__setattr__(self, "_breaks", [at for at, character in enumerate(self.text) if character == "\n"])

    def counties(self, at: int) -> tuple[str, ...]:
        """Codes of counties, the likeliest first."""
        focus = self.focus(at)
        if focus not in self._orders:
            frequent = [code for code, _ in Counter(code for _, code in self._spoken).most_common(MAX_COUNTIES)]
            codes = [code + "00" * (len(code) == 4) for code in (focus, self.home) if code]
            self._orders[focus] = tuple(dict.fromkeys(code for code in (*codes, *frequent) if len(code) == 6))
        return self._orders[focus]

    def speak_of(self, county: str, at: int) -> None:
        """Take a county for spoken of at a point, because a township of it stands there."""
        insort(self._spoken, (at, county))
        self._orders.clear()
        self._tables.clear()

    def focus(self, at: int) -> str | None:
        """The county named last before a point in its line, if any."""
        index = bisect_right(self._spoken, (at, "~")) - 1
        if index < 0 or self.line(self._spoken[index][0]) != self.line(at):
            return None
        return self._spoken[index][1]

    def line(self, at: int) -> int:
        """The number of the line that a point lies in."""
        return bisect_right(self._breaks, at)

    def full(self, form: str, at: int) -> tuple[Division, ...]:
        """What a wording with its suffix denotes (朗江村, 青朗乡), in the likeliest county that has it."""
        for forms in self._forms(at):
            found = forms.full.get(form)
            if found:
                return found
        return ()

    def bare(self, form: str, at: int, level: str | None = None) -> tuple[Division, ...]:
        """What a name without its suffix denotes (朗江), of one level if asked."""
        for forms in self._forms(at):
            found = tuple(d for d in forms.bare.get(form, ()) if level in (None, d.level))
            if found:
                return found
        return ()

    def respelt(self, name: str, at: int, level: str) -> tuple[Division, ...]:
        """What an unlisted bare name denotes if it is another spelling of a listed one in the likeliest county."""
        tables = self._forms(at)[:1]
        return similar(name, tables[0].bare, level) if tables and len(name) > 1 else ()

    def elsewhere(self, name: str, at: int) -> tuple[Division, ...]:
        """Townships of a name (with its suffix) in other counties of the home's prefecture, then province."""
        stem = base(name, "township")
        holders = gazetteer.townships_by_name().get(stem, ())
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

    def _forms(self, at: int) -> tuple[Forms, ...]:
        focus = self.focus(at)
        if focus not in self._tables:
            self._tables[focus] = tuple(county_forms(code) for code in self.counties(at))
        return self._tables[focus]
