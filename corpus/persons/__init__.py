"""Persons on annotated pages: what must go and went, what looks like a person and stayed.

    python -m corpus.persons [--set LETTERS] [--misses]

``corpus/persons`` holds pages and, by name, the strings that must not survive (``masked``) and those that must
(``kept``). Recall is the share of ``masked`` that nothing stored holds any more; precision is the share of what was
masked that had to be: each string of ``kept`` that is gone counts against it. A page's first letter is the hand that
wrote it: ``a``, ``c`` and ``e`` are read and learnt from; ``b``, ``d`` and ``f`` are measured on and nothing else, and
their misses are not shown.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pipeline.privacy import anonymous
from pipeline.read import read_page
from pipeline.records import RawPage, Reading, Refusal

FOLDER = Path(__file__).parent
HANDS, UNREAD = "abcdef", "bdf"


@dataclass(frozen=True)
class Page:
    """A page as it is read, with what must go and what must stay."""

    name: str
    reading: Reading
    masked: tuple[str, ...]
    kept: tuple[str, ...]


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
        return self.gone / max(1, self.must_go)

    @property
    def precision(self) -> float:
        """The share of what went that had to."""
        return self.gone / max(1, self.gone + self.lost)

    def __str__(self) -> str:
        """The figures in a line."""
        went = f"{self.must_go} must go, recall {self.recall:.3f}"
        return f"{went}; {self.must_stay} must stay, {self.lost} lost, precision {self.precision:.3f}"


def read(path: Path) -> Reading:
    """A page as it is read, persons and all. Raises TypeError where it is refused."""
    reading = read_page(RawPage(f"file:///{path.name}", datetime(2026, 1, 1, tzinfo=UTC), path.read_bytes()))
    if isinstance(reading, Refusal):
        raise TypeError(f"{path.name}: refused: {reading.reason} {reading.detail}")
    return reading


def pages(hands: str = "") -> list[Page]:
    """The pages of some hands, or of all. Raises TypeError where a page is refused."""
    found = []
    for path in sorted((FOLDER / "gold").glob("*.json")):
        if not hands or path.name[0] in hands:
            gold = json.loads(path.read_text("utf-8"))
            reading = read(FOLDER / "pages" / gold["page"])
            found.append(Page(path.stem, reading, tuple(gold["masked"]), tuple(gold["kept"])))
    return found


def score(pages: Iterable[Page], weights: Mapping[str, float] | None = None) -> Persons:
    """The figures of pages, by the shipped weights or by others."""
    found = Persons()
    for page in pages:
        text, raw = anonymous(page.reading, weights=weights).article.text, page.reading.article.text
        stays = [word for word in page.masked if word in text]
        lost = [word for word in page.kept if word in raw and word not in text]
        found.must_go += len(page.masked)
        found.gone += len(page.masked) - len(stays)
        found.must_stay += len(page.kept)
        found.lost += len(lost)
        if page.name[0] not in UNREAD:
            found.misses += [f"{page.name}  stays  {word}" for word in stays]
            found.misses += [f"{page.name}  lost   {word}" for word in lost]
    return found


def figures() -> dict[str, float]:
    """Recall and precision on the pages of each hand, to three decimals."""
    found = {hand: score(pages(hand)) for hand in HANDS}
    return {
        f"{hand}: {name}": round(value, 3)
        for hand, of in found.items()
        for name, value in (("recall", of.recall), ("precision", of.precision))
    }


def main() -> None:
    """Print the figures of each hand, and with ``--misses`` what is wrong on pages that may be read."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--set", default=HANDS, help="hands, by their letters")
    cli.add_argument("--misses", action="store_true", help="what is wrong, on pages that may be read")
    args = cli.parse_args()
    for hand in args.set:
        found = score(pages(hand))
        print(f"persons {hand}: {found}")
        if args.misses:
            print("\n".join(found.misses))
