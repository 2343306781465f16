"""Where a text names persons: after what they are, before what they say, do or suffer, and wherever it recurs.

A sign is no proof: what stands at it must be likelier a name than words (``likelihood``), the more the weaker the sign.
What is unknown falls to the safe side: a name needs no known word behind it.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.privacy.likelihood import Guess, guess, is_foreign

Mask = Literal["private", "all"]
Span = tuple[int, int]

ROLE, SHORT, ENDING, LISTED, BEFORE, BEFORE_SHORT, BEFORE_FOREIGN = 0.0, 2.5, 4.0, 3.0, 3.0, 6.0, 8.0
"""The log odds that a name needs after a role (of two characters), after a word that ends like one, in a list, before a
sign (of two characters, without a surname): by hand on the persons of ``tests/pipeline/privacy``."""
BARE, BARE_SHORT = 9.0, 13.0
"""What a name needs where only its place tells of it: set on ``corpus/persons`` (a…), and on ``corpus/read`` for what
must stay (`python -m corpus.persons`)."""
CERTAIN = 8.0
"""From which on a name of two characters is masked wherever it recurs; longer ones always are."""
LONGEST = 7
OFFICE_REACH = 24
"""Characters before a name in which its office is looked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    gain: float
    public: bool = False


def find_persons(text: str, taken: Collection[Span] = (), mask: Mask = "all") -> list[Span]:
    """The names of persons in a text, in order and apart; ``taken`` are names of places and bodies, left alone.

    With ``private`` those are left alone too that the text names with a public office of county or township.
    """
    held = _Held(taken)
    found = [f for f in _named(text) if not held.touches(*f.span)]
    public = {text[a:b] for f in found if f.public for a, b in (f.span,)} if mask == "private" else set()
    again = {text[f.span[0] : f.span[1]] for f in found if f.span[1] - f.span[0] > 2 or f.gain > CERTAIN} - public
    spans = {f.span for f in found if text[slice(*f.span)] not in public}
    if again:
        names = re.compile("|".join(map(re.escape, sorted(again, key=len, reverse=True))))
        spans |= {m.span() for m in names.finditer(text) if not held.touches(*m.span())}
    return _apart(spans)


def _apart(spans: Collection[Span]) -> list[Span]:
    """The spans in order, none within another's."""
    apart: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _named(text: str) -> Iterator[_Found]:
    signs: dict[int, float] = {}
    for _, end, least in _words("roles", "role_ends").finditer(text):
        signs[end] = min(least, signs.get(end, least))
    for end, least in signs.items():
        yield from _after(text, end, least)
    titles = (start for start, _, _ in _words("titles").finditer(text))
    verbs = (match.start() for sign in ("speaking", "befalls") for match in _pattern(sign).finditer(text))
    for start in {*titles, *verbs}:
        yield from _before(text, start)
    for match in _pattern("dotted").finditer(text):
        if is_foreign(match["name"]):
            yield _Found(match.span("name"), CERTAIN, _has_public_office(text, match.start("name")))
    for match in _pattern("bare").finditer(text):
        name = guess(text, match.start())
        if name is not None and name.gain >= (BARE if name.end - name.start > 2 else BARE_SHORT):
            yield _Found((name.start, name.end), name.gain)


def _after(text: str, at: int, least: float) -> Iterator[_Found]:
    """The name that begins at a place, and those that follow it in a list; a list that goes on with things is none."""
    name = _at(text, at, least)
    if name is None:
        return
    public = _has_public_office(text, at)
    found = [_Found((name.start, name.end), name.gain, public)]
    while text[name.end : name.end + 1] == "、":
        following = _at(text, name.end + 1, LISTED)
        if following is None:
            if len(found) == 1 and not _opens_with_role(text, name.end + 1):
                return
            break
        name = following
        found.append(_Found((name.start, name.end), name.gain, public))
    yield from found


def _at(text: str, at: int, least: float) -> Guess | None:
    """The name at a place, a blank within it (谭 勇) or not."""
    name = guess(text, at, foreign=least <= LISTED)
    if name is not None and _pattern("titles").fullmatch(text, at + 1, name.end):
        return None
    if name is not None and name.gain >= (least if name.end - at > 2 else max(least, SHORT)):
        return name
    parted = _pattern("parted").match(text, at)
    if parted is None:
        return None
    joined = parted["first"] + parted["rest"]
    whole = guess(joined + text[parted.end() : parted.end() + LONGEST], 0, len(joined))
    return Guess(at, parted.end(), whole.gain) if whole is not None and whole.gain >= least else None


def _before(text: str, end: int) -> Iterator[_Found]:
    """The name that ends at a place and opens its clause."""
    for length in range(2, LONGEST + 1):
        start = end - length
        opens = start >= 0 and (start == 0 or text[start - 1] in _openings())
        name = guess(text, start, end, foreign=True) if opens else None
        least = BEFORE_SHORT if length == 2 else BEFORE if length == 3 else BEFORE_FOREIGN
        if name is not None and name.gain >= least:
            yield _Found((start, end), name.gain)
            return


def _opens_with_role(text: str, at: int) -> bool:
    """Whether the next of a list says what it is before its name: 村民张三、村干部李四."""
    return any(start == at for start, _, _ in _words("roles", "role_ends").finditer(text, at, at + LONGEST))


def _has_public_office(text: str, at: int) -> bool:
    """Whether an office of county or township stands right before a place, and no village's."""
    reach = text[max(0, at - OFFICE_REACH) : at]
    office = _pattern("public_office").search(reach)
    return office is not None and not _pattern("village_office").search(reach[office.start() + 1 :])


class _Held:
    """Spans that may not be masked."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        """Whether one of them shares a character with a stretch."""
        index = bisect_right(self._starts, end - 1) - 1
        return any(self._spans[i][1] > start for i in range(max(0, index - 3), index + 1))


@cache
def _openings() -> frozenset[str]:
    return frozenset('，,。；;：:！!？?、“”"(（)）》 　\t\n')


@cache
def _words(*keys: str) -> Matcher[float]:
    """The words of the lexicon, each with the odds that a name after it needs: the last key's the weaker."""
    lexicon = load_lexicon("pipeline.privacy", "persons")
    odds = dict(zip(keys, (ROLE, ENDING), strict=False))
    return Matcher({word: odds[key] for key in reversed(keys) for word in lexicon[key]})


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lexicon = load_lexicon("pipeline.privacy", "persons")
    patterns = {
        "titles": "|".join(map(re.escape, lexicon["titles"])),
        "public_office": f"(?:{lexicon['public_office']})$",
    }
    surname = f"[{lexicon['surnames']}]"
    return re.compile((patterns.get(name) or lexicon[name]).replace("SURNAME", surname))
