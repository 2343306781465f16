"""Where bodies are named: after a place, after a level's character, by a name of their own, or known everywhere."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names.spans import made_of
from pipeline.names.words import words
from pipeline.records import Place

_BREAK = re.compile(r"[，,。；;：:！!？?、\s（()）“”\"《》〈〉…|丨]")
_LONGEST, _LONGEST_TEAM, _LONGEST_SUFFIX = 24, 14, 20
_SHORTEST, _SHORTEST_AFTER_PARTICLE = 2, 4
_COUNTED = re.compile(r"[\d+]")
_NOT_COMMITTEE = tuple("托员任派屈身")
_LEVELS = "省市州盟县区旗镇乡"
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"\n]{2,12})[”\"]$")
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
def _by_kind(key: str) -> Matcher[str]:
    lexicon = load_lexicon("pipeline.names", "organisations")[key]
    return Matcher({word: kind for kind, found in lexicon.items() for word in found})


@cache
def _teams() -> Matcher[str]:
    return Matcher(dict.fromkeys(words("organisations", "team"), "team"))


@cache
def _edges() -> Matcher[bool]:
    found = dict.fromkeys(words("organisations", "particles"), False)
    return Matcher(found | dict.fromkeys(words("organisations", "edges"), True))


@cache
def _generic() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("organisations", "generic")))


def of_places(text: str, places: list[Place]) -> Iterator[Body]:
    """A place's name and just after it what makes a body of it: 阳坡县 + 委, 青山镇 + 护河先锋队."""
    of_place = _by_kind("of_place")
    for place in places:
        begin = place.end + level_again(text, place)
        suffix = of_place.at(text, begin, place.end + _LONGEST_SUFFIX)
        if suffix and not _other_word(text, begin, suffix[0]):
            of_village = place.level in ("village", "group") and text[begin : suffix[0]] == "委"
            yield Body(place.start, suffix[0], "village" if of_village else suffix[1], place)
            continue
        limit = _BREAK.search(text, place.end, place.end + _LONGEST_TEAM)
        window = text[place.end : limit.start() if limit else place.end + _LONGEST_TEAM]
        team = next(iter(_teams().longest(window)), None)
        if (
            team
            and team[0]
            and not window.startswith("的")
            and not any(verb or s for s, _, verb in _edges().finditer(window[: team[0]]))
        ):
            yield Body(place.start, place.end + team[1], "team", place)


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
    for start, end, kind in _by_kind("of_place").longest(text):
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
    if at == 0 or _BREAK.match(text, at - 1):
        return True
    return any(end == min(at, 4) for _, end, _ in _edges().finditer(text[max(0, at - 4) : at]))


def own_names(text: str, places: list[Place]) -> Iterator[Body]:
    """Companies, co-operatives and the like: from their ending back to a place's name or to an edge."""
    starts = [p.start for p in places]
    placed = set(words("organisations", "placed"))
    for ending, end, kind in _by_kind("own_name").longest(text):
        if text.startswith(words("organisations", "not_after"), end):
            continue
        low = max(0, ending - _LONGEST)
        low = max((m.end() for m in _BREAK.finditer(text, low, ending)), default=low)
        low = _edge(text, low, ending)
        index = bisect_left(starts, low)
        place = places[index] if index < len(places) and places[index].end <= ending else None
        start = place.start if place else low
        quoted = None if place else _QUOTED.search(text, max(0, low - 14), low)
        if quoted and made_of(text[low:ending], _generic()):
            yield Body(quoted.start(), end, kind)  # “青禾”种植专业合作社
            continue
        body = text[start:ending]
        if len(body) < _SHORTEST or _COUNTED.search(body) or text[low:ending].endswith(_founding()):
            continue  # 河湾村成立农民专业合作社: no name yet
        if place or not (text[ending:end] in placed or made_of(body, _generic())):
            yield Body(start, end, kind, place)


@cache
def _founding() -> tuple[str, ...]:
    verbs = words("organisations", "founding")
    return (*verbs, *(verb + "了" for verb in verbs))


def _edge(text: str, low: int, end: int) -> int:
    """The last edge that leaves a name before its ending: after a verb two characters, after a particle four."""
    start = low
    for _, after, verb in _edges().longest(text, low, end):
        if end - after >= (_SHORTEST if verb else _SHORTEST_AFTER_PARTICLE):
            start = after
    return start


def known(text: str, places: list[Place]) -> Iterator[Body]:
    """Bodies known by their names alone, with the branch that a bank or a company has in a place."""
    starts = {p.start: p for p in places}
    for start, end, kind in _by_kind("known").longest(text):
        if text.startswith(words("organisations", "not_after_known"), end):
            continue
        place = starts.get(end)
        branch = _BRANCH.match(text, place.end) if place else None
        yield Body(start, branch.end() if branch else end, kind, place if branch else None)
