"""Stretches that stand where names stand, however they are written: behind who somebody is, before what somebody does.

Surnames that no list has, and names of languages whose sounds no list has, are found by their places alone (柜员囊小团,
依香罕抱着娃娃). What else stands in such places is told apart by learnt weights, as with all stretches.
"""

import re
from collections.abc import Collection, Iterator

from pipeline.places.words import forward, is_common
from pipeline.privacy.name_stretches import Stretch
from pipeline.privacy.name_surroundings import COMMON, DOES, Surroundings

LONGEST = 4
LETTER = -7.0
"""Log probability of any character of such a name."""
LEAST = 0.0
"""What one must gain against words; of 322 that stand so on annotated pages ten are names, of 487 with less none."""
_OPENING = re.compile("(?:^|(?<=[\n，。；：！？“”‘（(、　 ]))(?=[\u4e00-\u9fff]{2})")
_RUN = re.compile(f"[\u4e00-\u9fff]{{2,{LONGEST + 1}}}")
_JOINS = frozenset("、和与及")


def guesses(at: Surroundings, found: Collection[Stretch]) -> list[Stretch]:
    """Those that are not among the stretches found already and touch no name of another kind, in order."""
    known = {(s.start, s.end) for s in found}
    spans = sorted({span for span in _spans(at) if span not in known and not at.held.over(*span)})
    weighed = (Stretch(start, end, "odd", _gain(at.text[start:end])) for start, end in spans)
    return [stretch for stretch in weighed if stretch.gain >= LEAST]


def _spans(at: Surroundings) -> Iterator[tuple[int, int]]:
    text = at.text
    behind = {end for end, kind in at.before.items() if kind != "particle"}
    for start in behind | {match.start() for match in _OPENING.finditer(text)}:
        run = _RUN.match(text, start)
        listed = start > 0 and text[start - 1] in _JOINS
        for end in range(start + 2, min(start + LONGEST, run.end()) + 1) if run else ():
            if end in at.behind and at.behind[end][1] in DOES:
                yield start, end
            elif start in behind or listed:
                closes = run is not None and (end == run.end() or text[end] in _JOINS)
                if closes or (start in behind and _begins(text, end)):
                    yield start, end


def _begins(text: str, at: int) -> bool:
    """Whether a word begins at a place, and none lies across it."""
    return is_common(text[at : at + 2], COMMON) and not is_common(text[at - 1 : at + 1], COMMON)


def _gain(name: str) -> float:
    """By how much (log odds) it beats words."""
    return LETTER * len(name) - forward(name)[-1]
