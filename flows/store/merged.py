"""One graph of what many pages state, each triple once: pages put in and taken out.

A page's own are the triples about itself and its passages, and that a statement stands in one of these. All others are
of things that pages share (statements, places, organisations …) and leave with the last page that has them. Who else
speaks of a thing is asked of the store, what they say of it of their own graphs, so nothing is counted or kept beside.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from resource import RUSAGE_SELF, getpagesize, getrusage

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store

from flows.store.history import DERIVED
from ontology.iris import XT

GRAPH = DefaultGraph()
MEMORY_BYTES, ASIDE_BYTES, TIMES = 600 << 20, 128 << 20, 12
"""What a process that fills a store may take, what of it is for all else, and how many times the size of a piece of
N-Triples the store takes for it: 20,000 pages filled in pieces of 24 MB took 437 MB, of 48 MB 732."""
LEAST_BYTES, MOST_BYTES = 12 << 20, 32 << 20
"""The store writes up to half a gigabyte an index anew after every two pieces: small ones cost time."""
REMOVED_AT_ONCE = 2000
PROV_DERIVED, PROV_QUOTED = (
    NamedNode(f"http://www.w3.org/ns/prov#{name}") for name in ("wasDerivedFrom", "wasQuotedFrom")
)
STATES, ON_PAGE = NamedNode(XT.states), NamedNode(XT.onPage)

LinesOf = Callable[[str], Iterable[bytes]]
"""Gives the N-Triples that a page has in a graph now."""


@dataclass
class Merged:
    """A graph of the store; ``pages`` is what the IRIs of pages begin with."""

    store: Store
    pages: str
    graph: NamedNode | DefaultGraph = GRAPH
    loaded: int = 0
    """Bytes of N-Triples put in."""
    _piece_bytes: int = field(default_factory=lambda: piece_bytes(resident_bytes()))
    _waiting: BytesIO = field(default_factory=BytesIO)
    loader: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    """A thread of its own: the store loads without Python's lock."""
    _loading: Future[None] | None = None
    _doubtful: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """Triples of shared things that a page had and has no more, by subject."""

    def put(self, triples: bytes) -> None:
        """Put N-Triples in, in pieces of some size; one is loaded while the next is put together."""
        self._waiting.write(triples)
        if self._waiting.tell() >= self._piece_bytes:
            self._begin()

    def flush(self) -> None:
        """Put in what still waits."""
        self._begin()
        self._end()

    def _begin(self) -> None:
        self._end()
        if size := self._waiting.tell():
            piece, self._waiting, self.loaded = self._waiting, BytesIO(), self.loaded + size
            piece.seek(0)
            self._loading = self.loader.submit(self._load, piece)

    def _load(self, piece: BytesIO) -> None:
        self.store.bulk_load(piece, RdfFormat.N_TRIPLES, to_graph=self.graph, lenient=True)

    def _end(self) -> None:
        loading, self._loading = self._loading, None
        if loading:
            loading.result()

    def take(self, page: str, triples: Iterable[bytes]) -> None:
        """A page has these triples no more: its own leave now, those of shared things when ``settle`` is called."""
        own, passage = f"<{page}> ".encode(), f"<{page}#".encode()
        gone, shared = list[bytes](), list[bytes]()
        for line in triples:
            is_own = line.startswith((own, passage)) or (line.split(b" ", 2)[1] == DERIVED and passage in line)
            (gone if is_own else shared).append(line)
        self.remove(gone)
        self.doubt(shared)

    def doubt(self, triples: Iterable[bytes]) -> None:
        """Triples of shared things that a page had and has no more."""
        for line in triples:
            self._doubtful[line.split(b" ", 1)[0]].add(line)

    def settle(self, lines_of: LinesOf) -> None:
        """Remove what no page has any more of the triples taken; all that pages have now must have been put in."""
        self.flush()
        for subject, lines in sorted(self._doubtful.items()):
            left = set(lines)
            for page in self._speaking_of(NamedNode(subject.decode()[1:-1])):
                left.difference_update(lines_of(page))
                if not left:
                    break
            self.remove(left)
        self._doubtful.clear()

    def remove(self, lines: Iterable[bytes]) -> None:
        """Remove N-Triples."""
        todo = list(lines)
        opening, closing = ("", "") if self.graph == GRAPH else (f"GRAPH {self.graph} {{", "}")
        for start in range(0, len(todo), REMOVED_AT_ONCE):
            text = b"".join(todo[start : start + REMOVED_AT_ONCE]).decode()
            self.store.update(f"DELETE DATA {{ {opening}\n{text}{closing} }}")

    def remove_about(self, node: NamedNode, predicates: Iterable[NamedNode]) -> None:
        """Remove what is said of a node by these predicates."""
        for predicate in predicates:
            for quad in list(self.store.quads_for_pattern(node, predicate, None, self.graph)):
                self.store.remove(quad)

    def _speaking_of(self, thing: NamedNode) -> Iterator[str]:
        """The pages that speak of a shared thing, each once, found as they are asked for."""
        seen = set[str]()
        for page in self._found(thing):
            if page not in seen:
                seen.add(page)
                yield page

    def _found(self, thing: NamedNode) -> Iterator[str]:
        yield from self._stating(thing)
        for quad in self.store.quads_for_pattern(None, None, thing, self.graph):
            subject: NamedNode = quad.subject  # type: ignore[assignment]
            if subject.value.startswith(self.pages):
                yield subject.value.partition("#")[0]
            else:
                yield from self._stating(subject)

    def _stating(self, node: NamedNode) -> Iterator[str]:
        """The pages of a statement's passages, or of an appearance or of those that state it."""
        for quad in self.store.quads_for_pattern(node, PROV_DERIVED, None, self.graph):
            yield value(quad).partition("#")[0]
        for quad in self.store.quads_for_pattern(node, ON_PAGE, None, self.graph):
            yield value(quad)
        for quad in self.store.quads_for_pattern(None, STATES, node, self.graph):
            for page in self.store.quads_for_pattern(quad.subject, ON_PAGE, None, self.graph):
                yield value(page)


def piece_bytes(taken: int) -> int:
    """How many bytes of N-Triples are loaded at once by a process that takes so much memory already."""
    return min(max((MEMORY_BYTES - ASIDE_BYTES - taken) // TIMES, LEAST_BYTES), MOST_BYTES)


def resident_bytes() -> int:
    """The memory that this process takes now; where that is not told, the most that it took."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * getpagesize()
    except OSError:
        return getrusage(RUSAGE_SELF).ru_maxrss * 1024


def value(quad: Quad) -> str:
    """The IRI that is a quad's object."""
    return quad.object.value  # type: ignore[union-attr]
