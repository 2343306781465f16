"""Whether what stands before 村, 镇, 组 … can be a name, not a word that says what kind of settlement it is."""

import re
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.places import words
from pipeline.places.boundaries import free_left, quoted
from pipeline.places.context import endings, listed

_KINDS = ("嘎查", "社区", "街道", "苏木")
"""What a name never begins with (该嘎查进村道路)."""
_COUNTRYSIDE = re.compile("村(?!民|委|支)|[亲愁土音情]")
"""What makes a common noun of 乡 before it (四美乡村)."""


class Suffix(NamedTuple):
    """A word at which settlements' names end, and where it stands."""

    start: int
    end: int
    kind: str


def is_noun(text: str, suffix: Suffix) -> bool:
    """Whether a common noun (农村, 各村, 等村) ends with the suffix."""
    before = text[suffix.start - 1]
    return before in listed("function") or before + suffix.kind in listed("nouns")


def is_slogan(text: str, suffix: Suffix) -> bool:
    """Whether a call to make villages rich or strong (富民强村) ends with the suffix."""
    return _slogans().match(text, max(0, suffix.start - 3), suffix.end) is not None


def splits(text: str, suffix: Suffix) -> bool:
    """Whether the suffix begins a word instead of ending a name (组织, 团结, 后箐|乡村振兴)."""
    return _edges().match(text, suffix.end - 1) is not None


def is_praise(name: str) -> bool:
    """Whether it is a word that praises a settlement and that many are called by (幸福, 红旗)."""
    return name in listed("laudatory")


def is_unnamed(name: str) -> bool:
    """Whether it is a kind of residence without a name of its own (安置小区), or only a direction (城东面)."""
    return name.endswith(tuple(listed("directions"))) or any(
        name.endswith(kind) and (name == kind or name.removesuffix(kind) in listed("modifiers"))
        for kind in listed("residences")
    )


def listed_stands(text: str, start: int, suffix: Suffix, adjoins: bool) -> bool:
    """Whether a name that a list has may begin at ``start``; ``adjoins`` where a place ends there."""
    name = text[start : suffix.start]
    if suffix.kind.endswith("组") and endings("bodies").end(name):
        return False
    if name in listed("modifiers"):
        among_places = text[start - 1 : start] == "、" or text[suffix.end : suffix.end + 1] == "、"
        return (adjoins or among_places) and not quoted(text, start, suffix.end)
    if is_praise(name) and quoted(text, start, suffix.end):
        return False
    if (words.is_word(name) or name in listed("common")) and not adjoins and splits(text, suffix):
        return False  # 改造新建|村级
    if name + suffix.kind in listed("zones"):
        return adjoins
    return len(name) > 1 or adjoins or free_left(text, start)


def unlisted_stands(text: str, start: int, suffix: Suffix, adjoins: bool) -> bool:
    """Whether a name that no list has may begin at ``start``."""
    name = text[start : suffix.start]
    if name in listed("modifiers") or (suffix.kind.endswith("组") and endings("bodies").end(name)):
        return False
    if name.startswith(_KINDS) or (suffix.kind == "乡" and _COUNTRYSIDE.match(text, suffix.end)):
        return False
    in_quotes = quoted(text, start, suffix.end)
    if name + suffix.kind in listed("zones"):
        return adjoins and not (in_quotes and is_praise(name))
    if in_quotes or endings("persons").end(text, start):
        return False
    if name[-1] == "乡" and suffix.kind in ("村", "镇") and name[:-1] in listed("sizes"):
        return False  # 美丽新乡村
    if name[-1] in listed("sizes") and name[:-1] in listed("modifiers"):
        return False
    if len(name) == 1:
        return adjoins and not words.is_word(name + suffix.kind)
    return not endings("modifiers", 2).end(name)


@cache
def _slogans() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.places", "context")["slogans"])


@cache
def _edges() -> re.Pattern[str]:
    return re.compile("|".join(load_lexicon("pipeline.places", "context")["edges"]))
