"""What was learnt: for each bucket that matters a weight for every label of every kind of name, and those of moves."""

import json
import zlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.tagger.chain import LABELS
from pipeline.tagger.keys import BITS

LINE = 16
"""Numbers of four bytes in a cache line."""
SCALE = 1000
"""Weights are kept to three decimals."""


@dataclass(frozen=True)
class Weights:
    """Of the ``kinds``: ``rows`` (buckets × kinds · labels) of the ``buckets``, ``moves`` (kinds × labels × labels)."""

    kinds: tuple[str, ...]
    buckets: NDArray[np.uint32]
    rows: NDArray[np.int16]
    moves: NDArray[np.int16]

    @cached_property
    def table(self) -> NDArray[np.int32]:
        """For each bucket the number of its row in ``scores``; those that matter for nothing share the last one."""
        table = np.full(1 << BITS, len(self.buckets), np.int32)
        table[self.buckets] = np.arange(len(self.buckets))
        return table

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """The rows as scores, as wide as a cache line, a row of zeros last."""
        scores = np.zeros((len(self.rows) + 1, -(-self.rows.shape[1] // LINE) * LINE), np.float32)
        scores[:-1, : self.rows.shape[1]] = self.rows / SCALE
        return scores

    def to_bytes(self) -> bytes:
        """The same bytes for the same weights: a line of JSON, then the arrays, packed."""
        head = json.dumps({"kinds": self.kinds, "buckets": len(self.buckets)}).encode() + b"\n"
        arrays = (self.buckets.astype("<u4"), self.rows.T.astype("<i2"), self.moves.astype("<i2"))
        return zlib.compress(head + b"".join(np.ascontiguousarray(a).tobytes() for a in arrays), 9)

    @classmethod
    def from_bytes(cls, packed: bytes) -> "Weights":
        """The weights that ``to_bytes`` packed. Raises ValueError (zlib.error) where it did not."""
        head, _, data = zlib.decompress(packed).partition(b"\n")
        said: dict[str, Any] = json.loads(head)
        kinds, count, labels = tuple(said["kinds"]), int(said["buckets"]), len(LABELS)
        width = len(kinds) * labels
        buckets = np.frombuffer(data, "<u4", count)
        rows = np.frombuffer(data, "<i2", count * width, 4 * count).reshape(width, count).T
        moves = np.frombuffer(data, "<i2", width * labels, 4 * count + 2 * count * width)
        return cls(kinds, buckets, rows, moves.reshape(len(kinds), labels, labels))


@cache
def shipped() -> Weights:
    """The weights that the package ships, as ``make train`` learnt them."""
    return Weights.from_bytes(files("pipeline.tagger").joinpath("data", "names.bin").read_bytes())
