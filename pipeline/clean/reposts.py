"""Reposts: pages of nearly one text form a cluster with one original; the others point to it and witness nothing new.

``signature`` is a pure function of the text. ``Clusters`` takes signatures one by one, in any number of sittings: fed
the stored signatures again, it stands where it stood. Memory for ten million pages: 64 bytes a signature (0.64 GB),
parents in 2^24 places of 4 bytes (0.07 GB), 8 bands in tables of 2^24 places of 8 bytes (1.07 GB): 1.8 GB.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from pipeline.records import Article

SHINGLE = 5
SIZE = 64
BANDS = 8
"""64 values in 8 bands of 8: texts meet at a similarity of 0.77 with even odds, at 0.9 with 0.99, at 0.5 with 0.03."""
SAME = 0.7
"""The share of equal values from which two texts are one. A copy with another head and tail has 0.8 and more; two
pages of one template with other figures, 0.4 and less (tests/pipeline/clean/test_reposts.py)."""
SEED = 20240301
SHORT = 60
"""Characters below which a text is too short to be told from another by its shingles."""
EMPTY = np.iinfo(np.uint32).max


@dataclass(frozen=True, slots=True)
class Witness:
    """What tells an original from its reposts."""

    url: str
    published: str | None = None
    source: str | None = None
    own_names: tuple[str, ...] = ()
    """Names of the site that the page stands on."""
    tables: int = 0


def witness(article: Article, own_names: tuple[str, ...] = ()) -> Witness:
    """An article as a witness."""
    names = own_names + ((article.site_name,) if article.site_name else ())
    return Witness(article.url, article.published, article.source, names, len(article.tables))


def signature(text: str) -> bytes | None:
    """64 bytes that nearly equal texts nearly share; None for a text too short. Blanks and marks don't count."""
    text = re.sub(r"[\W_]+", "", text)
    if len(text) < SHORT:
        return None
    hashes = RMinHash(num_perm=SIZE, seed=SEED)
    hashes.update([text[i : i + SHINGLE] for i in range(len(text) - SHINGLE + 1)])
    return bytes(value & 0xFF for value in hashes.digest())


def similarity(a: bytes, b: bytes) -> float:
    """How much two texts share, 0 to 1, from their signatures; corrected for values that are equal by chance."""
    equal = sum(x == y for x, y in zip(a, b, strict=True)) / SIZE
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))


def original(cluster: Sequence[Witness]) -> int:
    """Which of a cluster's pages is the original: one whose own site is the source that the pages credit, else the
    earliest; of these one with tables; then by URL, so that the order of pages does not matter."""
    credited = {w.source for w in cluster if w.source}

    def rank(i: int) -> tuple[bool, str, int, str]:
        w = cluster[i]
        home = any(name in source or source in name for name in w.own_names for source in credited)
        return (not home, w.published or "9999", -w.tables, w.url)

    return min(range(len(cluster)), key=rank)


class Clusters:
    """Which pages are of one text, as they come in."""

    def __init__(self) -> None:
        self._signatures = bytearray()
        self._parents: NDArray[np.uint32] = np.zeros(1024, np.uint32)
        self._tables = [_Table() for _ in range(BANDS)]
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, sign: bytes) -> int:
        """Take in a page; returns its number (0, 1, 2 … in order of arrival)."""
        page = self._count
        if page == len(self._parents):
            self._parents = np.concatenate([self._parents, np.zeros(page, np.uint32)])
        self._parents[page] = page
        self._count += 1
        self._signatures += sign
        width = SIZE // BANDS
        for band, table in enumerate(self._tables):
            met = table.put(int.from_bytes(sign[band * width : (band + 1) * width], "little"), page)
            if (
                met is not None
                and self.cluster(met) != self.cluster(page)
                and similarity(self._sign(met), sign) >= SAME
            ):
                one, other = sorted((self.cluster(met), self.cluster(page)))
                self._parents[other] = one
        return page

    def cluster(self, page: int) -> int:
        """The number of the first page of the cluster that a page belongs to."""
        while self._parents[page] != page:
            self._parents[page] = self._parents[self._parents[page]]
            page = int(self._parents[page])
        return page

    def _sign(self, page: int) -> bytes:
        return bytes(self._signatures[page * SIZE : (page + 1) * SIZE])


class _Table:
    """Keys of 32 bits and the first page that had each: open addressing, doubled when two thirds full."""

    def __init__(self, slots: int = 1024) -> None:
        self._keys = np.zeros(slots, np.uint32)
        self._pages = np.full(slots, EMPTY, np.uint32)
        self._used = 0

    def put(self, band: int, page: int) -> int | None:
        """The first page with this band, or None and the page is noted."""
        key = (band * 0x9E3779B97F4A7C15 >> 16) & 0xFFFFFFFF
        slot = self._slot(key)
        if self._pages[slot] != EMPTY:
            return int(self._pages[slot])
        self._keys[slot], self._pages[slot] = key, page
        self._used += 1
        if self._used * 3 > len(self._keys) * 2:
            self._grow()
        return None

    def _slot(self, key: int) -> int:
        mask = len(self._keys) - 1
        slot = key & mask
        while self._pages[slot] != EMPTY and self._keys[slot] != key:
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        keys, pages = self._keys, self._pages
        self._keys = np.zeros(len(keys) * 2, np.uint32)
        self._pages = np.full(len(keys) * 2, EMPTY, np.uint32)
        for i in np.flatnonzero(pages != EMPTY):
            slot = self._slot(int(keys[i]))
            self._keys[slot], self._pages[slot] = keys[i], pages[i]
