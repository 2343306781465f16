"""A page's reading as RDF: the page, what it names and what it states, each statement with its passage.

A page's graph holds what this page says and nothing that every page would repeat: a division with a code, a national
programme, an indicator and a unit are only pointed to. What these are stands once, in graphs of their own:
``divisions.place_graph`` and ``ontology.schemes.scheme_graph``. Load those beside the pages and query the union.

Graphs hold no blank nodes and depend on nothing but the reading, so the same page gives the same bytes.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from rdflib import PROV, RDF, RDFS, SDO, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import units
from ontology.iris import XT, Iris
from ontology.schemes import Concept
from pipeline.passages import cover
from pipeline.records import (
    Article,
    Document,
    Fact,
    Mention,
    Organisation,
    Place,
    PlaceRef,
    Program,
    Reading,
    Relation,
)
from pipeline.when import bounds

Triple = tuple[URIRef, URIRef, Node]

COUNTY = 6
"""Digits of a county's code."""

MOST_DIGITS = 40

# Titles that are the nation's though they name no place: of central bodies, and laws (local ones name their place).
_NATIONAL = re.compile("中华人民共和国|中共中央|中国共产党|中央|国务院|全国|国家|(?:法|法典|宪法|党章)$")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date, 19: XSD.dateTime}


def page_triples(reading: Reading, fetched: datetime, iris: Iris | None = None) -> tuple[Triple, ...]:
    """What the graph of a page holds, each triple once; the graph's name is ``iris.page(reading.article.url)``.

    ``fetched`` is when the web gave the page (UTC where it bears no zone). Raises ValueError where the quote of
    a fact or a relation is not, letter for letter, the text at its place.
    """
    return tuple(dict.fromkeys(_Emitter(reading, iris or Iris()).triples(fetched)))


def page_graph(reading: Reading, fetched: datetime, iris: Iris | None = None) -> Graph:
    """The same as an rdflib graph, which takes several times as long: for whoever queries or serialises one page."""
    graph = Graph(bind_namespaces="none")
    for triple in page_triples(reading, fetched, iris):
        graph.add(triple)
    return graph


def nquads(triples: Iterable[tuple[Node, Node, Node]], iri: URIRef) -> list[str]:
    """Triples (or a graph) as lines of N-Quads in the named graph ``iri``, sorted, each with its line feed."""
    named = _Written()
    return sorted({f"{named[s]} {named[p]} {named[o]} {named[iri]} .\n" for s, p, o in triples})


def ntriples(triples: Iterable[tuple[Node, Node, Node]]) -> list[str]:
    """The same as lines of N-Triples."""
    named = _Written()
    return sorted({f"{named[s]} {named[p]} {named[o]} .\n" for s, p, o in triples})


class _Written(dict[Node, str]):
    """Terms in N-Quads' spelling, each written once."""

    def __missing__(self, term: Node) -> str:
        if isinstance(term, Literal):
            text = '"' + term.translate(_ESCAPES) + '"'
            text += f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
        else:
            text = term.n3()
        self[term] = text
        return text


