"""Quoted names told from slogans, metaphors, labels and honours by what stands on either side of the quote marks."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import Matcher
from pipeline.names.clauses import Clauses
from pipeline.names.common_nouns import is_figure
from pipeline.names.evidence import (
    is_counted,
    is_each,
    is_formula,
    is_label,
    is_manner,
    is_run,
    is_shorthand,
    is_speech,
    weight,
)
from pipeline.names.heads import Head, HeadKind, is_generic, tails
from pipeline.names.view import Quote, View
from pipeline.names.words import nationals, words

_JOINED = re.compile(r"(?:[、,，\s]|以及|和|与|及|或)?")
_PHRASE = re.compile(r"[^，,。；;：:!！?？、\n（(《]{0,22}")
_CLAUSE = re.compile(r"[，,。；;：:!！?？、\n]")
_ASIDE = re.compile(r"[(（][^()（）\n]{1,60}[)）]")
_PAIR = re.compile(r"[^\W\d_]{1,4}")
_BETWEEN = re.compile(r"(?:了|起|出|好|的|一次|一场|一批|以|[省市县区]级|国家级)$")
_FAR = ("创建", "战略", "专项整治", "集中整治", "专项治理")
"""Further head nouns that describing words may part from the quote, as they may the main ones."""
_BRAND = 6
_CLOSING = re.compile(r"等|[两二三四五六七八九十\d]+[大项个种类]")
"""What closes a list of quotes before the noun that says what they are: 等活动, 三大工程."""
_CONTENTS = re.compile(r"[两二三四五六七八九十\d]+[张份本套]")
"""What makes of a quoted list the contents of documents: “A清单、B清单”两张清单."""
_TAIL_GAP, _NEXT_GAP, _NOUN_GAP, _LIST_GAP = 10, 4, 9, 14
_LEADING = 4
"""Characters between a phrase's beginning and the national programme that leads its name (农村人居环境整治“X”行动)."""
_OWN = 2
"""The shortest that stands before the head noun of a member of a quoted list."""
_OFTEN = 2
"""A phrase quoted more often than this on a page is likelier a name; so is each of a list of 一户一策, 一户一档."""
_NAME = 2
"""The evidence that makes a name of a quote (see evidence.py)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a view: its stretch, what its head noun makes of it, and the part of it that was quoted."""

    start: int
    end: int
    kind: HeadKind | None
    core: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Right:
    """What follows a quote: a head noun of its own, a noun that says whether it is a name, or what hints at it."""

    head: Head | None = None
    names: bool | None = None
    kind: HeadKind | None = None
    hints: int = 0


@cache
def _nouns() -> Matcher[bool]:
    lexicon = dict.fromkeys(words("programs", "slogan_nouns"), False)
    return Matcher(lexicon | dict.fromkeys(words("programs", "naming_nouns"), True))


@cache
def _hints() -> Matcher[None]:
    return Matcher(dict.fromkeys((*words("programs", "hint_nouns"), *words("programs", "hint_means"))))


@cache
def _giving() -> Matcher[None]:
    return Matcher(dict.fromkeys(words("programs", "honour_before")))


def runs(view: View) -> Iterator[tuple[Quote, ...]]:
    """Outer quotes in groups that are coordinated: “A”“B”, “A”、“B” and “C”."""
    run: list[Quote] = []
    for quote in view.quotes:
        if not quote.outer:
            continue
        if run and not _JOINED.fullmatch(view.text, run[-1].end, quote.start):
            yield tuple(run)
            run = []
        run.append(quote)
    if run:
        yield tuple(run)


