"""Where a text names persons: after what they are, before what they say or their title, and wherever it recurs."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.places.words import is_common

LEAST = 3
"""Characters of a name that is masked wherever it recurs; shorter ones are words too often."""

USUAL = -11.0
"""Log probability of a word that opens no name (任务|重 has -8.2, 方便|了 -9.7); rare words do (周礼|学 has -12.3)."""

Span = tuple[int, int]


def find_persons(text: str, taken: Collection[Span] = ()) -> list[Span]:
    """The names of persons in a text, in order and apart; ``taken`` are names of places and bodies, left alone."""
    held = _Held(taken)
    found = {span for span in _named(text) if not held.touches(*span)}
    whole = {text[a:b] for a, b in found if b - a >= LEAST}
    if whole:
        again = re.compile("|".join(map(re.escape, sorted(whole, key=len, reverse=True))))
        found |= {m.span() for m in again.finditer(text) if not held.touches(*m.span())}
    apart: list[Span] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _named(text: str) -> Iterator[Span]:
    for role in _pattern("roles").finditer(text):
        if span := _name_at(text, role.end(), "following"):
            yield span
            yield from _listed(text, span[1])
    for verb in _pattern("speaking").finditer(text):
        yield from _before(text, verb.start())
    for title in _pattern("titles").finditer(text):
        yield from _before(text, title.start())


def _name_at(text: str, at: int, then: str) -> Span | None:
    """The name that begins at a place, the longest that something follows which names of persons have behind them."""
    for pattern in ("dotted", "long", "short"):
        match = _pattern(pattern).match(text, at)
        if match and _pattern(then).match(text, match.end()) and not _is_prose(text, match):
            return match.span()
    return None


def _is_prose(text: str, match: re.Match[str]) -> bool:
    """Whether what looks like a name is words (高兴|地), or ends with the beginning of one (李青|正在)."""
    name, end = match[0], match.end()
    if is_common(name) or is_common(name[:2], USUAL):
        return True
    return len(name) == LEAST and is_common(text[end - 1 : end + 1])


def _listed(text: str, at: int) -> Iterator[Span]:
    """The names that follow one in a list: 村民张三、李四."""
    while text[at : at + 1] == "、" and (span := _name_at(text, at + 1, "following")):
        yield span
        at = span[1]


def _before(text: str, end: int) -> Iterator[Span]:
    """The name that ends at a place and opens its clause."""
    for length in (4, 3, 2):
        start = end - length
        opens = start >= 0 and (start == 0 or _pattern("openings").match(text[start - 1]))
        if opens and (found := _name_at(text, start, "anything")) and found[1] == end:
            yield found
            return


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
def _pattern(name: str) -> re.Pattern[str]:
    lexicon = load_lexicon("pipeline.persons", "names")
    given = f"(?![{lexicon['never']}])[一-鿿]"
    surname = f"(?:{'|'.join(lexicon['doubles'])}|[{lexicon['surnames']}])"

    def words(key: str) -> str:
        return "|".join(sorted(map(re.escape, lexicon[key]), key=len, reverse=True))

    patterns = {
        "roles": f"(?:{words('roles')})",
        "titles": f"(?:{words('titles')})",
        "following": lexicon["following"] + "|$",
        "speaking": lexicon["speaking"],
        "anything": "",
        "openings": r"[，,。；;：:！!？?、“”\"\s(（)）]",
        "dotted": "[一-鿿]{2,7}[·•・][一-鿿]{2,7}",
        "long": f"{surname}{given}{{2}}",
        "short": f"{surname}{given}",
    }
    return re.compile(patterns[name])
