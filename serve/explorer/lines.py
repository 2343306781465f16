"""A text with what is read in it, line by line: the view of a page's passages and of ``xiangtu tag --html``.

``templates/lines.html`` draws it and ``static/lines.css`` colours it. What is pointed at lights up what belongs to it:
the card of a statement its words, a number its card. A line's statements are numbered; the classes ``w3``, ``n3`` and
``c3`` are the words, the number and the card of the fourth.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LINKED = 16
"""Statements of a line that light up; ``static/lines.css`` has a rule for each."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch to mark: the classes of its element, what it was read as, which of several comes last (and shows its
    colour), and whether it is highlighted as a figure."""

    start: int
    end: int
    css: str
    gloss: str = ""
    rank: int = -1
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in which no span begins or ends, with the classes and readings of all that lie over it."""

    text: str
    css: str = ""
    gloss: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What is stated: ``css`` has ``fact`` or ``relation``, and ``planned``; then what sort of statement, of what, its
    number, marks (class and word), where and when (label and value; labels may be empty), and where it leads."""

    css: str
    sort: str
    name: str
    measure: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    href: str = ""
    key: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, cut at what is read in it, and the statements that it makes."""

    stretches: tuple[Stretch, ...]
    cards: tuple[Card, ...] = ()
    css: str = ""
    anchor: str = ""


def linked(part: str, number: int) -> str:
    """The class of a statement's words (``w``), number (``n``) or card (``c``)."""
    return f"{part}{number}" if number < LINKED else ""


def cut(text: str, lines: Sequence[tuple[int, int]], spans: Iterable[Span]) -> Iterator[tuple[Stretch, ...]]:
    """Each line (start and end, in order) of a text cut into stretches. Takes time in proportion to text and spans."""
    waiting = sorted(spans, key=lambda span: span.start)
    following, open_spans = 0, list[Span]()
    for start, end in lines:
        while following < len(waiting) and waiting[following].start < end:
            open_spans.append(waiting[following])
            following += 1
        open_spans = [span for span in open_spans if span.end > start]
        yield tuple(stretches(text, start, end, open_spans))


def stretches(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Stretch]:
    """One line cut where spans, which are in order, begin and end."""
    cuts = {start, end, *(at for span in spans for at in (span.start, span.end))}
    over, waiting = list[Span](), list(reversed(spans))
    for first, last in pairwise(sorted(at for at in cuts if start <= at <= end)):
        over = [span for span in over if span.end > first]
        while waiting and waiting[-1].start <= first:
            over.append(waiting.pop())
        over.sort(key=lambda span: span.rank)
        css = " ".join(dict.fromkeys(part for span in over for part in span.css.split()))
        gloss = "\n".join(dict.fromkeys(span.gloss for span in over if span.gloss))
        yield Stretch(text[first:last], css, gloss, any(span.is_figure for span in over))
