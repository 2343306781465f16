"""Quoted names told from slogans, metaphors and honours by what stands on either side; README.md gives the criteria."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import Matcher
from pipeline.names.clauses import Clauses
from pipeline.names.heads import Head, HeadKind, heads
from pipeline.names.view import Quote, View
from pipeline.names.words import nationals, words

_JOINED = re.compile(r"(?:[、,，\s]|以及|和|与|及|或)?")
_NUMBER = "一二三四五六七八九十百千万两双零〇0-9"
_COUNTED = re.compile(
    rf"[{_NUMBER}]+(?:[个项大步级张条支]|\+)[^，。]{{0,6}}|(?:[{_NUMBER}]+[^\W{_NUMBER}]{{1,3}}){{2,}}|[{_NUMBER}]{{2,}}|[\d+＋]+"
)
_SENTENCE = re.compile(r"[。！？!?；;]")


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a view: its stretch, its kind, and how far its evidence reaches (higher is surer)."""

    start: int
    end: int
    kind: HeadKind | None
    core: tuple[int, int]
    """The part within quote marks."""


@dataclass(frozen=True, slots=True)
class _Right:
    """What follows a quote: a head noun that belongs to the name, a noun that says it is one, or one that says not."""

    head: Head | None = None
    naming: bool = False
    slogan: bool = False
    listed: bool = False
    kind: HeadKind | None = None


@cache
def _nouns() -> Matcher[bool]:
    lexicon = dict.fromkeys(words("programs", "slogan_nouns"), False)
    return Matcher(lexicon | dict.fromkeys(words("programs", "naming_nouns"), True))


@cache
def _ends(key: str) -> tuple[str, ...]:
    return words("programs", key)


def runs(view: View) -> Iterator[list[Quote]]:
    """Outer quotes in groups that are coordinated: “A”“B”, “A”、“B” and “C”."""
    run: list[Quote] = []
    for quote in view.quotes:
        if not quote.outer:
            continue
        if run and not _JOINED.fullmatch(view.text, run[-1].end, quote.start):
            yield run
            run = []
        run.append(quote)
    if run:
        yield run


def quoted(view: View, clauses: Clauses) -> Iterator[Found]:
    """The quotes of a view that are names, their head nouns included where these belong to them."""
    for run in runs(view):
        last = _right(view, clauses, run[-1])
        for index, quote in enumerate(run):
            right = last if index == len(run) - 1 else _shared(last)
            if not _is_name(view, clauses, quote, run[0], right):
                continue
            end = right.head.end if right.head else quote.end
            yield Found(quote.start, end, right.kind, (quote.start, quote.end))


def _shared(right: _Right) -> _Right:
    """What a run's last quote says of the quotes before it."""
    return _Right(None, right.naming or right.head is not None, right.slogan, right.listed, right.kind)


def _right(view: View, clauses: Clauses, quote: Quote) -> _Right:
    text, start = view.text, quote.end
    line = re.compile(r"[^，。；：:;！？、\n（(]{0,18}").match(text, start)
    after = line[0] if line else ""
    if after.startswith("等"):
        after = after[1:]
        found = next((h for h in heads(after) if not clauses.crosses(start + 1, start + 1 + h.start)), None)
        if found:
            return _Right(naming=True, listed=True, kind=found.kind)
        return _Right(listed=True)
    if after.startswith(("的", "之")):
        noun = next(iter(sorted(_nouns().finditer(after[1:]), key=lambda m: (m[0], -m[1]))), None)
        if noun is None or noun[0] > 8:
            return _Right()
        kind = next((h.kind for h in heads(after[1:])), None)
        return _Right(naming=noun[2], slogan=not noun[2], kind=kind)
    head = _tail(after, start, clauses)
    if head:
        if head.kind in ("model", "brand"):
            return _Right(naming=True, kind=head.kind)
        return _Right(head=head, kind=head.kind)
    noun = next((m for m in sorted(_nouns().finditer(after[:6]), key=lambda m: (m[0], -m[1])) if m[0] <= 2), None)
    if noun:
        return _Right(naming=noun[2], slogan=not noun[2])
    return _Right()


def _tail(after: str, start: int, clauses: Clauses) -> Head | None:
    """The head noun that follows a quote with nothing but nouns between: “X”评选表彰活动."""
    tail: Head | None = None
    for head in heads(after):
        gap = head.start - (tail.end - start if tail else 0)
        if gap > (4 if tail else 10) or clauses.crosses(tail.end if tail else start, start + head.start):
            break
        tail = Head(start + head.start, start + head.end, head.kind)
    return tail


def _is_name(view: View, clauses: Clauses, quote: Quote, first: Quote, right: _Right) -> bool:
    inner = view.text[quote.start : quote.end]
    before = view.text[max(0, first.start - 8) : first.start]
    if _SENTENCE.search(inner) or "\n" in inner:
        return False
    if (
        right.slogan
        or before.endswith(_ends("honour_before"))
        or view.text.startswith(_ends("honour_after"), quote.end)
    ):
        return False
    if right.head or right.naming:
        return True
    if inner in nationals():
        return True
    if len(inner) > 24:
        return False
    edge = clauses.at(first.start)
    strength = {"strong": 2, "weak": 1, "place": 1}.get(edge.before, 0) if edge else 0
    if before.endswith(_ends("metaphor_before")) and strength < 2:
        strength -= 3
    if _COUNTED.fullmatch(inner):
        strength += 2
    if "+" in inner.strip("+"):
        strength += 2
    if any(h.end == len(inner) for h in heads(inner)):
        strength += 2
    if len(inner) <= 3:
        strength -= 1
    if re.search(r"[，,]", inner):
        strength -= 2
    return strength >= 2
