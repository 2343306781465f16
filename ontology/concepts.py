"""The concepts of the SKOS schemes as small records: the programmes, indicators and units that the pipeline links to.

The Turtle files beside this module are the only copy of these words; nothing else lists them.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pyoxigraph import NamedNode, RdfFormat, parse

Scheme = Literal["programs", "indicators", "units"]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme: its slug (the end of its IRI), labels, and its other statements by local name."""

    slug: str
    zh: str
    en: str
    alt: tuple[str, ...] = ()
    """Other Chinese wordings, prefLabel excluded."""
    broader: tuple[str, ...] = ()
    """Slugs of the broader concepts of the same scheme."""
    notes: tuple[tuple[str, str], ...] = ()
    """Other properties as (local name, value), sorted: ("base", "㎡"), ("factor", "666.67")."""

    def note(self, name: str) -> str | None:
        """The first value of a further property, by the local name of its IRI."""
        for key, value in self.notes:
            if key == name:
                return value
        return None


def local_name(iri: object) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return str(iri).replace("#", "/").rsplit("/", 1)[-1]


_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_CONCEPT = NamedNode(f"{_SKOS}Concept")
_PREFERRED, _OTHER, _BROADER = f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_SKOS}broader"
_OWN_FIELDS = frozenset((_PREFERRED, _OTHER, _BROADER, f"{_SKOS}inScheme", _TYPE))
"""What a concept has fields of its own for; all else is a note."""


def source(name: str) -> bytes:
    """The Turtle file of a scheme, or of the ontology."""
    return files("ontology").joinpath(f"{name}.ttl").read_bytes()


@cache
def load(scheme: Scheme) -> tuple[Concept, ...]:
    """The concepts of a scheme, sorted by slug. Raises FileNotFoundError for a scheme that is not shipped.

    Read by pyoxigraph: the programmes take it 16 ms, rdflib 600, and 60 to be imported (a first page waits for them).
    """
    said = defaultdict[str, list[tuple[str, Any]]](list)
    for triple in parse(source(scheme), RdfFormat.TURTLE):
        said[str(getattr(triple.subject, "value", ""))].append((triple.predicate.value, triple.object))
    concepts = (node for node, pairs in said.items() if any(o == _CONCEPT for p, o in pairs if p == _TYPE))
    return tuple(sorted((_concept(node, said[node]) for node in concepts), key=lambda c: c.slug))


def _concept(subject: str, said: list[tuple[str, Any]]) -> Concept:
    def labels(term: str, language: str) -> list[str]:
        return [o.value for p, o in said if p == term and getattr(o, "language", None) == language]

    zh, en = labels(_PREFERRED, "zh"), labels(_PREFERRED, "en")
    if len(zh) != 1 or len(en) != 1:
        raise ValueError(f"{subject}: a concept has one prefLabel in zh and one in en, found {len(zh)} and {len(en)}")
    return Concept(
        slug=local_name(subject),
        zh=zh[0],
        en=en[0],
        alt=tuple(sorted(labels(_OTHER, "zh"))),
        broader=tuple(sorted(local_name(o.value) for p, o in said if p == _BROADER)),
        notes=tuple(sorted((local_name(p), o.value) for p, o in said if p not in _OWN_FIELDS)),
    )