def quoted(view: View, clauses: Clauses, stems: Collection[str] = ()) -> tuple[list[Found], list[tuple[int, int]]]:
    """The quotes of a view that are names, with their head nouns, and those that are honours or figures of speech.

    ``stems`` are the short names of the page's places: a quoted place and its produce (“三门青蟹”) is a brand. What is
    a name in one place of the page is one wherever it is quoted.
    """
    found: list[Found] = []
    other: list[tuple[int, int]] = []
    honours: list[tuple[int, int]] = []
    often = Counter(view.text[q.start : q.end] for q in view.quotes if q.outer)
    groups = list(runs(view))
    for number, run in enumerate(groups):
        following = groups[number + 1][0] if number + 1 < len(groups) else None
        if is_figure(view.text, run[0].start) or (_honoured(view, run) and not _policies(view, run)):
            honours.extend((q.start, q.end) for q in run)
            continue
        last = _right(view, clauses, run[-1], following)
        listed = len(run) > 1 and all(is_each(view.text[q.start : q.end]) for q in run)
        for quote in run:
            own = quote is run[-1]
            named = last.names if last.head is None else True
            right = last if own else Right(None, named, last.kind, last.hints)
            paired = own and following is not None and _paired(view, quote, following)
            inner = view.text[quote.start : quote.end]
            if members := _members(quote, inner):
                found.extend(members)
                continue
            regional = len(inner) <= _BRAND and any(inner[:n] in stems for n in range(2, len(inner) + 1))
            if _is_name(view, clauses, quote, run[0], right, often[inner] + _OFTEN * listed, paired, regional):
                start = _led(clauses, quote) if len(run) == 1 and right.head else quote.start
                found.append(Found(start, _end(view.text, quote, right), right.kind, (quote.start, quote.end)))
            elif right.names is not False:
                other.append((quote.start, quote.end))
    cores = {view.text[slice(*f.core)]: f.kind for f in found}
    found += [Found(s, e, cores[view.text[s:e]], (s, e)) for s, e in other if view.text[s:e] in cores]
    return found, honours


def _members(quote: Quote, inner: str) -> list[Found]:
    """The names that one pair of quote marks lists, where each has its own head noun: “A行动、B行动”."""
    found: list[Found] = []
    at = quote.start
    for member in inner.split("、"):
        head = tails(member)[-1:]
        if not head or not head[0].main or head[0].end < len(member) or head[0].start < _OWN:
            return []
        found.append(Found(at, at + len(member), head[0].kind, (at, at + len(member))))
        at += len(member) + 1
    return found if len(found) > 1 else []


def _end(text: str, quote: Quote, right: Right) -> int:
    """Where the name ends: 建设 belongs to it only where what is quoted is no name by itself."""
    if right.head is None:
        return quote.end
    inner = text[quote.start : quote.end]
    building = text[right.head.start : right.head.end] == "建设"
    return quote.end if building and (weight(inner) >= _NAME or inner in nationals()) else right.head.end


def _led(clauses: Clauses, quote: Quote) -> int:
    """Where a name begins that a national programme right before its quote leads: 人居环境整治“百日攻坚”行动."""
    index = bisect_left(clauses.nationals, quote.start, key=lambda n: n[1])
    if index == len(clauses.nationals) or clauses.nationals[index][1] != quote.start:
        return quote.start
    start = clauses.nationals[index][0]
    edge = clauses.before(start).at
    return edge if start - edge <= _LEADING else start


def _honoured(view: View, run: tuple[Quote, ...]) -> bool:
    """Whether the quotes are honours: 荣获……“X”, “X”称号."""
    after = view.text[run[-1].end : run[-1].end + 6].lstrip("的等")
    if after.startswith(words("programs", "honour_after")):
        return True
    given = _CLAUSE.split(view.text[max(0, run[0].start - 16) : run[0].start])[-1]
    return bool(_giving().longest(given)) and not tails(after)


def _policies(view: View, run: tuple[Quote, ...]) -> bool:
    """Whether what looks like an honour by what follows is a policy's village or household: “一村一品”示范村."""
    known = (nationals().get(view.text[q.start : q.end]) for q in run)
    return all(n is not None and not n.marked for n in known) and view.text.startswith(
        words("programs", "policy_after"), run[-1].end
    )


def _paired(view: View, quote: Quote, following: Quote) -> bool:
    """Whether a short verb ties two quotes into a figure of speech: “小积分”兑出“大文明”."""
    return _PAIR.fullmatch(view.text, quote.end, following.start) is not None


