"""Corrections applied to a page's graph, so that shards stay as they were read.

Store and releases read pages through here, so both say the same. A statement is named by what it says: one that says
something else by a correction gets the name that this has, and points to the one before (``prov:wasRevisionOf``).
All that a correction changed points to it (``xt:correction``).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from urllib.parse import unquote

from pyoxigraph import RdfFormat, parse
from rdflib import RDFS, URIRef

from flows.store.corrections import STATEMENTS, Corrections, is_listed
from flows.store.history import END, TYPE, Triple, triple_of
from ontology.iris import XT, Iris
from pipeline.graph.literals import zh
from pipeline.graph.says import claimed
from pipeline.graph.written import ntriples

LABEL, ALSO, REVISION, A = (
    f"<{term}>".encode()
    for term in (
        RDFS.label,
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://www.w3.org/ns/prov#wasRevisionOf",
        TYPE,
    )
)
CORRECTION, HOME, PLACE, CLAIM, FACT = (
    f"<{XT[name]}>".encode() for name in ("correction", "home", "place", "claim", "Fact")
)
_OF_FACTS = "what value valueMax unitText per qualifier modality program place home when asOf"
SAID = {"fact": _OF_FACTS.split(), "relation": ["organisation", "program", "document", "place", "modality", "when"]}
"""What the names of statements are the hashes of (``pipeline.graph.says``), by local name."""

End = tuple[bytes, bytes]
"""What stands in the place of something, and the correction that says so."""
Marks = dict[bytes, set[bytes]]
"""The corrections that changed a thing."""


class Corrected:
    """Corrections as they apply to pages' graphs: N-Triples in, N-Triples out."""

    def __init__(self, corrections: Corrections, iris: Iris) -> None:
        self.corrections, self.iris = corrections, iris
        ends = defaultdict[str, dict[bytes, End]](dict)
        for it in corrections.entries:
            ends[it.kind][node(it.thing)] = (node(it.to or ""), node(it.iri))
        self._rejected, self._merged, self._homes = ends["reject"], ends["merge"], ends["home"]
        self._things = re.compile(rb"<" + re.escape(iris.base).encode() + rb"[^>#]*>")

    @property
    def rejected(self) -> Collection[bytes]:
        """The statements that are rejected, as N-Triples write them."""
        return self._rejected

    def now(self, page: bytes, triples: bytes) -> bytes:
        """What a page says now: without what is rejected. ``page`` is its IRI as N-Triples write it."""
        said = self.ever(page, triples)
        if said is triples:
            return triples
        return b"".join(line for line in split(said) if line.partition(b" ")[0] not in self._rejected)

    def ever(self, page: bytes, triples: bytes) -> bytes:
        """The same with what is rejected, for the history."""
        if not self._meets(page, triples):
            return triples
        said, marks = self._with_names([triple_of(line) for line in split(triples)])
        if home := self._homes.get(page):
            said = list(with_home(said, page, home, marks))
        renamed = self._renamed(said, page, marks)
        said = [(renamed[s][0] if s in renamed else s, p, self._claim(renamed, s, p, o)) for s, p, o in said]
        said += [(new, REVISION, old) for old, (new, _) in renamed.items()]
        for thing, found in marks.items():
            if thing in renamed:
                said += [(renamed[thing][0], CORRECTION, by) for by in found]
            elif not self._key(thing).startswith(STATEMENTS):  # those say the same as before
                said += [(thing, CORRECTION, by) for by in found]
        said += [(s, CORRECTION, self._rejected[s][1]) for s in {s for s, _, _ in said} & self._rejected.keys()]
        return b"".join(sorted({b" ".join(triple) + END for triple in said}))

    def _meets(self, page: bytes, triples: bytes) -> bool:
        if not self.corrections.entries:
            return False
        if page in self._homes:
            return True
        named = set(self._things.findall(triples))
        return not (named.isdisjoint(self._merged) and named.isdisjoint(self._rejected))

    def _with_names(self, triples: list[Triple]) -> tuple[list[Triple], Marks]:
        """The names kept in the place of those merged; of what is said of a name that goes, its label stays as another
        name, and all where nobody else says what the name kept is."""
        described, marks, out = {s for s, p, _ in triples if p == A}, Marks(), list[Triple]()
        for s, p, o in triples:
            kept, by = self._merged.get(s, (s, b""))
            end, by_end = self._merged.get(o, (o, b""))
            if by and p == LABEL:
                out.append((kept, ALSO, end))
                marks.setdefault(kept, set()).add(by)
            elif not by or not (kept in described or is_listed(self._key(kept))):
                out.append((kept, p, end))
                if by and p == A:
                    out.append((kept, LABEL, self._label(kept)))
            if by_end and self._key(s).startswith(STATEMENTS):
                marks.setdefault(s, set()).add(by_end)
        return out, marks

    def _key(self, thing: bytes) -> str:
        return thing.decode()[1:-1].removeprefix(self.iris.base)

    def _label(self, thing: bytes) -> bytes:
        """A name as it stands in an IRI."""
        name = unquote(self._key(thing).rpartition("/")[2])
        return triple_of(ntriples([(URIRef("urn:x"), RDFS.label, zh(name))])[0].encode())[2]

    def _renamed(self, triples: list[Triple], page: bytes, marks: Marks) -> dict[bytes, tuple[bytes, bytes]]:
        """The new names of statements that say something else now, with the claims that facts make then."""
        lines = defaultdict[bytes, list[bytes]](list)
        for triple in triples:
            if triple[0] in marks and triple[0] not in self._rejected:
                lines[triple[0]].append(b" ".join(triple) + END)
        found = {}
        for old, own in lines.items():
            kind = self._key(old).partition("/")[0]
            if kind in STATEMENTS and (ends := self._named(kind, own, page))[0] != old:
                found[old] = ends
        return found

    def _named(self, kind: str, lines: Iterable[bytes], page: bytes) -> tuple[bytes, bytes]:
        """The name of a statement by what it says, and of the claim that it makes."""
        has: dict[str, str] = {
            q.predicate.value: q.object.value for q in parse(b"".join(lines), RdfFormat.N_TRIPLES, lenient=True)
        }
        terms = {key: str(XT[key]) for key in SAID[kind]}
        said = {
            key: has[term].removeprefix(XT).removeprefix(self.iris.base) for key, term in terms.items() if term in has
        }
        if kind == "relation":
            return node(self.iris.relation({"kind": has[TYPE].removeprefix(XT).lower(), **said})), b""
        if not said.keys() & {"place", "home"}:
            said["page"] = self._key(page).rpartition("/")[2]
        base, value, indicator = (has.get(str(XT[name])) for name in ("baseUnit", "baseValue", "indicator"))
        measure = (URIRef(base), Decimal(value), URIRef(base)) if base and value else None
        slug = indicator.rpartition("/")[2] if indicator else None
        return node(self.iris.fact(said)), node(self.iris.claim(claimed(said, measure, slug)))

    @staticmethod
    def _claim(renamed: dict[bytes, tuple[bytes, bytes]], s: bytes, p: bytes, o: bytes) -> bytes:
        return renamed[s][1] if p == CLAIM and s in renamed else o


def with_home(triples: list[Triple], page: bytes, end: End, marks: Marks) -> Iterator[Triple]:
    """The page, and its facts that name no place, at another home."""
    home, by = end
    named = {s for s, p, _ in triples if p == PLACE}
    moved = {page, *(s for s, p, o in triples if p == A and o == FACT and s not in named)}
    for thing in moved:
        marks.setdefault(thing, set()).add(by)
        yield thing, HOME, home
    yield from (triple for triple in triples if not (triple[0] in moved and triple[1] == HOME))


def node(iri: str) -> bytes:
    """An IRI as N-Triples write it."""
    return f"<{iri}>".encode()


def split(text: bytes) -> list[bytes]:
    """N-Triples as lines."""
    return text.splitlines(keepends=True)
