"""The programme that a number belongs to: its clause's, its sentence's, else the nearest before it in the paragraph."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from pipeline.facts.layout import Clause, Sentence
from pipeline.records import Program

_ANAPHOR = re.compile(r"[该此这](?:项|个)?([一-鿿]{0,4}(?:活动|机制|制度|行动|工程|项目|模式|计划|工作))")

HONOUR_REACH = 14
"""Characters before a name in which a verb of awarding makes it an honour."""
_HONOUR = re.compile(r"(?:评选|评出|评为|授予|获评|荣获|评定)[^，,。；;]*\Z")
_SEMICOLON = re.compile("[；;]")


class ProgramReader:
    """The programmes of one text by place."""

    def __init__(self, text: str, programs: Iterable[Program]) -> None:
        self._text = text
        self._programs = sorted(programs, key=lambda p: (p.start, p.end))
        self._starts = [p.start for p in self._programs]
        self._lasting = [
            p for p in self._programs if not _HONOUR.search(text[max(0, p.start - HONOUR_REACH) : p.start])
        ]
        self._lasting_starts = [p.start for p in self._lasting]

    def read(self, sentence: Sentence, clause: Clause, number: int, paragraph_start: int) -> Program | None:
        """The governing programme, None where the paragraph names none up to the number's sentence."""
        return (
            self._last(clause.start, number)
            or self._first(number, clause.end)
            or self._anaphor(sentence.start, number, paragraph_start)
            or self._last(sentence.start, number, lasting=True)
            or self._first(number, self._part_end(number, sentence.end))
            or self._last(paragraph_start, sentence.start, lasting=True)
        )

    def _last(self, start: int, end: int, lasting: bool = False) -> Program | None:
        """The last programme of a stretch; ``lasting``: no honour (评选“好婆婆”), which keeps to its clause."""
        programs, starts = (self._lasting, self._lasting_starts) if lasting else (self._programs, self._starts)
        at = bisect_left(starts, end) - 1
        return programs[at] if at >= 0 and starts[at] >= start else None

    def _first(self, start: int, end: int) -> Program | None:
        at = bisect_left(self._starts, start)
        return self._programs[at] if at < len(self._programs) and self._programs[at].start < end else None

    def _part_end(self, start: int, end: int) -> int:
        """The next semicolon: what stands behind it is another matter."""
        match = _SEMICOLON.search(self._text, start, end)
        return match.start() if match else end

    def _anaphor(self, start: int, end: int, paragraph_start: int) -> Program | None:
        """该活动: the nearest programme before it that ends in the same head noun."""
        match = _ANAPHOR.search(self._text, start, end)
        if match is None:
            return None
        low, high = bisect_left(self._starts, paragraph_start), bisect_right(self._starts, match.start())
        head = match.group(1)[-2:]
        return next((p for p in reversed(self._programs[low:high]) if p.text.endswith(head)), None)
