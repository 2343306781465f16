"""Reposts: pages of nearly one text, of which one is the original and the others point to it and witness nothing new.

``signature`` is a function of a page's text, ``bands`` the keys under which signatures of one text nearly surely meet,
``tell`` says which page of a cluster is the original. Who keeps the keys finds the clusters (``flows.alike``).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rensa import RMinHash

from pipeline.lexicon import load_lexicon

SHINGLE = 5
FIGURE_WEIGHT = 4
"""How often a shingle with a digit counts, since pages of one template differ in nothing but figures."""
NAME_WEIGHT = 8
"""The same for one at a settlement's name: notices of one template, a village each, share 0.5 (0.78 without)."""
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
DIGITS = len("YYYYMMDDhhmm")
PRECEDENCE = 5
"""Bytes that twelve digits take."""
MOST_CREDITS = 100
"""The sources that a cluster is asked for, the most credited first, so that a large one stays linear."""

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
    weights = {shingle: FIGURE_WEIGHT for shingle in shingles if not shingle.isalpha()}
    for name in _settlements().finditer(text):
        for i in range(max(0, name.end() - SHINGLE), min(name.end(), len(shingles))):
            weights[shingles[i]] = NAME_WEIGHT
    hashes = RMinHash(num_perm=SIZE, seed=SEED)
    hashes.update(shingles + [f"{n}{shingle}" for shingle, weight in weights.items() for n in range(1, weight)])
    return bytes(value & 0xFF for value in hashes.digest())


def similarity(a: bytes, b: bytes) -> float:
    """How much two texts share, 0 to 1, from their signatures; corrected for values that are equal by chance."""
    equal = sum(x == y for x, y in zip(a, b, strict=True)) / SIZE
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))


def is_same(a: bytes, b: bytes) -> bool:
    """Whether two signatures are of one text."""
    return similarity(a, b) >= SAME


def bands(signature: bytes) -> tuple[int, ...]:
    """The keys of a signature, one a band: texts with a key in common are worth comparing."""
    width = SIZE // BANDS
    return tuple(
        band << 8 * width | int.from_bytes(signature[band * width : (band + 1) * width]) for band in range(BANDS)
    )


def precedence(published: str | None) -> bytes:
    """What orders pages by their time of publication, as precise as it is; those without one come last."""
    digits = re.sub(r"\D", "", published or "")[:DIGITS]
    return int(digits.ljust(DIGITS, "0")).to_bytes(PRECEDENCE) if digits else b"\xff" * PRECEDENCE


def tell(cluster: Iterable[Witness]) -> tuple[str, Iterator[tuple[str, Told]]]:
    """Which of the pages of one text is the original, and of each other what tells it from that.

    The original stands on a site that the pages credit by name; else, or of several such, it is the earliest; else the
    first by address. The order of the pages does not matter. The cluster is gone through several times and never held.
    """
    sources = Counter(w.source for w in cluster if w.source and _is_name(w.source))
    credited = sorted(sources, key=lambda source: (-sources[source], source))[:MOST_CREDITS]

    def at_home(witness: Witness) -> bool:
        return any(n in s or s in n for n in filter(_is_name, witness.own_names) for s in credited)

    best = min(cluster, key=lambda w: (not at_home(w), w.published or "9999", w.page))
    home = at_home(best)
    return best.page, ((w.page, _told(best, w, home != at_home(w))) for w in cluster if w.page != best.page)


@cache
def _settlements() -> re.Pattern[str]:
    """How the names of settlements end, common nouns (各村, 乡村) left out."""
    return re.compile(load_lexicon("pipeline.clean", "marks")["settlement"])


def _told(original: Witness, repost: Witness, credited: bool) -> Told:
    if credited:
        return "credit"
    one, other = original.published or "", repost.published or ""
    return "date" if one and not other.startswith(one) else "address"


def _is_name(text: str) -> bool:
    """Whether a site's name or a credit names anyone: 本站 and 本网 are whoever says so."""
    return len(text) >= LEAST_NAME and not text.startswith("本")
