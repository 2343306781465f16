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

from flows.reposts import REPOSTS, repost_quads
from flows.state import State
from flows.storage import DataFolder
from flows.store import link, next_folder, switch, tidy
from ontology.iris import Iris
from ontology.schemes import graphs as scheme_graphs
from pipeline.divisions import PLACES, place_graph
from pipeline.emit import nquads

PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Change:
    """What a new store has that the one before had not: page graphs put in, and taken out without a newer one."""

    added: int
    removed: int


def refresh(data: DataFolder, state: State, iris: Iris, ontology: str) -> Change | None:
    """Bring the store in line with the newest captures; None where it is so already.

    ``ontology`` is a version of the schemes and the gazetteer; when it changes, the store is made from nothing.
    """
    current = data.local / ".stores" / (state.get("store") or "-")
    if not current.is_dir() or state.get("ontology") != ontology:
        state.clear_loaded()
    outdated, missing = state.outdated(), list(state.missing())
    fresh = state.get("store") is None
    if not (fresh or outdated or missing):
        if link(data) != current:
            switch(data, current)
        return None
    folder = next_folder(data)
    if not fresh:
        Store.read_only(str(current)).backup(str(folder))
    store = Store(str(folder))
    for page in outdated:
        store.remove_graph(NamedNode(page))
    codes: set[str] = set()
    for shard, pages in missing:
        with data.open(data.output("graph", shard)) as packed, gzip.open(packed) as lines:
            source = Lines(of_pages(lines, pages, codes, iris))
            store.bulk_load(io.BufferedReader(source, PIECE_BYTES), RdfFormat.N_QUADS)
    if fresh:
        for quads in scheme_quads(iris).values():
            store.bulk_load("".join(quads).encode(), RdfFormat.N_QUADS)
    places = nquads(place_graph(codes, iris), iris.graph(PLACES))
    store.bulk_load("".join(places).encode(), RdfFormat.N_QUADS)
    store.remove_graph(NamedNode(iris.graph(REPOSTS)))
    store.bulk_load(io.BufferedReader(Lines(repost_quads(state, iris)), PIECE_BYTES), RdfFormat.N_QUADS)
    store.flush()
    del store
    switch(data, folder)
    state.set_loaded(folder.name, {"ontology": ontology})
    tidy(data, keep=folder)
    added = {page for _, pages in missing for page in pages}
    return Change(len(added), len(set(outdated) - added))


def of_pages(lines: Iterable[bytes], pages: set[str], codes: set[str], iris: Iris) -> Iterator[bytes]:
    """The N-Quads lines of these pages' graphs; ``codes`` gathers the divisions that they point to."""
    place = place_pattern(iris)
    for line in lines:
        if line[line.rindex(b"<") + 1 : line.rindex(b">")].decode() in pages:
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
