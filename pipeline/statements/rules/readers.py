"""What the statements of a page are read with, facts and relations alike: made once a page, and walked by each."""

from dataclasses import dataclass
from functools import lru_cache
from operator import is_

from pipeline.records import Reading
from pipeline.statements.rules.date_rules import DateReader
from pipeline.statements.rules.place_rules import PlaceReader
from pipeline.statements.rules.signs import ModalityReader
from pipeline.text.figures import Figure, Spans, figures
from pipeline.text.lexis import Lexis
from pipeline.text.sentences import Sentence, sentences


@dataclass(frozen=True, slots=True)
class Readers:
    """A page's numbers, sentences and words, and who answers where, when, and whether planned."""

    figures: tuple[Figure, ...]
    sentences: tuple[Sentence, ...]
    lexis: Lexis
    places: PlaceReader
    dates: DateReader
    modality: ModalityReader


def readers(reading: Reading) -> Readers:
    """The readers of a page; the statements that its reading holds are not looked at."""
    return _readers(_Parts(reading))


class _Parts:
    """What a page's readers are made of, as their key: the same objects, which need not be hashed one by one."""

    __slots__ = ("of", "reading")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        named = (reading.places, reading.organisations, reading.programs, reading.documents)
        self.of = (reading.article, reading.home, *named, reading.amounts, reading.quantities, reading.dates)

    def __hash__(self) -> int:
        return hash(tuple(map(id, self.of)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts) and all(map(is_, self.of, other.of))


@lru_cache(maxsize=1)
def _readers(parts: _Parts) -> Readers:
    reading = parts.reading
    text = reading.article.text
    found = figures(reading)
    titles = Spans((*reading.documents, *reading.programs))
    organisations = Spans(reading.organisations)
    names = Spans((*reading.documents, *reading.programs, *reading.organisations))
    lexis = Lexis(text)
    opening = _openings(reading, lexis)
    dates = [d for d in reading.dates if d.start in opening or not names.covers(d.start, d.end)]
    return Readers(
        found,
        sentences(reading.article, titles, Spans(found)),
        lexis,
        PlaceReader(text, reading.places, titles, organisations, reading.home),
        DateReader(text, dates, found, reading.article.published, opening),
        ModalityReader(lexis, titles),
    )


def _openings(reading: Reading, lexis: Lexis) -> frozenset[int]:
    """Where names of programmes begin with the places that lead to them: 2024年度|某县|水渠项目, the year its own; and
    the years that stand between a verb and such a name (实施|2020年|水渠项目).
    """
    names = {p.start for p in reading.programs}
    places = {p.end: p.start for p in reading.places}
    led: set[int] = set()
    for start in names:
        while (before := places.get(start)) is not None and before not in led:
            led.add(start := before)
    verbs = {cue.end for cue in lexis.between(0, len(lexis.text)) if cue.kind == "verb"}
    own = {d.start for d in reading.dates if d.end in led or (d.end in names and d.start in verbs)}
    return frozenset(names | own)


class Story:
    """Where the paragraph, the section and the story of a sentence began, and whether its paragraph is of plans."""

    def __init__(self, modality: ModalityReader) -> None:
        self._modality = modality
        self._paragraph = self._section = -1
        self._plans = False
        self.paragraph_start = self.section_start = self.story_start = 0
        self.outlook = False

    def enter(self, sentence: Sentence) -> None:
        """Turn to the next sentence of the page."""
        if sentence.paragraph != self._paragraph:
            self._paragraph, self.paragraph_start = sentence.paragraph, sentence.start
            self.outlook = self._plans or (self.outlook and self._modality.continues(sentence))
        if sentence.section != self._section:
            self._section, self.section_start = sentence.section, sentence.start
        if sentence.kind in ("heading", "title"):
            self.story_start = sentence.start if sentence.kind == "heading" else sentence.end
        if sentence.heading:
            self.story_start = sentence.start
        opened = self._modality.opens(sentence)
        self._plans = self._plans if opened is None else opened
        turn = self._modality.turns(sentence)
        self.outlook = self.outlook if turn is None else turn
