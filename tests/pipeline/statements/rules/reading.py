"""Readings of short texts for the tests: real numbers and dates, places and programmes as the test names them."""

import re
from collections.abc import Sequence
from typing import TypeVar

from pipeline.numbers import read_numbers
from pipeline.records import Article, Block, BlockKind, Document, Fact, Level, Mention, Place, Program, Reading
from pipeline.statements import read_facts
from pipeline.statements.judge import Rules

M = TypeVar("M", bound=Mention)
LEVELS: dict[int, Level] = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


def reading(
    *blocks: str | tuple[BlockKind, str],
    home: str | None = "431225212",
    places: dict[str, str | None] | None = None,
    programs: Sequence[str] = (),
    published: str | None = "2023-06-14",
) -> Reading:
    """A page of these blocks, titled 简讯; ``places`` maps names to codes (None: a group within the home)."""
    lines: list[tuple[BlockKind, str]] = [("title", "简讯")] if not any(b[0] == "title" for b in blocks) else []
    lines += [b if isinstance(b, tuple) else ("paragraph", b) for b in blocks]
    text, spans = "", []
    for kind, line in lines:
        spans.append(Block(len(text), len(text) + len(line), kind))
        text += line + "\n"
    text = text.removesuffix("\n")
    numbers = read_numbers(text, published)
    return Reading(
        article=Article("https://example.org/1", text, tuple(spans), title="简讯", published=published),
        home=home,
        places=tuple(place for name, code in (places or {}).items() for place in _places(text, name, code, home)),
        programs=tuple(Program(a, b, p, "campaign") for p in programs for a, b in _found(text, p)),
        documents=tuple(Document(m.start(), m.end(), m.group(1)) for m in re.finditer("《([^》]+)》", text)),
        amounts=numbers.amounts,
        quantities=numbers.quantities,
        dates=numbers.dates,
    )


def facts(*blocks: str | tuple[BlockKind, str], **about: object) -> tuple[Fact, ...]:
    """The facts of such a page."""
    return read_facts(reading(*blocks, **about), Rules())  # type: ignore[arg-type]


def _places(text: str, name: str, code: str | None, home: str | None) -> list[Place]:
    level = LEVELS[len(code)] if code else "group"
    return [Place(a, b, name, level, code, name, None if code else home) for a, b in _found(text, name)]


def _found(text: str, words: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(re.escape(words), text)]
