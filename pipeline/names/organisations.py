"""Organisations: the bodies of an article under their full names, with the division that each belongs to."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.names import bodies, companies
from pipeline.names.bodies import Body
from pipeline.names.own_places import begins_behind
from pipeline.names.short_names import called_for_short
from pipeline.names.spans import cover, outermost
from pipeline.names.view import QUOTE_MARKS
from pipeline.names.words import words
from pipeline.records import Article, Organisation, Place

_ALIAS = re.compile(r"[(（](?:以下|下文)?(?:统称|简称)(?:为|：|:)?[“\"]?(?P<alias>[^”\"()（）]{2,16})[”\"]?[)）]")
_BACK = re.compile(
    r"[该这合公](?:(?<=[该这])(?P<noun>公司|企业|合作社|学校|校|医院|银行|协会)"
    r"|(?:(?<=[，,。；;：:\n]合)作社|(?<=[，,。；;：:\n]公)司)(?![化+、]))"
)
_BACK_KINDS = {
    "公司": "company",
    "企业": "company",
    "合作社": "cooperative",
    "学校": "school",
    "校": "school",
    "医院": "hospital",
    "银行": "bank",
    "协会": "association",
}
_CREDIT = re.compile(r"(?:来源|供稿|主办|主管|承办|版权所有)(?:单位)?[：:]\s*(?:中共)?$")
_BYLINE = re.compile(
    r"[^\s，,。；;：:！!？?、]{0,8}(?:记者|通讯员)[:：\s]*[\u4e00-\u9fff·]{2,4}(?:[\s、][^，,。；;！!？?\n]{0,40})?(?:\n|\Z)"
)
_SENT, _SHORTEST_SENDER = re.compile("驻"), 3
_OF_THEIR_OWN = ("company", "cooperative")
"""Kinds of bodies that bear names of their own."""
_CODE_DIGITS = {"province": 2, "prefecture": 4, "county": 6, "township": 9}


class Divisions:
    """Which division a department named by its level alone belongs to, by the places that a page names."""

    def __init__(self, places: list[Place]) -> None:
        self._places = places
        self._levels: dict[str, list[Place]] = {}
        for place in places:
            self._levels.setdefault(place.level, []).append(place)
        self._commonest: dict[str, str | None] = {}

    def of(self, body: Body) -> tuple[str | None, str | None]:
        """Name and code of the division of its level named last before a body, or last of all, or most often."""
        level = body.level or "county"
        if same := self._levels.get(level):
            place = same[bisect_left(same, body.start, key=lambda p: p.start) - 1]
            return place.name, place.code
        if level not in self._commonest:
            digits = _CODE_DIGITS[level]
            codes = Counter(p.code[:digits] for p in self._places if p.code and len(p.code) >= digits)
            self._commonest[level] = codes.most_common(1)[0][0] if codes else None
        return None, self._commonest[level]


_DATELINE = re.compile(
    r"[\u4e00-\u9fff·]{0,8}(?:\d{4}年)?(?:\d{1,2}月\d{1,2}日)?(?:讯|电|消息|报道|[·\u4e00-\u9fff]{0,6}记者)[】：:\s，（(]"
)
"""What follows the medium that only opens a report: 新华社云岭5月6日电, 中国农网记者."""


@dataclass(frozen=True, slots=True)
class BodySuggestions:
    """The stretches that may name bodies, and the places by which they were found."""

    text: str
    places: Sequence[Place]
    found: tuple[Body, ...]
    mentions: tuple[Organisation, ...]
    """What they name if all of them do."""


def read_organisations(article: Article, places: Iterable[Place] = ()) -> tuple[Organisation, ...]:
    """The bodies that an article names by the rules alone, every mention of each, in the order of the text.

    ``name`` is the full form: short forms are spelt out (农商行), a department named by its level alone
    (县农业农村局) gets its county's name, a declared alias and 该公司 read as the body they stand for. ``kind`` is one
    of party, government, department, mass, media, village, school, hospital, bank, team, company, cooperative,
    association; ``place`` the code of the division it belongs to.
    """
    suggested = suggest_organisations(article, places)
    return with_references(suggested.text, suggested.mentions, suggested.places)


def suggest_organisations(article: Article, places: Iterable[Place] = ()) -> BodySuggestions:
    """What may be a body in an article, without overlap."""
    text = article.text
    named = sorted(places, key=lambda p: (p.start, -p.end))
    found = list(bodies.of_places(text, named))
    found += companies.own_names(text, named, found)
    found += bodies.known(text, named)
    taken = sorted([*((p.start, p.end) for p in named), *((b.start, b.end) for b in found)])
    kept = tuple(b for b in outermost([*found, *bodies.of_levels(text, taken)]) if not _credited(text, b))
    divisions = Divisions(named)
    return BodySuggestions(text, named, kept, tuple(_organisation(text, divisions, body) for body in kept))


def settle_organisations(
    suggested: BodySuggestions, places: Iterable[Place], named: Iterable[tuple[int, int]]
) -> tuple[Organisation, ...]:
    """The bodies at the stretches ``named``, in order and without overlap, by the places as they were settled."""
    text = suggested.text
    settled = sorted(places, key=lambda p: (p.start, -p.end))
    divisions = Divisions(settled)
    known = {(body.start, body.end): body for body in suggested.found}
    starts = [place.start for place in settled]
    begun = [(begins_behind(text, settled, starts, start), end) for start, end in named]
    found = [known.get(at) or _body(text, *at) for at in begun]
    found = [_unsaid(text, body) for body in found]
    found = [_with_place(body, settled, starts) for body in (*found, *_senders(text, found))]
    read = [_organisation(text, divisions, body) for body in found if not _is_counted(text, body)]
    return with_references(text, read, settled)


def _is_counted(text: str, body: Body) -> bool:
    """Whether it is any company of a place (租给一家广州|公司): counted, and without a name of its own."""
    bare = body.place is not None and text[body.place.end : body.end] in words("organisations", "placed")
    return bare and _counted().search(text, max(0, body.start - 4), body.start) is not None


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.names", "organisations")["counted"])


def _unsaid(text: str, body: Body) -> Body:
    """A company or co-operative without the word that refers back to its place (该县|青禾农业专业合作社)."""
    if body.kind not in _OF_THEIR_OWN:
        return body
    said = _said().match(text, body.start) or _said().match(text, max(0, body.start - 1))
    return replace(body, start=said.end()) if said and said.end() < body.end else body


@cache
def _said() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.names", "organisations")["said"])


def with_references(text: str, found: Sequence[Organisation], places: Iterable[Place]) -> tuple[Organisation, ...]:
    """The bodies with what else stands for them: a short name, a declared alias, 该公司."""
    read = sorted([*found, *_referring(text, list(found))], key=lambda o: (o.start, o.end))
    return tuple(sorted([*read, *called_for_short(text, read, places)], key=lambda o: (o.start, o.end)))


def _body(text: str, start: int, end: int, otherwise: str = "company") -> Body:
    """A body that no rule suggested, of the kind that its last words make of it, or ``otherwise``."""
    endings = [
        m for group in ("own_name", "of_place", "known") for m in bodies.by_kind(group).finditer(text, start, end)
    ]
    last = [(first - after, kind) for first, after, kind in endings if after == end]
    return Body(start, end, min(last)[1] if last else otherwise)


def _senders(text: str, found: Iterable[Body]) -> Iterator[Body]:
    """The bodies that sent a team, named within its name: 兵团教育局 in 兵团教育局驻某团工作队."""
    for body in found:
        sent = _SENT.search(text, body.start + _SHORTEST_SENDER, body.end)
        sender = _body(text, body.start, sent.start(), "") if sent else None
        if sender and sender.kind:
            yield sender


def _with_place(body: Body, places: Sequence[Place], starts: Sequence[int]) -> Body:
    """A body with the first place that its name holds, as it was settled."""
    index = bisect_left(starts, body.start)
    inside = index < len(places) and places[index].end <= body.end
    return replace(body, place=places[index] if inside else None)


def _credited(text: str, body: Body) -> bool:
    """Whether a body is only credited with the page (来源：阳坡县融媒体中心, a line of reporters), not spoken of."""
    if _CREDIT.search(text, max(0, body.start - 12), body.start):
        return True
    return body.kind == "media" and any(p.match(text, body.end) for p in (_BYLINE, _DATELINE))


def _organisation(text: str, divisions: Divisions, body: Body) -> Organisation:
    surface = text[body.start : body.end]
    if body.place is not None and body.start == body.place.start:
        again = bodies.level_again(text, body.place)
        name = body.place.name + _spelt_out(text[body.place.end + again : body.end])
        return Organisation(body.start, body.end, surface, name, body.kind, body.place.code)
    if body.level is None:
        code = body.place.code if body.place else None
        return Organisation(body.start, body.end, surface, _spelt_out(surface.translate(QUOTE_MARKS)), body.kind, code)
    division, code = divisions.of(body)
    said = next(w for w in load_lexicon("pipeline.names", "organisations")["levels"] if surface.startswith(w))
    rest = _spelt_out(surface.removeprefix(said))
    return Organisation(body.start, body.end, surface, (division or surface[:1]) + rest, body.kind, code)


@cache
def _full() -> dict[str, str]:
    return dict(load_lexicon("pipeline.names", "organisations")["full"])


def _spelt_out(suffix: str) -> str:
    """A body's suffix with its short form spelt out: the longest that it ends in."""
    full = _full()
    if not suffix.endswith(tuple(full)):
        return suffix
    short = max((s for s in full if suffix.endswith(s)), key=len)
    return suffix if suffix.endswith(full[short]) else suffix.removesuffix(short) + full[short]