class _Emitter:
    """The triples of one page. Each thing that the page names is described once, at its first mention."""

    def __init__(self, reading: Reading, iris: Iris) -> None:
        self.reading = reading
        self.iris = iris
        self.page = iris.page(reading.article.url)
        self.page_scope = str(self.page).rsplit("/", 1)[-1]
        self.county = reading.home[:COUNTY] if reading.home else self.page_scope
        self.described: set[URIRef] = set()
        self.mentions: list[tuple[int, int, URIRef]] = []

    def triples(self, fetched: datetime) -> Iterator[Triple]:
        reading = self.reading
        yield from self._article(reading.article, fetched)
        for place in reading.places:
            yield from self._mention(place, self._place(place), self._describe_place(place))
        for organisation in reading.organisations:
            iri = self._organisation(organisation)
            yield from self._mention(organisation, iri, self._describe_organisation(iri, organisation))
        for program in reading.programs:
            iri = self._program(program)
            yield from self._mention(program, iri, self._describe_program(iri, program))
        for document in reading.documents:
            iri = self._document(document)
            yield from self._mention(document, iri, self._describe_document(iri, document))
        for fact in reading.facts:
            yield from self._fact(fact)
        for relation in reading.relations:
            yield from self._relation(relation)
        yield from self._passages()

    def _article(self, article: Article, fetched: datetime) -> Iterator[Triple]:
        page = self.page
        yield page, RDF.type, XT.Page
        yield page, SDO.url, Literal(article.url, datatype=XSD.anyURI)
        yield page, XT.fetched, _utc(fetched)
        for predicate, text in (
            (SDO.headline, article.title),
            (SDO.creditText, article.source),
            (SDO.articleSection, article.column),
            *((SDO.author, author) for author in article.authors),
            *((SDO.keywords, keyword) for keyword in article.keywords),
        ):
            if text:
                yield page, predicate, _zh(text)
        if published := _published(article.published):
            yield page, SDO.datePublished, published
        for mark in article.marks:
            yield page, XT.mark, Literal(mark)
        if article.via:
            yield page, XT.attachedTo, self.iris.page(article.via)
        if self.reading.home:
            yield page, XT.home, self.iris.place(self.reading.home)
        if site := self.iris.site(article.url):
            yield page, SDO.isPartOf, site
            yield site, RDF.type, XT.Site
            if article.site_name:
                yield site, RDFS.label, _zh(article.site_name)

    def _mention(self, mention: Mention, iri: URIRef, description: Iterator[Triple]) -> Iterator[Triple]:
        self.mentions.append((mention.start, mention.end, iri))
        if iri not in self.described:
            self.described.add(iri)
            yield self.page, SDO.mentions, iri
            yield from description

    def _place(self, place: Place | PlaceRef) -> URIRef:
        if place.code:
            return self.iris.place(place.code)
        return self.iris.settlement(place.name, place.within or self.page_scope)

    def _describe_place(self, place: Place | PlaceRef) -> Iterator[Triple]:
        """What the place is, where no gazetteer says it."""
        if place.code:
            return
        iri = self._place(place)
        yield iri, RDF.type, XT[place.level.capitalize()] if isinstance(place, Place) else XT.Place
        yield iri, RDFS.label, _zh(place.name)
        if place.within:
            yield iri, XT.within, self.iris.place(place.within)
            if len(place.within) >= COUNTY:
                yield iri, XT.county, self.iris.place(place.within[:COUNTY])

    def _organisation(self, organisation: Organisation) -> URIRef:
        return self.iris.organisation(organisation.name, organisation.place)

    def _describe_organisation(self, iri: URIRef, organisation: Organisation) -> Iterator[Triple]:
        yield iri, RDF.type, XT.Organisation
        yield iri, RDFS.label, _zh(organisation.name)
        if organisation.place:
            yield iri, SDO.location, self.iris.place(organisation.place)

    def _program(self, program: Program) -> URIRef:
        if program.concept:
            return self.iris.program(program.concept)
        return self.iris.local_program(program.text, self.county)

    def _describe_program(self, iri: URIRef, program: Program) -> Iterator[Triple]:
        """What a local programme is; the scheme describes the national ones."""
        if program.concept:
            return
        yield iri, RDF.type, XT[program.kind.capitalize()]
        yield iri, RDFS.label, _zh(program.text)
        if program.broader:
            yield iri, SKOS.broader, self.iris.program(program.broader)

    def _document(self, document: Document) -> URIRef:
        """A title that says whose it is stands for itself; else its number; else its title in this county."""
        names_a_place = any(document.start <= p.start and p.end <= document.end for p in self.reading.places)
        if names_a_place or _NATIONAL.search(document.text):
            return self.iris.document(document.text)
        if document.number:
            return self.iris.document(document.number)
        return self.iris.document(document.text, self.county)

    def _describe_document(self, iri: URIRef, document: Document) -> Iterator[Triple]:
        yield iri, RDF.type, XT.Document
        yield iri, RDFS.label, _zh(document.text)
        if document.number:
            yield iri, XT.number, Literal(document.number)
        if document.issuer:
            yield iri, XT.issuer, _zh(document.issuer)

    def _fact(self, fact: Fact) -> Iterator[Triple]:
        says = self._says(fact)
        # A fact without place and home is this page's alone: nothing tells it from the same words elsewhere.
        said = self._plain(says)
        if not said.keys() & {"place", "home"}:
            said["page"] = self.page_scope
        iri = self.iris.fact(said)
        if iri not in self.described:
            self.described.add(iri)
            yield iri, RDF.type, XT.Fact
            for key, value in says.items():
                yield iri, XT[key], value
            yield from self._derived(iri, fact)
            yield iri, XT.claim, self.iris.claim(claimed(said, self._measure(fact), fact.indicator))
            if fact.confidence is not None:
                yield iri, XT.confidence, _decimal(Decimal(f"{fact.confidence:.2f}"))
        yield iri, XT.written, _zh(self.reading.article.text[slice(*fact.number)])
        yield from self._stated(iri, fact)

    def _relation(self, relation: Relation) -> Iterator[Triple]:
        says: dict[str, Node | None] = {
            "organisation": self._organisation(relation.organisation) if relation.organisation else None,
            "program": self._program(relation.program) if relation.program else None,
            "document": self._document(relation.document) if relation.document else None,
            "place": self._place(relation.where) if relation.where else None,
            "modality": XT[relation.modality],
            "when": Literal(relation.when) if relation.when else None,
        }
        said = {key: value for key, value in says.items() if value is not None}
        iri = self.iris.relation({"kind": relation.kind, **self._plain(said)})
        if iri not in self.described:
            self.described.add(iri)
            yield iri, RDF.type, XT[relation.kind.capitalize()]
            for key, value in said.items():
                yield iri, XT[key], value
            yield from _days(iri, relation.when)
        yield from self._stated(iri, relation)

    def _plain(self, says: Mapping[str, Node]) -> dict[str, str]:
        """What a statement says, without the base, so that its hash is the same wherever the graph is published."""
        return {key: str(value).removeprefix(XT).removeprefix(self.iris.base) for key, value in says.items()}

    def _stated(self, iri: URIRef, statement: Fact | Relation) -> Iterator[Triple]:
        """The passage of a statement, and what it points to that is not described yet."""
        article, start, end = self.reading.article, statement.start, statement.end
        if not statement.quote or article.text[start:end] != statement.quote:
            kind = type(statement).__name__.lower()
            raise ValueError(
                f"{article.url}: a {kind}'s quote is not the page's text, characters {start} to {end}: "
                f"{statement.quote!r}"
            )
        yield iri, PROV.wasDerivedFrom, self.iris.passage(self.page, start, end)
        if where := statement.where:
            yield from self._once(self._place(where), self._describe_place(where))
        if program := statement.program:
            yield from self._once(found := self._program(program), self._describe_program(found, program))
        if isinstance(statement, Relation) and (body := statement.organisation):
            yield from self._once(found := self._organisation(body), self._describe_organisation(found, body))
        if isinstance(statement, Relation) and (document := statement.document):
            yield from self._once(found := self._document(document), self._describe_document(found, document))

    def _once(self, iri: URIRef, description: Iterator[Triple]) -> Iterator[Triple]:
        if iri not in self.described:
            self.described.add(iri)
            yield from description

    def _says(self, fact: Fact) -> dict[str, Node]:
        """What the fact says, by property: what its IRI is the hash of.

        A fact that names no place is told apart by the page's home, one that names no time by the page's year.
        """
        says: dict[str, Node | None] = {
            "what": _zh(fact.what),
            "value": _decimal(fact.value),
            "valueMax": _decimal(fact.value_max) if fact.value_max is not None else None,
            "unitText": _zh(fact.unit or units.written(units.UNWRITTEN)),
            "per": _zh(fact.per) if fact.per else None,
            "qualifier": XT[fact.qualifier],
            "modality": XT[fact.modality],
            "program": self._program(fact.program) if fact.program else None,
        }
        if fact.where:
            says["place"] = self._place(fact.where)
        elif self.reading.home:
            says["home"] = self.iris.place(self.reading.home)
        if fact.when:
            says["when"] = Literal(fact.when)
        elif published := self.reading.article.published:
            says["asOf"] = Literal(published[:4], datatype=XSD.gYear)
        return {key: value for key, value in says.items() if value is not None}

    def _derived(self, iri: URIRef, fact: Fact) -> Iterator[Triple]:
        """What follows from what the fact says: the days of its time, its indicator, its measure."""
        yield from _days(iri, fact.when)
        if fact.indicator:
            yield iri, XT.indicator, self.iris.indicator(fact.indicator)
        unit_meant = self._unit(fact)
        kind = units.kind(fact.unit) if unit_meant is None else units.kind_of(unit_meant)
        yield iri, XT.quantityKind, Literal(kind)
        if measure := self._measure(fact):
            unit, value, base = measure
            yield iri, XT.unit, unit
            yield iri, XT.baseValue, _decimal(value)
            yield iri, XT.baseUnit, base

    def _unit(self, fact: Fact) -> Concept | None:
        """The unit that the fact's word means in its passage; where that tells nothing, beside the thing measured."""
        before, after = fact.number[0] - fact.start, fact.number[1] - fact.start
        return units.meant(fact.unit, fact.quote[: max(0, before)] or fact.what, fact.quote[max(0, after) :])

    def _measure(self, fact: Fact) -> tuple[URIRef, Decimal, URIRef] | None:
        """The fact's unit, its value in the base unit and that unit; None for a unit that no scheme has."""
        if units.is_currency(fact.unit):
            currency = URIRef(units.QUDT_CURRENCY + fact.unit)
            return currency, fact.value, currency
        if unit := self._unit(fact):
            value, base = units.in_base(fact.value, unit)
            return self.iris.unit(unit.slug), value, self.iris.unit(base)
        return None

    def _passages(self) -> Iterator[Triple]:
        text = self.reading.article.text
        statements: tuple[Fact | Relation, ...] = (*self.reading.facts, *self.reading.relations)
        quoted = ((said.start, said.end) for said in statements)
        for (start, end), things in cover(text, quoted, self.mentions):
            passage = self.iris.passage(self.page, start, end)
            yield passage, RDF.type, XT.Passage
            yield passage, XT.quote, _zh(text[start:end])
            yield passage, XT.startChar, Literal(start)
            yield passage, XT.endChar, Literal(end)
            yield passage, PROV.wasQuotedFrom, self.page
            for thing in things:
                yield passage, SDO.mentions, thing


