"""Words around a number that say how exactly it is meant: 约, 近, 超, 余, 以上, 突破."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.records import Qualifier

_DATA: Mapping[str, Any] = load_lexicon("pipeline.numbers", "qualifiers")


def _invert(section: str) -> dict[str, Qualifier]:
    return {word: qualifier for qualifier, words in _DATA[section].items() for word in words}


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


_ADVERBS, _BARE, _VERBS, _AFTER = map(_invert, ("adverbs", "before_bare", "verbs", "after"))
_ADVERB_WORDS, _BARE_WORDS, _VERB_WORDS = map(_longest_first, (_ADVERBS, _BARE, _VERBS))
_NOT_AFTER: dict[str, str] = _DATA["not_after"]
_AFTER_WORD = re.compile(
    " ?("
    + "|".join(map(re.escape, _longest_first(set(_AFTER) - {"余", "多"})))
    + ")(?![齐同联一])|(余|多)(?=[^\u4e00-\u9fff]|$|[的地宽高长深远重])|(内)(?![部容外设有蒙装建涵置])"
)
_LAST = frozenset(word[-1] for word in (*_ADVERBS, *_BARE, *_VERBS)) | {"了", " "}
_LONGEST = 8
"""Characters looked back for a word before the number."""


def before(text: str, start: int, free: int, *, bare: bool = False) -> tuple[int, Qualifier | None]:
    """(start, qualifier) with an adverb before the number taken in, or a verb's qualifier with the start unmoved.

    ``free``: where the text before is already taken. ``bare``: the number is a magnitude without a digit.
    """
    if start == free or text[start - 1] not in _LAST:
        return start, None
    ahead = text[max(free, start - _LONGEST) : start].rstrip(" ")
    for word in (_BARE_WORDS if bare else ()) + _ADVERB_WORDS:
        if ahead.endswith(word):
            at = text.rindex(word, 0, start)
            if at and text[at - 1] in _NOT_AFTER.get(word, ""):
                continue
            if any(ahead.endswith(verb) for verb in _VERB_WORDS if len(verb) > len(word)):
                break
            qualifier = _BARE.get(word) if bare and word in _BARE else _ADVERBS[word]
            return at, qualifier
    clause = ahead[:-1] if ahead.endswith("了") else ahead
    for verb in _VERB_WORDS:
        if clause.endswith(verb):
            return start, _VERBS[verb]
    return start, None


def after(text: str, end: int, *, measured: bool = False) -> tuple[int, Qualifier | None]:
    """(end, qualifier) with 以上, 左右, 多 … behind the unit taken in; 内 only behind a unit that measures."""
    if end < len(text) and (match := _AFTER_WORD.match(text, end)):
        if match[3]:
            return (match.end(), "under") if measured else (end, None)
        return match.end(), _AFTER[match[1] or match[2]]
    return end, None
