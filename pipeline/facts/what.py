"""What a number counts or measures: before it, after it, or what its money was put to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.facts.figures import Figure
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.lexis import Cue, Lexis, prefix, suffix, table, words
from pipeline.facts.phrase import Phrase, after, before, relative_head, shorten
from pipeline.lexicon import load_lexicon
from pipeline.records import PlaceRef

_PEOPLE = ("户", "人", "名", "位", "家")


@dataclass(frozen=True, slots=True)
class Thing:
    """The measured thing in the page's words; ``end`` is where the text it took ends."""

    text: str
    start: int
    end: int
    subject: bool = False
    """The number stands in its clause's subject: no verb or preposition before it."""
    scopes: bool = False
    """What follows the number belongs to the next number (2家农家乐营业额15万元)."""
    place: PlaceRef | None = None
    """The division that 分别 gives the number, where it gives one."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A figure and where it stands: the text free before it, and where the next figure begins."""

    figure: Figure
    clause: Clause
    sentence: Sentence
    low: int
    later: int
    read: tuple[Thing, ...]


class Reader:
    """Reads the things of one text; the names of places, programmes and dates bound its phrases."""

    def __init__(
        self, lexis: Lexis, name_starts: Iterable[int], name_ends: Iterable[int], programs: tuple[str, ...]
    ) -> None:
        self._lexis = lexis
        self._text = lexis.text
        self._starts = tuple(sorted(name_starts))
        self._ends = tuple(sorted(name_ends))
        self._programs = programs

    def things(self, sentence: Sentence, found: list[tuple[Figure, Clause]]) -> list[Thing]:
        """The thing of each figure of a sentence, in order."""
        read: list[Thing] = []
        for index, (figure, clause) in enumerate(found):
            low = clause.start
            if index and found[index - 1][0].end > clause.start:
                low = min(max(found[index - 1][0].end, read[-1].end), figure.start)
            later = found[index + 1][0].start if index + 1 < len(found) else len(self._text)
            read.append(self._thing(_Site(figure, clause, sentence, low, later, tuple(read))))
        return read

    def _thing(self, site: _Site) -> Thing:
        figure, low, text = site.figure, site.low, self._text
        growth = _growth().search(text[low : self._trimmed(low, figure.start)])
        stem = self._trimmed(low, low + growth.start()) if growth else self._trimmed(low, figure.start)
        change = growth.group(1) if growth else ""
        front = before(self._lexis, low, stem, tuple(e for e in self._ends if low < e <= stem))
        front_text = self._short(front.text)
        back = self._back(site)
        back_text = self._short(back.text)
        subject = low == site.clause.start and not front.governed and not self._acts(low, figure.start)
        runs_on = bool(back_text) and back.end >= self._trimmed(back.start, site.later)
        attributive = text[low : figure.start].rstrip().endswith("的") and not growth
        if attributive:
            front_text = ""
        if runs_on and site.later <= site.clause.end and site.later < len(text):
            if front_text:
                back_text = ""
            elif back.end < site.later:
                return Thing(self._place_noun(back_text), figure.end, figure.end, subject, scopes=subject)
        if not back_text and not front_text and not growth and text[figure.end : figure.end + 1] not in "，,。；;、":
            back = self._behind(site, attributive)
            back_text = self._short(back.text)
        measure = "" if growth else suffix(text[low:stem].rstrip(), tuple(table("measures")))
        if measure and (not front_text or front_text == measure):
            return self._measure(measure, site, back_text, back, front)
        if front_text and (not back_text or front.governed):
            return Thing(front_text + change, front.start, figure.end, subject)
        if back_text:
            return Thing(self._place_noun(back_text) + change, figure.end, back.end, subject)
        return self._bare(site, stem, change, attributive)

    def _back(self, site: _Site) -> Phrase:
        end = min(site.clause.end, site.later)
        return after(self._lexis, site.figure.end, end, tuple(s for s in self._starts if site.figure.end <= s < end))

    def _behind(self, site: _Site, attributive: bool) -> Phrase:
        """What a clause after the number says: its noun after 的, or for a share of something (入股额的8%) its object."""
        end = min(site.clause.end, site.later)
        if attributive:
            return self._object(site.figure.end, end)
        return relative_head(self._lexis, site.figure.end, end)

    def _acts(self, start: int, end: int) -> bool:
        return any(c.kind in ("verb", "preposition") for c in self._lexis.between(start, end))

    def _place_noun(self, words_after: str) -> str:
        """19个行政村名誉村主任 counts villages."""
        place = prefix(words_after, words("clear_place_nouns"))
        return place if place and len(words_after) > len(place) + 4 else words_after

    def _bare(self, site: _Site, stem: int, change: str, attributive: bool) -> Thing:
        """No noun on either side: what was last spoken of, with the verb or the change, else what the unit counts."""
        figure, last = site.figure, site.read[-1] if site.read else None
        between = self._text[site.low : stem].strip(" 、,，和及与")
        if last and change:
            return Thing(last.text.removesuffix(change) + change, figure.start, figure.end)
        if last and not between and not attributive and site.low < figure.end and site.low > site.clause.start:
            return Thing(last.text, figure.start, figure.end)  # 从3户增加到9户; 300户1200人
        verbs = [c for c in self._lexis.between(site.low, stem) if c.end == stem and c.kind != "preposition"]
        verb = self._text[verbs[-1].start : stem] if verbs else ""
        if last and between.startswith("占"):
            return Thing(last.text + "占比", figure.start, figure.end)
        if last and (verb or len(between) <= 2) and between and self._one_kind(site):
            noun = last.text.removeprefix(verb)
            return Thing(verb + noun, figure.start, figure.end)
        noun = table("unit_nouns").get(figure.unit, figure.unit)
        return Thing(verb + noun if not attributive else noun, site.low, figure.end)

    def _one_kind(self, site: _Site) -> bool:
        """Whether the number before counts in a unit of the same family (开工43个 after 项目72个)."""
        people = site.figure.unit in _PEOPLE
        return not site.figure.money and (people or site.figure.unit in ("个", "项", "处", "座", "条", "件", "亩"))

    def _measure(self, measure: str, site: _Site, back_text: str, back: Phrase, front: Phrase) -> Thing:
        """Money or extent with its verb alone before it: the thing it was put to, and the measure's name."""
        figure, label = site.figure, table("measures")[measure]
        lead = self._short(self._text[front.start : front.end].removesuffix(measure))
        if suffix(lead, words("money_heads")):
            return Thing(lead, front.start, figure.end)
        if back_text:
            own = suffix(back_text, words("money_heads")) and figure.money
            return Thing(back_text if own else back_text + label, figure.end, back.end)
        if figure.money:
            for start, end in self._following(site):
                thing = self._object(start, end)
                if thing.text:
                    own = suffix(thing.text, words("money_heads"))
                    return Thing(thing.text if own else thing.text + label, figure.start, figure.end)
        if measure in words("extents") and (owner := self._owner(site, lead)):
            return Thing(owner + label, figure.start, figure.end)
        if site.read and measure in ("卖", "挣", "赚"):
            return Thing(site.read[-1].text + label, figure.start, figure.end)
        return Thing(label or table("unit_nouns").get(figure.unit, measure), figure.start - len(measure), figure.end)

    def _owner(self, site: _Site, lead: str) -> str:
        """Whose extent it is: the words before it, the thing last counted, or the object of the clause before."""
        if lead:
            return lead
        if site.read:
            last = site.read[-1].text
            return last.removesuffix(suffix(last, tuple(table("measures").values())) or " ")
        earlier = [c for c in site.sentence.clauses if c.end <= site.clause.start]
        if not earlier:
            return ""
        found = self._short(before(self._lexis, earlier[-1].start, earlier[-1].end).text)
        return found if len(found) <= 14 else ""

    def _following(self, site: _Site) -> list[tuple[int, int]]:
        """The rest of the number's clause and the clause after it."""
        later = [(c.start, c.end) for c in site.sentence.clauses if c.start > site.clause.start][:1]
        return [(site.figure.end, site.clause.end), *later]

    def _object(self, start: int, end: int) -> Phrase:
        """The object of the first verb of a stretch, of a verb of building or using before any other."""
        cues = [c for c in self._lexis.between(start, end) if c.kind in ("verb", "weak")]
        first = [c for c in cues if self._text[c.start : c.end] in words("purposes")]
        for cue in [*first, *cues]:
            found = self._object_of(cue, end)
            if found.text:
                return found
        return Phrase("", start, start)

    def _object_of(self, cue: Cue, end: int) -> Phrase:
        number = re.compile(
            r"\s*[0-9.一二两三四五六七八九十百千万亿余多近约]+[亩个座处条家间平方米公里万元吨户]+"
        ).match(self._text, cue.end, end)
        start = number.end() if number else cue.end
        digits = re.compile(r"[0-9]").search(self._text, start, end)
        found = after(self._lexis, start, digits.start() if digits else end)
        tail = found if found.text else relative_head(self._lexis, start, end)
        return replace(tail, text=self._short(tail.text))

    def _trimmed(self, low: int, high: int) -> int:
        """The end of the phrase once the words that only lead to the number are gone."""
        text = self._text
        while True:
            while high > low and text[high - 1] in " 、,，:：的":
                high -= 1
            word = suffix(text[low:high], words("links"))
            if not word or (len(word) == 1 and self._lexis.inside_noun(high)):
                return high
            high -= len(word)

    def _short(self, text: str) -> str:
        return shorten(text, self._programs)


@cache
def _growth() -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.facts", "phrases")["growth"])
