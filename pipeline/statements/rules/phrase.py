"""Noun phrases around a number: where one begins before it, where one ends after it, and its short form."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.text.lexis import Cue, Lexis, characters, words

LONG = 10
"""Above so many characters a phrase is cut at its programme's name or conjunction (a sixth of the seeds')."""
HEAD_LENGTH = 4
"""Characters of a noun that ends in 率, 队 and the like and takes a verb before it (登记失业率)."""
_QUOTED = re.compile(r"^(?:[“‘\"「『][^”’\"」』]{1,20}[”’\"」』])+")
_ASIDE = re.compile(r"[“‘][^”’]{1,8}[”’]$")
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_BRACKET = re.compile(r"[()（）]")
_MEMBERS = re.compile(r"[、0-9]")
_MARK = re.compile(r"[。；;,，：:！!？?]")
ASPECT = re.compile(r"[一-鿿](?:着|了|过(?![程渡去度境滤敏冬节]))(?!解)")
"""A verb with its particle."""
_PURPOSE = re.compile("[一-鿿、]{3,10}")
_GLOSS = re.compile("[（(][^（）()]{1,3}[）)]")
_POSTPOSED = re.compile(r"(?<=[一-鿿]{2})[一两](?:条|座|处|个|家|栋|口|所|间|套|台|批)$")
_JOINS = re.compile(r"(?<=.[一-鿿”’])(?:以及|[和与及并])$")
_EDGE = " \t\u3000、,，:：;；"


class Phrase(NamedTuple):
    """A noun phrase: its words, and whether a verb stands right before it (it is then that verb's object)."""

    text: str
    start: int
    end: int
    governed: bool = False


def before(lexis: Lexis, start: int, end: int, stops: tuple[int, ...] = (), parallel: bool = False) -> Phrase:
    """The noun phrase that ends at ``end``: after the last verb, preposition or name (``stops``: ends of names).

    A verb right at ``end`` that another verb governs is a noun (参加河道清理30次). ``parallel``: the verb of the phrase
    before governs this one too (建成茶园3处、养殖小区2个).
    """
    text = lexis.text
    cues = list(lexis.between(start, end))
    breaks: list[tuple[int, str]] = [(c.end, c.kind) for i, c in enumerate(cues) if _breaks(c, cues[i + 1 : i + 2])]
    breaks += [(stop, "name") for stop in stops if start < stop <= end]
    breaks += [(at + 1, "mark") for at in _unmatched(text, start, end)]
    breaks.sort()
    rest = text[breaks[-1][0] : end].strip(_EDGE) if breaks else ""
    if len(breaks) > 1 and breaks[-2][1] == "verb" == breaks[-1][1] and (not rest or rest in words("money_heads")):
        breaks.pop()  # 发放农机购置补贴
    begin, kind = breaks[-1] if breaks else (start, "")
    while cue := next((c for c in lexis.between(begin, end) if c.kind == "weak"), None):  # 新建和改造公路
        if (
            not breaks
            or text[begin : cue.start] not in ("和", "、", "及", "与", "并")
            or not text[cue.end : end].strip()
        ):
            break
        begin = cue.end
    for match in _pattern("exists").finditer(text, begin, end):
        begin, kind = match.end(), "verb"
    governed = kind == "verb" or (parallel and not breaks)
    begin, governed = _after_weak_verb(lexis, begin, end, governed)
    return Phrase(text[begin:end].strip(_EDGE), begin, end, governed)


def _breaks(cue: Cue, following: list[Cue]) -> bool:
    if cue.kind == "manner":
        return bool(following) and following[0].start == cue.end
    return cue.kind in ("verb", "preposition", "adverb")


def _after_weak_verb(lexis: Lexis, start: int, end: int, governed: bool) -> tuple[int, bool]:
    """Where the object begins when a weak verb opens the phrase (种植辣椒) or follows a party (合作社种植辣椒).

    A phrase that a verb governs already opens with no second one (完成种植面积).
    """
    text = lexis.text
    begin, free = start, not governed
    for cue in lexis.between(start, end):
        rest = text[cue.end : end].strip()
        lead = _ASIDE.sub("", text[begin : cue.start].strip(_EDGE))
        at_edge = free and (not lead or lead in words("subjects"))
        if cue.kind == "manner" and at_edge and any(c.start == cue.end for c in lexis.between(cue.end, end)):
            begin = cue.end
        if cue.kind != "weak" or not (at_edge or words("agents").ending(lead)):
            continue
        if _is_head(rest) and not words("agents").opening(rest):
            continue
        if rest or (free and not at_edge):
            begin, governed, free = (cue.end if rest else cue.start), True, False
    if free and (verb := _pattern("edge_verbs").match(text, begin, end)) and len(text[verb.end() : end].strip()) > 1:
        return verb.end(), True
    for at in range(begin + 2, end - 1):  # 农户种茶
        verb = _pattern("party_verbs").match(text, at, end)
        if verb and verb.end() < end and words("agents").ending(text[begin:at]):
            return verb.end(), True
    return begin, governed


def _is_head(rest: str) -> bool:
    """Whether the words after a weak verb make a noun of it (建设项目, 登记失业率)."""
    head = words("heads").opening(rest)
    named = (len(rest) <= HEAD_LENGTH and rest[-1:] in characters("noun_suffixes")) or rest in words("money_heads")
    return (bool(head) and len(rest) <= len(head) + 2) or (bool(rest) and named)


def after(lexis: Lexis, start: int, end: int, stops: tuple[int, ...] = (), thing: bool = False) -> Phrase:
    """The noun phrase from ``start`` up to the next verb, preposition, mark or name, at most up to ``end``.

    ``thing``: its unit counts things only, so that no weak verb can follow at once (20座扶贫大棚).
    """
    text = lexis.text
    while start < end and (skipped := " " if text[start] == " " else words("tails").opening(text[start:end])):
        start += len(skipped)
    if gloss := _GLOSS.match(text, start, end):
        start = gloss.end()  # 20头(只)
    made = next(lexis.between(start, end), None)
    if made and made.start == start and made.kind == "verb" and text[made.end : made.end + 1] == "的":
        start = made.end  # 1座新建的污水处理站
    attributive = start < end and text[start] == "的"
    while start < end and text[start] in " 的":
        start += 1
    stop = min([end, *(s for s in stops if start <= s < end)])
    mark = _MARK.search(text, start, stop)
    stop = mark.start() if mark else stop
    stop = min([stop, *(at for at in _unmatched(text, start, stop) if at > start)])
    if rise := _pattern("rises").search(text, start, stop):
        stop = rise.start()
    cues = list(lexis.between(start, stop))
    full = stop
    for index, cue in enumerate(cues):
        if (attributive or thing) and cue.start == start and cue.kind in ("weak", "manner"):
            continue  # 12公里的灌溉渠道
        if _ends(lexis, cue, cues[index + 1 : index + 2], start, full):
            stop = cue.start
            break
    if stop > start and (aspect := ASPECT.search(text, start + 1, stop)):
        stop = aspect.start()
    return Phrase(text[start : _agent_stop(text, start, stop)].strip(_EDGE), start, stop)


def _ends(lexis: Lexis, cue: Cue, following: list[Cue], start: int, stop: int) -> bool:
    rest = lexis.text[cue.end : stop].strip()
    if cue.kind in ("verb", "preposition", "adverb"):
        return True
    if cue.kind == "manner":
        if not following or following[0].start != cue.end:
            return False
        tail = lexis.text[following[0].end : stop].strip()
        noun = not tail or _is_head(tail) or words("money_heads").ending(tail)
        return not (following[0].kind in ("weak", "intransitive") and noun)
    if cue.start == start and cue.kind == "intransitive" and words("agents").opening(rest):
        return False  # 26名脱贫妇女
    if cue.start == start:  # 开展2次培训, 12个建设项目, but 500亩种植辣椒
        phrase = lexis.text[start : _clear(lexis, cue.end, stop)].rstrip()
        return bool(rest) and not _noun_follows(lexis, cue, stop) and not words("money_heads").ending(phrase)
    if any(c.end == cue.start for c in lexis.between(start, cue.start)):
        return False  # 入户排查: a manner, no party
    lead = lexis.text[start : cue.start].rstrip()
    if cue.kind == "intransitive":
        return bool(words("agents").ending(lead) or words("heads").ending(lead))
    return bool(rest) and bool(words("agents").ending(lead)) and not _is_head(rest)


def _noun_follows(lexis: Lexis, cue: Cue, stop: int) -> bool:
    """Whether a weak verb makes a noun with what stands up to the next verb (22项治理事项|纳入)."""
    return _is_head(lexis.text[cue.end : _clear(lexis, cue.end, stop)].strip())


def _clear(lexis: Lexis, start: int, stop: int) -> int:
    """Where the next verb or preposition proper begins."""
    return next((c.start for c in lexis.between(start, stop) if c.kind in ("verb", "preposition", "adverb")), stop)


def _agent_stop(text: str, start: int, stop: int) -> int:
    """A one-character verb after a party ends the phrase (1名书记|驻村)."""
    for at in range(start + 2, stop - 1):
        if text[at] in characters("agent_verbs") and words("agents").ending(text[start:at]):
            return at
    return stop


def _unmatched(text: str, start: int, end: int) -> list[int]:
    """The brackets of a stretch whose other half lies outside it, and those that open an aside of several members."""
    found: list[int] = []
    opened: list[int] = []
    for mark in _BRACKET.finditer(text, start, end):
        if mark[0] in "(（":
            opened.append(mark.start())
        elif not opened:
            found.append(mark.start())
        elif _MEMBERS.search(text, opened[-1], mark.start()):
            found.append(opened.pop())
        else:
            opened.pop()
    return [*found, *opened]


def relative_head(lexis: Lexis, start: int, end: int) -> Phrase:
    """The noun that a clause with 的 describes (5家从事运输的企业): what follows its first 的."""
    at = lexis.text.find("的", start, end)
    mark = _MARK.search(lexis.text, start, end)
    return after(lexis, at + 1, end) if at >= 0 and not (mark and mark.start() < at) else Phrase("", start, start)


def shorten(text: str, programs: tuple[str, ...] = ()) -> str:
    """The thing's own words: the head of a list with 等, what follows 的, no determiner, no quoted label."""
    text = _POSTPOSED.sub("", re.sub(r"\s+", " ", text)).strip(_EDGE).lstrip("的")
    text = _pattern("numbering").sub("", text)
    if not any(char.isalnum() for char in text):
        return ""
    text = _pattern("persons").sub("", text) or text
    text = _head(text, "等")
    text = _purposed(text) or _head(text, "的")
    text = _after_quote(_undetermined(text))
    text = _shared_head(text)
    if len(text) > LONG:
        text = _without_program(text, programs)
    if len(text) > LONG:
        text = _after_conjunction(text)
    if len(text) > LONG:
        text = re.sub(r"^.*[”’\"」』](?=[^”’\"」』、，,]{2,}$)", "", text)
    return _JOINS.sub("", _after_quote(_undetermined(text)).strip(_EDGE))


def _head(text: str, mark: str) -> str:
    """What follows the last ``mark`` outside brackets, where enough follows; a mark at the end falls away."""
    text = text.removesuffix(mark).rstrip(_EDGE)
    hidden = _BRACKETED.sub(lambda m: "□" * len(m.group()), text)
    at = hidden.rfind(mark)
    while at >= 0:
        tail = text[at + len(mark) :].strip(_EDGE)
        if len(tail) >= 2 and _balanced(tail) and hidden[at : at + 2] not in ("等级", "等额", "的确"):
            return tail
        at = hidden.rfind(mark, 0, at)
    return text


def _purposed(text: str) -> str:
    """产业发展的资金: money that says nothing by its own name keeps what it is for; empty where it does."""
    purpose, _, head = text.rpartition("的")
    plain = head in words("plain_money") and _PURPOSE.fullmatch(purpose)
    return purpose + head if plain and purpose not in words("determiners") else ""


def _undetermined(text: str) -> str:
    while word := words("collectives").opening(text) or words("determiners").opening(text):
        if len(word) == 1 and (len(text) == 2 or words("openings").opening(text)):
            return text  # 约谈, 和美乡村
        text = text[len(word) :].lstrip(_EDGE)
    return text


def _after_quote(text: str) -> str:
    match = _QUOTED.match(text)
    rest = text[match.end() :] if match else ""
    return rest if len(rest) >= 2 and rest not in words("heads") else text


def _shared_head(text: str) -> str:
    """Of a list whose head only its last member has, that member."""
    members = text.split("、")
    head = words("shared_heads").ending(members[-1])
    alone = head and len(members) > 1 and not any(m.endswith(head) for m in members[:-1])
    return members[-1] if alone and members[-1] != head else text


def _without_program(text: str, programs: tuple[str, ...]) -> str:
    for name in sorted(programs, key=len, reverse=True):
        at = text.find(name)
        rest = text[at + len(name) :] if at >= 0 else ""
        if len(rest) >= 2:
            return text[at:] if rest in words("heads") else rest
    return text


def _after_conjunction(text: str) -> str:
    for conjunction in "和与及":
        head, _, tail = text.rpartition(conjunction)
        if head and len(tail) >= 4 and _balanced(tail):
            return tail
    return text


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.text", "phrases")[name])


def _balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("“”", "()", "（）", "‘’", "《》"))
