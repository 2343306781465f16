"""What changed since a release, thing by thing, and why: the web, our pipeline, the archives (``serve.compared``)."""

import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO

from flows.files import gzip_file
from flows.store.state import State
from ontology.iris import Iris
from serve.compared import CHANGES, UNREAD, Opened, differences

READ = "SELECT page, coalesce(digest, '') FROM captures WHERE newest ORDER BY page"
REFUSED = "SELECT url, coalesce(digest, '') FROM captures WHERE reason IS NOT NULL ORDER BY fetched"


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


def write_changes(before: Opened, folder: Path, *, same_pipeline: bool) -> dict[str, int]:
    """Write ``changes.tsv.gz``, a line ``IRI TAB what TAB cause`` each; gives the numbers by ``things what (cause)``.

    ``folder`` has the lists of the new release. Pages are added, changed and removed; appearances and pages have ended,
    or resumed where that is no longer so.
    """
    numbers = Counter[str]()
    with gzip_file(folder / CHANGES) as out:
        changes = differences(before, lambda name: (folder / name).open("rb"), same_pipeline=same_pipeline)
        for iri, things, what, cause in changes:
            numbers[f"{things} {what} ({cause})"] += 1
            out.write(b"\t".join((iri, what.encode(), cause.encode())) + b"\n")
    return dict(sorted(numbers.items()))
