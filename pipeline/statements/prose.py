"""The facts that a page's sentences state: for each figure its thing, whether it states a fact, where, done or planned,
when, and in which programme, each asked of a judge that chooses among what the suggesters propose."""

from collections import Counter
from dataclasses import replace

from pipeline.facts.around import Surroundings, Thing
from pipeline.facts.claims import scopes, states
from pipeline.facts.figures import Figure
from pipeline.facts.indicators import indicator
from pipeline.facts.layout import Clause, Sentence
from pipeline.facts.passage import passage
from pipeline.facts.per import per
from pipeline.facts.programs import ProgramReader
from pipeline.facts.readers import Story, readers
from pipeline.facts.respectively import shared_out
from pipeline.facts.what import things
from pipeline.records import Fact, Reading
from pipeline.statements import suggest_claims, suggest_modality, suggest_things
from pipeline.statements.judge import Answer, Judge
from pipeline.statements.suggest_places import Mentioned, Told
from pipeline.statements.suggest_things import Borders, Earlier, Place
from pipeline.statements.suggest_times import Calendar


class Prose:
    """One page's sentences, read in their order."""

    def __init__(self, reading: Reading, judge: Judge) -> None:
        self.text = reading.article.text
        self.judge = judge
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
        self.borders = Borders(
            self.readers.lexis,
            (
                ("place", reading.places),
                ("organisation", reading.organisations),
                ("programme", reading.programs),
                ("date", reading.dates),
                ("document", reading.documents),
            ),
        )
        self.mentioned = Mentioned(self.text, self.readers.places, reading.home)
        self.calendar = Calendar(self.text, reading.dates, self.readers.dates, reading.article.published)
        self.times = Counter[object]((f.value, f.unit) for f in self.readers.figures)
        self.last: Fact | None = None
        self._next = 0
        self._counted = 0

    def facts(self) -> list[Fact]:
        """The facts of all sentences, in the order of the text."""
        return [fact for sentence in self.readers.sentences for fact in self.read(sentence)]

    def read(self, sentence: Sentence) -> list[Fact]:
        """The facts of the next sentence of the page."""
        self.story.enter(sentence)
        found = self._figures_of(sentence)
        if not found:
            return []
        rules = shared_out(self.text, sentence, found, things(self.around, sentence, found), self.readers.places)
        stated: list[Fact] = []
        earlier: list[Earlier] = []
        self._counted = 0
        for index, ((figure, clause), rule) in enumerate(zip(found, rules, strict=True)):
            following = [f for f, c in found[index + 1 : index + 4] if c is clause]
            low = max([f.end for f, c in found[:index] if c is clause], default=clause.start)
            place = Place(
                figure, clause, sentence, low, following[0].start if following else clause.end, rule, tuple(earlier)
            )
            what = self.judge.choose("thing", figure, suggest_things.suggest(self.borders, place))
            claim = self._claim(place, what.value, following)
            if claim.value:
                stated.append(self._fact(place, what, claim, bool(following)))
            earlier.append(Earlier(figure, what.value, clause.start))
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

    def _claim(self, place: Place, what: str, following: list[Figure]) -> Answer[bool]:
        figure, thing = place.figure, place.rule
        stands, only_scopes = states(self.text, figure, thing), scopes(self.text, figure, thing, following)
        options = suggest_claims.suggest(self.text, place, what, stands, only_scopes, bool(following), self.times)
        return self.judge.choose("claim", figure, options)

    def _fact(self, place: Place, what: Answer[str], claim: Answer[bool], more: bool) -> Fact:
        sentence, clause, figure, rule, story = place.sentence, place.clause, place.figure, place.rule, self.story
        at = figure.start
        told = Told(
            story.paragraph_start,
            story.section_start,
            story.story_start,
            self.last.where if self.last else None,
            self.last.number[0] if self.last else -1,
        )
        by_rule = rule.place or self.readers.places.read(sentence, clause, at, story.section_start, story.story_start)
        where = self.judge.choose("place", figure, self.mentioned.suggest(place, told, by_rule, what.value))
        modality_by_rule = self.readers.modality.read(sentence, clause, at, rule.start, story.outlook, more)
        when_by_rule, modality_by_rule = self.readers.dates.read(
            sentence, clause, at, story.section_start, modality_by_rule
        )
        modality = self.judge.choose(
            "modality",
            figure,
            suggest_modality.suggest(
                self.text,
                self.readers.modality,
                place,
                told,
                modality_by_rule,
                story.outlook,
                self.last.modality if self.last else None,
                self.calendar.tense(when_by_rule),
            ),
        )
        when = self.judge.choose(
            "time",
            figure,
            self.calendar.suggest(
                place, told, when_by_rule, modality.value, self.last.when if self.last else None
            ),
        )
        start, end = passage(self.text, sentence, clause, figure)
        self.last = Fact(
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            per=figure.per or per(self.text, max(clause.start, self._counted), figure.start),
            qualifier=figure.qualifier,
            what=what.value,
            indicator=indicator(what.value, figure.unit),
            program=self.programs.read(sentence, clause, at, story.paragraph_start),
            where=where.value,
            when=when.value,
            modality=modality.value,
            start=start,
            end=end,
            quote=self.text[start:end],
            number=(figure.start, figure.end),
            confidence=claim.chance * what.chance * where.chance * modality.chance * when.chance,
        )
        return self.last
