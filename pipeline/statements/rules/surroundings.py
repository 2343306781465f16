"""What stands around a number: the words that lead to it, the phrase before it and the phrase after it."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.lexicon import load_lexicon
from pipeline.records import PlaceRef
from pipeline.statements.rules.phrase import Phrase, after, before, relative_head, shorten
from pipeline.statements.rules.purpose import Objects
from pipeline.text.figures import Figure
from pipeline.text.lexis import Cue, Lexis, characters, words
from pipeline.text.sentences import Clause, Sentence

LEADING = " 、,，:：的"
"""Marks between a thing and its number that mean nothing."""


class Thing(NamedTuple):
    """The measured thing in the page's words; ``end`` is where the text it took ends."""

    text: str
    start: int
    end: int
    subject: bool = False
    """The number stands in its clause's subject: no verb or preposition before it."""
    governed: bool = False
    """It stands before its number as the object of a verb (建成冷库一座)."""
    scopes: bool = False
    """What follows the number belongs to the next number (2家农家乐营业额15万元)."""
    bare: bool = False
    """Nothing on the page names it: the words are the unit's own."""
    listed: str = ""
    """The phrase as it stands, before it was shortened."""
    place: PlaceRef | None = None
    """The division that 分别 gives the number, where it gives one."""
    alone: bool = False
    """It is told as a habit, which plans further off than the clause before don't govern (一天能挣150元)."""
    rule: str = ""
    """The rule that answered."""
    owner: str = ""
    """The member of a list that 分别 gives the number, to be told with whatever it measures."""
    paired: bool = False
    """Its words are a member of a list that has as many as there are numbers: no other words are in question."""
    verb: int = -1
    """Where the verb stands before the number that the words paraphrase (挣 for 收入): no stretch holds it."""


class Spot(NamedTuple):
    """A figure in its clause: the text free before it, where the next figure begins, and what was counted before."""

    figure: Figure
    clause: Clause
    sentence: Sentence
    low: int
    later: int
    last: Thing | None
    last_unit: str
    alike: Thing | None
    """The thing last counted in the same unit."""


class Look(NamedTuple):
    """Both sides of a number. ``front_text`` and ``back_text`` are the short forms of its phrases, empty where none."""

    stem: int
    """Where the words that lead to the number begin."""
    change: str
    """The change that is measured (同比增长), empty where none."""
    front: Phrase
    front_text: str
    back: Phrase
    back_text: str
    attributive: bool
    """The number follows 的 (入股额的8%)."""
    exemplified: bool
    """等 before the number: what stands before are examples."""
    measure: str
    """The word for money or extent right before the number (总投资, 占地)."""
    verb: str
    """The verb right before the number."""
    subject: bool


