"""The words of a text that say where a noun phrase begins and ends, found in one pass."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from pipeline.lexicon import Matcher, load_lexicon

Kind = Literal["noun", "verb", "weak", "intransitive", "preposition", "adverb", "manner", "timid"]
_CLASSES: tuple[tuple[str, Kind], ...] = (
    ("nouns", "noun"),
    ("verbs", "verb"),
    ("weak_verbs", "weak"),
    ("intransitive", "intransitive"),
    ("prepositions", "preposition"),
    ("timid", "timid"),
    ("adverbs", "adverb"),
    ("manner", "manner"),
)
_NAME = re.compile(r"[“‘「『][^“”‘’「」『』。，,；;：:！!？?\n\d]{1,12}[”’」』]")
_HEADS = '了着过 　\t\n，,。；;：:、！!？?（）()“”"‘’'


class Cue(NamedTuple):
    """A word of the lexicon in the text."""

    start: int
    end: int
    kind: Kind


@cache
def _matcher() -> Matcher[Kind]:
    lexicon = load_lexicon("pipeline.text", "lexis")
    return Matcher({word: kind for name, kind in _CLASSES for word in lexicon[name].split()})


class Words:
    """A list of words, asked which of them a text ends or begins with."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._words = frozenset(listed)
        self._lengths = sorted({len(word) for word in self._words}, reverse=True)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def ending(self, text: str) -> str:
        """The longest word that the text ends with, else nothing."""
        known = self._words
        for length in self._lengths:
            if (word := text[-length:]) in known:
                return word
        return ""

    def opening(self, text: str) -> str:
        """The longest word that the text begins with, else nothing."""
        known = self._words
        for length in self._lengths:
            if (word := text[:length]) in known:
                return word
        return ""


@cache
def words(name: str) -> Words:
    """A list of words of phrases.yaml, or the keys of one of its tables."""
    entries: str | dict[str, str] = load_lexicon("pipeline.text", "phrases")[name]
    return Words(entries.split() if isinstance(entries, str) else entries)


@cache
def table(name: str) -> Mapping[str, str]:
    """A mapping of phrases.yaml."""
    entries: dict[str, str] = load_lexicon("pipeline.text", "phrases")[name]
    return entries


@cache
def characters(name: str) -> frozenset[str]:
    """A set of characters of phrases.yaml."""
    return frozenset(load_lexicon("pipeline.text", "phrases")[name])


def _name_characters(text: str) -> bytearray:
    """1 at each character of a short quoted name (“四不两直”): no word in it says where a phrase ends."""
    marks = bytearray(len(text))
    for name in _NAME.finditer(text):
        marks[name.start() : name.end()] = b"\1" * len(name[0])
    return marks


class Lexis:
    """The cues of one text, nouns apart, ready to be looked up by place."""

    def __init__(self, text: str) -> None:
        self.text = text
        named = _name_characters(text)
        found = [Cue(a, b, self._as_read(b, kind)) for a, b, kind in _matcher().longest(text) if not named[a]]
        self._cues = self._bold(cue for cue in found if cue.kind != "noun")
        self._starts = [cue.start for cue in self._cues]
        self._nouns = [(cue.start, cue.end) for cue in found if cue.kind == "noun"]

    def _bold(self, cues: Iterable[Cue]) -> list[Cue]:
        """The cues; a timid preposition counts only at the head of a phrase, after a mark or another cue."""
        kept: list[Cue] = []
        for cue in cues:
            headed = cue.start == 0 or self.text[cue.start - 1] in _HEADS or (kept and kept[-1].end == cue.start)
            if cue.kind != "timid":
                kept.append(cue)
            elif headed:
                kept.append(Cue(cue.start, cue.end, "preposition"))
        return kept

    def _as_read(self, end: int, kind: Kind) -> Kind:
        """A verb before 率, 者, 户 and the like makes a noun with it."""
        if kind not in ("verb", "weak") or self.text[end : end + 2] in words("own_words"):
            return kind
        follower = self.text[end : end + 1]
        suffixes = characters("noun_suffixes" if kind == "verb" else "noun_suffixes_weak")
        return "noun" if follower in suffixes else kind

    def between(self, start: int, end: int) -> Iterator[Cue]:
        """The cues that begin and end within a stretch, in order."""
        for index in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            if self._cues[index].end <= end:
                yield self._cues[index]

    def inside_word(self, at: int) -> bool:
        """Whether a word of the lexicon holds the character before ``at`` and began earlier."""
        index = bisect_right(self._nouns, (at - 1, len(self.text)))
        if index > 0 and self._nouns[index - 1][1] >= at and self._nouns[index - 1][0] < at - 1:
            return True
        return any(cue.end == at and cue.start < at - 1 for cue in self.between(max(0, at - 4), at))
