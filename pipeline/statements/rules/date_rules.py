"""The date that governs a number: its sentence's, else the nearest before it in its paragraph and section."""

import re
from bisect import bisect_left
from collections.abc import Container, Iterable
from functools import cache

from pipeline.lexicon import load_lexicon
from pipeline.records import Date, Modality
from pipeline.text.figures import Figure
from pipeline.text.sentences import Clause, Sentence

_SEMICOLON = re.compile("[；;]")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of when.yaml."""
    return re.compile(load_lexicon("pipeline.statements.rules", "when")[name])


@cache
def _turns() -> re.Pattern[str]:
    """The words that turn to another time, each wherever it begins."""
    breaks, undated = pattern("breaks").pattern, pattern("undated").pattern
    return re.compile(f"(?=({breaks}|{undated}))")


class DateReader:
    """The dates of one text that can govern a number, those of comparisons and origins left out."""

    def __init__(
        self,
        text: str,
        dates: Iterable[Date],
        figures: Iterable[Figure],
        published: str | None,
        named: Container[int] = (),
    ) -> None:
        """``named``: where the names of programmes begin, whose year (2024年度水渠项目) yields to any other date."""
        self._text = text
        self._named = named
        self._published = published
        self._numbers = {f.start for f in figures}
        dates = tuple(dates)
        dated = {d.start for d in dates}
        self._dates = sorted((d for d in dates if not self.compares(d)), key=lambda d: (d.end, d.start))
        self._ends = [d.end for d in self._dates]
        self._turns = [(m.start(), m.end(1), m[1]) for m in _turns().finditer(text) if m.start() not in dated]
        self._turn_starts = [start for start, _, _ in self._turns]

    def read(
        self, sentence: Sentence, clause: Clause, number: int, section_start: int, modality: Modality
    ) -> tuple[str | None, Modality]:
        """The governing date as ISO 8601, None where nothing on the page tells, and the modality in its light.

        What a date to come governs is planned; across a semicolon such a date governs nothing that is so.
        """
        found = self._governing(sentence, clause, number, section_start)
        if found is None:
            return (self._due(sentence, clause), modality) if modality == "planned" else (None, modality)
        if modality == "actual" and self._is_future(found.value) and not self._is_until(found):
            parted = re.search("[；;]", self._text[found.end : number]) or found.start < sentence.start
            return (None, modality) if parted else (found.value, "planned")
        return self.joined(found), modality

    def joined(self, date: Date) -> str:
        """2020年和2021年累计: two years or months that follow one another are one time."""
        at = bisect_left(self._ends, date.end) - 1
        before = self._dates[at] if at >= 0 else None
        if before is None or len(before.value) != len(date.value) or not pattern("one_time").fullmatch(before.value):
            return date.value
        joined = pattern("joins").fullmatch(self._text, before.end, date.start)
        return f"{before.value}/{date.value}" if joined and _follows(before.value, date.value) else date.value

    def _is_future(self, value: str) -> bool:
        """Whether a date begins after the page was published: what is so can't have been then."""
        start = value.partition("/")[0]
        return bool(self._published) and start[:4].isdigit() and start > (self._published or "")[: len(start)]

    def _due(self, sentence: Sentence, clause: Clause) -> str | None:
        """The date of a later clause that only says when it will be finished (预计9月投入使用)."""
        for later in sentence.clauses:
            if later.start > clause.start and pattern("finished").search(self._text, later.start, later.end):
                date = self._first(later.start, later.end)
                if date and not any(later.start <= n < later.end for n in self._numbers):
                    return date.value
        return None

    def _governing(self, sentence: Sentence, clause: Clause, number: int, section_start: int) -> Date | None:
        own = self._last(sentence.start, number, telling=True) or self._last(sentence.start, number)
        following = self._first(number, clause.end)
        if following is not None and self._estimates(following) and (own is None or own.end <= clause.start):
            return following
        if own is not None and self._estimates(own) and _SEMICOLON.search(self._text, own.end, number):
            own = self._last(sentence.start, own.start)
        if own is not None:
            elsewhere = own.end <= clause.start and self.is_origin(own)
            return None if elsewhere or self.breaks(own.end, number) is not None else own
        if following is not None:
            return following
        earlier = self._last(section_start, sentence.start, lasting=True, telling=True)
        if earlier is None or self.breaks(sentence.start, number) is not None or self.is_origin(earlier):
            return None
        return earlier

    def _is_until(self, date: Date) -> bool:
        return bool(pattern("until").search(self._text[max(0, date.start - 3) : date.end]))

    def _estimates(self, date: Date) -> bool:
        """预计全年可达25万元;带动90户: the time of an estimate ends with its part of the sentence."""
        return bool(pattern("estimated").search(self._text[max(0, date.start - 4) : date.start]))

    def is_origin(self, date: Date) -> bool:
        """Whether a date says when something began to be (成立于2015年)."""
        return bool(pattern("origin").search(self._text[max(0, date.start - 6) : date.start]))

    def _last(self, start: int, end: int, lasting: bool = False, telling: bool = False) -> Date | None:
        """The last date of a stretch; ``lasting``: none that recurs (每年), which keeps to its sentence; ``telling``:
        none of a programme's name.
        """
        at = bisect_left(self._ends, end + 1) - 1
        while at >= 0 and self._dates[at].end > start:
            date = self._dates[at]
            own = self._attributive_to(date)
            passed = (lasting and date.value.startswith("R/")) or (telling and date.start in self._named)
            if date.start >= start and own in (None, end) and not passed:
                return date
            at -= 1
        return None

    def _attributive_to(self, date: Date) -> int | None:
        """The number that a date is attached to, if to one (2018年的3万元): it governs no other."""
        at = date.end + 1 if self._text[date.end : date.end + 1] == "的" else -1
        return at if at in self._numbers else None

    def _first(self, start: int, end: int) -> Date | None:
        for at in range(bisect_left(self._ends, start + 1), len(self._dates)):
            if self._dates[at].start >= end:
                return None
            if self._dates[at].start >= start:
                return self._dates[at]
        return None

    def compares(self, date: Date) -> bool:
        """Whether a number is only compared with that of a date (比2020年增长)."""
        before, after = self._text[max(0, date.start - 4) : date.start], self._text[date.end : date.end + 6]
        if pattern("compared_after").match(after):
            return True
        if pattern("compared_before").search(before):
            return self._attributive_to(date) is None  # 与2021年的31家相比: the date of that figure alone
        from_then = pattern("from_before").search(before) and after[:1] == "的"
        return bool(from_then) and self._attributive_to(date) is None  # 由2020年的28:72调整为27:73

    def breaks(self, start: int, end: int) -> str | None:
        """The word by which a stretch turns to another time that has no date (目前, 之后), None where none does."""
        later = self._turns[bisect_left(self._turn_starts, start) : bisect_left(self._turn_starts, end)]
        return next((word for _, stop, word in later if stop <= end), None)


def _follows(first: str, second: str) -> bool:
    """Whether the second year or month (ISO 8601) is the next after the first."""
    year, month = (int(part) for part in (first + "-00").split("-")[:2])
    following = f"{year + 1:04d}" if not month else f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return second == following