class Surroundings:
    """Looks around the figures of one text; the names of places, dates and documents bound the phrases."""

    def __init__(
        self,
        lexis: Lexis,
        figures: tuple[Figure, ...],
        name_starts: Iterable[int],
        places: Iterable[tuple[int, int]],
        body_ends: Iterable[int],
        dates: Iterable[tuple[int, int]],
        programs: tuple[str, ...],
    ) -> None:
        self.lexis = lexis
        self.text = lexis.text
        self.objects = Objects(lexis, figures, programs)
        self._starts = tuple(sorted(name_starts))
        self._dates = {end: start for start, end in dates}
        self._places = {end: start for start, end in places}
        self._ends = tuple(sorted({*self._places, *self._dates}))
        self._body_ends = tuple(sorted(body_ends))
        self._programs = programs

    def is_place(self, start: int, end: int) -> bool:
        """Whether a stretch is the name of a place."""
        return self._places.get(end) == start

    def look(self, spot: Spot) -> Look:
        """What stands on both sides of a figure."""
        low, at, text = spot.low, spot.figure.start, self.text
        lead = self.trimmed(low, at)
        growth = pattern("growth").search(text[low:lead])
        if growth and spot.figure.unit in words("extent_units") and text[low:lead].strip() in words("extents"):
            growth = None  # 高约4米
        stem = self.trimmed(low, low + growth.start()) if growth else lead
        attributive = text[low:at].rstrip().endswith("的") and not growth and not self._timed(low, at)
        measure = "" if growth or attributive else words("measures").ending(text[low:stem].rstrip())
        if not spot.figure.money and (measure in words("spendings") or measure in words("takings")):
            measure = ""
        front, verb, back = self.front(low, stem), self._verb(low, stem), self._back(spot)
        back_text = self.short(back.text)
        deed = bool(back_text) and any(c.kind == "verb" and c.start == front.start for c in self._whole(front))
        idle = (
            deed
            or front.text in characters("short_verbs")
            or (back_text and front.text[-1:] in characters("lasting"))
            or any(pattern(p).search(front.text) for p in ("acted", "article"))
        )
        front_text = "" if attributive or idle else self.short(front.text)
        if back_text and ((verb and not front.governed) or pattern("governors").search(text, low, at)):
            front_text = ""  # 项目覆盖6个乡镇; 县残联为26名老人
        acts = any(c.kind in ("verb", "preposition") or c.end == at for c in self.lexis.between(low, at))
        return Look(
            stem=stem,
            change=growth.group(1) if growth else "",
            front=front,
            front_text=front_text,
            back=back,
            back_text=back_text,
            attributive=attributive,
            exemplified=text[stem:at].strip().startswith("等"),
            measure=measure,
            verb=verb,
            subject=low == spot.clause.start and not front.governed and not acts,
        )

    def _whole(self, phrase: Phrase) -> list[Cue]:
        """The cue that is the whole of a phrase (组织|举办)."""
        end = phrase.start + len(phrase.text)
        return [cue for cue in self.lexis.between(phrase.start, end) if (cue.start, cue.end) == (phrase.start, end)]

    def front(self, low: int, stem: int) -> Phrase:
        """The noun phrase that ends at ``stem``, ``low`` at most."""
        ends = (*_inside(self._ends, low + 1, stem + 1), *_inside(self._body_ends, low + 1, stem))
        return before(self.lexis, low, stem, ends, parallel=self.text[low : low + 1] == "、")

    def behind(self, spot: Spot, look: Look) -> Look:
        """The look with what a clause after the number says: its noun after 的, or of a share its object."""
        end = min(spot.clause.end, spot.later)
        start = spot.figure.end
        found = self.objects.first(start, end) if look.attributive else relative_head(self.lexis, start, end)
        return look._replace(back=found, back_text=self.short(found.text))

    def trimmed(self, low: int, high: int) -> int:
        """The end of the phrase once the words that only lead to the number are gone."""
        if since := pattern("since").search(self.text[low:high]):
            high = low + since.start()
        while True:
            while high > low and self.text[high - 1] in LEADING:
                high -= 1
            if self._dates.get(high, -1) >= low:
                high = self._dates[high]
                continue
            if self.text[low:high].endswith("等"):
                return high - 1
            if aside := pattern("aside").search(self.text[low:high]):
                high = low + aside.start()
                continue
            word = words("links").ending(self.text[low:high]) or self._adverb(low, high)
            if not word or (len(word) == 1 and self.lexis.inside_word(high)):
                return high
            high -= len(word)

    def short(self, text: str) -> str:
        """The short form of a phrase."""
        return shorten(text, self._programs)

    def only_a_place(self, low: int, high: int) -> bool:
        """Whether a stretch names a division and nothing else (其中某村, 、某村)."""
        start = self._places.get(high, -1)
        return start >= low and self.text[low:start].strip(LEADING + "和及与").removeprefix("其中") in ("", "，", ",")

    def _back(self, spot: Spot) -> Phrase:
        end = min(spot.clause.end, spot.later)
        if self.text[spot.figure.end : end].lstrip().startswith("、"):
            end = spot.figure.end
        thing = spot.figure.unit in words("thing_units")
        return after(self.lexis, spot.figure.end, end, _inside(self._starts, spot.figure.end, end), thing)

    def _timed(self, low: int, high: int) -> bool:
        """Whether the 的 before a number follows a time (去年的28万元, 最初的500亩, 由搬迁前的500元)."""
        if pattern("since").search(self.text[low:high]):
            return True
        words_before = self.text[low:high].rstrip()
        return words_before[-1:] == "的" and (high - 1 in self._dates or bool(words("times").ending(words_before[:-1])))

    def _verb(self, low: int, stem: int) -> str:
        kinds = ("verb", "weak", "intransitive")
        found = [c for c in self.lexis.between(low, stem) if c.end == stem and c.kind in kinds]
        return self.text[found[-1].start : stem] if found else ""

    def _adverb(self, low: int, high: int) -> str:
        """An adverb, or 将, right before ``high``."""
        found = [c for c in self.lexis.between(max(low, high - 4), high) if c.end == high]
        word = self.text[found[-1].start : high] if found else ""
        return word if found and (found[-1].kind == "adverb" or word == "将") else ""


def _inside(ordered: tuple[int, ...], start: int, end: int) -> tuple[int, ...]:
    """The positions from start on and before end."""
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, end)]


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of phrases.yaml."""
    return re.compile(load_lexicon("pipeline.text", "phrases")[name])


@lru_cache(maxsize=4096)
def ungrown(what: str) -> str:
    """A thing without its growth, which figures of a share alone share: 投资同比增长8%,去年同期为11亿元."""
    growth = pattern("growth").search(what)
    return what[: growth.start()] or what if growth and len(growth[1]) > 1 else what
