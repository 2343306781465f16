"""Several things or places in a row, then their numbers in the same order (玉米、大豆分别为300亩、500亩)."""

import re
from collections.abc import Iterator, Sequence

from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.surroundings import Thing, pattern
from pipeline.text.figures import Figure
from pipeline.text.lexis import words
from pipeline.text.sentences import Clause, Sentence

_MARK = re.compile(r"(?:同比|各自)?分别")
_SHARE = "占比"
_HOLDER = re.compile(r"[一-鿿]{2,8}")
_TIME = re.compile(r"^.*(?:年|月|日|季度|[上下]半年)")
_LISTED = re.compile(r"、|以及|(?<![共总饱温谐])和(?![谐睦平美解])|(?<!参)与(?!会)|(?<![普涉以危累])及(?![时格])")


def shared_out(
    text: str, sentence: Sentence, found: list[tuple[Figure, Clause]], things: list[Thing], places: PlaceReader
) -> list[Thing]:
    """The things, each number of a row given its own member of the list before it: where 分别 says so or all fits."""
    shared = list(things)
    previous: Sequence[str] = ()
    holders: Sequence[str] = ()
    for run in _runs(text, [figure for figure, _ in found]):
        figure, clause = found[run[0]]
        mark = _MARK.search(text, clause.start, figure.start)
        members, change = _listed(shared, run, previous)
        fits = len(members) == len(run)
        if not mark and not (fits and len({found[at][0].unit for at in run}) == 1):
            continue
        owners = () if fits else places.listed(sentence.start, figure.start)
        holders = _holders(text[clause.start : mark.start()] if mark else "", len(run)) or holders
        if not fits and change and things[run[0]].rule == "carried" and len(owners) != len(run) <= run[0]:
            members = [thing.text for thing in shared[run[0] - len(run) : run[0]]]
        for place, at in enumerate(run):
            if len(members) == len(run):
                shared[at] = things[at]._replace(text=members[place] + change, paired=True)
            else:
                owned = len(owners) != len(run) == len(holders)
                owner, site = holders[place] if owned else "", owners[place] if len(owners) == len(run) else None
                shared[at] = things[at]._replace(text=things[run[0]].text, owner=owner, place=site)
        previous = members if len(members) == len(run) else ()
    return shared


def _listed(shared: Sequence[Thing], run: Sequence[int], previous: Sequence[str]) -> tuple[Sequence[str], str]:
    """The members that a row's numbers are of, by its own list or the row before, and what is measured of each."""
    first = shared[run[0]]
    base, change = _parted(first.text)
    if change and first.rule == "carried" and len(previous) == len(run):
        return previous, change
    return _members(base if change else first.listed or base), change


def _parted(text: str) -> tuple[str, str]:
    """What is measured, and what of it (同比增长, 占比), which comes behind each member of a list."""
    growth = pattern("growth").search(text.removesuffix(_SHARE))
    base = text[: growth.start()] if growth else text.removesuffix(_SHARE)
    change = growth.group(1).replace("分别", "") if growth else ""
    return base, _SHARE if text.endswith(_SHARE) else change


def _runs(text: str, figures: Sequence[Figure]) -> Iterator[list[int]]:
    """The rows of two figures and more that nothing but marks of lists parts."""
    run: list[int] = []
    for at, figure in enumerate(figures):
        if run and not _adjoin(text, figures[run[-1]], figure):
            if len(run) > 1:
                yield run
            run = []
        run.append(at)
    if len(run) > 1:
        yield run


def _holders(front: str, count: int) -> Sequence[str]:
    """The subjects in a list before 分别 of which a predicate tells (一产、二产、三产分别拉动…), if so many."""
    parts = [part.strip() for part in _LISTED.split(_TIME.sub("", front).strip())]
    return parts if len(parts) == count and all(_HOLDER.fullmatch(part) for part in parts) else ()


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
