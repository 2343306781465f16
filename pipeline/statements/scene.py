"""A figure in its text, with what its statement is asked about: the question that suggesters and judges share."""

from bisect import bisect_left
from typing import NamedTuple

from pipeline.records import Fact, Modality
from pipeline.statements.rules.surroundings import Thing
from pipeline.text.figures import Figure
from pipeline.text.sentences import Clause, Sentence

STATES = "states"
"""The rules' verdict of a figure that states a fact."""
_DISTANCES = (4, 10, 20, 40, 80, 160)
_FAR = (*(f"within {n}" for n in _DISTANCES), "far off")


class Earlier(NamedTuple):
    """A figure before in the sentence, and what it counts."""

    figure: Figure
    what: str
    clause_start: int


class Told(NamedTuple):
    """How far the text has come: where its parts began, whether it speaks of plans, the fact before."""

    paragraph_start: int = 0
    section_start: int = 0
    story_start: int = 0
    outlook: bool = False
    last: Fact | None = None


class Scene(NamedTuple):
    """A figure, what stands free around it, what the rules say it counts, and what was told before."""

    figure: Figure
    clause: Clause
    sentence: Sentence
    low: int
    """The end of the figure before it in its clause, else the clause's start."""
    high: int
    """The start of the next figure in its clause, else the clause's end."""
    rule: Thing
    earlier: tuple[Earlier, ...] = ()
    told: Told = Told()
    followed: bool = False
    """Whether its clause holds a later figure."""
    what: str = ""
    """What it was found to count."""

    def counting(self, what: str) -> "Scene":
        """The scene once it is known what its figure counts."""
        return self._replace(what=what)

    def scope(self, at: int) -> str:
        """How near something before the figure stands: in its part of the clause, its clause, its sentence …"""
        if at >= self.clause.start:
            return "in its part" if at >= self.low else "in its clause"
        if at >= self.sentence.start:
            return "in its sentence"
        told = self.told
        if at >= told.section_start:
            return "in its section"
        if at >= told.paragraph_start:
            return "in its paragraph"
        return "in its story" if at >= told.story_start else "afar"

    def behind(self, at: int) -> str:
        """The same of what stands behind the figure, in its sentence."""
        return "behind in its clause" if at < self.clause.end else "behind in its sentence"

    @property
    def last(self) -> str:
        """How near the statement before stands."""
        return self.scope(self.told.last.number[0]) if self.told.last else "nowhere"


class Ruled(NamedTuple):
    """What the rules answer of a scene: whether it states a fact is a feature, the others are what is said of it."""

    states: bool
    scopes: bool
    modality: Modality = "actual"
    when: str | None = None

    @property
    def verdict(self) -> str:
        """Whether the figure states a fact by the rules."""
        return "scopes" if self.scopes else STATES if self.states else "states nothing"


def distance(characters: int) -> str:
    """A distance in steps."""
    return _FAR[bisect_left(_DISTANCES, characters)]
