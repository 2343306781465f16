"""Where a body's name begins that stands behind places which are not its own."""

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.lexicon import load_lexicon
from pipeline.places.boundaries import named_institute
from pipeline.places.forms import upper_matcher
from pipeline.records import Place

LONGEST = 8
"""Characters of a division's name without its suffix."""


def begins_behind(text: str, places: Sequence[Place], starts: Sequence[int], start: int) -> int:
    """Where the name of a body begins that was taken from ``start``; ``places`` in order, ``starts`` theirs.

    Behind a conjunction (某县某村与|贵州大学), and at the school's own place (南昌市东湖区|江西师范大学).
    """
    at = start
    while (index := bisect_left(starts, at)) < len(places) and places[index].start == at:
        at = places[index].end
    if at == start:
        return start
    joined = text[at : at + 1] in load_lexicon("pipeline.names", "organisations")["joined_by"]
    upper = upper_matcher().at(text[at + joined : at + joined + LONGEST])
    own = upper is not None and (joined or named_institute(text, at + upper[0]))
    return at + joined if own else start