def _referring(text: str, read: list[Organisation]) -> Iterator[Organisation]:
    """Later mentions by a declared alias, by 该公司, and by a bare 合作社 where the page named just one."""
    taken = cover(len(text), ((o.start, o.end) for o in read))
    aliases: dict[str, Organisation] = {}
    for body in read:
        declared = _ALIAS.match(text, body.end)
        if declared:
            aliases.setdefault(declared["alias"], body)
    for start, end, meant in Matcher(aliases).longest(text) if aliases else ():
        if start >= meant.end and taken.find(1, start, end) < 0:
            yield Organisation(start, end, meant.text, meant.name, meant.kind, meant.place)
    last: dict[str, Organisation] = {}
    names: dict[str, set[str]] = {}
    number = 0
    for match in _BACK.finditer(text):
        while number < len(read) and read[number].end <= match.start():
            last[read[number].kind] = read[number]
            names.setdefault(read[number].kind, set()).add(read[number].name)
            number += 1
        kind = _BACK_KINDS[match["noun"] or match[0]]
        before = last.get(kind)
        plain = match["noun"] is not None or len(names.get(kind, ())) == 1
        if before and plain and taken.find(1, *match.span()) < 0:
            yield Organisation(*match.span(), before.text, before.name, before.kind, before.place)
