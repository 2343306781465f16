"""The shapes as plain checks: a quick yes to a graph that conforms, which nearly every page's does.

``shapes.ttl`` is compiled once to functions over a node's values; no shape is written here. A shape that says something
this can't check raises at loading, so none is passed over. A no comes without reasons: those are pyshacl's.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rdflib import PROV, RDF, RDFS, SDO, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.concepts import load
from ontology.iris import XT
from ontology.units import broad_kind

Index = Mapping[Node, Mapping[Node, list[Node]]]
"""A graph as node → property → values."""
ValueCheck = Callable[[Node, Index], bool]
PairCheck = Callable[[list[Node], list[Node]], bool]

_NOTHING: list[Node] = []
_ANYTHING: list[Node] = [RDF.nil]
_NO_PROPERTY: list["_Property"] = []
_NAMING = frozenset({RDF.type, SH.path, SH.message, SH.severity, SH.property, SH.targetClass, SH.targetSubjectsOf})
_SETS = frozenset(
    {SH.minCount, SH.maxCount, SH.lessThan, SH.lessThanOrEquals, SH.equals, SH.closed, SH.ignoredProperties}
)


@dataclass(frozen=True, slots=True)
class _Property:
    """What must hold of the values at the end of a path from a node."""

    path: tuple[tuple[Node, ...], ...]
    """Steps, each a property or several that serve alike."""
    least: int
    most: float
    checks: tuple[ValueCheck, ...]
    pairs: tuple[tuple[Node, PairCheck], ...]
    """Checks of the values against those of another property of the node."""

    @property
    def is_of_values(self) -> bool:
        """Whether it asks, beside their number, nothing where there is no value, and its path is one property."""
        is_single = len(self.path) == 1 and len(self.path[0]) == 1
        return is_single and all(agree([], _ANYTHING) for _, agree in self.pairs)

    def holds(self, node: Node, index: Index) -> bool:
        """Whether it holds of a node."""
        said = index[node]
        values = _ends(said, self.path[0])
        for step in self.path[1:]:
            values = [end for value in values for end in _ends(index.get(value, {}), step)]
        return self.holds_of(values, said, index)

    def holds_of(self, values: list[Node], said: Mapping[Node, list[Node]], index: Index) -> bool:
        """Whether it holds of the values at the path's end; ``said`` is what is said of the node where it begins."""
        if not self.least <= len(values) <= self.most:
            return False
        for value in values:
            for check in self.checks:
                if not check(value, index):
                    return False
        return not self.pairs or all(agree(values, said.get(other, _NOTHING)) for other, agree in self.pairs)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What must hold of a node."""

    checks: tuple[ValueCheck, ...]
    allowed: frozenset[Node] | None
    """The properties that a closed shape allows."""
    properties: tuple[_Property, ...]


class _Together:
    """What must hold of a node that several shapes target: of the properties that it has and of those it needs."""

    def __init__(self, shapes: Iterable[_Shape]) -> None:
        held = list(shapes)
        self.checks = [check for shape in held for check in shape.checks]
        closed = [shape.allowed for shape in held if shape.allowed is not None]
        self.allowed = frozenset.intersection(*closed) if closed else None
        inside = [inner for shape in held for inner in shape.properties]
        self.always = [inner for inner in inside if not inner.is_of_values]
        """Paths of several steps, and what is asked of a node that has no such property too."""
        self.needed = frozenset(inner.path[0][0] for inner in inside if inner.is_of_values and inner.least)
        self.by_predicate: dict[Node, list[_Property]] = {}
        for inner in inside:
            if inner.is_of_values:
                self.by_predicate.setdefault(inner.path[0][0], []).append(inner)

    def holds(self, node: Node, index: Index) -> bool:
        said = index[node]
        if not said.keys() >= self.needed or (self.allowed is not None and not said.keys() <= self.allowed):
            return False
        for check in self.checks:
            if not check(node, index):
                return False
        for inner in self.always:
            if not inner.holds(node, index):
                return False
        for predicate, values in said.items():
            for inner in self.by_predicate.get(predicate, _NO_PROPERTY):
                if not inner.holds_of(values, said, index):
                    return False
        return True


def shapes_graph() -> Graph:
    """The shapes that the project ships, parsed anew."""
    return Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text("utf-8"), format="turtle")


@cache
def kinds() -> Mapping[str, Literal]:
    """What each indicator is measured in, by the end of its IRI: the one thing that shapes ask of a scheme."""
    known = ((concept.slug, concept.note("unitKind")) for concept in load("indicators"))
    return {slug: Literal(broad_kind(kind)) for slug, kind in known if kind}


def conforms(triples: Iterable[tuple[Node, Node, Node]]) -> bool:
    """Whether every node of a graph conforms to every shape that targets it, warnings included."""
    index: dict[Node, dict[Node, list[Node]]] = {}
    before, said = None, dict[Node, list[Node]]()
    for s, p, o in triples:
        if s is not before:
            before, said = s, index.setdefault(s, {})
        if p in said:
            said[p].append(o)
        else:
            said[p] = [o]
    compiled = _compiled()
    for indicator in {o for said in index.values() for o in said.get(XT.indicator, ())}:
        if kind := kinds().get(str(indicator).rsplit("/", 1)[-1]):
            index.setdefault(indicator, {}).setdefault(XT.unitKind, [kind])
    return all(compiled.of(said).holds(node, index) for node, said in index.items())


class _Compiled:
    """The shapes by what they target; those that meet on a node are put together once."""

    def __init__(self, graph: Graph) -> None:
        self.by_class, self.by_property = dict[Node, list[_Shape]](), dict[Node, list[_Shape]]()
        self._together: dict[tuple[Node, ...], _Together] = {}
        for node in graph.subjects(RDF.type, SH.NodeShape):
            shape = _shape(graph, node)
            for target, shapes in ((SH.targetClass, self.by_class), (SH.targetSubjectsOf, self.by_property)):
                for named in graph.objects(node, target):
                    shapes.setdefault(named, []).append(shape)

    def of(self, said: Mapping[Node, list[Node]]) -> _Together:
        """What must hold of a node with these properties."""
        classes = [cls for cls in said.get(RDF.type, ()) if cls in self.by_class]
        key = (*classes, RDF.nil, *(p for p in self.by_property if p in said))
        if key not in self._together:
            shapes = [shape for cls in classes for shape in self.by_class[cls]]
            shapes += [shape for p in self.by_property if p in said for shape in self.by_property[p]]
            self._together[key] = _Together(shapes)
        return self._together[key]


@cache
def _compiled() -> _Compiled:
    graph = Graph(bind_namespaces="none")
    for triple in shapes_graph():
        graph.add(tuple(map(_shared, triple)))  # type: ignore[arg-type]
    return _Compiled(graph)


def _shared(term: Node) -> Node:
    """A term as the emitter has it: two that are one object are equal at once, else rdflib compares them in Python."""
    text = str(term) if isinstance(term, URIRef) else ""
    for namespace in (XT, RDF, RDFS, SDO, PROV, SKOS):
        name = text.removeprefix(str(namespace))
        if name != text and "/" not in name and (namespace is XT or name in namespace):
            return namespace[name]
    return term


def _shape(graph: Graph, node: Node) -> _Shape:
    inner = tuple(_property(graph, p) for p in graph.objects(node, SH.property))
    allowed = None
    if (node, SH.closed, Literal(True)) in graph:
        ignored = Collection(graph, _one(graph, node, SH.ignoredProperties))
        allowed = frozenset(p.path[0][0] for p in inner) | frozenset(ignored)
    return _Shape(tuple(_checks(graph, node)), allowed, inner)


def _property(graph: Graph, node: Node) -> _Property:
    path = _one(graph, node, SH.path)
    least, most = graph.value(node, SH.minCount), graph.value(node, SH.maxCount)
    return _Property(
        _path(graph, path),
        int(str(least)) if least is not None else 0,
        int(str(most)) if most is not None else float("inf"),
        tuple(_checks(graph, node)),
        tuple((other, check) for pair, check in _PAIRS.items() for other in graph.objects(node, pair)),
    )


def _path(graph: Graph, node: Node) -> tuple[tuple[Node, ...], ...]:
    if isinstance(node, URIRef):
        return ((node,),)
    if alternatives := graph.value(node, SH.alternativePath):
        return (tuple(Collection(graph, alternatives)),)
    return tuple((step,) for step in Collection(graph, node))


def _ends(said: Mapping[Node, list[Node]], step: tuple[Node, ...]) -> list[Node]:
    """What a step leads to from a node, each end once."""
    if len(step) == 1:
        return said.get(step[0], _NOTHING)
    return list(dict.fromkeys(end for predicate in step for end in said.get(predicate, ())))


def _checks(graph: Graph, node: Node) -> Iterable[ValueCheck]:
    """The checks of single values that a shape makes. Raises ValueError for a component that none is known for."""
    for component, wanted in graph.predicate_objects(node):
        if component in _NAMING or component in _SETS or component in _PAIRS:
            continue
        if component not in _CHECKS:
            raise ValueError(f"shapes.ttl: no check is known for {component}")
        yield _CHECKS[component](graph, wanted)


def _one(graph: Graph, node: Node, predicate: URIRef) -> Any:
    return next(graph.objects(node, predicate))


def _compare(one: Node, other: Node) -> float:
    """Below 0, 0 or above 0 as values order; not a number, which compares with nothing, where they don't."""
    try:
        left, right = one.toPython(), other.toPython()  # type: ignore[attr-defined]
        return float(left > right) - float(left < right)
    except (AttributeError, TypeError):
        return float("nan")


