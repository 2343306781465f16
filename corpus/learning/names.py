"""The tagger's weights: which stretches of a page are names of programmes, places and bodies."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.learning.ftrl import Settings, example, frequent
from corpus.learning.ftrl import learn as fit
from corpus.learning.learnt import Learnt
from corpus.learning.sheets import FOLDS, Sheet, sheets
from corpus.matching import near, norm, settle
from corpus.score import figure
from pipeline.names import suggest_organisations, suggest_programs
from pipeline.names.view import View
from pipeline.places import suggest_places
from pipeline.tagger.chain import labelled, sentences
from pipeline.tagger.columns import columns
from pipeline.tagger.keys import BITS, buckets, padded
from pipeline.tagger.tagger import KINDS, Suggested, decided, scored
from pipeline.tagger.weights import SCALE, Weights

SHIPPED = "pipeline/tagger/data/names.bin"


@dataclass(frozen=True)
class Prepared:
    """A page as the rules suggest its names, and its right labels."""

    sheet: Sheet
    view: View
    suggested: Suggested
    found: NDArray[np.uint32]
    labels: NDArray[np.int8]


def learn(pages: Sequence[Sheet]) -> Learnt:
    """Weights from all pages, measured on folds."""
    prepared = [prepare(page) for page in pages]
    *weights, whole = weighed([*folds(prepared), prepared])
    _crossed[tuple(page.name for page in pages)] = tuple(weights)
    return Learnt({SHIPPED: whole.to_bytes()}, by_fold(prepared, weights))


_crossed: dict[tuple[str, ...], tuple[Weights, ...]] = {}
"""By the names of all pages the weights of each fold: who learns names and statements in one go learns them once."""


def crossed() -> tuple[Weights, ...]:
    """For each fold what the other pages teach: with these weights its names are read as unread pages' are."""
    pages = sheets("train")
    known = tuple(page.name for page in pages)
    if known not in _crossed:
        _crossed[known] = tuple(weighed(folds([prepare(page) for page in pages])))
    return _crossed[known]


def folds(pages: Sequence[Prepared]) -> list[list[Prepared]]:
    """For each fold the pages of the others."""
    return [[page for page in pages if page.sheet.fold != fold] for fold in range(FOLDS)]


def weighed(lots: Sequence[Sequence[Prepared]]) -> list[Weights]:
    """The weights that each lot of pages teaches, a process a lot."""
    with ProcessPoolExecutor(len(lots), mp_context=get_context("spawn")) as pool:
        return list(pool.map(weigh, lots))


def prepare(sheet: Sheet) -> Prepared:
    """What the rules suggest on a page, its features and its labels."""
    places = suggest_places(sheet.article)
    programs = suggest_programs(sheet.article, places.mentions)
    bodies = suggest_organisations(sheet.article, places.mentions)
    view = programs.seen
    suggested = Suggested.of(places, programs, bodies)
    made = padded(columns(view, suggested.stretches(view)))
    size = len(view.text)
    labels = [labelled(size, occurrences(view.text, texts(sheet, kind))) for kind in KINDS]
    return Prepared(sheet, view, suggested, buckets(made, 0, size), np.stack(labels))


def texts(sheet: Sheet, kind: str) -> list[str]:
    """The names of a kind that the gold lists."""
    return [item["text"] for item in sheet.gold.get(kind, [])]


def occurrences(text: str, names: Iterable[str]) -> list[tuple[int, int]]:
    """Where names stand in a view's text, the longest first and without overlap; blanks and width are not compared."""
    pairs = [(plain, at) for at, character in enumerate(text) for plain in norm(character)]
    plain, origin = "".join(c for c, _ in pairs), [at for _, at in pairs]
    free, found = bytearray(len(plain)), []
    for name in sorted({norm(name) for name in names} - {""}, key=lambda n: (-len(n), n)):
        at = plain.find(name)
        while at >= 0:
            stretch = origin[at], origin[at + len(name) - 1] + 1
            if free.find(1, at, at + len(name)) < 0 and "\n" not in text[slice(*stretch)]:
                free[at : at + len(name)] = b"\1" * len(name)
                found.append(stretch)
            at = plain.find(name, at + 1)
    return sorted(found)


def weigh(pages: Sequence[Prepared], settings: Settings = Settings()) -> Weights:  # noqa: B008  frozen
    """The weights that some pages teach."""
    used = frequent([page.found for page in pages], settings.pages)
    numbers = np.full(1 << BITS, -1, np.int32)
    numbers[used] = np.arange(len(used))
    examples = [example(page.found, page.labels, sentences(page.view.text), numbers) for page in pages]
    rows, moves = fit(examples, len(used), len(KINDS), settings)
    whole = np.rint(rows * SCALE).astype(np.int16)
    matter = whole.any(1)
    return Weights(KINDS, used[matter].astype(np.uint32), whole[matter], np.rint(moves * SCALE).astype(np.int16))


def by_fold(pages: Sequence[Prepared], weights: Sequence[Weights]) -> dict[str, Any]:
    """The tagger's figures by kind on pages that its weights were not learnt from, beside those of the rules."""
    counts: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for fold in range(FOLDS):
        for page in (p for p in pages if p.sheet.fold == fold):
            for kind, read in tagged(page, weights[fold]).items():
                counts.setdefault((kind, "learnt"), []).append(count(page.sheet, kind, read))
                ruled = {mention.text for mention in getattr(page.suggested, kind)}
                counts.setdefault((kind, "rules"), []).append(count(page.sheet, kind, ruled))
    return {f"{kind} {by}": round(figure(*np.sum(c, axis=0)).f1, 3) for (kind, by), c in sorted(counts.items())}


def tagged(page: Prepared, weights: Weights) -> dict[str, set[str]]:
    """The names of each kind that weights find on a page, by features made before."""
    found = decided(scored(page.found, weights), page.view, page.suggested, weights)
    return {kind: {page.view.text[start:end] for start, end in named} for kind, named in found.items()}


def count(sheet: Sheet, kind: str, read: set[str]) -> tuple[int, int, int]:
    """How many names read are right (near, for places equal), how many were read, how many there are."""
    gold = sheet.gold.get(kind, [])
    want = {norm(item["text"]) for item in gold}
    have = {norm(item["text"]) for item in settle([{"text": text} for text in read], gold)}
    return (len(want & have) if kind == "places" else near(want, have)), len(have), len(want)
