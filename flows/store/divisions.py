"""The divisions in the store: those that something points to, and all that hold these."""

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store

from flows.store.merged import GRAPH
from ontology.iris import Iris
from pipeline.divisions import place_triples
from pipeline.graph.written import ntriples


def place_pattern(iris: Iris) -> re.Pattern[bytes]:
    """What finds the codes of the divisions that lines name."""
    return re.compile(re.escape(f"<{iris.base}place/").encode() + rb"(\d+)>")


class Divisions:
    """What goes into the store and out of it as triples that name divisions come and go."""

    def __init__(self, store: Store, iris: Iris) -> None:
        self.store, self.iris = store, iris
        self._named = place_pattern(iris)
        self._seen, self._missed = set[bytes](), set[bytes]()

    def see(self, triples: bytes) -> None:
        """Triples that are put in."""
        self._seen.update(self._named.findall(triples))

    def miss(self, lines: Iterable[bytes]) -> None:
        """Triples that are taken out."""
        for line in lines:
            self._missed.update(self._named.findall(line))

    def put(self) -> bytes:
        """The triples of the divisions seen."""
        return "".join(ntriples(place_triples({code.decode() for code in self._seen}, self.iris))).encode()

    def lost(self) -> Iterator[bytes]:
        """The triples of divisions missed to which nothing else points, and of those that held only these."""
        gone, waiting = set[str](), [self.iris.place(code.decode()) for code in sorted(self._missed)]
        while waiting:
            place = str(waiting.pop())
            if place in gone or self._is_held(place, gone):
                continue
            gone.add(place)
            for quad in self.store.quads_for_pattern(NamedNode(place), None, None, GRAPH):
                yield f"{quad.subject} {quad.predicate} {quad.object} .\n".encode()
                if isinstance(quad.object, NamedNode) and quad.object.value.startswith(f"{self.iris.base}place/"):
                    waiting.append(quad.object.value)  # type: ignore[arg-type]

    def _is_held(self, place: str, gone: set[str]) -> bool:
        """Whether anything that stays points to it."""
        pointing = self.store.quads_for_pattern(None, None, NamedNode(place), None)
        return any(quad.subject.value not in {*gone, place} for quad in pointing)  # type: ignore[union-attr]
