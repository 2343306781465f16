"""Annotated pages as lessons: each as read before its facts are, and which figure states which fact of the gold."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language

from corpus.learning.names import crossed
from corpus.learning.sheets import Sheet
from corpus.matching import norm, number
from pipeline.clean import clean
from pipeline.components import reading_of
from pipeline.docs import set_article
from pipeline.facts.figures import Figure
from pipeline.facts.readers import readers
from pipeline.read import load_pipeline
from pipeline.records import RawPage, Reading, Refusal
from pipeline.tagger import Tagger
from pipeline.tagger.component import TaggerComponent

CORPUS = Path(__file__).parents[1]
TRAIN = CORPUS / "train"


@dataclass(frozen=True)
class Lesson:
    """A page as it is read before its facts are, with the facts that are right by where their figures begin."""

    page: str
    reading: Reading
    gold: dict[str, Any]
    right: Mapping[int, dict[str, Any]]


@cache
def lessons(folder: Path = TRAIN) -> tuple[Lesson, ...]:
    """The pages of a set with their gold; those that are refused are left out."""
    found = []
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        reading = _read(folder / "pages" / gold["page"])
        if reading is not None:
            found.append(Lesson(gold["page"], reading, gold, aligned(gold["facts"], reading)))
    return tuple(found)


def _read(path: Path) -> Reading | None:
    page = RawPage(f"file:///{path.name}", datetime(2026, 1, 1, tzinfo=UTC), path.read_bytes())
    article = clean(page)
    if isinstance(article, Refusal):
        return None
    nlp = load_pipeline()
    doc = nlp.make_doc(article.text)
    set_article(doc, article)
    with nlp.select_pipes(disable=["facts", "relations"]), names_unseen(nlp, Sheet(path.stem, article, {}).fold):
        return reading_of(nlp(doc))


@contextmanager
def names_unseen(nlp: Language, fold: int) -> Iterator[None]:
    """Names are read by what the other folds teach: as a new page's are, not as those that were learnt from."""
    component = nlp.get_pipe("tagger")
    assert isinstance(component, TaggerComponent)
    shipped = component.tagger
    component.tagger = Tagger(crossed()[fold])
    try:
        yield
    finally:
        component.tagger = shipped


def aligned(facts: Sequence[dict[str, Any]], reading: Reading) -> dict[int, dict[str, Any]]:
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
