"""The store brought in line with the newest captures: a new one beside the one in use, then put in its place.

A new store begins as a checkpoint of the old (hard links, whatever its size) and takes only the changes.
"""

import gzip
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Store

from flows.storage import DataFolder
from flows.store.folders import link, next_folder, switch, tidy
from flows.store.graphs import Graphs
from flows.store.history import history
from flows.store.reposts import REPOSTS, alike_of, repost_quads
from flows.store.state import State
from ontology.iris import Iris
from ontology.schemes import graphs as scheme_graphs
from pipeline.divisions import PLACES, place_graph
from pipeline.emit import nquads

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Change:
    """What a new store has that the one before had not: page graphs put in, and taken out without a newer one; and the
    pages of whose history it knows more."""

    added: int
    removed: int
    histories: int


def refresh(data: DataFolder, state: State, iris: Iris, ontology: str) -> Change | None:
    """Bring the store in line with the newest captures; None where it is so already.

    ``ontology`` is a version of the schemes and the gazetteer; when it changes, the store is made from nothing.
    """
    current = data.local / ".stores" / (state.get("store") or "-")
    if not current.is_dir() or state.get("ontology") != ontology:
        state.clear_loaded()
    fresh = state.get("store") is None
    change = Change(*state.news())
    if not (fresh or change.added or change.removed or change.histories):
        if link(data) != current:
            switch(data, current)
        return None
    folder = next_folder(data)
    if not fresh:
        Store.read_only(str(current)).backup(str(folder))
    store = Store(str(folder))
    codes: set[str] = set()
    load_pages(data, state, iris, store, codes)
    load_histories(data, state, iris, store, codes, fresh=fresh)
    load_reposts(state, iris, store, fresh=fresh)
    if fresh:
        for quads in scheme_quads(iris).values():
            store.bulk_load("".join(quads).encode(), RdfFormat.N_QUADS)
    places = nquads(place_graph(codes, iris), iris.graph(PLACES))
    store.bulk_load("".join(places).encode(), RdfFormat.N_QUADS)
    store.flush()
    del store
    switch(data, folder)
    state.set_loaded(folder.name, {"ontology": ontology})
    tidy(data, keep=folder)
    return change


def load_pages(data: DataFolder, state: State, iris: Iris, store: Store, codes: set[str]) -> None:
    """The graphs of newest captures put in, those of others taken out."""
    for page in state.outdated():
        store.remove_graph(NamedNode(page))
    for shard, pages in state.missing():
        with data.open(data.output("graph", shard)) as packed, gzip.open(packed) as lines:
            bulk_load(store, with_codes(of_pages(lines, pages), codes, iris))


def load_histories(data: DataFolder, state: State, iris: Iris, store: Store, codes: set[str], *, fresh: bool) -> None:
    """The history of each page of which something was learned."""
    if not fresh:
        for page in state.touched():
            store.remove_graph(NamedNode(iris.history(page)))
    with Graphs(data) as graphs:
        pages = state.read_pages(only_touched=not fresh)
        pasts = ((page, state.past(page)) for page in pages)
        lines = (line for page, past in pasts for line in history(page, past, graphs.reader(past), iris))
        bulk_load(store, with_codes(lines, codes, iris))


def load_reposts(state: State, iris: Iris, store: Store, *, fresh: bool) -> None:
    """What the clusters say now of pages of which they said something else."""
    alike, graph = alike_of(state, iris), NamedNode(iris.graph(REPOSTS))
    if not fresh:
        for page in alike.untold():
            for quad in store.quads_for_pattern(NamedNode(page), None, None, graph):
                store.remove(quad)
    bulk_load(store, repost_quads(alike.reposts(only_untold=not fresh), iris))


def bulk_load(store: Store, lines: Iterator[bytes]) -> None:
    """Put N-Quads lines into the store as they come."""
    store.bulk_load(io.BufferedReader(Lines(lines), PIECE_BYTES), RdfFormat.N_QUADS)


def of_pages(lines: Iterable[bytes], pages: set[str]) -> Iterator[bytes]:
    """The N-Quads lines of these pages' graphs."""
    return (line for line in lines if line[line.rindex(b"<") + 1 : line.rindex(b">")].decode() in pages)


def with_codes(lines: Iterable[bytes], codes: set[str], iris: Iris) -> Iterator[bytes]:
    """The lines; ``codes`` gathers the divisions that they point to."""
    place = place_pattern(iris)
    for line in lines:
        codes.update(code.decode() for code in place.findall(line))
        yield line


@cache
def scheme_quads(iris: Iris) -> dict[str, list[str]]:
    """The N-Quads of the ontology's and the schemes' graphs, by the graph's IRI; made once a process."""
    return {str(iris.graph(name)): nquads(graph, iris.graph(name)) for name, graph in scheme_graphs(iris).items()}


def place_pattern(iris: Iris) -> re.Pattern[bytes]:
    """What finds the codes of the divisions that an N-Quads line names."""
    return re.compile(re.escape(f"<{iris.base}place/").encode() + rb"(\d+)>")


class Lines(io.RawIOBase):
    """An iterable of lines as a file to read, so that the store pulls what it loads."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self._rest = bytearray()

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer from the lines."""
        while len(self._rest) < len(buffer) and (line := next(self._lines, None)) is not None:
            self._rest += line
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        del self._rest[:count]
        return count
