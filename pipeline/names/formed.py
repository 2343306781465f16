"""Local programmes without quote marks: by their head noun and what introduces them, and by the lists they close."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.names.clauses import Clauses, Edge
from pipeline.names.heads import Head, heads, is_generic, tails
from pipeline.names.quoted import Found
from pipeline.names.spans import cover
from pipeline.names.view import View
from pipeline.names.words import words

_SHORTEST, _LONGEST, _LONGEST_ITEM = 2, 26, 14
_GENERAL = 6
_LEVELLED = 4
"""Characters that must be left of a name where its level is cut off: 村级惠民生项目 keeps it."""
_LISTED = 3
_OWN_CONTEST = 4
_SHORT_RULE, _LONG_RULE = 4, 8
_DOING = ("整治", "治理")
"""What makes of a national topic and 行动 the doing of it, not a name: 开展人居环境整治行动10次."""
_AND = ("、", "和", "与", "及", "以及")
_DRIVE = re.compile(r"(?:[一二三四五六七八九十百\d]+[年日天月]|专项|攻坚|提升|会战)(?:攻坚)?$")
_PLUS = re.compile(r"[^\W\d_]{1,10}(?:\+[^\W\d_]{1,10}){1,}")
_TRIM = re.compile(r"\d{2,4}年度?|今年|去年|明年|[“”\s·•]+")
_NUMBERED = re.compile(r"(?:^|\n|[.．、)）])\s*$")
_LEVELS = re.compile(r"[省市州盟县区旗镇乡村社组屯户]{1,4}(?=[两二三四五]级)")
_STOPS = ("", "。", "\n", "；", ";")
_YEARLY = re.compile(r"(?:19|20)\d\d年度")
_PHASE = re.compile(r"^(?!项目|工程|第).{3,}[一二三四五六七八九十\d]期$")
_STAGE = re.compile(r"[（(][一二三四五六七八九十\d]+期[)）]\Z")
_MEANS = re.compile(r"的?(?:合作|经营|运营|发展|生产|新){0,2}\Z")
_LIST = re.compile(
    r"等(?:一系列|一批|系列|各类|各项|多项)?(?:[^\W\d_的]{0,4}?)(?=评选|工程|行动|制度|机制|计划|项目)"
    r"|…+[^\W\d_]{0,12}?的(?:各类|各项|系列)?(?=评选)"
)


def formed(view: View, clauses: Clauses) -> Iterator[Found]:
    """Names that end in a head noun and begin at an edge (X三年行动, A、B行动, A+B+C模式), and lists (A、B等制度)."""
    whole = {(q.start, q.end) for q in view.quotes if not q.speech}
    inside = cover(len(view.text), whole)
    for head in heads(view.text):
        if not inside[head.start] or (head.start, head.end) in whole:
            found = _named(view.text, clauses, head, inside)
            if found:
                yield found
    for match in _LIST.finditer(view.text):
        yield from _listed(view.text, clauses, match, inside)


def _named(text: str, clauses: Clauses, head: Head, inside: bytearray) -> Found | None:
    if head.kind == "model" and (joint := _joint(text, clauses, head)):
        return joint
    stage = _STAGE.search(text, max(0, head.start - 5), head.start)
    edge = _left(text, clauses, stage.start() if stage else head.start)
    edge, begin = _past_levels(text, clauses, edge, head.start)
    if head.kind == "park":
        begin = _built(text, begin, head.start)
    start = _unstray(text, clauses, trimmed(text, begin, head.start, clauses, head.kind == "project"), head.start)
    body = text[start : head.start]
    if not _SHORTEST <= len(body) <= _LONGEST:
        return None
    core = (start, head.start) if head.kind in ("mechanism", "model") else (start, head.end)
    national = clauses.inside(start, head.end)
    named = [(n[0] - start, n[1] - start) for n in national]
    if national and national[-1][1] == head.end:
        zone = head.kind == "project" and national[0][0] == start and len(national) > 1
        joined = zone and is_generic(text[start : national[-1][0]], named[:-1])  # 三产融合乡村振兴示范区
        return Found(start, head.end, head.kind, core) if joined else None
    if "+" in body:
        quoted = any(inside[start + at] for at, char in enumerate(body) if char == "+")
        end = head.start if head.kind == "model" else head.end
        return Found(start, end, head.kind, core) if _PLUS.fullmatch(body) and not quoted else None
    opening = inside.find(1, start, head.start)
    if opening >= 0 and not any(n[:2] == (start, opening) for n in national):
        return None
    if named and text.startswith(words("programs", "quota"), head.start) and _exceeds(text, edge):
        return None  # 超出易地搬迁计划
    general = head.kind not in ("grid", "contest") and is_generic(body, named)
    if general and not _long_enough(text[head.start : head.end], head, body, bool(named)):
        return None
    item = _item(text, clauses, edge, head)
    alone = (
        item is not None or stage is not None or _PHASE.search(body) is not None or _is_subject(text, edge, head, body)
    )
    introduced = _introduced(text, edge) or int(alone and not general) or int(item is not None)
    contest = head.kind == "contest" and text[head.start : head.end] in words("programs", "contests")
    own = bool(named) or (contest and introduced == 2 and len(body) >= _OWN_CONTEST and not is_generic(body))
    if _accepted(body, head, introduced, own, clauses.placed(start, head.start)):
        return Found(start if item is None or edge.before != "place" else item, head.end, head.kind, core)
    return None


def _exceeds(text: str, edge: Edge) -> bool:
    """Whether an edge is a word that measures against a quota."""
    return text[edge.start : edge.at] in words("programs", "exceeding")


def _long_enough(noun: str, head: Head, body: str, national: bool) -> bool:
    """Whether a body of general words is a name all the same: 农村全域清洁化工程, not 基础设施项目."""
    if head.kind == "event":
        return national and body.endswith(words("programs", "joint_endings"))
    if national:
        if noun == "行动" and body.endswith(_DOING):
            return False
        return head.kind in ("project", "campaign", "contest") and len(body) > 4
    return noun in ("工程", "行动", "计划") and len(body) >= _GENERAL


def _introduced(text: str, edge: Edge) -> int:
    """How strongly what stands before a name introduces it: 2 by 推行, 1 by 依托, a place or coordination, else 0."""
    if edge.before == "strong":
        return 2
    return int(edge.before in ("weak", "place") or text[edge.start : edge.at] in _AND)


def _built(text: str, start: int, end: int) -> int:
    """Where the name of a park begins that is being built: after the verb that says so, else at its end."""
    found = [
        text.rfind(verb, start, end) + len(verb) for verb in words("programs", "building") if verb in text[start:end]
    ]
    before = text[max(0, start - 4) : start].endswith(words("programs", "building"))
    return max(found, default=start if before else end)


def _past_levels(text: str, clauses: Clauses, edge: Edge, end: int) -> tuple[Edge, int]:
    """The edge before a list of levels, and where the name after it begins: 建立县、乡、村|三级林长体系."""
    levels = _LEVELS.match(text, edge.at, end)
    if levels is None:
        return edge, edge.at
    while edge.before == "comma" and edge.start - (previous := clauses.before(edge.start)).at <= 2:
        edge = previous
    return edge, levels.end()


def _is_subject(text: str, edge: Edge, head: Head, body: str) -> bool:
    """Whether a name long enough to be one opens a sentence, as what it is about: 奶业振兴行动成效明显."""
    shortest = {"campaign": 4, "project": 6}.get(head.kind, _LONGEST)
    opens = edge.before == "break" and text[edge.start : edge.at] in _STOPS
    return opens and len(body) >= shortest and not body.startswith(words("programs", "openers"))


def _item(text: str, clauses: Clauses, edge: Edge, head: Head) -> int | None:
    """Where a name begins that heads an item of a list of projects: after a number or a line's end, before a colon."""
    if head.kind != "project" or not text.startswith(("：", ":"), head.end):
        return None
    while edge.before == "place":
        edge = clauses.before(edge.start)
    return edge.at if _NUMBERED.search(text, max(0, edge.at - 6), edge.at) else None


