"""Where a text names persons, and which of them are public.

Every stretch that may be a name is scored by how it is written and by what stands around it (``name_scores``); those
that are likelier names than not are taken, the likeliest first. A name known once is masked wherever the page has it,
its given name and its parts too.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import everywhere, load_lexicon
from pipeline.places.words import is_common
from pipeline.privacy.name_features import FREQUENT
from pipeline.privacy.name_guesses import guesses
from pipeline.privacy.name_scores import listed, scored, shipped
from pipeline.privacy.name_stretches import Kind, Stretch, elements, stretches
from pipeline.privacy.name_surroundings import COMMON, PARTLY, Held, Surroundings, counties, joints

Mask = Literal["private", "all"]
Span = tuple[int, int]

LEAST, ALONE = -2.6, -0.5
"""Log odds from which on a stretch is taken for a name, on pages that name several persons and on all others: below
even, since a name that stays is worse than a word that goes. On the pages of ``corpus/persons`` that nobody learns from
(b, d, f) -0.8 everywhere finds .871 of what must go at .982 precision, -1.6 .889 at .978, -2.6 .913 at .968; with
-2.6 where several are named only, the same .913 at .968, and of the 38 words that went on 61 pages of corpus/read
and of the demo, which name no private person, six are left (54 of 79 stretches of corpus/check)."""
SURE, SEVERAL = 2.0, 3
"""Log odds of a name that is as good as certain, and how many of these, each counted once, make several."""
COUNTY = -6.0
"""What a county's name without its suffix loses where nothing before it says who it is: 高明, 安平, 常宁表示."""
LIST = 8.0
"""What a name beside it in a list may be worth to a stretch at most."""
LISTED = 8
OFFICE_REACH = 30
"""Characters before a name in which its office is looked for."""
_JOINT = re.compile("[·•・．‧∙]")
_CLEAR = frozenset(("kin", "title", "speech", "act", "befalls"))
"""Signs behind a given name that is a word too."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands at a place."""

    start: int
    end: int
    kind: Kind


def find_persons(
    text: str,
    taken: Collection[Span] = (),
    mask: Mask = "all",
    weights: Mapping[str, float] | None = None,
    counted: Collection[str] = (),
) -> list[Span]:
    """The names of persons in a text, in order and apart; ``taken`` are names of places and bodies, ``counted`` what
    figures count.

    With ``private`` those are left alone that the text names with a public office of county or township.
    """
    held = Held(taken)
    found = stretches(text)
    at = Surroundings(text, found, held, counted)
    found += guesses(at, found)
    names = chosen(found, at, shipped() if weights is None else weights)
    public = {text[n.start : n.end] for n in names if has_public_office(text, n.start)} if mask == "private" else set()
    wanted = {text[n.start : n.end]: n.kind for n in names if text[n.start : n.end] not in public}
    spans = {(n.start, n.end) for n in names if text[n.start : n.end] in wanted}
    whole = [s for s in everywhere(text, wanted) if held.over(*s) not in PARTLY and not at.is_within_word(*s)]
    parts = {part: kind for name, kind in wanted.items() for part in parts_of(name, kind)}
    again = [span for span in everywhere(text, parts) if _is_part(span, at)]
    return apart([*spans, *whole, *again], everywhere(text, dict.fromkeys(public)))


def chosen(
    found: Iterable[Stretch], at: Surroundings, weights: Mapping[str, float], least: float | None = None
) -> list[Named]:
    """The stretches that are taken for names, apart, the likeliest first: of ``least`` log odds or, where that is not
    said, of what the page's own names ask for."""
    weighed = [(score + COUNTY * _is_county(s, at), s) for score, s in scored(list(found), at, weights)]
    if least is None:
        sure = {at.text[s.start : s.end] for score, s in weighed if score >= SURE}
        least = LEAST if len(sure) >= SEVERAL else ALONE
    likely = [(score, s) for score, s in weighed if score >= least - LIST]
    likely.sort(key=lambda pair: (-pair[0], pair[1].start - pair[1].end, pair[1].start))
    taken = _Taken(at.text)
    for score, s in likely:
        if score >= least:
            taken.add(s)
    for _ in range(LISTED):
        before = len(taken.names)
        for score, s in likely:
            if taken.is_listed(s) and score + sum(weights.get(name, 0.0) for name in listed(s.kind)) >= least:
                taken.add(s)
        if len(taken.names) == before:
            break
    return taken.names


def _is_county(s: Stretch, at: Surroundings) -> bool:
    """Whether a stretch is what a county is called, and nothing before it says who somebody is."""
    return at.before.get(s.start) != "role" and at.text[s.start : s.end] in counties()


class _Taken:
    """Names that are taken, apart from one another."""

    def __init__(self, text: str) -> None:
        self.names: list[Named] = []
        self._text = text
        self._used: set[int] = set()
        self._edges: set[int] = set()

    def add(self, s: Stretch) -> None:
        """Take a stretch, if nothing that it overlaps is taken."""
        if self._used.isdisjoint(range(s.start, s.end)):
            self._used.update(range(s.start, s.end))
            self._edges |= {s.start, s.end}
            self.names.append(Named(s.start, s.end, s.kind))

    def is_listed(self, s: Stretch) -> bool:
        """Whether a mark or a particle joins a stretch to a name."""
        text, joint = self._text, joints()
        before = s.start - 1 in self._edges and text[s.start - 1] in joint
        return before or (s.end + 1 in self._edges and text[s.end] in joint)


def parts_of(name: str, kind: Kind) -> Iterator[str]:
    """What else a person of that name may be called: the given name, the parts beside a dot."""
    if kind == "three":
        yield name[1:]
    elif kind == "double" and len(name) == 4:
        yield name[2:]
    elif kind == "dotted":
        yield from (part for part in _JOINT.split(name) if len(part) > 1)
    elif kind == "foreign" and len(name) > 3:
        yield from (part for part in (name[:2], name[2:], name[-2:]) if len(part) > 1 and part in elements())
    elif kind == "parted" and len(name) > 3:
        yield re.sub(r"\s", "", name)


def _is_part(span: Span, at: Surroundings) -> bool:
    """Whether a given name alone is one here, and no part of a word."""
    start, end = span
    text = at.text
    if (
        at.held.over(start, end)
        or at.is_within_word(start, end)
        or is_common(text[max(0, start - 1) : start + 1], COMMON)
    ):
        return False
    if is_common(text[end - 1 : end + 1], COMMON):
        return False
    return not is_common(text[start:end], FREQUENT) or at.behind.get(end, (0, ""))[1] in _CLEAR


def apart(spans: Iterable[Span], kept: Iterable[Span]) -> list[Span]:
    """The spans in order, none within another's, none over one that is kept."""
    left_alone = {at for start, end in kept for at in range(start, end)}
    apart: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if (not apart or start >= apart[-1][1]) and left_alone.isdisjoint(range(start, end)):
            apart.append((start, end))
    return apart


def has_public_office(text: str, at: int) -> bool:
    """Whether an office of county or township stands right before a place, and no village's."""
    reach = text[max(0, at - OFFICE_REACH) : at]
    office = _pattern("public_office").search(reach)
    return office is not None and not _pattern("village_office").search(reach[office.start() + 1 :])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lexicon = load_lexicon("pipeline.privacy", "persons")
    text = f"(?:{lexicon[name]})$" if name == "public_office" else lexicon[name]
    return re.compile(text)
