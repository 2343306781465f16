"""Local programmes without quote marks, found by their head noun and by what introduces them."""

import re
from collections.abc import Iterator

from pipeline.names.clauses import Clauses, Edge
from pipeline.names.heads import Head, heads, is_generic
from pipeline.names.quoted import Found
from pipeline.names.view import View
from pipeline.names.words import words

_LONGEST = 26
_DRIVE = re.compile(r"(?:[一二三四五六七八九十百\d]+[年日天月]|专项|攻坚|百日|提升|集中)(?:攻坚)?$")
_PLUS = re.compile(r"[^\W\d_]{1,10}(?:\+[^\W\d_]{1,10}){2,}")
_TRIM = re.compile(r"^(?:\d{2,4}年度?|今年|去年|[“”\s·•]+)")


def formed(view: View, clauses: Clauses) -> Iterator[Found]:
    """Names that end in a head noun and begin at an edge: X工程, X三年行动, A、B行动, A+B+C模式."""
    spans = [(q.start, q.end) for q in view.quotes]
    for head in heads(view.text):
        if any(start <= head.start < end for start, end in spans if start <= head.start):
            continue
        found = _left(view, clauses, head)
        if found:
            yield found


def _left(view: View, clauses: Clauses, head: Head) -> Found | None:
    text = view.text
    edge = clauses.before(head.start)
    while edge.at == head.start and edge.before in ("strong", "weak") and edge.start > 0:
        edge = clauses.before(edge.start)
    edge = _across_commas(text, clauses, edge, head)
    start = _trimmed(text, edge.at, head.start)
    body = text[start : head.start]
    if not 2 <= len(body) <= _LONGEST or is_generic(body):
        return None
    if head.kind == "model":
        quoted = any(start <= q.end <= head.start for q in view.quotes)
        return Found(start, head.start, "model", (start, head.start)) if _PLUS.fullmatch(body) and not quoted else None
    if _PLUS.fullmatch(body):
        return Found(start, head.end, head.kind, (start, head.start))
    national = clauses.inside(start, head.start)
    introduced = edge.before in ("strong", "weak") or bool(national)
    if head.kind == "campaign" and _DRIVE.search(body) and len(body) > 3:
        return Found(start, head.end, head.kind, (start, head.start))
    if head.kind in ("campaign", "project", "mechanism") and introduced and len(body) >= 4:
        return Found(start, head.end, head.kind, (start, head.start))
    if head.kind == "event" and national and len(body) >= 6:
        return Found(start, head.end, head.kind, (start, head.start))
    return None


def _across_commas(text: str, clauses: Clauses, edge: Edge, head: Head) -> Edge:
    """The edge before a coordination whose members are built alike: 增绿、增花、增特色风貌行动."""
    item = text[edge.at : head.start]
    while item and edge.before == "comma":
        previous = clauses.before(edge.start)
        while previous.at == edge.start and previous.start > 0:
            previous = clauses.before(previous.start)
        other = text[previous.at : edge.start]
        if not other or not (other[0] == item[0] or other[:2] == item[:2]) or len(other) > 8:
            break
        edge, item = previous, other
    return edge


def _trimmed(text: str, start: int, end: int) -> int:
    """The beginning without the adverbs, years and general words that a name does not begin with."""
    trims = words("programs", "trim_left")
    while start < end:
        body = text[start:end]
        match = _TRIM.match(body)
        length = match.end() if match else max((len(w) for w in trims if body.startswith(w)), default=0)
        if not length:
            return start
        start += length
    return start
