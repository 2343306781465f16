"""The facts that a page's sentences state.

For each figure: its thing, whether it states a fact, where, in which programme, each asked of a judge that chooses
among what the suggesters propose; when, and done or planned, by rules alone.
"""

from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from pipeline.records import Fact, PlaceRef, Program, Reading
from pipeline.statements import owners, suggest_claims, suggest_things
from pipeline.statements.borders import Borders
from pipeline.statements.governing_programs import Programs
from pipeline.statements.judge import Answer, Judge
from pipeline.statements.rules.cited import passage
from pipeline.statements.rules.claim_rules import scopes, states
from pipeline.statements.rules.indicators import indicator
from pipeline.statements.rules.per import per
from pipeline.statements.rules.readers import Readers, Story, readers
from pipeline.statements.rules.respectively import shared_out
from pipeline.statements.rules.surroundings import Surroundings, Thing
from pipeline.statements.rules.thing_rules import things
from pipeline.statements.scene import Earlier, Ruled, Scene, Told
from pipeline.statements.suggest_places import Mentioned
from pipeline.statements.suggest_programs import Named
from pipeline.text.figures import Figure
from pipeline.text.sentences import Clause, Sentence

BETWEEN = " 、和"
"""Marks between figures that a sign behind them governs together."""
Found = tuple[Figure, Clause]


class _Answers(NamedTuple):
    """What was chosen for a figure."""

    what: Answer[str]
    claim: Answer[bool]
    where: Answer[PlaceRef | None]
    program: Answer[Program | None]

    def chances(self) -> tuple[float, ...]:
        """The chances that the confidence is made of, in the order of ``judge.SURE``."""
        return tuple(a.chance for a in (self.what, self.claim, self.where))


