"""A store changed: pages and their histories put in and taken out, the divisions and reposts that go with them."""

from functools import lru_cache
from typing import Self

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from flows.store.corrected import split as lines_of
from flows.store.divisions import Divisions
from flows.store.graphs import Graphs
from flows.store.history import TIMES, history, told_times
from flows.store.merged import ON_PAGE, Merged
from flows.store.reposts import alike_of, repost_lines
from flows.store.state import State
from flows.store.told import archive_of
from ontology.iris import XT, Iris
from serve.search.index import Index
from serve.search.rows import PageRows, times_in

HISTORY = "history"
"""The name of the graph of what was said once, for ``Iris.graph``."""
KEPT_PAGES = 512
"""Pages whose triples are at hand while it is asked who still states what."""
PAGE_TIMES = tuple(NamedNode(XT[name]) for name in TIMES)
PAGE_REPOST = (NamedNode(XT.repostOf), NamedNode(XT.toldBy))


class Update:
    """A store being brought in line with the state: first ``take``, then ``put``, then ``settle``.

    One page is held at a time, and some megabytes of triples on their way in.
    """

    def __init__(self, store: Store, state: State, graphs: Graphs, iris: Iris, index: Index) -> None:
        self.store, self.state, self.graphs, self.iris = store, state, graphs, iris
        self.index, self.alike = index, alike_of(state, iris)
        self.now = Merged(store, iris.pages)
        self.past = Merged(store, iris.pages, NamedNode(iris.graph(HISTORY)), loader=self.now.loader)
        self.divisions = Divisions(store, iris)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.now.loader.shutdown()  # nothing is written any more where the update ended early

    def take(self) -> None:
        """Take out what pages have said until now and say no more, and their times and histories."""
        for page, old, new in self.state.outdated():
            said, rows = self.graphs.told(page, old)
            gone = set(lines_of(said)) - set(self.graphs.lines(new) if new else ())
            self.index.take(rows)
            self.divisions.miss(gone)
            self.now.take(page, gone)
        for page in self.alike.untold():
            if self.index.knows(page) and (member := self.state.member(page)):
                rows = self.graphs.told(page, member)[1]
                self.index.take(rows)
                self.put_page(page, rows, told_times(*self._history(page)))
        for page in self.state.touched():
            self.now.remove_about(NamedNode(page), PAGE_TIMES)
            for quad in list(self.store.quads_for_pattern(None, ON_PAGE, NamedNode(page), self.past.graph)):
                self._take_appearance(page, quad.subject)  # type: ignore[arg-type]

    def _take_appearance(self, page: str, appearance: NamedNode) -> None:
        """An appearance goes at once; whether what it states goes with it is settled later."""
        waiting, seen = [appearance], {appearance.value, page}
        while waiting:
            node = waiting.pop()
            quads = list(self.store.quads_for_pattern(node, None, None, self.past.graph))
            lines = [line_of(quad.triple) for quad in quads]
            self.divisions.miss(lines)
            (self.past.remove if node == appearance else self.past.doubt)(lines)
            ends = {quad.object.value: quad.object for quad in quads if isinstance(quad.object, NamedNode)}
            waiting += [end for iri, end in ends.items() if iri not in seen]
            seen |= ends.keys()

    def put(self) -> None:
        """Put in the pages that the store lacks, and the times and histories of all of which something was learned."""
        for page, member in self.state.missing():
            triples, rows = self.graphs.told(page, member)
            self.divisions.see(triples)
            self.now.put(triples)
            self.put_page(page, rows, self._put_history(page))
        for page in self.state.rechecked():
            self.index.check(page, b"".join(self._put_history(page)).decode())

    def _put_history(self, page: str) -> list[bytes]:
        """Put a page's times and history in; gives all times, its own and those of what it said once."""
        times, appearances = self._history(page)
        self.now.put(b"".join(times))
        if appearances:
            self.divisions.see(text := b"".join(appearances))
            self.past.put(text)
        return told_times(times, appearances)

    def _history(self, page: str) -> tuple[list[bytes], list[bytes]]:
        past = self.state.past(page)
        return history(page, past, self.graphs.reader(past), self.iris, self.graphs.corrected.rejected)

    def settle(self) -> None:
        """Take out of both graphs what no page has in them any more, and divisions that nothing points to."""
        self.now.settle(lru_cache(KEPT_PAGES)(self._lines))
        self.past.settle(lru_cache(KEPT_PAGES)(self._past_lines))
        self.past.put("".join(self.graphs.corrected.corrections.lines()).encode())
        self.past.flush()
        self.put_beside(self.divisions.put())
        self.now.flush()
        lost = list(self.divisions.lost())
        self.index.take_things(b"".join(lost).decode())
        self.now.remove(lost)

    def put_page(self, page: str, rows: PageRows, times: list[bytes]) -> None:
        """Put a page into the index: its rows, and what follows from all its times."""
        times_of = times_in(page, b"".join(times).decode())
        self.index.put(rows, times_of, self.alike.original(page), archive_of(self.state, page))

    def put_beside(self, triples: bytes) -> None:
        """Put in what stands beside the pages: divisions, schemes."""
        self.now.put(triples)
        self.index.put_things(triples.decode())

    def _lines(self, page: str) -> set[bytes]:
        member = self.state.member(page)
        return set(self.graphs.lines(member)) if member else set()

    def _past_lines(self, page: str) -> set[bytes]:
        """As the store writes them, which is not byte for byte as we do."""
        return {line_of(quad.triple) for quad in parse(b"".join(self._history(page)[1]), RdfFormat.N_TRIPLES)}

    def tell_reposts(self) -> None:
        """Say of pages what the clusters say now, where the store says something else."""
        for page in self.alike.untold():
            self.now.remove_about(NamedNode(page), PAGE_REPOST)
        self.now.put(b"".join(repost_lines(self.alike.reposts(only_untold=True))))
        self.now.flush()


def line_of(triple: Triple) -> bytes:
    """A triple of the store as a line of N-Triples."""
    return f"{triple.subject} {triple.predicate} {triple.object} .\n".encode()