def _datatype(_: Graph, wanted: Node) -> ValueCheck:
    if wanted == XSD.string:
        return lambda v, _: isinstance(v, Literal) and v.datatype in (None, wanted) and not v.language
    return lambda v, _: isinstance(v, Literal) and v.datatype == wanted and not v.ill_typed


def _pattern(_: Graph, wanted: Node) -> ValueCheck:
    search = re.compile(str(wanted)).search
    return lambda v, _: isinstance(v, URIRef | Literal) and search(v) is not None


def _min_length(_: Graph, wanted: Node) -> ValueCheck:
    least = int(str(wanted))
    return lambda v, _: isinstance(v, URIRef | Literal) and len(v) >= least


def _language_in(graph: Graph, wanted: Node) -> ValueCheck:
    languages = {str(language).lower() for language in Collection(graph, wanted)}
    return lambda v, _: isinstance(v, Literal) and (v.language or "").lower().split("-")[0] in languages


def _one_of(graph: Graph, wanted: Node) -> ValueCheck:
    members = frozenset(Collection(graph, wanted))
    return lambda v, _: v in members


def _any_of(graph: Graph, wanted: Node) -> ValueCheck:
    options = [tuple(_checks(graph, option)) for option in Collection(graph, wanted)]
    return lambda v, index: any(all(check(v, index) for check in option) for option in options)


