"""Settlements right behind their village: numbered groups (石桥村五组) and hamlets called by their lie."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import is_chinese
from pipeline.places.cover import Cover
from pipeline.places.lower import Span
from pipeline.places.scope import Scope

LEAST_AGAIN = 3
"""Characters of a hamlet's name that is recognised where it opens a clause."""
NEAR = 400
"""Characters behind a hamlet in which its name stands again where a common word ends it (陈北塘)."""
MIN_GAIN = 2.0
"""Least gain of a hamlet's name over common words (log probability)."""

_NUMBERED = re.compile(
    r"第?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:村民小组|居民小组|小组|组|社|屯|队)(?![会员织团区长])"
)

_SENTENCE_END = re.compile("[。！!？?\n]|村(?!民|干|里)")
"""Where groups are no longer those of the village named last."""


def find_groups(scope: Scope, spans: Sequence[Span]) -> list[Span]:
    """The groups and hamlets that follow a village directly, and the numbered groups that stand beside one of them."""
    ends = [span.end for span in spans if span.level == "village"]
    cover = Cover(len(scope.text), ((span.start, span.end) for span in spans))
    found = [
        Span(start, stop, (), "group")
        for end in ends
        for start, stop in _behind(scope.text, end)
        if not cover.touches(start, stop)
    ]
    found += [span for first in found for span in _beside(scope.text, first)]
    found += _again(scope.text, found)
    return [span for span in found if not cover.touches(span.start, span.end)]


def _behind(text: str, end: int) -> Iterator[tuple[int, int]]:
    """The numbered group or the hamlet that begins at a point, and the hamlet that the group is (石桥村二组北塘)."""
    numbered = _numbered(text, end)
    if numbered:
        yield end, numbered
    start = numbered or end
    if stop := next(_hamlets(text, start), 0):
        yield start, stop


def _again(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """The other mentions of the hamlets found, where a clause opens with one."""
    names = {text[s.start : s.end] for s in found if not _NUMBERED.fullmatch(text, s.start, s.end)}
    if not names:
        return
    known = {span.start for span in found}
    for start, end, _ in Matcher(dict.fromkeys(names, True)).longest(text):
        if start not in known and end - start >= LEAST_AGAIN and not is_chinese(text[start - 1 : start] or " "):
            yield Span(start, end, (), "group")


def _beside(text: str, first: Span) -> Iterator[Span]:
    """The numbered groups that open a clause or an item of a list behind one of them (石桥村一组养羊,二组养牛)."""
    if not _NUMBERED.fullmatch(text, first.start, first.end):
        return
    stop = _SENTENCE_END.search(text, first.end)
    for match in _NUMBERED.finditer(text, first.end, stop.start() if stop else len(text)):
        if text[match.start() - 1] in "、,，;；和与及":
            yield Span(match.start(), match.end(), (), "group")


def _numbered(text: str, start: int) -> int | None:
    match = _NUMBERED.match(text, start)
    return match.end() if match else None


def _hamlets(text: str, start: int) -> Iterator[int]:
    """Where the name of a hamlet that begins at a point may end: with a word of landscape, before the phrase ends."""
    lexicon = load_lexicon("pipeline.places", "context")
    for match in _lie().finditer(text, start, start + 5):
        stop, following = match.end(), text[match.end() : match.end() + 1]
        name = text[start:stop]
        if len(name) < 2 or not all(map(is_chinese, name)) or name[0] in lexicon["function"]:
            continue
        ends = not is_chinese(following or " ") or following in lexicon["after_hamlet"]
        tail = any(words.is_word(name[-n:]) for n in (2, 3) if n <= len(name))
        repeated = len(name) >= LEAST_AGAIN and name in text[stop : stop + NEAR]
        if ends and (repeated or not tail) and words.name_score(name) - words.forward(name)[-1] > MIN_GAIN:
            yield stop


@cache
def _lie() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.places", "context")["hamlets"]))
