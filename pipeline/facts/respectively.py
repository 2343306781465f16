"""分别: several things named in a row, then their numbers in the same order (玉米、大豆分别为300亩、500亩)."""

import re
from dataclasses import replace

from pipeline.facts.around import Thing
from pipeline.facts.figures import Figure
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.lexis import suffix, table, words
from pipeline.facts.where import PlaceReader

_MARK = re.compile(r"(?:同比|各自)?分别")
_LISTED = re.compile(r"[、和及与]|以及")


def shared_out(
    text: str, sentence: Sentence, found: list[tuple[Figure, Clause]], things: list[Thing], places: PlaceReader
) -> list[Thing]:
    """The things with each number after 分别 given its own member of the list before it."""
    shared = list(things)
    index = 0
    while index < len(found):
        figure, clause = found[index]
        mark = _MARK.search(text, clause.start, figure.start)
        run = [index]
        while run[-1] + 1 < len(found) and text[found[run[-1]][0].end : found[run[-1] + 1][0].start].strip() in (
            "、",
            "和",
            "及",
            "与",
            ",",
            "，",
        ):
            run.append(run[-1] + 1)
        if mark and len(run) > 1:
            members = _members(things[index].text)
            owners = places.listed(sentence.start, figure.start) if len(members) != len(run) else ()
            for place, at in enumerate(run):
                if len(members) == len(run):
                    shared[at] = replace(things[at], text=members[place])
                else:
                    owner = owners[place] if len(owners) == len(run) else None
                    shared[at] = replace(things[at], text=things[index].text, place=owner)
        index = run[-1] + 1
    return shared


def _members(listed: str) -> list[str]:
    """玉米、大豆面积 → 玉米面积, 大豆面积: a head that only the last member has is shared."""
    parts = [p.strip() for p in _LISTED.split(listed) if p.strip()]
    if len(parts) < 2:
        return parts
    nouns = (*words("heads"), *table("measures"))
    head = suffix(parts[-1], nouns)
    return [p if suffix(p, nouns) or parts[-1] == head else p + head for p in parts]
