"""Where bodies are named: after a place, after a level's character, or known everywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.words import words
from pipeline.records import Place

BREAK = re.compile(r"[，,。；;：:！!？?、\s（()）“”\"《》〈〉…|丨•∙]")
_LONGEST_TEAM, _LONGEST_SUFFIX = 18, 20
_SHORTEST = 2
_NOT_COMMITTEE = tuple("托员任派屈身")
_LEVELS = "省市州盟县区旗镇乡"
_BRANCH = re.compile(r"(?:支行|分行|营业部|分公司|办事处)")


@dataclass(frozen=True, slots=True)
class Body:
    """A body found in a text: its stretch, its kind, the place that names it, and the level it names only by a word."""

    start: int
    end: int
    kind: str
    place: Place | None = None
    level: str | None = None


@cache
def by_kind(key: str) -> Matcher[str]:
    """The words of a group of the lexicon as one automaton, each with the kind of body it makes."""
    lexicon = load_lexicon("pipeline.names", "organisations")[key]
    return Matcher({word: kind for kind, found in lexicon.items() for word in found})


@cache
def _teams() -> Matcher[str]:
    found = dict.fromkeys(words("organisations", "team"), "team")
    return Matcher(found | dict.fromkeys(words("organisations", "offices_after"), "department"))


@cache
def edges() -> Matcher[bool]:
    """What ends before a name: True where it can stand in none, False where it may (和)."""
    found = dict.fromkeys(words("organisations", "particles"), False)
    return Matcher(found | dict.fromkeys((*words("organisations", "edges"), *words("organisations", "hard")), True))


def of_places(text: str, places: list[Place]) -> Iterator[Body]:
    """A place's name and just after it what makes a body of it: 阳坡县 + 委, 青山镇 + 护河先锋队."""
    of_place = by_kind("of_place")
    for place in places:
        begin = place.end + level_again(text, place)
        begin = term.end() if (term := _term().match(text, begin)) else begin
        suffix = of_place.at(text, begin, place.end + _LONGEST_SUFFIX) or _department(text, begin, place)
        if suffix and not _other_word(text, begin, suffix[0]):
            of_village = place.level in ("village", "group") and text[begin : suffix[0]] == "委"
            yield Body(place.start, suffix[0], "village" if of_village else suffix[1], place)
            continue
        limit = BREAK.search(text, place.end, place.end + _LONGEST_TEAM)
        window = text[place.end : limit.start() if limit else place.end + _LONGEST_TEAM]
        team = next(iter(_teams().longest(window)), None)
        if (
            team
            and team[0]
            and not window.startswith("的")
            and not any(verb or s for s, _, verb in edges().finditer(window[: team[0]]))
        ):
            yield Body(place.start, place.end + team[1], team[2], place)


@cache
def _term() -> re.Pattern[str]:
    """The term of a congress, between its place and its name."""
    return re.compile(load_lexicon("pipeline.names", "organisations")["term"])


def _department(text: str, start: int, place: Place) -> tuple[int, str] | None:
    """A department by what it is in charge of, however joined (农牧水利和科技局); villages have none."""
    if place.level in ("village", "group"):
        return None
    ends, subjects = [start], _subjects()
    while found := subjects.at(text, ends[-1], start + _LONGEST_SUFFIX):
        ends.append(found[0])
    for end in reversed(ends[1:]):
        if end - start >= _SHORTEST and (office := _offices().match(text, end)):
            return office.end(), "department"
    return None


@cache
def _subjects() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("organisations", "subjects")))


@cache
def _offices() -> re.Pattern[str]:
    offices = "|".join(sorted(map(re.escape, words("organisations", "offices")), key=len, reverse=True))
    return re.compile(rf"(?:{offices})(?<!局(?=[势面部限长]))")


def level_again(text: str, place: Place) -> int:
    """1 where a place's last character is said again as its level: 南县 + 县委."""
    return int(text[place.end - 1] in _LEVELS and text.startswith(text[place.end - 1], place.end))


def _other_word(text: str, start: int, end: int) -> bool:
    """Whether what follows makes another word of a suffix: 县委托, 镇人大代表, 乡政府采购."""
    suffix = text[start:end]
    if suffix == "委":
        return text.startswith(_NOT_COMMITTEE, end)
    if suffix in ("人大", "政协"):
        return text.startswith(("代表", "委员"), end)
    return suffix == "党" and text.startswith(("书记", "副书记"), end)


def of_levels(text: str, taken: list[tuple[int, int]]) -> Iterator[Body]:
    """A department named by its level alone: 县农业农村局, 镇中心小学; never a bare committee or government."""
    levels = load_lexicon("pipeline.names", "organisations")["levels"]
    any_level = tuple(levels)
    kinds = set(words("organisations", "level_kinds"))
    party = set(words("organisations", "level_party"))
    for start, end, kind in by_kind("of_place").longest(text):
        if not text.endswith(any_level, max(0, start - 3), start) or not (kind in kinds or text[start:end] in party):
            continue
        level = next(w for w in levels if text.endswith(w, max(0, start - 3), start))
        first = start - len(level)
        index = bisect_right(taken, (first, len(text)))
        if (index and taken[index - 1][1] > first) or not _opens(text, first):
            continue
        yield Body(first, end, kind, None, levels[level])


def _opens(text: str, at: int) -> bool:
    """Whether a word may begin at an offset: at a break, after a particle or a verb that governs names."""
    if at == 0 or BREAK.match(text, at - 1):
        return True
    return any(end == min(at, 4) for _, end, _ in edges().finditer(text[max(0, at - 4) : at]))


def known(text: str, places: list[Place]) -> Iterator[Body]:
    """Bodies known by their names alone, with the branch that a bank or a company has in a place."""
    starts = {p.start: p for p in places}
    for start, end, kind in by_kind("known").longest(text):
        if text.startswith(words("organisations", "not_after_known"), end):
            continue
        place = starts.get(end)
        branch = _BRANCH.match(text, place.end) if place else None
        yield Body(start, branch.end() if branch else end, kind, place if branch else None)
