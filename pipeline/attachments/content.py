"""What a file holds before it is an article: its lines and tables as they stand in it."""

from dataclasses import dataclass
from typing import Any

from pipeline.clean.lines import Line
from pipeline.clean.tables import Span
from pipeline.lexicon import load_lexicon


class RefusedError(Exception):
    """A file yields no article: a Refusal's reason and detail."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as written: its rows of cells with their spans."""

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A file's lines and tables in order. A line of the kind ``title`` looks like a title, wherever it stands."""

    items: tuple[Line | Rows, ...]
    title: str | None = None
    """The title that the file's properties state: often a leftover of another document."""
    encoding: str = "utf-8"
    marks: tuple[str, ...] = ()


def words() -> Any:
    """The package's limits and patterns."""
    return load_lexicon("pipeline.attachments", "attachments")


def limit(name: str) -> int:
    """A limit of ``data/attachments.yaml``."""
    value: int = words()[name]
    return value
