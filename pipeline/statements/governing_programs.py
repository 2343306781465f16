"""The programme that a statement belongs to, by the guide's rule.

The one that its sentence names, up to a semicolon behind the figure: of several the thing that money is put to, else
the nearest before the figure, no fund where another is named. 该项目, 园区, 基地 mean the one that they refer to. Else
the nearest before it in the paragraph: no fund, no honour, no project of one place for a figure of a larger division.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.records import Place, PlaceRef, Program
from pipeline.statements.scene import Scene
from pipeline.text.figures import Spans

HONOUR_REACH = 14
"""Characters before a name in which a verb of awarding makes it an honour."""
_SEMICOLON = re.compile("[；;]")


class Programs:
    """The programmes of one text by place."""

    def __init__(self, text: str, programs: Iterable[Program], places: Iterable[Place]) -> None:
        self._text = text
        self.outermost = _outermost(programs)
        self._starts = [p.start for p in self.outermost]
        self._sites = _sites(self.outermost, sorted(places, key=lambda p: p.start))

    def governing(self, scene: Scene, where: PlaceRef | None) -> Program | None:
        """The programme of a scene's figure at a place, None where its paragraph names none."""
        figure, sentence = scene.figure, scene.sentence
        end = _SEMICOLON.search(self._text, figure.end, sentence.end)
        named = self.within(sentence.start, end.start() if end else sentence.end)
        referred = self._referred(scene)
        before = [p for p in named if p.start < figure.start]
        if referred and not (before and before[-1].start > referred[1]):
            return referred[0]
        named = [p for p in named if not self._is(p, "fund")] or named
        if named:
            return self._of_several(scene, named)
        earlier = self.within(scene.told.paragraph_start, sentence.start)
        return next((p for p in reversed(earlier) if self._lasts(p, where)), None)

    def named_again(self, scene: Scene) -> bool:
        """Whether the figure's sentence names its programme by 该项目 or the like, which leaves no choice."""
        referred = self._referred(scene)
        if referred is None or self._text[referred[1]] not in load_lexicon("pipeline.statements", "programs")["this"]:
            return False
        return not self.within(referred[1], scene.figure.start)

    def within(self, start: int, end: int) -> Sequence[Program]:
        """The programmes that begin in a stretch, those within another's name left out."""
        return self.outermost[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _of_several(self, scene: Scene, named: Sequence[Program]) -> Program:
        figure = scene.figure
        behind = next((p for p in named if p.start >= figure.end), None)
        if behind and figure.money and pattern("put_to").fullmatch(self._text, figure.end, behind.start):
            return behind
        return next((p for p in reversed(named) if p.start < figure.start), named[0])

    def _lasts(self, program: Program, where: PlaceRef | None) -> bool:
        """Whether a programme still governs the sentences behind its own."""
        if self._is(program, "fund") or pattern("honour").search(
            self._text, max(0, program.start - HONOUR_REACH), program.start
        ):
            return False
        site = self._sites.get(program.start)
        return not (site and where and where.code and len(where.code) < len(site) and site.startswith(where.code))

    def _referred(self, scene: Scene) -> tuple[Program, int] | None:
        """该项目, 园区: the nearest programme before it that ends in the same head noun, and where the word stands."""
        found = list(pattern("anaphor").finditer(self._text, scene.sentence.start, scene.figure.start))
        if not found:
            return None
        head = next(word for word in found[-1].groups() if word)
        earlier = self.within(scene.told.paragraph_start, found[-1].start())
        meant = next((p for p in reversed(earlier) if p.text.endswith(head[-2:])), None)
        return (meant, found[-1].start()) if meant else None

    def _is(self, program: Program, kind: str) -> bool:
        return pattern(kind).search(program.text) is not None


def _outermost(programs: Iterable[Program]) -> list[Program]:
    kept: list[Program] = []
    for program in sorted(programs, key=lambda p: (p.start, -p.end)):
        if not kept or program.start >= kept[-1].end:
            kept.append(program)
    return kept


def _sites(programs: Sequence[Program], places: Sequence[Place]) -> Mapping[int, str]:
    """The code of the place that a project's name holds, by where the name begins."""
    held = Spans(programs)
    found: dict[int, str] = {}
    for place in places:
        span = held.covering(place.start)
        if span and place.code:
            found[span[0]] = place.code
    projects = {p.start for p in programs if p.kind == "project"}
    return {start: code for start, code in found.items() if start in projects}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of programs.yaml."""
    return re.compile(load_lexicon("pipeline.statements", "programs")[name])
