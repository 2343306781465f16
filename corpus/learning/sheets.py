"""Annotated pages as they are learnt from: each with its cleaned article, its gold and the hand that wrote it."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.clean import clean
from pipeline.records import Article, RawPage, Refusal

CORPUS = Path(__file__).parents[1]
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
FOLDS = 3
"""Parts that the hands are dealt into; figures on a part come from weights learnt on the others."""


@dataclass(frozen=True)
class Sheet:
    """A page and what is right on it."""

    name: str
    article: Article
    gold: dict[str, Any]

    @property
    def hand(self) -> int:
        """Who wrote it: the first sign of its name, a digit or (from 10 on) a letter."""
        return int(self.name[0], 36)

    @property
    def fold(self) -> int:
        """The part that it belongs to; a hand's pages are never parted."""
        return (self.hand - 1) % FOLDS


def sheets(folder: str) -> list[Sheet]:
    """The pages of a folder of the corpus, in order. Raises TypeError where one is refused."""
    found = []
    for path in sorted((CORPUS / folder / "pages").iterdir()):
        article = clean(RawPage(f"file:///{path.name}", FETCHED, path.read_bytes()))
        if isinstance(article, Refusal):
            raise TypeError(f"{path}: refused: {article.reason} {article.detail}")
        gold = json.loads((CORPUS / folder / "gold" / f"{path.stem}.json").read_text("utf-8"))
        found.append(Sheet(path.stem, article, gold))
    return found
