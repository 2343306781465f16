"""Readings made by hand, for tests that start after the reading: write the page, then say what stands on it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pipeline.graph.passages import sentence
from pipeline.records import Article, Block, Document, Fact, Organisation, Place, PlaceRef, Program, Reading, Relation

FETCHED = datetime(2024, 3, 1, 8, 30, tzinfo=UTC)
LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


class Draft:
    """A page of the given lines, the first its title; each method finds its words in the text and notes a reading."""

    def __init__(self, url: str, *lines: str, home: str | None = None, **article: Any) -> None:
        blocks, at = [], 0
        for number, line in enumerate(lines):
            blocks.append(Block(at, at + len(line), "paragraph" if number else "title"))
            at += len(line) + 1
        self.text = "\n".join(lines)
        self.reading = Reading(Article(url, self.text, tuple(blocks), lines[0], **article), home)

    def span(self, words: str) -> dict[str, Any]:
        start = self.text.index(words)
        return {"start": start, "end": start + len(words)}

    def add(self, kind: str, record: Any) -> "Draft":
        self.reading = replace(self.reading, **{kind: (*getattr(self.reading, kind), record)})
        return self

    def place(self, words: str, code: str | None = None, level: str = "group", within: str | None = None) -> "Draft":
        level = LEVELS[len(code)] if code else level
        return self.add(
            "places", Place(**self.span(words), text=words, level=level, code=code, name=words, within=within)
        )

    def program(
        self, words: str, kind: str = "project", concept: str | None = None, broader: str | None = None
    ) -> "Draft":
        return self.add(
            "programs", Program(**self.span(words), text=words, kind=kind, concept=concept, broader=broader)
        )

    def organisation(self, words: str, name: str | None = None, place: str | None = None) -> "Draft":
        return self.add("organisations", Organisation(**self.span(words), text=words, name=name or words, place=place))

    def document(self, words: str, number: str | None = None, issuer: str | None = None) -> "Draft":
        return self.add("documents", Document(**self.span(words), text=words, number=number, issuer=issuer))

    def fact(self, number: str, value: str, unit: str, what: str, **more: Any) -> "Draft":
        """A fact of the sentence that its number stands in; ``program`` names one of the page's programmes."""
        at = self.span(number)
        start, end = sentence(self.text, at["start"], at["end"])
        where = more.pop("where", None)
        wanted = more.pop("program", None)
        return self.add(
            "facts",
            Fact(
                Decimal(value),
                unit,
                more.pop("qualifier", "exact"),
                what,
                more.pop("modality", "actual"),
                start,
                end,
                self.text[start:end],
                (at["start"], at["end"]),
                where=PlaceRef(where, "") if isinstance(where, str) else where,
                program=next(p for p in self.reading.programs if p.text == wanted) if wanted else None,
                **more,
            ),
        )

    def relation(self, kind: str, words: str, **more: Any) -> "Draft":
        """A relation of the sentence that the words stand in; its ends are named by their words on the page."""
        at = self.span(words)
        start, end = sentence(self.text, at["start"], at["end"])
        for end_of, listed in (("program", "programs"), ("organisation", "organisations"), ("document", "documents")):
            if end_of in more:
                more[end_of] = next(m for m in getattr(self.reading, listed) if m.text == more[end_of])
        if isinstance(more.get("where"), str):
            more["where"] = PlaceRef(more["where"], "")
        modality = more.pop("modality", "actual")
        return self.add("relations", Relation(kind, modality, start, end, self.text[start:end], **more))
