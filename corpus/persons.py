"""Persons on annotated pages: what must go and went, what looks like a person and stayed.

    python -m corpus.persons [--misses]

``corpus/persons`` holds pages and, by name, the strings that must not survive (``masked``) and those that must
(``kept``), written by hands that knew no rule of the filter. Recall is the share of ``masked`` that nothing stored
holds any more; precision is the share of what was masked that had to be: each string of ``kept`` that is gone counts
against it.
"""

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.privacy import anonymous
from pipeline.read import read_page
from pipeline.records import RawPage, Refusal

FOLDER = Path(__file__).parent / "persons"


@dataclass
class Persons:
    """What went and what stayed, over all pages."""

    gone: int = 0
    must_go: int = 0
    lost: int = 0
    must_stay: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of what must go that went."""
        return self.gone / self.must_go

    @property
    def precision(self) -> float:
        """The share of what went that had to."""
        return self.gone / (self.gone + self.lost)


def score() -> Persons:
    """The figures of all pages. Raises TypeError where a page is refused."""
    found = Persons()
    for path in sorted((FOLDER / "gold").glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        source = (FOLDER / "pages" / gold["page"]).read_bytes()
        reading = read_page(RawPage(f"file:///{gold['page']}", datetime(2026, 1, 1, tzinfo=UTC), source))
        if isinstance(reading, Refusal):
            raise TypeError(f"{gold['page']}: refused: {reading.reason} {reading.detail}")
        text = anonymous(reading).article.text
        stays = [word for word in gold["masked"] if word in text]
        lost = [word for word in gold["kept"] if word in reading.article.text and word not in text]
        found.must_go += len(gold["masked"])
        found.gone += len(gold["masked"]) - len(stays)
        found.must_stay += len(gold["kept"])
        found.lost += len(lost)
        found.misses += [f"{gold['page']}  stays  {word}" for word in stays]
        found.misses += [f"{gold['page']}  lost   {word}" for word in lost]
    return found


def main() -> None:
    """Print the figures, and with ``--misses`` what is wrong."""
    found = score()
    print(f"persons: {found.must_go} must go, recall {found.recall:.3f}; {found.must_stay} must stay, ", end="")
    print(f"{found.lost} lost, precision {found.precision:.3f}")
    if "--misses" in sys.argv:
        print("\n".join(found.misses))


if __name__ == "__main__":
    main()
