"""Several things or places in a row, then their numbers in the same order (玉米、大豆分别为300亩、500亩)."""

import re
from dataclasses import replace

from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.surroundings import Thing, pattern
from pipeline.text.figures import Figure
from pipeline.text.lexis import words
from pipeline.text.sentences import Clause, Sentence

_MARK = re.compile(r"(?:同比|各自)?分别")
_LISTED = re.compile(r"、|以及|(?<![共总饱温谐])和(?![谐睦平美解])|(?<!参)与(?!会)|(?<![普涉以危累])及(?![时格])")


def shared_out(
    text: str, sentence: Sentence, found: list[tuple[Figure, Clause]], things: list[Thing], places: PlaceReader
) -> list[Thing]:
    """The things, each number of a row given its own member of the list before it: where 分别 says so or all fits."""
    shared = list(things)
    previous: list[str] = []
    index = 0
    while index < len(found):
        figure, clause = found[index]
        mark = _MARK.search(text, clause.start, figure.start)
        run = [index]
        while run[-1] + 1 < len(found) and _adjoin(text, found[run[-1]][0], found[run[-1] + 1][0]):
            run.append(run[-1] + 1)
        members = _members(things[index].listed or things[index].text) if len(run) > 1 else []
        implied = len(members) == len(run) and len({found[at][0].unit for at in run}) == 1
        if (mark or implied) and len(run) > 1:
            earlier = [thing.text for thing in shared[max(0, index - len(run)) : index]]
            owners = places.listed(sentence.start, figure.start) if len(members) != len(run) else ()
            for place, at in enumerate(run):
                if len(members) == len(run):
                    shared[at] = replace(things[at], text=members[place])
                elif len(previous or earlier) == len(run) and (change := pattern("growth").search(things[index].text)):
                    shared[at] = replace(things[at], text=(previous or earlier)[place] + _change(change))
                else:
                    owner = owners[place] if len(owners) == len(run) else None
                    shared[at] = replace(things[at], text=things[index].text, place=owner)
            previous = [shared[at].text for at in run]
        index = run[-1] + 1
    return shared


def _change(growth: re.Match[str]) -> str:
    return growth.group(1).replace("分别", "")


def _adjoin(text: str, figure: Figure, later: Figure) -> bool:
    return text[figure.end : later.start].strip() in ("、", "和", "及", "与", ",", "，")


def _members(listed: str) -> list[str]:
    """玉米、大豆面积 → 玉米面积, 大豆面积: a head that only the last member has is shared."""
    parts = [p.strip() for p in _LISTED.split(listed) if p.strip()]
    if len(parts) < 2:
        return parts
    heads = [words("heads").ending(p) or words("measures").ending(p) for p in parts]
    shared = heads[-1] if heads[-1] != parts[-1] else ""
    return [p if head else p + shared for p, head in zip(parts, heads, strict=True)]