class Prose:
    """One page's sentences, read in their order."""

    def __init__(self, reading: Reading, judge: Judge) -> None:
        self.text = reading.article.text
        self.judge = judge
        self.readers = readers(reading)
        self.story = Story(self.readers.modality)
        self.around = _surroundings(reading, self.readers)
        self.programs = Programs(self.text, reading.programs, reading.places)
        self.named = Named(self.text, self.programs)
        named = ("places", "organisations", "programs", "dates", "documents")
        self.borders = Borders(self.readers.lexis, [(kind, getattr(reading, kind)) for kind in named])
        self.mentioned = Mentioned(self.text, self.readers.places, reading.places, reading.home, self.readers.figures)
        self.times = Counter[object]((f.value, f.unit) for f in self.readers.figures)
        self.lengthier: dict[int, str] = {}
        self.last: Fact | None = None
        self._next = 0

    def facts(self) -> list[Fact]:
        """The facts of all sentences, in the order of the text."""
        read = [fact for sentence in self.readers.sentences for fact in self._read(sentence)]
        return owners.told_apart(read, self.lengthier)

    def _read(self, sentence: Sentence) -> list[Fact]:
        self.story.enter(sentence)
        found = self._figures_of(sentence)
        if not found:
            return []
        rules = shared_out(self.text, sentence, found, things(self.around, sentence, found), self.readers.places)
        stated: list[Fact] = []
        earlier: list[Earlier] = []
        for index, rule in enumerate(rules):
            scene = self._scene(sentence, found, index, rule, tuple(earlier))
            options = suggest_things.suggest(self.borders, scene, self.judge.worth("thing"))
            what = self.judge.choose("thing", scene, options)
            if fact := self._fact(scene.counting(what.value), what, found[index + 1 :]):
                stated += self._each(scene, fact)
                self.last = fact
            earlier.append(Earlier(scene.figure, what.value, scene.clause.start))
        return stated

    def _figures_of(self, sentence: Sentence) -> list[Found]:
        found: list[Found] = []
        while self._next < len(self.readers.figures) and self.readers.figures[self._next].start < sentence.end:
            figure = self.readers.figures[self._next]
            self._next += 1
            clause = next((c for c in sentence.clauses if c.start <= figure.start < c.end), None)
            if clause is not None and figure.start >= sentence.start:
                found.append((figure, clause))
        return found

    def _scene(
        self, sentence: Sentence, found: list[Found], index: int, rule: Thing, earlier: tuple[Earlier, ...]
    ) -> Scene:
        figure, clause = found[index]
        story = self.story
        later = [f.start for f, c in found[index + 1 :] if c is clause]
        return Scene(
            figure,
            clause,
            sentence,
            low=max([f.end for f, c in found[:index] if c is clause], default=clause.start),
            high=later[0] if later else clause.end,
            rule=rule,
            earlier=earlier,
            told=Told(story.paragraph_start, story.section_start, story.story_start, story.outlook, self.last),
            followed=bool(later),
        )

    def _fact(self, scene: Scene, what: Answer[str], later: list[Found]) -> Fact | None:
        """The scene's fact, None where its figure states none."""
        judge = self.judge
        ruled = self._ruled(scene, [f for f, c in later[:3] if c is scene.clause])
        claim = judge.choose("claim", scene, suggest_claims.suggest(self.text, scene, ruled, self.times))
        if not claim.value:
            return None
        where = judge.choose("place", scene, self.mentioned.suggest(scene, *self._where(scene)))
        by_guide = self.programs.governing(scene, where.value)
        program = judge.choose("programme", scene, self.named.suggest(scene, by_guide))
        if (last := self.last) and self._goes_on(scene, last, where.value):
            program = program._replace(value=last.program)
        return self._stated(scene, ruled, _Answers(what, claim, where, program))

    def _each(self, scene: Scene, fact: Fact) -> list[Fact]:
        """The fact; of several listed places that each have its figure one for each."""
        members = self.readers.places.each(scene.sentence.start, scene.figure.start)
        return [replace(fact, where=place) for place in members] or [fact]

    def _goes_on(self, scene: Scene, last: Fact, where: PlaceRef | None) -> bool:
        """Whether a figure goes on from the one before it in its clause, without a programme between (86户312人)."""
        same = last.number[0] >= scene.clause.start and last.where == where
        return same and not self.programs.within(last.number[1], scene.figure.start)

    def _ruled(self, scene: Scene, following: list[Figure]) -> Ruled:
        """What the rules answer."""
        figure, rule, told = scene.figure, scene.rule, scene.told
        place = (_heard(scene), scene.clause, figure.start)
        outlook = told.outlook and not rule.alone
        modality = self.readers.modality.read(*place, rule.start, outlook, self._more(scene))
        when, modality = self.readers.dates.read(*place, told.section_start, modality)
        return Ruled(
            states(self.text, figure, rule), scopes(self.text, figure, rule, following), modality=modality, when=when
        )

    def _more(self, scene: Scene) -> bool:
        """Whether its clause goes on to a later figure with words of its own (安置520户2080人规模 does not)."""
        return scene.followed and bool(self.text[scene.figure.end : scene.high].strip(BETWEEN))

    def _where(self, scene: Scene) -> tuple[PlaceRef | None, str]:
        """The place by the rules, and by which of them."""
        if scene.rule.place:
            return scene.rule.place, "shared out"
        told = scene.told
        return self.readers.places.ruled(
            scene.sentence, scene.clause, scene.figure.start, told.section_start, told.story_start
        )

    def _stated(self, scene: Scene, ruled: Ruled, answers: _Answers) -> Fact:
        figure, clause, program = scene.figure, scene.clause, answers.program.value
        what = owners.named(self.text, scene, answers.what.value, program is not None)
        self.lengthier[figure.start] = owners.fuller(self.text, scene, what)
        start, end = passage(self.text, scene.sentence, clause, figure)
        return Fact(
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            per=figure.per or per(self.text, scene.low, figure.start),
            qualifier=figure.qualifier,
            what=what,
            indicator=indicator(what, figure.unit),
            program=program,
            where=answers.where.value,
            when=ruled.when,
            modality=ruled.modality,
            start=start,
            end=end,
            quote=self.text[start:end],
            number=(figure.start, figure.end),
            confidence=self.judge.sure(answers.chances()),
        )


def _heard(scene: Scene) -> Sentence:
    """The scene's sentence; of one that tells a habit its clause and the one before (建成后,一个月能挣3000元)."""
    sentence = scene.sentence
    if not scene.rule.alone:
        return sentence
    at = sentence.clauses.index(scene.clause)
    kept = sentence.clauses[max(0, at - 1) : at + 1]
    return replace(sentence, start=kept[0].start, clauses=kept)


def _surroundings(reading: Reading, page: Readers) -> Surroundings:
    return Surroundings(
        page.lexis,
        page.figures,
        (m.start for m in (*reading.dates, *reading.documents)),
        ((p.start, p.end) for p in reading.places),
        (o.end for o in reading.organisations),
        ((d.start, d.end) for d in reading.dates),
        tuple(dict.fromkeys(p.text for p in reading.programs)),
    )