def _node_kind(_: Graph, wanted: Node) -> ValueCheck:
    if wanted != SH.IRI:
        raise ValueError(f"shapes.ttl: no check is known for the node kind {wanted}")
    return lambda v, _: isinstance(v, URIRef)


_CHECKS: Mapping[Node, Callable[[Graph, Node], ValueCheck]] = {
    SH.datatype: _datatype,
    SH.pattern: _pattern,
    SH.minLength: _min_length,
    SH.languageIn: _language_in,
    SH["in"]: _one_of,
    SH["or"]: _any_of,
    SH.nodeKind: _node_kind,
    SH["class"]: lambda _, wanted: lambda v, index: wanted in index.get(v, {}).get(RDF.type, ()),
    SH.minInclusive: lambda _, wanted: lambda v, _: _compare(v, wanted) >= 0,
    SH.maxInclusive: lambda _, wanted: lambda v, _: _compare(v, wanted) <= 0,
}
_PAIRS: Mapping[Node, PairCheck] = {
    SH.lessThan: lambda values, others: all(_compare(v, o) < 0 for v in values for o in others),
    SH.lessThanOrEquals: lambda values, others: all(_compare(v, o) <= 0 for v in values for o in others),
    SH.equals: lambda values, others: set(values) == set(others),
}
