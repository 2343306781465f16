"""Features as whole numbers: each template joins columns around a character, its hash is the feature's bucket."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.lexicon import load_lexicon
from pipeline.tagger.columns import Column

BITS = 20
"""Buckets are this many bits; two features that meet in one are weighed as one."""
_SHIFT = np.uint32(32 - BITS)
_REACH = 5
"""Characters that a template may look to either side."""
_SEED, _MIX, _LAST = 0x2545F491, np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
"""Odd numbers without pattern, as hashes multiply by; a bucket is the upper bits of the product."""

Buckets = NDArray[np.uint32]


@cache
def templates() -> tuple[tuple[tuple[str, int], ...], ...]:
    """The templates of ``data/templates.yaml``: (column, offset) pairs that are joined."""
    lines = load_lexicon("pipeline.tagger", "templates")["templates"]
    return tuple(tuple(_part(part) for part in line.split()) for line in lines)


def _part(written: str) -> tuple[str, int]:
    """``char-1`` as (char, -1). Raises ValueError where it looks too far."""
    name = written.rstrip("0123456789").rstrip("+-")
    offset = int(written.removeprefix(name) or 0)
    if abs(offset) > _REACH:
        raise ValueError(f"templates.yaml: {written} looks further than {_REACH} characters")
    return name, offset


def padded(columns: Mapping[str, Column]) -> dict[str, Buckets]:
    """The columns with what stands for no character on both sides, ready for ``buckets``."""
    edge = np.zeros(_REACH, np.int64)
    whole = {name: np.concatenate([edge - 1, column, edge - 1]) for name, column in columns.items()}
    return {name: (column + 2).astype(np.uint32) for name, column in whole.items()}


def buckets(columns: Mapping[str, Buckets], start: int, end: int) -> Buckets:
    """The buckets of the characters from ``start`` to ``end``, a row a template, a column a character."""
    found = np.empty((len(templates()), end - start), np.uint32)
    for number, template in enumerate(templates()):
        key = found[number]
        key.fill((number + 1) * _SEED & 0xFFFFFFFF)
        for name, offset in template:
            first = _REACH + start + offset
            key *= _MIX
            key += columns[name][first : first + end - start]
        key *= _LAST
        key >>= _SHIFT
    return found