def _accepted(body: str, head: Head, introduced: int, national: bool, placed: bool) -> bool:
    """Whether a body with its head noun names something of its own, given what stands before it."""
    match head.kind:
        case "campaign":
            return (_DRIVE.search(body) is not None and len(body) > 3) or (
                bool(introduced or national) and len(body) > 2
            )
        case "project":
            return bool(introduced or national) and len(body) >= 4
        case "settlement":
            return body.endswith(words("programs", "resettled"))
        case "park":
            return len(body) <= _LONGEST_ITEM
        case "mechanism":
            return len(body) >= {2: _SHORT_RULE, 1: _LONG_RULE}.get(introduced, _LONGEST + 1)
        case "grid":
            return True
        case "contest":
            return national or (len(body) > 2 and body.startswith(words("programs", "awards")))
        case "event":
            return (placed and len(body) >= 6) or (
                introduced == 2 and body.endswith(words("programs", "joint_endings"))
            )
        case _:
            return False


def _joint(text: str, clauses: Clauses, head: Head) -> Found | None:
    """A way of doing things together, before 模式 with or without 的: 通过村企联营的模式, 推行村企联营模式."""
    means = _MEANS.search(text, max(0, head.start - 5), head.start)
    end = means.start() if means else head.start
    edge = clauses.before(end)
    body = text[edge.at : end]
    if edge.before not in ("strong", "weak") or not 4 <= len(body) <= _GENERAL + 2 or is_generic(body):
        return None
    return Found(edge.at, end, "model", (edge.at, end)) if body.endswith(words("programs", "joint_endings")) else None


