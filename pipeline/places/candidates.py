"""Every stretch that a list or its suffix makes look like a place, whether or not it stands for one: clues to weigh."""

import re
from collections.abc import Iterator

from pipeline.places import words
from pipeline.places.forms import county_matcher, upper_matcher
from pipeline.places.lower import suffixes
from pipeline.places.scope import Scope
from pipeline.records import Level

COUNTIES = 3
"""Counties of a page whose names are looked for everywhere."""
LONGEST = 6
"""Characters before a suffix that are weighed as a name."""
LIKELY = (-2.0, 0.0, 2.0, 6.0)
"""Gains over common words (log probability) that are told apart."""
_RUN = re.compile(r"[一-鿿㐀-䶿]+\Z")

Candidate = tuple[int, int, int]
"""Start, end, sort."""
LEVELS: tuple[Level, ...] = ("province", "prefecture", "county", "township", "village", "group")


def listed(scope: Scope) -> Iterator[Candidate]:
    """Names of all higher divisions, then those of the page's counties; sorts by level, even ones for full names."""
    for start, end, options in upper_matcher().longest(scope.text):
        division, full = options[0]
        yield start, end, 2 * LEVELS.index(division.level) + (not full)
    for county in reversed(scope.counties(0)[:COUNTIES]):
        for start, end, divisions in county_matcher(county).longest(scope.text):
            bare = divisions[0].name != scope.text[start:end]
            yield start, end, 2 * LEVELS.index(divisions[0].level) + bare


def weighed(text: str) -> Iterator[Candidate]:
    """The likeliest name before each suffix of settlements, sorted by how much likelier it is than common words."""
    for suffix in suffixes(text):
        run = _RUN.search(text, max(0, suffix.start - LONGEST), suffix.start)
        if run:
            gain, start = max(words.name_starts(run[0]))
            yield run.start() + start, suffix.end, sum(gain > least for least in LIKELY)
