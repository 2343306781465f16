"""The divisions that pages point to, as RDF, once for all pages: names, levels, and what lies in what."""

from collections.abc import Iterable

from rdflib import RDF, RDFS, Graph, Literal

from ontology.iris import XT, Iris, is_code
from pipeline.graph.things import COUNTY
from pipeline.places import gazetteer
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
    """Divisions and all that hold them: name, level, code, ``xt:within`` (the next above) and ``xt:county``.

    A code that the gazetteer lacks has its level, and what its digits say it lies in, but no name. Raises ValueError
    for what is no code.
    """
    iris = iris or Iris()
    graph = Graph(bind_namespaces="none")
    todo, done = set(codes), set[str]()
    while todo:
        code = todo.pop()
        done.add(code)
        place = iris.place(code)
        division = gazetteer.get(code)
        parent = division.parent if division else _above(code)
        graph.add((place, RDF.type, XT[gazetteer.LEVELS[len(code)].capitalize()]))
        graph.add((place, XT.code, Literal(code)))
        if division:
            graph.add((place, RDFS.label, Literal(division.name, lang="zh")))
        if parent:
            graph.add((place, XT.within, iris.place(parent)))
            todo |= {parent} - done
        if len(code) >= COUNTY:
            graph.add((place, XT.county, iris.place(code[:COUNTY])))
    return graph


def _above(code: str) -> str | None:
    lengths = [length for length in gazetteer.LEVELS if length < len(code)]
    return code[: max(lengths)] if lengths else None