def _left(text: str, clauses: Clauses, end: int) -> Edge:
    """The edge where a name begins that ends at an offset; verbs just before the head noun are part of the name."""
    edge = clauses.before(end)
    while edge.at == end and edge.before in ("strong", "weak") and edge.start > 0:
        end = edge.start
        edge = clauses.before(end)
    item = text[edge.at : end]
    while item and edge.before == "comma" and end - edge.at <= _LONGEST:
        previous = clauses.before(edge.start)
        other = text[previous.at : edge.start]
        if not other or len(other) > 8 or not (other[0] == item[0] or other[-1] == item[-1]):
            break
        edge, item = previous, other
    return edge


def _unstray(text: str, clauses: Clauses, start: int, end: int) -> int:
    """The beginning without the one character of a word cut in two that stands before a national programme."""
    national = next(iter(clauses.inside(start, end)), None)
    if national is None:
        return start
    prefix = text[start : national[0]]
    kept = next((w for w in words("programs", "before_national") if prefix.endswith(w)), "")
    return start + 1 if len(prefix) - len(kept) == 1 else start


def _listed(text: str, clauses: Clauses, match: re.Match[str], inside: bytearray) -> Iterator[Found]:
    """The members of a list that a head noun closes: 文明家庭、模范家庭等评选活动."""
    end = match.start()
    noun = text[match.end() : match.end() + 2]
    kind = tails(noun)[0].kind
    while True:
        edge = clauses.before(end)
        while edge.before == "place":
            edge = clauses.before(edge.start)
        start = edge.at
        if inside[end - 1]:
            start = text.rfind("、", 0, end) + 1 or end
        item = text[start:end]
        whole = not any(inside[start:end])
        if whole and _LISTED <= len(item) <= _LONGEST_ITEM and _listable(item, noun, clauses.placed(start, end)):
            yield Found(start, end, kind, (start, end))
        if text[start - 1 : start] != "、" or end - start > _LONGEST_ITEM + 6:
            return
        end = start - 1


def _listable(item: str, noun: str, placed: bool) -> bool:
    """Whether a member of a list is a name: of projects only what bears a place's name, of selections anything."""
    if noun == "项目":
        return placed
    if noun == "工程" and item.endswith(words("programs", "facilities")):
        return False
    return noun == "评选" or not is_generic(item)


def trimmed(text: str, start: int, end: int, clauses: Clauses, yearly: bool) -> int:
    """The beginning without the adverbs, years and general words that a name does not begin with.

    A national programme's name keeps its first word, and a ``yearly`` name its year (2024年度X项目).
    """
    kept = {n[0] for n in clauses.inside(start, end)}
    while start < end and start not in kept and not (yearly and _YEARLY.match(text, start, end)):
        match = _TRIM.match(text, start, end) or _general().match(text, start, end)
        if not match or (match[0].endswith("级") and end - match.end() < _LEVELLED):
            return start
        start = match.end()
    return start


@cache
def _general() -> re.Pattern[str]:
    trimmed = "|".join(sorted(map(re.escape, words("programs", "trim_left")), key=len, reverse=True))
    return re.compile(rf"(?:{trimmed})(?<![省市县](?=[际域直属]))")