def _right(view: View, clauses: Clauses, quote: Quote, following: Quote | None) -> Right:
    aside = _ASIDE.match(view.text, quote.end)
    if aside:  # “五治”(治房、治水……)行动
        head = _tail(view.text[aside.end() : aside.end() + _NEXT_GAP + 4], aside.end(), clauses)
        return Right(names=True, kind=head.kind) if head else Right()
    phrase = _PHRASE.match(view.text, quote.end)
    after = phrase[0] if phrase else ""
    hints = sum(start <= _NOUN_GAP for start, _, _ in _hints().finditer(after))
    if _CONTENTS.match(after):
        return Right(names=False)
    if _CLOSING.match(after):
        gap = _LIST_GAP if after.startswith("等") else _NEXT_GAP
        head = next((h for h in tails(after) if h.start <= gap), None)
        closed = head is not None or any(noun in after[:gap] for noun in words("programs", "list_nouns"))
        return Right(names=True, kind=head.kind if head else None) if closed else Right(hints=hints)
    if after.startswith(("的", "之")):
        after = after[: following.start - quote.end] if following else after
        noun = _noun(after[1:], min(_NOUN_GAP, clauses.phrase(quote.end + 1) - quote.end - 1))
        kind = next((h.kind for h in tails(after)), None)
        return Right(names=noun, kind=kind if noun else None, hints=hints)
    head = _tail(after, quote.end, clauses)
    if head and head.kind in ("model", "brand"):
        return Right(names=True, kind=head.kind)
    if head:
        return Right(head, kind=head.kind)
    if after.startswith(words("programs", "adjacent_nouns")):
        return Right(names=True)
    return Right(names=_noun(after, 0), hints=hints)


def _noun(after: str, gap: int) -> bool | None:
    """What the last telling noun of a noun phrase says: a name, no name, or nothing."""
    found = [m for m in _nouns().longest(after) if m[0] <= gap]
    return found[-1][2] if found else None


def _tail(after: str, start: int, clauses: Clauses) -> Head | None:
    """The head noun after a quote with nothing between but what describes it: “X”评选表彰活动, “X”成果提升完善行动."""
    tail: Head | None = None
    for head in tails(after):
        at = start + head.start
        gap = at - (tail.end if tail else start)
        if tail and not head.main and head.kind not in ("model", "brand"):
            break
        if (
            "+" in after[: head.start]
            or gap > (_NEXT_GAP if tail else _TAIL_GAP)
            or clauses.parts(tail.end if tail else start, at)
        ):
            break
        noun = after[head.start : head.end]
        if gap and not head.main and head.kind not in ("model", "brand") and noun not in _FAR:
            continue
        tail = Head(at, start + head.end, head.kind, head.main)
    return tail


def _is_name(
    view: View,
    clauses: Clauses,
    quote: Quote,
    first: Quote,
    right: Right,
    often: int,
    paired: bool,
    regional: bool,
) -> bool:
    text = view.text
    inner = text[quote.start : quote.end]
    named = nationals().get(inner)
    if named and not (named.marked and right.head is None and not right.names):
        return True
    if inner in words("programs", "never") or is_manner(inner):
        return False
    if is_speech(inner) or right.names is False:
        again = often > _OFTEN and weight(inner) > 0
        return right.names is False and (is_formula(inner) or is_shorthand(inner) or again)
    if inner.count("+") == 1 and is_generic(inner.replace("+", "")) and not right.head and not right.names:
        return False  # 线上+线下
    before = text[max(0, first.start - 10) : first.start]
    edge = clauses.at(first.start)
    if edge is None or edge.before == "particle":
        between = _BETWEEN.search(before)
        edge = clauses.at(first.start - len(between[0])) if between else edge
        before = before[: between.start()] if between else before
    if before.endswith(words("programs", "locative")) and not (right.head and right.head.main):
        return False
    turned = before.endswith(words("programs", "metaphor_before"))
    if turned and inner.endswith("模式") and "+" not in inner:
        return False  # 开启“清洁模式”
    introduced = {"strong": 2, "weak": 1}.get(edge.before, 0) if edge else 0
    if is_run(inner) and before.removesuffix("的").endswith(words("programs", "building")):
        introduced = 2
    if right.head or right.names or (named and introduced > 1):
        return True
    if len(inner) > 24 or (is_label(inner) and not (is_run(inner) and introduced > 1)) or before.endswith(("：", ":")):
        return False
    points = weight(inner) + right.hints + (0 if turned and introduced < 2 else introduced)
    points += 1 if often > _OFTEN else 0
    points += before.endswith("等") and is_counted(inner)
    points += 2 if regional else 0
    points -= 3 if turned and introduced < 2 and points < _NAME else 0
    points -= 2 if paired or text.startswith(("向", "变", "转", "到"), quote.end) else 0
    return points >= _NAME
