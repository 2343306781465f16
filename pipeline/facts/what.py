"""What a number counts or measures: before it, after it, or what its money was put to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.facts.figures import Figure
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.lexis import Lexis, characters, prefix, suffix, table, words
from pipeline.facts.phrase import Phrase, after, before, relative_head, shorten
from pipeline.facts.purpose import Objects
from pipeline.lexicon import load_lexicon
from pipeline.records import PlaceRef

OWNER_LENGTH = 14
"""Characters of a thing that lends its name to a measure in the next clause; longer ones are clauses, not nouns."""
_GRADE = re.compile(r"^(?:国家|省|自治区|市|州|盟|县|区|旗|乡|镇|村|[1-5]?A|[一二三四五]星?)级")
_LEADING = " 、,，:：的"
_LABEL = re.compile(r"([“‘][^”’]{1,8}[”’])[和与、及]")
_LABEL_HEAD = re.compile(r"[“‘][^”’]{1,8}[”’][一-鿿]")


@dataclass(frozen=True, slots=True)
class Thing:
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
    place: PlaceRef | None = None
    """The division that 分别 gives the number, where it gives one."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """A figure and where it stands: the text free before it, and where the next figure begins."""

    figure: Figure
    clause: Clause
    sentence: Sentence
    low: int
    later: int
    last: Thing | None
    last_unit: str
    alike: Thing | None
    """The thing last counted in the same unit."""


class Reader:
    """Reads the things of one text; the names of places, programmes and dates bound its phrases."""

    def __init__(
        self,
        lexis: Lexis,
        figures: tuple[Figure, ...],
        name_starts: Iterable[int],
        name_ends: Iterable[int],
        dates: Iterable[tuple[int, int]],
        programs: tuple[str, ...],
    ) -> None:
        self._lexis = lexis
        self._text = lexis.text
        self._starts = tuple(sorted(name_starts))
        self._ends = tuple(sorted(name_ends))
        self._dates = {end: start for start, end in dates}
        self._programs = programs
        self._objects = Objects(lexis, figures, programs)

    def things(self, sentence: Sentence, found: list[tuple[Figure, Clause]]) -> list[Thing]:
        """The thing of each figure of a sentence, in order."""
        read: list[Thing] = []
        for index, (figure, clause) in enumerate(found):
            low = clause.start
            if index and found[index - 1][0].end > clause.start:
                low = min(max(found[index - 1][0].end, read[-1].end), figure.start)
            later = found[index + 1][0].start if index + 1 < len(found) else len(self._text)
            last, unit = (read[-1], found[index - 1][0].unit) if read else (None, "")
            alike = next(
                (t for (f, _), t in zip(found[:index][::-1], read[::-1], strict=True) if f.unit == figure.unit), None
            )
            read.append(self._thing(_Spot(figure, clause, sentence, low, later, last, unit, alike)))
        return self._joined([figure for figure, _ in found], read)

    def _joined(self, found: list[Figure], read: list[Thing]) -> list[Thing]:
        """A number that adjoins the next counts the same (5类32项内容); a quoted label shares the next one's head."""
        for at in range(len(found) - 2, -1, -1):
            between = self._text[found[at].end : found[at + 1].start].strip()
            if read[at].bare and not between:
                read[at] = replace(read[at], text=read[at + 1].text, bare=read[at + 1].bare)
            label = _LABEL.fullmatch(between)
            if label and read[at].text == label.group(1) and _LABEL_HEAD.match(self._text, found[at + 1].end):
                read[at] = replace(read[at], text=read[at].text + read[at + 1].text)
        return read

    def _thing(self, spot: _Spot) -> Thing:
        figure, low, text = spot.figure, spot.low, self._text
        lead = self._trimmed(low, figure.start)
        growth = _pattern("growth").search(text[low:lead])
        stem = self._trimmed(low, low + growth.start()) if growth else lead
        change = growth.group(1) if growth else ""
        attributive = (
            text[low : figure.start].rstrip().endswith("的") and not growth and not self._dated(low, figure.start)
        )
        exemplified = text[stem : figure.start].strip().startswith("等")
        front, back = self._front(low, stem), self._back(spot)
        front_text = "" if attributive or front.text in characters("short_verbs") else self._short(front.text)
        back_text = self._short(back.text)
        if back_text and (
            (not front.governed and self._verb(low, stem)) or _pattern("governors").search(text, low, figure.start)
        ):
            front_text = ""  # 项目覆盖6个乡镇; 县残联为26名老人
        subject = low == spot.clause.start and not front.governed and not self._acts(low, figure.start)
        if figure.unit in words("ages"):
            return Thing(back_text, figure.end, figure.end, subject)
        edge = self._trimmed(back.start, spot.later) if spot.later <= spot.clause.end else 0
        if back_text and back.end >= edge > 0:
            if front_text and not exemplified:
                back_text = ""  # it belongs to the next number
            elif text[edge : spot.later].strip(_LEADING) or suffix(back_text, tuple(table("measures"))):
                back_text = self._short(text[back.start : edge])
                people = figure.unit in words("people_units") and figure.unit != "家"
                text_of = _party(back_text) if people else _counted(back_text)
                return Thing(text_of, figure.end, figure.end, subject, scopes=subject and not people)
        if not back_text and not front_text and not growth and text[figure.end : figure.end + 1] not in "，,。；;、":
            back = self._behind(spot, attributive)
            back_text = self._short(back.text)
        measure = "" if growth or attributive else suffix(text[low:stem].rstrip(), tuple(table("measures")))
        spent = measure in words("costs") and figure.money and not front.governed and stem == lead
        if (
            spent
            and front_text not in ("", measure)
            and (made := self._objects.first(figure.end, spot.clause.end).text)
        ):
            return Thing(_labelled(made, table("measures")[measure], True), figure.start, figure.end, subject)
        if measure and (not front_text or front_text == measure):
            return self._measured(measure, spot, back, back_text, self._front(low, stem - len(measure)))
        led = bool(text[stem : figure.start].strip(_LEADING)) and text[figure.end : figure.end + 1] == "的"
        if front_text in words("outcomes") and spot.alike and not back_text:
            return Thing(front_text + spot.alike.text.removeprefix(front_text), front.start, figure.end)
        if front_text and not (back_text and (exemplified or not (front.governed or led))):
            front_text = _graded(front_text, spot.last)
            return Thing(_last_measure(front_text) + change, front.start, figure.end, subject, front.governed)
        if back_text:
            return Thing(
                (self._title(spot, back.end, subject) or _counted(back_text)) + change, figure.end, back.end, subject
            )
        return self._bare(spot, stem, change, attributive)

    def _front(self, low: int, stem: int) -> Phrase:
        ends = tuple(e for e in self._ends if low < e <= stem)
        return before(self._lexis, low, stem, ends, parallel=self._text[low : low + 1] == "、")

    def _dated(self, low: int, high: int) -> bool:
        """Whether the 的 before a number follows a date (去年的28万元)."""
        return self._text[low:high].rstrip()[-1:] == "的" and high - 1 in self._ends

    def _back(self, spot: _Spot) -> Phrase:
        end = min(spot.clause.end, spot.later)
        if self._text[spot.figure.end : end].lstrip().startswith("、"):
            end = spot.figure.end
        return after(self._lexis, spot.figure.end, end, tuple(s for s in self._starts if spot.figure.end <= s < end))

    def _behind(self, spot: _Spot, attributive: bool) -> Phrase:
        """What a clause after the number says: its noun after 的, or of a share (入股额的8%) its object."""
        end = min(spot.clause.end, spot.later)
        return (
            self._objects.first(spot.figure.end, end)
            if attributive
            else relative_head(self._lexis, spot.figure.end, end)
        )

    def _acts(self, start: int, end: int) -> bool:
        cues = list(self._lexis.between(start, end))
        return any(c.kind in ("verb", "preposition") or (c.kind == "weak" and c.end == end) for c in cues)

    def _title(self, spot: _Spot, end: int, subject: bool) -> str:
        """The name or rank that the counted things were given (3个村被评为示范村 counts 示范村)."""
        given = _pattern("named_as").match(self._text, end) if subject else None
        return self._short(after(self._lexis, given.end(), spot.clause.end).text) if given else ""

    def _bare(self, spot: _Spot, stem: int, change: str, attributive: bool) -> Thing:
        """No noun on either side: what was last spoken of, with the verb or the change, else what the unit counts."""
        figure, last = spot.figure, spot.last
        between = self._text[spot.low : stem].strip(" 、,，和及与")
        verb = self._verb(spot.low, stem)
        if last and change:
            return Thing(_pattern("growth").sub("", last.text) + change, figure.start, figure.end)
        linked = spot.low > spot.clause.start or bool(self._text[stem : figure.start].strip(_LEADING))
        strange = figure.unit in words("people_units") and spot.last_unit not in words("people_units")
        if last and not (last.bare or between or attributive or strange) and linked:
            share = "占比" if "占" in self._text[stem : figure.start] else ""
            return Thing(last.text + share, figure.start, figure.end)  # 从3户增加到9户; 300户1200人
        if last and between.startswith("占"):
            return Thing(last.text + "占比", figure.start, figure.end)
        if last and between[:1] in characters("short_verbs") and between:
            return Thing(last.text, figure.start, figure.end)
        if last and verb in words("partitions"):
            return Thing(last.text, figure.start, figure.end)
        if verb and spot.alike and not figure.money and not attributive:
            return Thing(verb + spot.alike.text.removeprefix(verb), figure.start, figure.end)
        noun = table("unit_nouns").get(figure.unit, figure.unit)
        return Thing(noun if attributive else verb + noun, spot.low, figure.end, bare=True)

    def _verb(self, low: int, stem: int) -> str:
        """The verb right before the number."""
        kinds = ("verb", "weak", "intransitive")
        found = [c for c in self._lexis.between(low, stem) if c.end == stem and c.kind in kinds]
        return self._text[found[-1].start : stem] if found else ""

    def _measured(self, measure: str, spot: _Spot, back: Phrase, back_text: str, lead: Phrase) -> Thing:
        """Money or extent with its measure alone before it: what it was put to or belongs to, with that measure."""
        figure, label, holder = spot.figure, table("measures")[measure], self._short(lead.text)
        if suffix(holder, words("money_heads")):
            return Thing(holder, lead.start, figure.end)
        if back_text:
            return Thing(_labelled(back_text, label, figure.money), figure.end, back.end)
        if figure.money and measure in words("spendings") and (put_to := self._put_to(spot)):
            return Thing(_labelled(put_to, label, True), figure.start, figure.end)
        owns = measure in words("extents") or measure in words("costs")
        if owner := (holder if owns else "") or self._owner(spot, measure):
            return Thing(owner + (label or measure), lead.start, figure.end)
        return Thing(label or table("unit_nouns").get(figure.unit, measure), figure.start - len(measure), figure.end)

    def _put_to(self, spot: _Spot) -> str:
        """The object of the rest of the number's clause, else of the clause after it."""
        listed = self._text[spot.figure.end : spot.figure.end + 1] == "、"
        found = "" if listed else self._objects.first(spot.figure.end, spot.clause.end).text
        later = next((c for c in spot.sentence.clauses if c.start > spot.clause.start), None)
        if not found and later and self._text[spot.clause.end : spot.clause.end + 1] in "，,":
            found = self._objects.first(later.start, later.end).text
            if not found and (number := self._objects.number_in(later.start, later.end)):
                found = self._short(self._front(later.start, self._trimmed(later.start, number)).text)
                found = "" if found in words("outcomes") else found
        return found

    def _owner(self, spot: _Spot, measure: str) -> str:
        """Whose extent or cost it is: the thing last counted, or the object of the clause before."""
        last, extent = spot.last, measure in words("extents")
        if last and measure in characters("short_verbs"):
            return last.text
        alone = self._text[spot.low : spot.figure.start].strip(_LEADING).startswith(measure)
        if not extent and not (alone and measure in words("costs")):
            return ""
        at = spot.sentence.clauses.index(spot.clause)
        earlier = spot.sentence.clauses[at - 1] if at else spot.clause
        if last and (spot.low > spot.clause.start or last.end > earlier.start):
            return last.text.removesuffix(suffix(last.text, tuple(table("measures"))) or " ")
        if at == 0 or self._text[earlier.end] not in "，,":
            return ""
        found = self._short(before(self._lexis, earlier.start, earlier.end).text)
        return found if len(found) <= OWNER_LENGTH else ""

    def _trimmed(self, low: int, high: int) -> int:
        """The end of the phrase once the words that only lead to the number are gone."""
        text = self._text
        while True:
            while high > low and text[high - 1] in _LEADING:
                high -= 1
            if self._dates.get(high, -1) >= low:
                high = self._dates[high]
                continue
            word = suffix(text[low:high], words("links")) or self._adverb(low, high)
            if not word or (len(word) == 1 and self._lexis.inside_noun(high)):
                return high
            high -= len(word)

    def _adverb(self, low: int, high: int) -> str:
        """An adverb, or 将, right before ``high``."""
        found = [c for c in self._lexis.between(max(low, high - 4), high) if c.end == high]
        word = self._text[found[-1].start : high] if found else ""
        return word if found and (found[-1].kind == "adverb" or word == "将") else ""

    def _short(self, text: str) -> str:
        return shorten(text, self._programs)


def _labelled(thing: str, label: str, money: bool) -> str:
    """The thing with the measure's name, unless it is money by name."""
    return thing if money and suffix(thing, words("money_heads")) else thing + label


def _graded(text: str, last: Thing | None) -> str:
    """省级龙头企业12家,市级48家: a bare grade takes the noun of the grade before it."""
    noun = _GRADE.sub("", last.text) if last and _GRADE.fullmatch(text) else ""
    return text + noun if last and noun != last.text else text


def _party(back: str) -> str:
    """36名留守妇女月均增收 counts the women: the words up to the first party."""
    ends = (at for at in range(2, len(back)) if len(suffix(back[:at], words("agents"))) > 1)
    return back[: next(ends, len(back))]


def _counted(back: str) -> str:
    """19个行政村名誉村主任 counts villages."""
    place = prefix(back, words("clear_place_nouns"))
    return place if place and len(back) > len(place) + 4 else back


def _last_measure(listed: str) -> str:
    """Of 工程量、预算 only the last is what money or an extent is of."""
    last = listed.rpartition("、")[2]
    return last if last in table("measures") else listed


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(load_lexicon("pipeline.facts", "phrases")[name])
