"""What a stretch denotes that is known to name a place, though no rule suggested it."""

from collections.abc import Sequence

from pipeline.places.forms import upper_matcher
from pipeline.places.gazetteer import Division
from pipeline.places.lower import Span, level_of
from pipeline.places.meant import Hit
from pipeline.places.naming import base
from pipeline.places.scope import Scope

_DIGITS = (6, 4, 2)


def looked_up(scope: Scope, hits: Sequence[Hit], start: int, end: int) -> Hit | Span:
    """The division of a name, nearest to what the page speaks of; a settlement without a code where no list has it."""
    name = scope.text[start:end]
    tables = scope.tables(start)
    options = tables.full(name) or tables.bare(name)
    if options:
        return Span(start, end, options, options[0].level)
    upper = upper_matcher().at(name)
    if upper and upper[0] == len(name):
        division, full = _nearest(scope, hits, upper[1])
        return Hit(start, end, division, full)
    level = "county" if base(name, "county") != name else level_of(name)
    if level == "township" and (elsewhere := scope.elsewhere(name, start)):
        return Span(start, end, elsewhere, level)
    return Span(start, end, (), level)


def _nearest(scope: Scope, hits: Sequence[Hit], options: Sequence[tuple[Division, bool]]) -> tuple[Division, bool]:
    """The division that shares most with what the page speaks of; then one by its full name, then a high one."""
    spoken = [hit.division.code for hit in hits] + [scope.home or ""]

    def rank(option: tuple[Division, bool]) -> tuple[int, bool, int]:
        division, full = option
        shared = max(sum(code[:n] == division.code[:n] for n in _DIGITS if n <= len(code)) for code in spoken)
        return shared, full, -len(division.code)

    return max(options, key=rank)
