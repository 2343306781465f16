"""Facts: each number that states something about the world, with what, where, when, planned or done, and its passage.

The steps, in order: figures (amounts and quantities alike) → sentences and clauses → what each figure measures →
which figures state a fact → where, when, programme and modality, each carried from the text before → indicator.
Rows of tables are read by their heads. Last, what the page says twice becomes one fact.
"""

from pipeline.facts.around import Surroundings, Thing
from pipeline.facts.claims import scopes, states
from pipeline.facts.figures import Figure
from pipeline.facts.indicators import indicator
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.passage import passage
from pipeline.facts.per import per
from pipeline.facts.programs import ProgramReader
from pipeline.facts.readers import Story, readers
from pipeline.facts.repeats import once
from pipeline.facts.respectively import shared_out
from pipeline.facts.tables import read_tables
from pipeline.facts.what import things
from pipeline.records import Fact, Reading

__all__ = ["read_facts"]

TEXT_LIMIT = 2_000_000
"""Characters of a page that are read; the longest county report seen has 60,000."""


def read_facts(reading: Reading) -> tuple[Fact, ...]:
    """The facts of a page's reading, in the order of its text; ``reading.facts`` is not looked at."""
    page = _Page(reading)
    prose = [fact for sentence in page.readers.sentences for fact in page.read(sentence)]
    return once(reading.article, read_tables(reading, prose))


class _Page:
    """The readers of one page and what they carry from sentence to sentence."""

    def __init__(self, reading: Reading) -> None:
        self.text = reading.article.text
        self.readers = readers(reading)
        self.story = Story(self.readers.modality)
        self.around = Surroundings(
            self.readers.lexis,
            self.readers.figures,
            (m.start for m in (*reading.dates, *reading.documents)),
            ((p.start, p.end) for p in reading.places),
            (o.end for o in reading.organisations),
            ((d.start, d.end) for d in reading.dates),
            tuple(dict.fromkeys(p.text for p in reading.programs)),
        )
        self.programs = ProgramReader(self.text, reading.programs)
        self._next = 0
        self._counted = 0

    def read(self, sentence: Sentence) -> list[Fact]:
        """The facts of the next sentence of the page."""
        self.story.enter(sentence)
        found = self._figures_of(sentence)
        if not found:
            return []
        counted = shared_out(self.text, sentence, found, things(self.around, sentence, found), self.readers.places)
        stated: list[Fact] = []
        self._counted = 0
        for index, ((figure, clause), thing) in enumerate(zip(found, counted, strict=True)):
            following = [f for f, c in found[index + 1 : index + 4] if c is clause]
            if states(self.text, figure, thing) and not scopes(self.text, figure, thing, following):
                stated.append(self._fact(sentence, clause, figure, thing, bool(following)))
            self._counted = figure.end
        return stated

    def _figures_of(self, sentence: Sentence) -> list[tuple[Figure, Clause]]:
        found: list[tuple[Figure, Clause]] = []
        while self._next < len(self.readers.figures) and self.readers.figures[self._next].start < sentence.end:
            figure = self.readers.figures[self._next]
            self._next += 1
            clause = next((c for c in sentence.clauses if c.start <= figure.start < c.end), None)
            if clause is not None and figure.start >= sentence.start:
                found.append((figure, clause))
        return found

    def _fact(self, sentence: Sentence, clause: Clause, figure: Figure, thing: Thing, more: bool) -> Fact:
        start, end = passage(self.text, sentence, clause, figure)
        at, story = figure.start, self.story
        where = thing.place or self.readers.places.read(sentence, clause, at, story.section_start, story.story_start)
        modality = self.readers.modality.read(sentence, clause, at, thing.start, story.outlook, more)
        when, modality = self.readers.dates.read(sentence, clause, at, story.section_start, modality)
        return Fact(
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            per=figure.per or per(self.text, max(clause.start, self._counted), figure.start),
            qualifier=figure.qualifier,
            what=thing.text,
            indicator=indicator(thing.text, figure.unit),
            program=self.programs.read(sentence, clause, at, story.paragraph_start),
            where=where,
            when=when,
            modality=modality,
            start=start,
            end=end,
            quote=self.text[start:end],
            number=(figure.start, figure.end),
        )
