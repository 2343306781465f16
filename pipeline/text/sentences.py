"""How the text falls into paragraphs, sections under a run-in heading, sentences and clauses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.records import Article, BlockKind
from pipeline.text.figures import Spans

_SENTENCE_END = re.compile(r"[。！？!?…]+[”’』」）)\"]*")
_CLAUSE_END = re.compile(
    r"[,，;；:：—。！？!?…]+[”’』」\"]*"
    # an item's number that has lost its line: 投资3541.07万元|2.3建设工期
    r"|(?<=[一-鿿%）)]) ?\d{1,2}(?:\.\d{1,2}){1,2} ?(?=[一-鿿]{2,10}(?:[为是约达共有:：]|\d))"
)
_ITEM = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|[一二三四五六七八九十]是|首先|其次|再次|最后)"
)
_HEADING_SPLIT = re.compile(r"[,，、:： 　]+")
_QUOTES = re.compile('[“”‘’"]')
SENTENCE_LIMIT = 1500
"""Characters of a sentence; the rules look at pairs of its numbers, and pages without a full stop are common enough."""
PROSE_LENGTH = 4
"""Chinese characters of a cell from which on it may be a clause; a number's unit has three at most."""
_DIGIT = re.compile(r"[0-9]")
_HAN = re.compile(r"[一-鿿]")
_VALUE = re.compile(r"[约近超逾]?[0-9][0-9.,，]*\s*[余多]?[一-鿿㎡%％/a-zA-Z]{0,5}(?:[(（][^()（）0-9]{1,20}[)）])?")
"""A value with its unit, a word about it in brackets (95万元（以工代赈资金））."""
HEADING_LENGTHS = range(4, 13)
"""Characters of each part of a run-in heading; the five seed pages use 6 to 9."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two commas, its closing mark left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; ``section`` changes with each paragraph and each run-in heading, ``paragraph`` with each block."""

    start: int
    end: int
    paragraph: int
    section: int
    kind: BlockKind
    clauses: tuple[Clause, ...]
    heading: bool = False


def sentences(article: Article, names: Spans, figures: Spans) -> tuple[Sentence, ...]:
    """The sentences of titles, paragraphs, headings, captions and prose cells, in the order of the text.

    A mark inside a name or a number divides nothing.
    """
    found: list[Sentence] = []
    section = 0
    for paragraph, (start, end, kind) in enumerate(_parts(article)):
        section += 1
        spans = [
            part
            for a, b in _split(article.text, start, end, _SENTENCE_END, names, figures)
            for part in _bounded(article.text, a, b)
        ]
        for index, (a, b) in enumerate(spans):
            heading = kind == "paragraph" and index + 1 < len(spans) and is_heading(article.text[a:b])
            heading = heading and (not figures.within(a, b) or bool(_ITEM.match(article.text, a)))
            section += heading
            clauses = tuple(Clause(*span) for span in _split(article.text, a, b, _CLAUSE_END, names, figures))
            found.append(Sentence(a, b, paragraph, section, kind, clauses, heading))
    return tuple(found)


def is_prose(cell: str) -> bool:
    """Whether a table's cell says something (新建机耕路3公里) rather than hold a value or a name."""
    return bool(_DIGIT.search(cell)) and len(_HAN.findall(cell)) >= PROSE_LENGTH and not _VALUE.fullmatch(cell.strip())


def _parts(article: Article) -> list[tuple[int, int, BlockKind]]:
    """The stretches that are read as prose: blocks, and of tables the cells that hold some."""
    parts: list[tuple[int, int, BlockKind]] = [(b.start, b.end, b.kind) for b in article.blocks if b.kind != "row"]
    cells = {(c.start, c.end) for table in article.tables for row in table.rows for c in row}
    parts += [(a, b, "row") for a, b in cells if is_prose(article.text[a:b])]
    return sorted(parts)


def is_heading(sentence: str) -> bool:
    """Whether a sentence inside a paragraph reads as its run-in heading: one to three short parts of like length."""
    if sentence.rstrip()[-1:] in "?？":
        return False
    words = _SENTENCE_END.sub("", _ITEM.sub("", sentence)).strip()
    parts = [p for p in _HEADING_SPLIT.split(words) if p]
    lengths = [len(_QUOTES.sub("", p)) for p in parts]
    return (
        0 < len(parts) <= 3
        and all(n in HEADING_LENGTHS for n in lengths)
        and max(lengths) - min(lengths) <= 1
        and not re.search(r"了|说|的是|我们?|他们?|她", words)
    )


def _split(
    text: str, start: int, end: int, mark: re.Pattern[str], names: Spans, figures: Spans
) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for match in mark.finditer(text, start, end):
        if names.covering(match.start()) or figures.covering(match.start()) or _inside_number(text, match.start()):
            continue
        stop = match.start() if mark is _CLAUSE_END else match.end()
        if text[at:stop].strip():
            pieces.append((at, stop))
        at = match.end()
    if text[at:end].strip():
        pieces.append((at, end))
    return [_strip(text, a, b) for a, b in pieces]


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of at most ``SENTENCE_LIMIT``, cut at commas where there are any."""
    while end - start > SENTENCE_LIMIT:
        cut = max(text.rfind(mark, start, start + SENTENCE_LIMIT) for mark in "，,；;、")
        cut = cut + 1 if cut > start else start + SENTENCE_LIMIT
        yield start, cut
        start = cut
    yield start, end


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _inside_number(text: str, at: int) -> bool:
    return text[at] in ",:." and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
