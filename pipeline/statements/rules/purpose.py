"""What a verb is done to: the object that money was spent on or a share is taken of."""

from bisect import bisect_left

from pipeline.statements.rules.phrase import Phrase, after, relative_head, shorten
from pipeline.text.figures import Figure
from pipeline.text.lexis import Cue, Lexis, words


class Objects:
    """The objects of the verbs of one text; a number before an object is stepped over, one after it ends it."""

    def __init__(self, lexis: Lexis, figures: tuple[Figure, ...], programs: tuple[str, ...]) -> None:
        self._lexis = lexis
        self._text = lexis.text
        self._figures = [(f.start, f.end) for f in figures]
        self._programs = programs

    def number_in(self, start: int, end: int) -> int | None:
        """Where the first number of a stretch begins."""
        at = bisect_left(self._figures, (start, start))
        return self._figures[at][0] if at < len(self._figures) and self._figures[at][0] < end else None

    def first(self, start: int, end: int, built: bool = False) -> Phrase:
        """The object of a stretch's first verb of building or using, else (unless ``built``) of its first verb."""
        cues = [c for c in self._lexis.between(start, end) if c.kind in ("verb", "weak")]
        preferred = [c for c in cues if self._text[c.start : c.end] in words("purposes")]
        for cue in preferred if built else (*preferred, *cues):
            found = self._of(cue, end)
            if found.text:
                return found
        return Phrase("", start, start)

    def _of(self, cue: Cue, end: int) -> Phrase:
        start = cue.end + (self._text[cue.end : cue.end + 1] in ("了", "过", "着"))
        at = bisect_left(self._figures, (start, start))
        if at < len(self._figures) and not self._text[start : self._figures[at][0]].strip():
            start, at = self._figures[at][1], at + 1
        stop = min(end, self._figures[at][0]) if at < len(self._figures) else end
        found = after(self._lexis, start, max(start, stop))
        found = found if found.text else relative_head(self._lexis, start, max(start, end))
        short = shorten(found.text, self._programs)
        return found._replace(text="" if short.startswith("每") else short)
