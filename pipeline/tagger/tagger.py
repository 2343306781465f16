"""The tagger: a page's text and what the rules suggest in, stretches that are names out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np

from pipeline.lexicon import load_lexicon
from pipeline.names import BodySuggestions, ProgramSuggestions
from pipeline.names.view import QUOTE_MARKS, View
from pipeline.places import Suggestions
from pipeline.records import Mention, Organisation, Place, Program
from pipeline.tagger.chain import ALONE, FIRST, LABELS, OUTSIDE, Array, best, labelled, sentences, stretches
from pipeline.tagger.columns import Stretch, columns
from pipeline.tagger.keys import Buckets, buckets, padded
from pipeline.tagger.weights import SCALE, Weights

KINDS = ("programs", "places", "organisations")
TRUST: Mapping[str, float] = {"programs": 1.5, "places": 0.0, "organisations": 0.7}
"""What a label that the rules suggest is worth beyond what was learnt (log odds), by kind: rules know what pages like
those that they were written on name. Chosen together with ``DOUBT``.
"""
DOUBT: Mapping[str, float] = {"programs": 0.5, "places": 0.25, "organisations": 1.0}
"""What a name that begins where the rules suggest none must bear more (log odds), by kind.

On 40 real pages that a blind hand annotated (third-party text, not kept here) and on corpus/check, facts whole with
programmes' trust and doubt of 1 and .5: .470 and .589; 1.5 and .5: .510 and .595; 2 and 1: .506 and .600; 3 and .5:
.496 and .600; places' of .5 and .5, or 1.5 and .5: .510 and .595; 0 and .25: .517 and .595. Bodies (near) with a doubt
of 1: .778 and .866; of 1.5: .778 and .843.
"""
BLOCK = 4096
"""Characters whose features are held at once."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the rules suggest on a page."""

    programs: Sequence[Program] = ()
    places: Sequence[Place] = ()
    organisations: Sequence[Organisation] = ()
    listed: Sequence[Stretch] = ()
    weighed: Sequence[Stretch] = ()
    """What looks like a place by a list and by its suffix, in the article."""

    @classmethod
    def of(cls, places: Suggestions, programs: ProgramSuggestions, bodies: BodySuggestions) -> "Suggested":
        """What the rules of each kind suggest, together."""
        return cls(programs.mentions, places.mentions, bodies.mentions, places.listed, places.weighed)

    def stretches(self, view: View) -> dict[str, list[Stretch]]:
        """The stretches in a view by kind, each with its sort; names that stand for others are left out."""
        return {
            "programs": _in_view(view, self.programs, lambda p: 2 * _sort("program", p.kind) + (p.concept is not None)),
            "places": _in_view(view, self.places, lambda p: 2 * _sort("place", p.level) + (p.code is not None)),
            "organisations": _in_view(view, self.organisations, lambda o: _sort("organisation", o.kind)),
            "listed": [(view.flat(s), view.flat(e), sort) for s, e, sort in self.listed],
            "weighed": [(view.flat(s), view.flat(e), sort) for s, e, sort in self.weighed],
        }


M = TypeVar("M", bound=Mention)


def _in_view(view: View, mentions: Iterable[M], sort: Callable[[M], int]) -> list[Stretch]:
    placed = [(view.flat(m.start), view.flat(m.end), m) for m in mentions]
    return [
        (start, end, sort(m))
        for start, end, m in placed
        if end > start and not (isinstance(m, Organisation) and view.text[start:end] != m.text.translate(QUOTE_MARKS))
    ]


def _sort(group: str, word: str) -> int:
    return _sorts(group).get(word, 0)


@cache
def _sorts(group: str) -> dict[str, int]:
    listed = load_lexicon("pipeline.tagger", "columns")["sorts"][group]
    return {word: number for number, word in enumerate(listed)}


class Tagger:
    """Finds the names of all kinds by what was learnt; the same page always gives the same names."""

    def __init__(
        self, weights: Weights, trust: Mapping[str, float] = TRUST, doubt: Mapping[str, float] = DOUBT
    ) -> None:
        self.weights = weights
        self.trust = trust
        self.doubt = doubt

    def __call__(self, view: View, suggested: Suggested) -> dict[str, list[tuple[int, int]]]:
        """The stretches of the view by kind, in order, those of a kind without overlap."""
        return decided(self.scores(view, suggested), view, suggested, self.weights, self.trust, self.doubt)

    def scores(self, view: View, suggested: Suggested) -> Array:
        """What speaks for each label: kinds × characters × labels."""
        size = len(view.text)
        made = padded(columns(view, suggested.stretches(view)))
        blocks = [(start, min(start + BLOCK, size)) for start in range(0, max(size, 1), BLOCK)]
        return np.concatenate([scored(buckets(made, start, end), self.weights) for start, end in blocks], axis=1)


def decided(
    scores: Array,
    view: View,
    suggested: Suggested,
    weights: Weights,
    trust: Mapping[str, float] = TRUST,
    doubt: Mapping[str, float] = DOUBT,
) -> dict[str, list[tuple[int, int]]]:
    """The likeliest names by kind.

    A label that the rules suggest is worth its ``trust`` more, a name that begins where they suggest none its ``doubt``
    less.
    """
    ruled = suggested.stretches(view)
    for number, kind in enumerate(weights.kinds):
        labels = np.full(len(view.text), OUTSIDE, np.int8)
        for start, end, _ in sorted(ruled[kind], key=lambda s: s[1] - s[0]):
            labels[start:end] = labelled(end - start, [(0, end - start)])
        at = np.flatnonzero(labels != OUTSIDE)
        scores[number, at, labels[at]] += trust[kind]
        unheard = np.flatnonzero((labels != FIRST) & (labels != ALONE))
        scores[number, unheard[:, None], [FIRST, ALONE]] -= doubt[kind]
    found = best(scores, weights.moves / SCALE, sentences(view.text))
    return {kind: stretches(found[number]) for number, kind in enumerate(weights.kinds)}


def scored(found: Buckets, weights: Weights) -> Array:
    """What features (templates × characters) speak for: kinds × characters × labels."""
    kinds, labels = len(weights.kinds), len(LABELS)
    total = np.zeros((found.shape[1], weights.scores.shape[1]), np.float32)
    for bucket in found:
        total += weights.scores.take(weights.table.take(bucket), axis=0)
    return total[:, : kinds * labels].reshape(-1, kinds, labels).transpose(1, 0, 2).astype(np.float64)
