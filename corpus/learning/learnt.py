"""What a learner gives: files to be shipped and what the manifest says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Learnt:
    """The files to be shipped, by their paths from the repository's root, and the figures measured on folds."""

    files: Mapping[str, bytes]
    figures: Mapping[str, Any]
