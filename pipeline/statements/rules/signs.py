"""Done or planned: read from the words before the number, clause by clause."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pipeline.lexicon import Matcher, load_lexicon
from pipeline.records import Mention, Modality
from pipeline.text.figures import Spans
from pipeline.text.lexis import Lexis, words
from pipeline.text.sentences import Clause, Sentence

_QUOTED = re.compile(r"“[^“”，,。；;]{1,16}”")
_WITH = frozenset("与同和")
_SEMICOLON = re.compile("[；;]")
Sign = Literal["planned", "actual", "future", "shall", "past", "noun"]


@cache
def _lexicon() -> Mapping[str, str]:
    return load_lexicon("pipeline.statements.rules", "modality")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_lexicon()[name])


@cache
def _matcher() -> Matcher[Sign]:
    lexicon = _lexicon()
    signs: tuple[Sign, ...] = ("planned", "actual", "future", "shall", "past", "noun")
    return Matcher({word: sign for sign in signs for word in lexicon[sign].split()})


def _reviews(text: str) -> list[Mention]:
    """The parts of a report that look back on a year, each up to the one that turns to what is to come."""
    found: list[Mention] = []
    for opening in _pattern("review").finditer(text):
        if not found or opening.end() > found[-1].end:
            closing = _pattern("review_over").search(text, opening.end())
            found.append(Mention(opening.start(), closing.start() if closing else len(text), ""))
    return found


class ModalityReader:
    """Finds the signs of one text once; then answers for a place in it."""

    def __init__(self, lexis: Lexis, names: Spans) -> None:
        self._lexis = lexis
        self._found = list(_matcher().longest(lexis.text))
        self._starts = [start for start, _, _ in self._found]
        self._names = names
        self._quoted = Spans(Mention(m.start(), m.end(), "") for m in _QUOTED.finditer(lexis.text))
        self._reviews = Spans(_reviews(lexis.text))

    def read(
        self, sentence: Sentence, clause: Clause, number: int, thing_start: int, outlook: bool, more: bool
    ) -> Modality:
        """What the last sign before the number says; failing that in the clause, the clauses before it in the sentence.

        ``outlook``: the paragraph has turned to what is to come (下一步). ``more``: the clause has a later number, to
        which the words behind this one belong.
        """
        priced = _pattern("price").search(self._lexis.text, clause.start, clause.end) is not None
        for candidate in reversed([c for c in sentence.clauses if c.start <= clause.start]):
            parted = bool(_SEMICOLON.search(self._lexis.text, candidate.end, max(clause.start, candidate.end)))
            parted = parted or (priced and candidate.start < clause.start)
            stop = candidate.end if candidate.start < clause.start else max(number, thing_start)
            signs = self._signs(candidate.start, stop, parted)
            if candidate.start == clause.start and not signs:
                signs = [] if more else [s for s in self._signs(number, clause.end) if s == "planned"]
            if signs:
                return "planned" if signs[-1] == "planned" else "actual"
        done = outlook and not more and "actual" in self._signs(number, clause.end)
        return "planned" if outlook and not done else "actual"

    def turns(self, sentence: Sentence) -> bool | None:
        """Whether a sentence turns the paragraph to what is to come (True) or back (False), None where neither."""
        opening = self._lexis.text[sentence.start : sentence.start + 16]
        if _pattern("outlook").match(opening):
            return True
        return False if _pattern("back").match(opening) else None

    def continues(self, sentence: Sentence) -> bool:
        """Whether a paragraph goes on with a list by fields (产业方面,…), so that the plans before it are its own."""
        return _pattern("field").match(self._lexis.text[sentence.start : sentence.end]) is not None

    def opens(self, sentence: Sentence) -> bool | None:
        """Whether a heading or a lead-in opens a list of plans (True), a heading something else (False), else None."""
        text = self._lexis.text[sentence.start : sentence.end].rstrip("。：: ")
        titled = sentence.kind in ("heading", "title")
        if (titled and _pattern("plan_heading").search(text)) or _pattern("plan_lead").search(text):
            return True
        return False if titled and not _pattern("lesser_heading").match(text) else None

    def _signs(self, start: int, end: int, parted: bool = False) -> list[Modality]:
        """The signs of a clause in order; an estimate (预计) says nothing of what is parted from it."""
        found: list[Modality] = []
        past = False
        for at, stop, sign in self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            if stop > end:
                continue
            if (parted and self._is_estimate(at, stop)) or self._looks_back(at, stop):
                continue
            if self._names.covering(at) or self._quoted.covers(at, stop):
                continue
            past = past or sign == "past"
            if (sign == "future" and self._is_future(stop)) or (sign == "shall" and not past):
                found.append("planned")
            elif sign in ("planned", "actual"):
                found.append("planned" if sign == "planned" else "actual")
        return found

    def _is_estimate(self, start: int, end: int) -> bool:
        return self._lexis.text[start:end] in _lexicon()["estimates"].split()

    def _looks_back(self, start: int, end: int) -> bool:
        return self._reviews.covers(start, end) and self._is_estimate(start, end)

    def _is_future(self, at: int) -> bool:
        """将 before a verb, an adverb or a preposition speaks of the future; before a noun it stands for 把."""
        text = self._lexis.text
        if _pattern("taken").match(text[at : at + 12]):
            return False
        if _pattern("future_followers").match(text[at : at + 4]):
            return True
        if words("links").opening(text[at : at + 4]) and not self._lexis.inside_word(at + 1):
            return True
        if _pattern("future_leaders").search(text[max(0, at - 4) : at - 1]):
            return True
        cue = next(self._lexis.between(at, at + 6), None)
        return (
            cue is not None
            and cue.start == at
            and cue.kind in ("verb", "adverb", "preposition", "weak", "intransitive")
            and (cue.kind != "weak" or not self._governs_later_verb(at))
        )

    def _governs_later_verb(self, at: int) -> bool:
        """将培训费用纳入预算: the noun after 将 is an object where a verb closes the clause or 与 follows."""
        if any(c.start == at and self._lexis.text[c.end : c.end + 1] in _WITH for c in self._lexis.between(at, at + 6)):
            return True
        match = re.compile(r"[，,。；;]").search(self._lexis.text, at, at + 40)
        end = match.start() if match else at + 40
        return any(c.kind in ("verb", "preposition") for c in self._lexis.between(at + 3, end))  # 将注册成立 is future
