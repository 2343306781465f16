"""Two releases compared by their lists of pages, as streams: what became of each page and appearance, and why.

``pages.tsv.gz`` has a line for each page ever captured: its IRI, a digest of its graph (``-`` where nothing could be
read) and the digest of the body that was read. ``ended.tsv.gz`` has one for each page and statement that ended: the
page, what ended, and when. Both are in the order of pages.
"""

import gzip
import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from typing import IO

PAGES, ENDED, CHANGES = "pages.tsv.gz", "ended.tsv.gz", "changes.tsv.gz"
UNREAD = b"-"
Opened = Callable[[str], IO[bytes] | None]
"""Gives a release's file by its name, None where it has none such."""
Change = tuple[bytes, str, str, str]
"""The IRI, what sort of thing it is (``pages``, ``appearances``), what became of it, and the cause.

``page``: the page is new or says something else; ``gone``: it was found gone from the web; ``pipeline``: the same bytes
are read otherwise, by a newer pipeline, another entry of the registry, other settings or a correction by hand;
``archive``: an archive came in late or was taken out.
"""


@dataclass(frozen=True, slots=True)
class Read:
    """A page in a release: the digests of its graph, None where nothing was read, and of its body."""

    graph: bytes | None
    body: bytes


@dataclass(slots=True)
class Side:
    """What one release has of a page: itself, and what ended on it, with the time."""

    page: Read | None = None
    ended: dict[bytes, bytes] = field(default_factory=dict)


def differences(old: Opened, new: Opened, *, same_pipeline: bool) -> Iterator[Change]:
    """What became of each page, and of each appearance on it, from one release to another."""
    with ExitStack() as stack:
        lists = ((side, name, opened(name)) for name in (PAGES, ENDED) for side, opened in enumerate((old, new)))
        streams = [
            entries(stack.enter_context(gzip.GzipFile(fileobj=stack.enter_context(packed))), side, name)
            for side, name, packed in lists
            if packed is not None
        ]
        merged = heapq.merge(*streams, key=lambda entry: entry[0])
        for page, group in groupby(merged, key=lambda entry: entry[0]):
            before, after = sides_of(group)
            yield from changes_of(page, before, after, same_pipeline=same_pipeline)


def entries(lines: Iterable[bytes], side: int, name: str) -> Iterator[tuple[bytes, int, str, list[bytes]]]:
    """The lines of a list: the page, whose list it is, which one, and the other fields."""
    for line in lines:
        page, *rest = line.rstrip(b"\n").split(b"\t")
        yield page, side, name, rest


def sides_of(group: Iterable[tuple[bytes, int, str, list[bytes]]]) -> tuple[Side, Side]:
    """What the old and the new release have of one page."""
    sides = Side(), Side()
    for _, side, name, rest in group:
        if name == PAGES:
            graph, body = (*rest, b"")[:2]  # lists of older releases have no bodies
            sides[side].page = Read(None if graph == UNREAD else graph, body)
        else:
            sides[side].ended[rest[0]] = rest[1]
    return sides


def is_same(old: Read, new: Read) -> bool:
    """Whether both were read from the same bytes; where nothing was read it may be unknown from which."""
    if old.body and new.body:
        return old.body == new.body
    return None in (old.graph, new.graph)


def changes_of(page: bytes, old: Side, new: Side, *, same_pipeline: bool) -> Iterator[Change]:
    """What changed on a page: the IRI, what sort of thing it is, what became of it, and why."""
    was, now = old.page and old.page.graph, new.page and new.page.graph
    same_body = bool(old.page and new.page and is_same(old.page, new.page))
    if was != now:
        what = "added" if was is None else "removed" if now is None else "changed"
        yield page, "pages", what, "pipeline" if same_body else "archive" if what == "removed" else "page"
    reread = "pipeline" if was != now or not same_pipeline else "archive"
    for iri in sorted(old.ended.keys() | new.ended.keys()):
        before, after = old.ended.get(iri), new.ended.get(iri)
        if before == after:
            continue
        is_gone = new.ended.get(page) == after and page not in old.ended
        if before and after:
            yield iri, "appearances", "ended at another time", "archive"
        elif before:
            yield iri, "appearances", "resumed", reread if same_body and iri != page else "page"
        else:
            yield iri, "appearances", "ended", "gone" if is_gone else reread if same_body else "page"
