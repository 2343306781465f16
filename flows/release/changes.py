"""What changed since a release, thing by thing, and why: the web, our pipeline, or the archives.

``pages.tsv.gz`` has a line for each page ever captured: its IRI, a digest of its graph (``-`` where nothing could be
read) and the digest of the body that was read. ``ended.tsv.gz`` has one for each page and statement that ended: the
page, what ended, and when. Both are in the order of pages, so two releases are compared as streams.
"""

import gzip
import hashlib
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

from flows.files import gzip_file
from flows.store.state import State
from ontology.iris import Iris

PAGES, ENDED, CHANGES = "pages.tsv.gz", "ended.tsv.gz", "changes.tsv.gz"
UNREAD = b"-"
CAUSES: Mapping[str, str] = {
    "page": "the page is new, or says something else",
    "gone": "the page was found gone from the web",
    "pipeline": "the same bytes are read otherwise: by a newer pipeline, another entry of the registry, other "
    "settings, a correction by hand",
    "archive": "an archive came in late or was taken out; nothing changed on the web",
}
READ = "SELECT page, coalesce(digest, '') FROM captures WHERE newest ORDER BY page"
REFUSED = "SELECT url, coalesce(digest, '') FROM captures WHERE reason IS NOT NULL ORDER BY fetched"
Opened = Callable[[str], IO[bytes] | None]
"""Gives a file of the release before by its name, None where it has none such."""


def captured(state: State, iris: Iris) -> Iterator[tuple[bytes, bytes]]:
    """Every page that was captured, in order, with the digest of its newest body; the refused are held in memory."""
    refused = {str(iris.page(url)): digest for url, digest in state.db.execute(REFUSED)}
    read: Iterable[tuple[str, str]] = state.db.execute(READ)
    both_kinds = heapq.merge(read, sorted(refused.items()), key=itemgetter(0))
    for page, captures in groupby(both_kinds, key=itemgetter(0)):
        yield page.encode(), next(captures)[1].encode()


@dataclass(slots=True)
class PageList:
    """``pages.tsv.gz`` while it is written; pages come in order."""

    out: IO[bytes]
    captured: Iterator[tuple[bytes, bytes]]

    def write(self, page: bytes, graph: Iterable[bytes]) -> None:
        """A page and the lines of its graph."""
        digest = hashlib.sha256(b"".join(graph)).hexdigest().encode()
        for other, body in self.captured:
            if other == page:
                self.out.write(b"\t".join((page, digest, body)) + b"\n")
                return
            self.out.write(b"\t".join((other, UNREAD, body)) + b"\n")
        raise LookupError(f"{page.decode()}: read, but in no capture; delete state.sqlite and run 'xiangtu build'")

    def finish(self) -> None:
        """The captured pages after the last."""
        self.out.writelines(b"\t".join((other, UNREAD, body)) + b"\n" for other, body in self.captured)


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


def write_changes(opened: Opened, folder: Path, *, same_pipeline: bool) -> dict[str, int]:
    """Write ``changes.tsv.gz``, a line ``IRI TAB what TAB cause`` each; gives the numbers by ``things what (cause)``.

    ``folder`` has the lists of the new release. Pages are added, changed and removed; appearances and pages have ended,
    or resumed where that is no longer so.
    """
    numbers = Counter[str]()
    with ExitStack() as stack:
        out = stack.enter_context(gzip_file(folder / CHANGES))
        sides = heapq.merge(
            *(entries(file, side, name) for name in (PAGES, ENDED) for side, file in both(opened, folder, name, stack)),
            key=lambda entry: entry[0],
        )
        for page, group in groupby(sides, key=lambda entry: entry[0]):
            old, new = sides_of(group)
            for iri, things, what, cause in changes_of(page, old, new, same_pipeline=same_pipeline):
                numbers[f"{things} {what} ({cause})"] += 1
                out.write(b"\t".join((iri, what.encode(), cause.encode())) + b"\n")
    return dict(sorted(numbers.items()))


def both(opened: Opened, folder: Path, name: str, stack: ExitStack) -> Iterator[tuple[int, Iterable[bytes]]]:
    """A list of the old release, if there is one, and of the new one, each with its side."""
    if (old := opened(name)) is not None:
        packed = stack.enter_context(old)
        yield 0, stack.enter_context(gzip.GzipFile(fileobj=packed))
    yield 1, stack.enter_context(gzip.GzipFile(folder / name))


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


def changes_of(page: bytes, old: Side, new: Side, *, same_pipeline: bool) -> Iterator[tuple[bytes, str, str, str]]:
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
