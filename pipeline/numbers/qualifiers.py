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
_LIGHT = re.compile(_DATA["light"] + "$")
_FAR = re.compile(
    f"(?:({'|'.join(_DATA['far'])})[\u4e00-\u9fff]{{1,3}}|{_DATA['able']}(?:(?!到)[\u4e00-\u9fff]){{0,3}})$"
)
"""An adverb that may bound a number from before its verb: 大约发放500元."""
_AFTER_WORD = re.compile(
    " ?("
    + "|".join(map(re.escape, _longest_first(set(_AFTER) - {"余", "多"})))
    + ")(?![齐同联一])|(余|多)(?=[^\u4e00-\u9fff]|$|[的地宽高长深远重前后来]|以[来前后]|时间)"
    + "|内(?![部容外设有蒙装建涵置])"
)
_MODAL = re.compile(_DATA["modal"])
_LAST = frozenset(word[-1] for word in (*_ADVERBS, *_BARE, *_VERBS)) | frozenset(_DATA["light_ends"]) | {"了", " "}
_LONGEST = 10
"""Characters looked back for a word before the number."""


def before(text: str, start: int, free: int, *, bare: bool = False) -> tuple[int, Qualifier | None]:
    """(start, qualifier) with an adverb before the number taken in, or a verb's qualifier with the start unmoved.

    ``free``: where the text before is already taken. ``bare``: the number is a magnitude without a digit.
    """
    if start == free or (text[start - 1] not in _LAST and not _FAR.search(text, max(free, start - _LONGEST), start)):
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
    clause = _MODAL.sub("", ahead[:-1] if ahead.endswith("了") else ahead)
    return start, _bound(clause) or _bound(_LIGHT.sub("", clause), through=True) or _far(clause)


def _bound(clause: str, *, through: bool = False) -> Qualifier | None:
    """What the verb that a clause ends with says; ``through``: before a light verb (至少有) adverbs do too."""
    for verb in _VERB_WORDS:
        if clause.endswith(verb):
            return _VERBS[verb]
    if through:
        for word in _ADVERB_WORDS:
            if clause.endswith(word) and not clause.removesuffix(word).endswith(
                tuple(_NOT_AFTER.get(word, ())) or "\n"
            ):
                return _ADVERBS[word]
    return None


def _far(clause: str) -> Qualifier | None:
    match = _FAR.search(clause)
    word = (match[1] or match[2]) if match else ""
    return (_ADVERBS.get(word) or _VERBS[word]) if word else None


def after(text: str, end: int, *, measured: bool = False) -> tuple[int, Qualifier | None]:
    """(end, qualifier) with 以上, 左右, 多 … behind the unit taken in.

    内 stays outside, and bounds only what a unit measures (30天内, but 3个内).
    """
    if end < len(text) and (match := _AFTER_WORD.match(text, end)):
        word = match[1] or match[2]
        return (match.end(), _AFTER[word]) if word else (end, "under" if measured else None)
    return end, None
