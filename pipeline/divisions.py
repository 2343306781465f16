"""The divisions that pages point to, as RDF, once for all pages: names, levels, and what lies in what."""

from collections.abc import Iterable, Iterator

from rdflib import RDF, RDFS, Graph, Literal

from ontology.iris import XT, Iris, is_code
from pipeline.graph.literals import zh
from pipeline.graph.things import COUNTY, Triple
from pipeline.places import gazetteer
from pipeline.places.gazetteer import Division
from pipeline.records import Reading

PLACES = "places"
"""The name of the graph that holds them, for ``Iris.graph``."""


def place_codes(reading: Reading) -> frozenset[str]:
    """The codes that a page's graph points to; ``place_graph`` says what they are."""
    codes = {reading.home}
    codes |= {place.code or place.within for place in reading.places}
    codes |= {organisation.place for organisation in reading.organisations}
    codes |= {fact.where.code or fact.where.within for fact in reading.facts if fact.where}
    codes |= {relation.where.code or relation.where.within for relation in reading.relations if relation.where}
    return frozenset(code for code in codes if code and is_code(code))


def place_graph(codes: Iterable[str], iris: Iris | None = None) -> Graph:
    """The triples of divisions (``place_triples``) as an rdflib graph."""
    graph = Graph(bind_namespaces="none")
    for triple in place_triples(codes, iris):
        graph.add(triple)
    return graph


def place_triples(codes: Iterable[str], iris: Iris | None = None) -> Iterator[Triple]:
    """Divisions and all that hold them: name, level, code, ``xt:within`` (the next above) and ``xt:county``.

    A code that the gazetteer lacks has its level, and what its digits say it lies in, but no name. Raises ValueError
    for what is no code.
    """
    iris = iris or Iris()
    for code, division, parent in _with_above(codes):
        place = iris.place(code)
        yield place, RDF.type, XT[gazetteer.LEVELS[len(code)].capitalize()]
        yield place, XT.code, Literal(code)
        if division:
            yield place, RDFS.label, zh(division.name)
        if parent:
            yield place, XT.within, iris.place(parent)
        if len(code) >= COUNTY:
            yield place, XT.county, iris.place(code[:COUNTY])


def _with_above(codes: Iterable[str]) -> Iterator[tuple[str, Division | None, str | None]]:
    """Codes and those of all that hold them, each once with what it is and lies in.

    Sorted, since the gazetteer holds but some counties at once and takes milliseconds to read one.
    """
    found = set[str]()
    for start in sorted(codes):
        code: str | None = start
        while code and code not in found:
            found.add(code)
            division = gazetteer.get(code)
            parent = division.parent if division else _above(code)
            yield code, division, parent
            code = parent


def _above(code: str) -> str | None:
    lengths = [length for length in gazetteer.LEVELS if length < len(code)]
    return code[: max(lengths)] if lengths else None
