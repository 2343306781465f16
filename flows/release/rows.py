"""Rows for people without RDF, read off one page's graph at a time: its facts, and the page itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pyoxigraph import Literal, RdfFormat, parse

from ontology.concepts import load
from ontology.iris import XT, Iris
from pipeline.places import gazetteer

LEVELS = ("province", "prefecture", "county", "township", "village")
DIGITS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"
BROADER = "http://www.w3.org/2004/02/skos/core#broader"
SCHEMA = "https://schema.org/"
Row = dict[str, str | None]
Said = dict[str, dict[str, list[str]]]
"""Subject → predicate → objects, IRIs and literals alike as text."""


@dataclass
class Tables:
    """The rows of a release as they are read, page by page; ``reposts`` is the original of each repost."""

    iris: Iris
    reposts: Mapping[str, str]
    named: Counter[str] = field(default_factory=Counter)
    """Pages that name a division, by its code."""
    about: Counter[str] = field(default_factory=Counter)
    """Rows of facts about a division, by its code."""
    under: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Rows of facts under a programme, by its IRI, name and national programme."""

    def of_page(self, page: str, lines: Iterable[bytes]) -> tuple[list[Row], Row]:
        """The rows of a page's facts, in order, and the page's own."""
        said = taken_apart(lines)
        one = said[page]
        places = self.iris.base + "place/"
        self.named.update({code for iri in one.get(SCHEMA + "mentions", ()) if (code := code_of(iri, places))})
        about_page = {
            "page": first(one, SCHEMA + "url"),
            "page_iri": page,
            "title": first(one, SCHEMA + "headline"),
            "published": first(one, SCHEMA + "datePublished"),
            "repost_of": self.reposts.get(page),
        }
        facts = [iri for iri, says in said.items() if str(XT.Fact) in says.get(RDF_TYPE, ())]
        rows = [row | about_page for iri in sorted(facts) for row in self._of_fact(iri, said)]
        home = code_of(first(one, str(XT.home)) or "", places)
        own = {
            "page": page,
            "url": about_page["page"],
            "title": about_page["title"],
            "source": first(one, SCHEMA + "creditText"),
            "published": about_page["published"],
            "fetched": first(one, str(XT.fetched)),
            "home": home,
            "repost_of": about_page["repost_of"],
            "facts": str(len(rows)),
        }
        return rows, own

    def _of_fact(self, iri: str, said: Said) -> Iterator[Row]:
        fact = said[iri]
        place = first(fact, str(XT.place)) or first(fact, str(XT.home)) or ""
        code = code_of(place, self.iris.base + "place/")
        held = code or code_of(first(said.get(place, {}), str(XT.within)) or "", self.iris.base + "place/")
        program = first(fact, str(XT.program))
        name = name_of(program, said, self.iris) if program else None
        if code:
            self.about[code] += 1
        if program:
            broader = first(said.get(program, {}), BROADER) or (program if is_national(program, self.iris) else "")
            self.under[program, name or "", broader] += 1
        row: Row = dict.fromkeys(columns("facts"))
        row |= {"fact": iri, "claim": first(fact, str(XT.claim)), **levels(held)}
        row |= {"place": first(said.get(place, {}), LABEL) or division_name(code), "place_code": code}
        simple = {"value": "value", "value_max": "valueMax", "unit": "unitText", "base_value": "baseValue"}
        simple |= {"base_unit": "baseUnit", "when": "when", "start": "start", "end": "end", "what": "what"}
        simple |= {"indicator": "indicator", "confidence": "confidence"}
        row |= {column: first(fact, str(XT[term])) for column, term in simple.items()}
        row |= {column: local(first(fact, str(XT[column]))) for column in ("qualifier", "modality")}
        row |= {"program": name, "program_iri": program}
        for passage in sorted(fact.get(DERIVED, ())):
            yield row | {"sentence": first(said.get(passage, {}), str(XT.quote))}

    def places(self) -> Iterator[Row]:
        """A row for each division that a page names or a fact is about."""
        for code in sorted({*self.named, *self.about}):
            row: Row = {"code": code, "name": division_name(code), "level": DIGITS.get(len(code)), **levels(code)}
            row |= {"pages": str(self.named[code]), "facts": str(self.about[code])}
            yield {column: row.get(column) for column in columns("places")}

    def programs(self) -> Iterator[Row]:
        """A row for each programme that a fact stands under."""
        for (iri, name, national), count in sorted(self.under.items()):
            yield {"program": iri, "name": name, "national": national or None, "facts": str(count)}


def taken_apart(lines: Iterable[bytes]) -> Said:
    """A page's graph by subject and predicate."""
    said: Said = defaultdict(lambda: defaultdict(list))
    for quad in parse(b"".join(lines), RdfFormat.N_QUADS, lenient=True):
        value = quad.object.value if isinstance(quad.object, Literal) else str(getattr(quad.object, "value", ""))
        said[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(value)
    return said


def first(said: Mapping[str, list[str]], predicate: str) -> str | None:
    """The first object, None where there is none."""
    return next(iter(said.get(predicate, ())), None)


def local(iri: str | None) -> str | None:
    """What follows the ``#`` of an IRI."""
    return iri and iri.rpartition("#")[2]


def code_of(iri: str, base: str) -> str | None:
    """The code of a division's IRI, None for a settlement without one and all else."""
    code = iri.removeprefix(base)
    return code if iri.startswith(base) and code.isdigit() else None


def levels(code: str | None) -> Row:
    """The names of a division and of those that hold it, by level."""
    row: Row = dict.fromkeys(LEVELS)
    for digits, level in DIGITS.items():
        if code and len(code) >= digits:
            row[level] = division_name(code[:digits])
    return row


@cache
def division_name(code: str | None) -> str | None:
    """The name of a code in the list of divisions."""
    found = gazetteer.get(code) if code else None
    return found.name if found else None


def name_of(program: str, said: Said, iris: Iris) -> str:
    """A programme's name: what the page calls it, else the scheme's."""
    own = first(said.get(program, {}), LABEL)
    return own or _national().get(program.removeprefix(iris.base + "program/"), program)


def is_national(program: str, iris: Iris) -> bool:
    """Whether a programme is of the scheme."""
    return program.removeprefix(iris.base + "program/") in _national()


@cache
def _national() -> dict[str, str]:
    return {concept.slug: concept.zh for concept in load("programs")}


@cache
def columns(table: str) -> dict[str, str]:
    """The columns of a table in order, each with what it holds."""
    text = files("flows.release").joinpath("columns.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return dict(found[table])