_CLAIMED = ("place", "home", "page", "modality", "when", "asOf", "per")
"""Of what a fact says, what its claim says as well; qualifier and programme are wording."""
_NO_KEY = re.compile(r"[\W_]+")


def claimed(
    said: Mapping[str, str], measure: tuple[URIRef, Decimal, URIRef] | None, indicator: str | None
) -> dict[str, str]:
    """What a claim says: like thing, place, value, unit, time and modality, however the fact words it.

    The thing is the indicator, without one the fact's own word for it without marks and blanks; value and unit are
    those of the base unit where there is one.
    """
    what = indicator or _NO_KEY.sub("", unicodedata.normalize("NFKC", said["what"]))
    value, unit = (_decimal(measure[1]), measure[2]) if measure else (said["value"], said["unitText"])
    claim = {"what": what, "value": str(value), "unit": str(unit).rsplit("/", 1)[-1]}
    return claim | {key: said[key] for key in (*_CLAIMED, "valueMax") if key in said}


def _zh(text: str) -> Literal:
    return Literal(text, lang="zh")


def _days(iri: URIRef, when: str | None) -> Iterator[Triple]:
    """The first and the last day of a statement's time."""
    start, end = bounds(when)
    if start:
        yield iri, XT.start, Literal(start)
    if end:
        yield iri, XT.end, Literal(end)


def _decimal(value: Decimal) -> Literal:
    """A decimal in plain notation without needless zeros: one way to write one number.

    Raises ValueError for a number beyond reason, which plain notation could swell beyond memory.
    """
    if not value.is_finite() or abs(value.adjusted()) > MOST_DIGITS:
        raise ValueError(f"not a number that a page can mean: {value}")
    plain = format(value, "f")
    return Literal(plain.rstrip("0").rstrip(".") if "." in plain else plain, datatype=XSD.decimal, normalize=False)


def _utc(moment: datetime) -> Literal:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Literal(aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), datatype=XSD.dateTime, normalize=False)


def _published(text: str | None) -> Literal | None:
    """A publication time with the XSD type of its precision, None where it is no time."""
    if not text:
        return None
    full = f"{text}:00" if len(text) == len("2023-06-14T14:50") else text
    datatype = _DATE_TYPES.get(len(full))
    literal = Literal(full, datatype=datatype, normalize=False)
    return literal if datatype and not literal.ill_typed else None
