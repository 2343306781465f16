"""The shared seed pages, where they are at hand: dumps of five county pages with gold metadata."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.clean import clean
from pipeline.records import Article, RawPage

SHARED = Path(__file__).parents[4] / "shared"
GOLD = sorted((SHARED / "gold").glob("*.json"))


@pytest.mark.skipif(not GOLD, reason="no shared gold here")
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_meta_and_body_are_as_in_the_gold(path: Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    body = (SHARED / "seeds" / gold["page"]).read_bytes()
    article = clean(RawPage(gold["page"], datetime.now(UTC), body))
    assert isinstance(article, Article)
    assert {
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "author": list(article.authors),
        "body_starts": article.body[:12],
        "body_ends": article.body[-12:],
    } == gold["meta"]
