"""Reposts: pages of nearly one text, of which one is the original and the others point to it and witness nothing new.

``signature`` is a function of a page's text; ``first_alike`` one of all signatures, in the order of what decides which
is the original: a sort of as many keys for each band, then a step for each pair that met. Beside the signatures that is
memory of 63 bytes a page (500,000 made-up pages, a fifth of them copies).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

SHINGLE = 5
FIGURE_WEIGHT = 4
"""How often a shingle with a digit counts, since pages of one template differ in nothing but figures."""
SIZE = 64
BANDS = 16
"""64 values in 16 bands of 4: texts of a similarity of 0.7 meet with odds of 0.99, of 0.8 always."""
SAME = 0.7
"""The share of equal values from which two texts are one. Of invented texts of 60 to 600 characters, copies with
another head and tail share 0.80 and more, fillings of one template with other figures 0.52 and less (0.80 without the
figures' weight); the demo's hijacked copy 0.88, its glossed one 1.0; no two of 42 annotated pages more than 0.05."""
SEED = 20240301
SHORT = 60
"""Characters below which a text is too short to be told from another: of the demo's pages only those without a story
(41 and 38) are shorter, of the annotated ones none (231 and more)."""
LEAST_NAME = 3
"""Characters of a name of a site or a source; a shorter one stands in too many others."""
MOST_CREDITS = 100
"""The sources that a cluster is asked for, the most credited first, so that a large one stays linear."""
BLOCK = 1 << 16

Told = Literal["credit", "date", "address"]
"""What tells an original from a repost: that pages credit its site, that it is earlier, or nothing but its address."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What tells an original from its reposts."""

    page: str
    published: str | None = None
    source: str | None = None
    own_names: tuple[str, ...] = ()
    """Names of the site that the page stands on."""


def signature(text: str) -> bytes | None:
    """64 bytes that nearly equal texts nearly share; None for a text too short. Blanks and marks don't count."""
    text = re.sub(r"[\W_]+", "", text)
    if len(text) < SHORT:
        return None
    shingles = [text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)]
    figures = [shingle for shingle in shingles if not shingle.isalpha()]
    hashes = RMinHash(num_perm=SIZE, seed=SEED)
    hashes.update(shingles + [f"{n}{figure}" for figure in figures for n in range(1, FIGURE_WEIGHT)])
    return bytes(value & 0xFF for value in hashes.digest())


def similarity(a: bytes, b: bytes) -> float:
    """How much two texts share, 0 to 1, from their signatures; corrected for values that are equal by chance."""
    equal = sum(x == y for x, y in zip(a, b, strict=True)) / SIZE
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))


def first_alike(signs: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Of each page the first of all that is of its text, itself where there is none.

    ``signs`` holds a signature a row, in the order in which pages take precedence. Whoever is named, names itself, and
    is alike to each page that names it: likeness is not handed on from page to page.
    """
    first = np.arange(len(signs), dtype=np.int64)
    for pair in map(int, _met(signs)):
        page, other = divmod(pair, 1 << 32)
        origin = first[other]
        if first[page] == page and (origin == other or _same(signs[[page]], signs[[origin]])[0]):
            first[page] = origin
    return first


def _met(signs: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The pairs of a page and the first with one of its bands, where these are of one text; sorted, packed as
    page · 2³² + first."""
    met = np.empty(0, np.int64)
    width = SIZE // BANDS
    for band in range(BANDS):
        keys = np.ascontiguousarray(signs[:, band * width : (band + 1) * width]).view(np.uint32).ravel()
        order = np.argsort(keys, kind="stable")
        new = np.ones(len(order), np.bool_)
        new[1:] = keys[order[1:]] != keys[order[:-1]]
        heads, follows = np.flatnonzero(new), np.flatnonzero(~new)
        leaders, members = order[heads[np.searchsorted(heads, follows) - 1]], order[follows]
        for at in range(0, len(members), BLOCK):
            pages, firsts = members[at : at + BLOCK], leaders[at : at + BLOCK]
            alike = _same(signs[pages], signs[firsts])
            members[at : at + BLOCK] = np.where(alike, (pages << 32) + firsts, -1)
        met = np.union1d(met, members[members >= 0])
    return met


def _same(some: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Row by row, whether two signatures are of one text."""
    equal: NDArray[np.float64] = (some == others).sum(axis=1) / SIZE
    return (equal - 1 / 256) / (1 - 1 / 256) >= SAME


def tell(cluster: Sequence[Witness]) -> tuple[int, dict[int, Told]]:
    """Which of the pages of one text is the original, and of each other what tells it from that.

    The original stands on a site that the pages credit by name; else, or of several such, it is the earliest; else the
    first by address. The order of the pages does not matter.
    """
    sources = Counter(w.source for w in cluster if w.source and _is_name(w.source))
    credited = sorted(sources, key=lambda source: (-sources[source], source))[:MOST_CREDITS]
    home = [any(n in s or s in n for n in filter(_is_name, w.own_names) for s in credited) for w in cluster]
    best = min(range(len(cluster)), key=lambda i: (not home[i], cluster[i].published or "9999", cluster[i].page))
    return best, {i: _told(cluster[best], w, home[best] != home[i]) for i, w in enumerate(cluster) if i != best}


def _told(original: Witness, repost: Witness, credited: bool) -> Told:
    if credited:
        return "credit"
    one, other = original.published or "", repost.published or ""
    return "date" if one and not other.startswith(one) else "address"


def _is_name(text: str) -> bool:
    """Whether a site's name or a credit names anyone: 本站 and 本网 are whoever says so."""
    return len(text) >= LEAST_NAME and not text.startswith("本")
