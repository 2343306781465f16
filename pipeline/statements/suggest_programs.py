"""In which programme a statement stands: those of its sentence and before it in its paragraph, the page's own, none.

The guide's rule answers nearly always where the names are right; the features tell names from what is none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.records import Program
from pipeline.statements.governing_programs import Programs
from pipeline.statements.options import RULE, Group, Option
from pipeline.statements.scene import Scene, distance

_QUOTE = re.compile('[“‘"]')
BEFORE = 4
"""Names before a figure that are options."""
BEHIND = 2
"""Names behind it, in its sentence, that are."""


class Named:
    """The programmes of one text as options."""

    def __init__(self, text: str, programs: Programs) -> None:
        self._text = text
        self._programs = programs
        self._count = Counter(p.text for p in programs.outermost)
        self._titled = {p.text for p in programs.within(0, max(0, text.find("\n")))}

    def suggest(self, scene: Scene, rule: Program | None) -> list[Option[Program | None]]:
        """The options, each name once, and none."""
        found: dict[str, tuple[Program, Group]] = {}
        for program, features in (*self._before(scene), *self._behind(scene)):
            found.setdefault(program.text, (program, features))
        last = scene.told.last
        for other in (rule, last.program if last else None):
            if other:
                found.setdefault(other.text, (other, ("not near",)))
        count = min(len(found), 4)
        nothing = (self._of(None, scene, rule, count),)
        options: list[Option[Program | None]] = [Option(None, nothing, "" if rule else RULE)]
        for program, near in found.values():
            source = RULE if rule and rule.text == program.text else ""
            options.append(Option(program, (near, self._of(program, scene, rule, count)), source))
        return options

    def _before(self, scene: Scene) -> Iterator[tuple[Program, Group]]:
        earlier: Sequence[Program] = self._programs.within(scene.told.paragraph_start, scene.figure.start)
        for rank, program in enumerate(reversed(earlier[-BEFORE:])):
            scope = scene.scope(program.start)
            words = self._words(program, scope)
            gap = scene.figure.start - program.end
            between = self._text[program.end : scene.figure.start]
            stops = sum(between.count(mark) for mark in "。；;！？")
            yield program, (*words, f"{scope} at {rank}", f"{scope} {distance(gap)}", f"{scope} over {min(stops, 4)}")

    def _behind(self, scene: Scene) -> Iterator[tuple[Program, Group]]:
        later = self._programs.within(scene.figure.end, scene.sentence.end)
        for rank, program in enumerate(later[:BEHIND]):
            scope = scene.behind(program.start)
            yield program, (*self._words(program, scope), f"{scope} at {rank}")

    def _words(self, program: Program, scope: str) -> Group:
        text, start, end = self._text, program.start, program.end
        return (
            scope,
            f"{scope} {program.kind}",
            f"{scope} {'national' if program.concept else 'local'}",
            f"{scope} quoted" if _QUOTE.search(text, max(0, start - 1), start + 1) else f"{scope} plain",
            f"{scope} before {text[end : end + 1]}",
            f"{scope} before {text[end : end + 2]}",
            f"{scope} after {text[max(0, start - 1) : start]}",
            f"{scope} after {text[max(0, start - 2) : start]}",
        )

    def _of(self, program: Program | None, scene: Scene, rule: Program | None, count: int) -> Group:
        last, unit = scene.told.last, "money" if scene.figure.money else scene.figure.unit
        kind = program.kind if program else "none"
        before = (last.program.text if last.program else "") if last else ""
        by_rule = "as the rule" if (program and program.text) == (rule and rule.text) else "unlike the rule"
        by_last = f"{'as' if (program.text if program else '') == before else 'unlike'} the last {scene.last}"
        found = [
            kind,
            f"{kind} {by_rule}",
            f"{kind} {by_rule} of {count}",
            f"{kind} {by_last}",
            f"{kind} {by_last} {by_rule}",
            f"{kind} {'money' if scene.figure.money else 'things'}",
            f"{kind} in a {scene.sentence.kind}",
            f"{kind} for {unit}",
        ]
        if program:
            own = f"{kind} {'national' if program.concept else 'local'}"
            found += [
                own,
                f"{own} {by_rule}",
                f"{kind} of {min(len(program.text), 14)} characters",
                f"ends with {program.text[-2:]}",
                f"named {program.text}",
                f"named {min(self._count[program.text], 4)} times",
                "titled" if program.text in self._titled else "not titled",
                f"{kind} broader" if program.broader else f"{kind} alone",
            ]
        return tuple(found)
