"""In which programme a statement stands: those of its sentence and before it in its paragraph, the page's own, none.

The guide's rule answers nearly always where the names are right; the features tell names from what is none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.features import Names, Part, beside, called
from pipeline.records import Program
from pipeline.statements.governing_programs import Programs
from pipeline.statements.options import RULE, Option
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
        if rule and self._programs.named_again(scene):
            return [Option(rule, (), RULE)]
        found: dict[str, tuple[Program, Part]] = {}
        for program, features in (*self._before(scene), *self._behind(scene)):
            found.setdefault(program.text, (program, features))
        last = scene.told.last
        for other in (rule, last.program if last else None):
            if other:
                found.setdefault(other.text, (other, ((called, "not near"),)))
        count = min(len(found), 4)
        nothing = (self._of(None, scene, rule, count),)
        options: list[Option[Program | None]] = [Option(None, nothing, "" if rule else RULE)]
        for program, near in found.values():
            source = RULE if rule and rule.text == program.text else ""
            options.append(Option(program, (near, self._of(program, scene, rule, count)), source))
        return options

    def _before(self, scene: Scene) -> Iterator[tuple[Program, Part]]:
        earlier: Sequence[Program] = self._programs.within(scene.told.paragraph_start, scene.figure.start)
        for rank, program in enumerate(reversed(earlier[-BEFORE:])):
            scope = scene.scope(program.start)
            words = self._words(program, scope)
            gap = scene.figure.start - program.end
            between = self._text[program.end : scene.figure.start]
            stops = sum(between.count(mark) for mark in "。；;！？")
            yield program, (*words, (_ranked, scope, rank), (_over, scope, distance(gap), min(stops, 4)))

    def _behind(self, scene: Scene) -> Iterator[tuple[Program, Part]]:
        later = self._programs.within(scene.figure.end, scene.sentence.end)
        for rank, program in enumerate(later[:BEHIND]):
            scope = scene.behind(program.start)
            yield program, (*self._words(program, scope), (_ranked, scope, rank))

    def _words(self, program: Program, scope: str) -> Part:
        text, start, end = self._text, program.start, program.end
        quoted = _QUOTE.search(text, max(0, start - 1), start + 1) is not None
        return (
            (_named, scope, program.kind, bool(program.concept), quoted),
            beside(scope, text[max(0, start - 2) : start], text[end : end + 2]),
        )

    def _of(self, program: Program | None, scene: Scene, rule: Program | None, count: int) -> Part:
        last, unit = scene.told.last, "money" if scene.figure.money else scene.figure.unit
        kind = program.kind if program else "none"
        before = (last.program.text if last.program else "") if last else ""
        by_rule = "as the rule" if (program and program.text) == (rule and rule.text) else "unlike the rule"
        by_last = f"{'as' if (program.text if program else '') == before else 'unlike'} the last {scene.last}"
        shared = (
            (_standing, kind, by_rule, count, by_last),
            (_under, kind, scene.figure.money, scene.sentence.kind, unit),
        )
        if program is None:
            return shared
        text, national = program.text, bool(program.concept)
        return (
            *shared,
            (_kinds, kind, national, by_rule, min(len(text), 14), bool(program.broader)),
            (_called, text, min(self._count[text], 4), text in self._titled),
        )


def _ranked(scope: str, rank: int) -> Names:
    return (f"{scope} at {rank}",)


def _over(scope: str, far: str, stops: int) -> Names:
    return (f"{scope} {far}", f"{scope} over {stops}")


def _named(scope: str, kind: str, national: bool, quoted: bool) -> Names:
    return (
        scope,
        f"{scope} {kind}",
        f"{scope} {'national' if national else 'local'}",
        f"{scope} quoted" if quoted else f"{scope} plain",
    )


def _standing(kind: str, by_rule: str, count: int, by_last: str) -> Names:
    return (
        kind,
        f"{kind} {by_rule}",
        f"{kind} {by_rule} of {count}",
        f"{kind} {by_last}",
        f"{kind} {by_last} {by_rule}",
    )


def _under(kind: str, money: bool, block: str, unit: str) -> Names:
    return (f"{kind} {'money' if money else 'things'}", f"{kind} in a {block}", f"{kind} for {unit}")


def _kinds(kind: str, national: bool, by_rule: str, length: int, broader: bool) -> Names:
    own = f"{kind} {'national' if national else 'local'}"
    alone = f"{kind} broader" if broader else f"{kind} alone"
    return (own, f"{own} {by_rule}", f"{kind} of {length} characters", alone)


def _called(text: str, times: int, titled: bool) -> Names:
    return (f"ends with {text[-2:]}", f"named {text}", f"named {times} times", "titled" if titled else "not titled")
