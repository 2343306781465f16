"""The SKOS schemes as small records: the programmes, indicators and units that the pipeline links to.

The Turtle files beside this module are the only copy of these words; nothing else lists them.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from rdflib import RDF, SKOS, Graph, URIRef
from rdflib import Literal as RdfLiteral

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
        return next((value for key, value in self.notes if key == name), None)


def local_name(iri: object) -> str:
    """What follows the last ``#`` or ``/`` of an IRI."""
    return str(iri).replace("#", "/").rsplit("/", 1)[-1]


@cache
def load(scheme: Scheme) -> tuple[Concept, ...]:
    """The concepts of a scheme, sorted by slug. Raises FileNotFoundError for a scheme that is not shipped."""
    graph = Graph()
    graph.parse(data=files("ontology").joinpath(f"{scheme}.ttl").read_text("utf-8"), format="turtle")
    return tuple(
        sorted((_concept(graph, node) for node in graph.subjects(RDF.type, SKOS.Concept)), key=lambda c: c.slug)
    )


def _concept(graph: Graph, node: object) -> Concept:
    subject = URIRef(str(node))
    zh = [str(o) for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, RdfLiteral) and o.language == "zh"]
    en = [str(o) for o in graph.objects(subject, SKOS.prefLabel) if isinstance(o, RdfLiteral) and o.language == "en"]
    if len(zh) != 1 or len(en) != 1:
        raise ValueError(f"{subject}: a concept has one prefLabel in zh and one in en, found {len(zh)} and {len(en)}")
    skip = {SKOS.prefLabel, SKOS.altLabel, SKOS.broader, SKOS.inScheme, RDF.type}
    return Concept(
        slug=local_name(subject),
        zh=zh[0],
        en=en[0],
        alt=tuple(
            sorted(
                str(o)
                for o in graph.objects(subject, SKOS.altLabel)
                if isinstance(o, RdfLiteral) and o.language == "zh"
            )
        ),
        broader=tuple(sorted(local_name(o) for o in graph.objects(subject, SKOS.broader))),
        notes=tuple(sorted((local_name(p), str(o)) for p, o in graph.predicate_objects(subject) if p not in skip)),
    )
