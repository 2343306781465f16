"""One pass over a store, subject by subject: what the index keeps of each, as rows for its raw tables."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pyoxigraph import DefaultGraph, Literal, Store
from rdflib import PROV, RDF, RDFS, SDO, SKOS

from ontology.iris import XT

LEVELS = {"Province": 1, "Prefecture": 2, "County": 3, "Township": 4, "Village": 5, "Group": 6, "Place": 6}
RELATIONS = ("Adoption", "Participation", "Issuance", "Affiliation")
PROGRAMS = ("Program", "Project", "Campaign", "Mechanism", "Brand", "Model")
UNSURE = {"about": (0.9, 1.1), "over": (1.0, 1e30), "under": (-1e30, 1.0)}
"""Between which multiples of a number what is meant may lie (as the question ``contradictions`` has it)."""

Props = dict[str, list[Any]]
Row = tuple[Any, ...]
_PREFIXES = ((str(XT), ""), (str(SDO), ""), (str(PROV), ""), (str(SKOS), ""), (str(RDFS), ""), (str(RDF), ""))


def subjects(store: Store) -> Iterator[tuple[str, Props]]:
    """Every subject of the default graph with its properties by local name. The store keeps triples sorted so."""
    short = dict[str, str]()
    for subject, quads in groupby(store.quads_for_pattern(None, None, None, DefaultGraph()), lambda q: q.subject):
        props: Props = {}
        for quad in quads:
            iri = quad.predicate.value
            if iri not in short:
                short[iri] = next((iri.removeprefix(p) for p, _ in _PREFIXES if iri.startswith(p)), iri)
            props.setdefault(short[iri], []).append(quad.object)
        yield subject.value, props


class Rows:
    """Turns subjects into rows. ``base`` is what the graph's IRIs begin with; keys are what follows it."""

    def __init__(self, base: str) -> None:
        self.base = base

    def of(self, iri: str, props: Props) -> Iterator[tuple[str, Row]]:
        """The rows that a subject gives, each with its raw table."""
        if "#char=" in iri:
            yield from self._passage(iri, props)
            return
        if not iri.startswith(self.base):
            return
        key = iri.removeprefix(self.base)
        kinds = {term.value.removeprefix(XT) for term in props.get("type", ())}
        if "Page" in kinds:
            yield from self._page(key, props)
        elif "Fact" in kinds:
            yield from self._fact(key, props)
        elif found := kinds.intersection(RELATIONS):
            yield from self._relation(key, min(found), props)
        elif kind := self._kind(key, kinds):
            yield from self._thing(key, kind, kinds, props)

    def _kind(self, key: str, kinds: set[str]) -> str | None:
        if kinds & LEVELS.keys():
            return "place"
        if kinds.intersection(PROGRAMS) or key.startswith("program/"):
            return "program"
        return next((kind for kind in ("indicator", "org", "document", "site") if key.startswith(f"{kind}/")), None)

    def _page(self, key: str, props: Props) -> Iterator[tuple[str, Row]]:
        yield (
            "raw_pages",
            (
                key,
                one(props, "headline"),
                one(props, "datePublished"),
                self._key(props, "isPartOf"),
                self._key(props, "home"),
                self._key(props, "repostOf"),
            ),
        )
        for thing in props.get("mentions", ()):
            yield "raw_mentions", (thing.value.removeprefix(self.base), key)

    def _passage(self, iri: str, props: Props) -> Iterator[tuple[str, Row]]:
        quote = one(props, "quote")
        if quote:
            page = iri.partition("#")[0].removeprefix(self.base)
            yield "raw_passages", (page, number(props, "startChar"), number(props, "endChar"), quote)

    def _fact(self, key: str, props: Props) -> Iterator[tuple[str, Row]]:
        place = self._key(props, "place")
        value = number(props, "baseValue")
        if value is None:
            value = number(props, "value")
        most = number(props, "valueMax")
        least = number(props, "value")
        top = value if not most or not least or value is None else value * most / least
        low, high = UNSURE.get((one(props, "qualifier") or "").removeprefix(XT), (1.0, 1.0))
        start = one(props, "start")
        year = (start or one(props, "asOf") or "")[:4]
        yield (
            "raw_facts",
            (
                key,
                place or self._key(props, "home"),
                self._key(props, "indicator"),
                self._key(props, "program"),
                int(year) if year.isdigit() else None,
                int(bool(start)),
                int((one(props, "modality") or "").endswith("#planned")),
                value,
                None if top is None else top * high,
                None if value is None else value * low,
                one(props, "baseUnit") or one(props, "unitText"),
                one(props, "per"),
                # What facts must share to contradict each other; nothing where place or time is not said.
                "|".join((place, one(props, "when") or "", one(props, "indicator") or one(props, "what") or ""))
                if place and "when" in props
                else None,
            ),
        )
        yield from self._told(key, props)

    def _relation(self, key: str, kind: str, props: Props) -> Iterator[tuple[str, Row]]:
        ends = (self._key(props, name) for name in ("place", "program", "organisation", "document"))
        start = one(props, "start")
        planned = int((one(props, "modality") or "").endswith("#planned"))
        yield "raw_relations", (key, kind.lower(), *ends, start, int(start[:4]) if start else None, planned)
        yield from self._told(key, props)

    def _told(self, key: str, props: Props) -> Iterator[tuple[str, Row]]:
        pages = {passage.value.partition("#")[0] for passage in props.get("wasDerivedFrom", ())}
        for page in sorted(pages):
            yield "raw_told", (key, page.removeprefix(self.base))

    def _thing(self, key: str, kind: str, kinds: set[str], props: Props) -> Iterator[tuple[str, Row]]:
        labels = [*props.get("label", ()), *props.get("prefLabel", ())]
        chinese = next((label.value for label in labels if label.language != "en"), None)
        english = next((label.value for label in labels if label.language == "en"), None)
        level = next((LEVELS[k] for k in sorted(kinds) if k in LEVELS and k != "Place"), 6 if kind == "place" else None)
        parent = self._key(props, {"place": "within", "org": "location"}.get(kind, "broader"))
        name = chinese or key.rsplit("/", 1)[-1]
        yield "raw_things", (key, kind, name, english, level, parent)
        others = [label.value for p in ("altLabel", "hiddenLabel", "number") for label in props.get(p, ())]
        host = [key.removeprefix("site/")] if kind == "site" else []
        for wording in dict.fromkeys([name, *others, *host]):
            yield "raw_names", (key, wording)

    def _key(self, props: Props, name: str) -> str | None:
        value = one(props, name)
        return value.removeprefix(self.base) if value else None


def one(props: Props, name: str) -> str | None:
    """A property's value; of several the least, so that it is the same each time."""
    values = props.get(name)
    if not values:
        return None
    return str(values[0].value if len(values) == 1 else min(value.value for value in values))


def number(props: Props, name: str) -> float | None:
    """A property's value as a number; None where it is none that a float can hold."""
    values = props.get(name)
    if not values or not isinstance(values[0], Literal):
        return None
    try:
        return float(values[0].value)
    except ValueError:
        return None
