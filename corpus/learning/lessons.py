"""Annotated pages as lessons: each as read before its facts are, and which figure states which fact of the gold.

Pages that names were learnt from are read with names learnt on the other hands' pages: what was learnt by heart would
teach statements to trust names more than they deserve.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.learning import names
from corpus.learning.sheets import FOLDS, Sheet
from corpus.matching import norm, number
from pipeline.components import reading_of
from pipeline.docs import set_article
from pipeline.read import load_pipeline
from pipeline.records import Reading
from pipeline.statements.rules.readers import readers
from pipeline.tagger import Tagger
from pipeline.tagger.component import TaggerComponent
from pipeline.text.figures import Figure

UNREAD = ["facts", "relations", "cells"]
"""The components that lessons do without."""


@dataclass(frozen=True)
class Lesson:
    """A page as it is read before its facts are, with the facts that are right by where their figures begin."""

    page: str
    fold: int
    reading: Reading
    gold: dict[str, Any]
    right: Mapping[int, dict[str, Any]]


def lessons(sheets: Sequence[Sheet]) -> list[Lesson]:
    """The pages as read with the names that the package ships."""
    return [_lesson(sheet) for sheet in sheets]


def crossed(sheets: Sequence[Sheet]) -> list[Lesson]:
    """The pages, those of each fold as read with names learnt on the others."""
    tagger = load_pipeline().get_pipe("tagger")
    assert isinstance(tagger, TaggerComponent)
    shipped = tagger.tagger
    found: dict[str, Lesson] = {}
    for fold in range(FOLDS):
        tagger.tagger = Tagger(names.crossed()[fold])
        found |= {sheet.name: _lesson(sheet) for sheet in sheets if sheet.fold == fold}
    tagger.tagger = shipped
    return [found[sheet.name] for sheet in sheets]


def _lesson(sheet: Sheet) -> Lesson:
    nlp = load_pipeline()
    doc = nlp.make_doc(sheet.article.text)
    set_article(doc, sheet.article)
    with nlp.select_pipes(disable=UNREAD):
        reading = reading_of(nlp(doc))
    return Lesson(sheet.name, sheet.fold, reading, sheet.gold, aligned(sheet.gold["facts"], reading))


def aligned(facts: Iterable[dict[str, Any]], reading: Reading) -> dict[int, dict[str, Any]]:
    """Each fact of the gold by where its figure begins: within its quote, of its value and unit; the surest first."""
    plain, at = _squeezed(reading.article.text)
    figures = readers(reading).figures
    asked = [(fact, _within(fact, plain, at, figures)) for fact in facts]
    found: dict[int, dict[str, Any]] = {}
    for fact, inside in sorted(asked, key=lambda pair: len(pair[1]) or len(figures)):
        free = next((f.start for f in inside if f.start not in found), None)
        if free is not None:
            found[free] = fact
    return found


def _within(fact: dict[str, Any], plain: str, at: Sequence[int], figures: Sequence[Figure]) -> list[Figure]:
    quote = norm(fact.get("quote"))
    spans, start = [], plain.find(quote) if quote else -1
    while start >= 0:
        spans.append((at[start], at[start + len(quote) - 1] + 2))
        start = plain.find(quote, start + 1)
    same = [f for f in figures if (number(f.value), norm(f.unit)) == (number(fact["value"]), norm(fact["unit"]))]
    return [f for f in same if any(low <= f.start and f.end <= high for low, high in spans)]


def _squeezed(text: str) -> tuple[str, list[int]]:
    """A text as the scorer compares it, and where each of its characters stood."""
    pieces = [(norm(unicodedata.normalize("NFKC", char)), at) for at, char in enumerate(text)]
    return "".join(p for p, _ in pieces), [at for piece, at in pieces for _ in piece]
