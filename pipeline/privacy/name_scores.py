"""How likely a stretch is somebody's name: log odds by learnt weights of named features.

``python -m corpus.learning persons`` learns them.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from pipeline.features import UNIT, Sums, called
from pipeline.privacy.name_features import SORTS, groups
from pipeline.privacy.name_stretches import Kind, Stretch, stretches
from pipeline.privacy.name_surroundings import Surroundings

BIAS = "any"
"""The feature that every stretch has."""
HELD = -6.5
"""What a stretch loses that the reader takes for a place or a body, or for a part of one."""

COUNTED = -6.5
"""What it loses that is the whole of what a figure counts: crops are written like names (金秋梨200亩)."""


@cache
def shipped() -> Mapping[str, float]:
    """The weights that the package ships."""
    known: dict[str, float] = json.loads(files("pipeline.privacy").joinpath("data", "weights.json").read_text("utf-8"))
    return known


def scored(found: list[Stretch], at: Surroundings, weights: Mapping[str, float]) -> Iterator[tuple[float, Stretch]]:
    """The log odds that each stretch is a name."""
    sums = _shipped_sums() if weights is shipped() else Sums(weights)
    bias = sums.worth([(called, BIAS)])
    for stretch in found:
        if not at.is_none(stretch.start, stretch.end):
            odds = (bias + sums.worth(groups(stretch, at))) / UNIT
            yield odds + HELD * at.is_held(stretch) + COUNTED * at.is_counted(stretch), stretch


def listed(kind: Kind) -> tuple[str, str]:
    """The features of a stretch that a mark or a particle joins to a name, which is known when that is taken."""
    return "listed", f"listed {SORTS[kind]}"


@cache
def _shipped_sums() -> Sums:
    return Sums(shipped())


def gain_alone(text: str) -> float:
    """By how much (log odds) a text beats words as a name by its characters alone; very little where it can be none."""
    joined = re.sub(r"\s", "", text)
    return max((s.gain for s in stretches(joined) if (s.start, s.end) == (0, len(joined))), default=-99.0)
