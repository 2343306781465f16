"""Where a programme's name that no rule suggested begins: behind the words that only lead to it."""

from collections.abc import Mapping

from pipeline.names.clauses import Clauses
from pipeline.names.quoted import Found
from pipeline.names.view import View
from pipeline.names.words import nationals, pattern

LEADING = ("strong", "weak", "particle")
"""Edges of the words that end just before a name."""
SHORTEST = 4
"""Characters of a name that are left."""


def begins(seen: View, edges: Clauses, ruled: Mapping[int, Found], at: tuple[int, int]) -> tuple[int, int]:
    """A stretch of a view from where its name begins; ``ruled``: what the rules found, by where it ends.

    Behind its level (市级|村级惠民生项目), behind a place that does something (云岭镇新建|茶叶示范园), or where a rule
    has it begin just behind a verb or particle (增强群众在|人居环境整治).
    """
    start, end = at
    if level := pattern("level").match(seen.text, start, max(start, end - SHORTEST)):
        start = level.end()
    found = ruled.get(end)
    if found and found.start > start and found.core == (found.start, end) and _leads(edges, start, found.start):
        return found.start, end
    acted = edges.act_at(edges.past_place(start))
    return (acted if acted and end - acted >= SHORTEST else start), end


def with_place(seen: View, edges: Clauses, at: tuple[int, int]) -> tuple[int, int]:
    """A work's name with the places right before it, which are part of it: 某县某镇|节水灌溉工程.

    Only where the chain of places begins a phrase, and never for what is carried out in many places (厕所革命).
    """
    start, end = at
    text = seen.text[start:end]
    if text in nationals() or not pattern("works").search(text):
        return at
    first = start
    while (before := edges.place_before(first)) is not None:
        first = before
    return (first, end) if first < start and edges.at(first) is not None else at


def _leads(edges: Clauses, start: int, at: int) -> bool:
    """Whether a word that leads to names ends just at a place and begins within the stretch."""
    edge = edges.at(at)
    return edge is not None and edge.start >= start and edge.before in LEADING
