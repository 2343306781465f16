"""How much the tagger's weights are worth: with and without each part, by how many pages, each with its interval.

    python -m corpus.learning.report

Every figure is F1 on pages of hands that the weights did not see (near for programmes and bodies, places by their
text), with the interval that holds nine in ten of what resampling the pages gives. Some minutes of processor time.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.learning.names import Prepared, count, folds, prepare, tagged, weighed
from corpus.learning.sheets import sheets
from pipeline.tagger.keys import templates
from pipeline.tagger.tagger import KINDS

SAMPLES, SEED = 1000, 0
INTERVAL = (5, 95)
"""Percentiles."""
SHARES = (0.25, 0.5)
"""Shares of the pages that weights are learnt from."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "the rules' suggestions": ("programs", "places", "organisations"),
    "lists and suffixes of places": ("listed", "weighed"),
    "words of the lexicons": ("word", "edge", "body", "head", "national", "next_head", "next_body"),
    "quotes": ("quote",),
    "what the page repeats": ("twos", "threes", "fours"),
    "characters": ("char", "class", "opened", "closed"),
}
"""Groups of columns that are left out in turn."""

Counts = NDArray[np.int64]
"""Right, read and there by page and kind."""


def main() -> int:
    """Print the tables."""
    pages = [prepare(page) for page in sheets("train")]
    print(f"{'F1 on unread hands':34}" + "".join(f"{kind:>24}" for kind in KINDS))
    show("the rules alone", ruled(pages))
    show("learnt over the rules", crossed_counts(pages))
    for share in SHARES:
        show(f"  from {share:.0%} of the pages", crossed_counts(pages, share))
    for part, columns in PARTS.items():
        kept = [n for n, joined in enumerate(templates()) if not any(name in columns for name, _ in joined)]
        show(f"  without {part}", crossed_counts([replace(page, found=page.found[kept]) for page in pages]))
    return 0


def ruled(pages: Sequence[Prepared]) -> Counts:
    """What the suggestions alone reach."""
    return counts(pages, lambda page, kind: {mention.text for mention in getattr(page.suggested, kind)})


def crossed_counts(pages: Sequence[Prepared], share: float = 1.0) -> Counts:
    """What weights reach that were learnt from a share of the other hands' pages."""
    lots = []
    for others in folds(pages):
        chosen = np.random.default_rng(SEED).permutation(len(others))[: round(share * len(others))]
        lots.append([others[number] for number in sorted(chosen)])
    weights = weighed(lots)
    found = {page.sheet.name: tagged(page, weights[page.sheet.fold]) for page in pages}
    return counts(pages, lambda page, kind: found[page.sheet.name][kind])


def counts(pages: Sequence[Prepared], read: Callable[[Prepared, str], set[str]]) -> Counts:
    """The counts of every page and kind."""
    return np.array([[count(page.sheet, kind, read(page, kind)) for kind in KINDS] for page in pages], np.int64)


def show(name: str, found: Counts) -> None:
    """A line of the table."""
    rng = np.random.default_rng(SEED)
    samples = [f1(found[rng.integers(0, len(found), len(found))]) for _ in range(SAMPLES)]
    low, high = np.percentile(samples, INTERVAL, axis=0)
    cells = (f"{v:10.3f} ({a:.3f}-{b:.3f})" for v, a, b in zip(f1(found), low, high, strict=True))
    print(f"{name:34}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def f1(found: Counts) -> NDArray[np.float64]:
    """F1 by kind."""
    right, read, there = found.sum(0).T.astype(np.float64)
    values: NDArray[np.float64] = 2 * right / (read + there)
    return values


if __name__ == "__main__":
    sys.exit(main())
