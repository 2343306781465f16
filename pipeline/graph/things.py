"""What a page names as nodes: places, organisations, programmes and documents, each described once."""

import re
from collections.abc import Iterator

from rdflib import RDF, RDFS, SDO, SKOS, Literal, URIRef
from rdflib.term import Node

from ontology.iris import XT, Iris
from pipeline.graph.literals import zh
from pipeline.records import Document, Organisation, Place, PlaceRef, Program, Reading

Triple = tuple[URIRef, URIRef, Node]

COUNTY = 6
"""Digits of a county's code."""
# Titles that are the nation's though they name no place: of central bodies, and laws (local ones name their place).
_NATIONAL = re.compile("中华人民共和国|中共中央|中国共产党|中央|国务院|全国|国家|(?:法|法典|宪法|党章)$")


class Things:
    """The nodes of one page's things, named by what they are."""

    def __init__(self, reading: Reading, iris: Iris) -> None:
        self.reading = reading
        self.iris = iris
        self.page_scope = str(iris.page(reading.article.url)).rsplit("/", 1)[-1]
        self.county = reading.home[:COUNTY] if reading.home else self.page_scope

    def place(self, place: Place | PlaceRef) -> URIRef:
        """A division by its code, a settlement by its name in what holds it, or on this page."""
        if place.code:
            return self.iris.place(place.code)
        return self.iris.settlement(place.name, place.within or self.page_scope)

    def describe_place(self, place: Place | PlaceRef) -> Iterator[Triple]:
        """What the place is, where no gazetteer says it."""
        if place.code:
            return
        iri = self.place(place)
        yield iri, RDF.type, XT[place.level.capitalize()] if isinstance(place, Place) else XT.Place
        yield iri, RDFS.label, zh(place.name)
        if place.within:
            yield iri, XT.within, self.iris.place(place.within)
            if len(place.within) >= COUNTY:
                yield iri, XT.county, self.iris.place(place.within[:COUNTY])

    def organisation(self, organisation: Organisation) -> URIRef:
        """By its full name, under its division."""
        return self.iris.organisation(organisation.name, organisation.place)

    def describe_organisation(self, iri: URIRef, organisation: Organisation) -> Iterator[Triple]:
        """Its name and division."""
        yield iri, RDF.type, XT.Organisation
        yield iri, RDFS.label, zh(organisation.name)
        if organisation.place:
            yield iri, SDO.location, self.iris.place(organisation.place)

    def program(self, program: Program) -> URIRef:
        """A national programme by its slug, a local one by its name in the county."""
        if program.concept:
            return self.iris.program(program.concept)
        return self.iris.local_program(program.text, self.county)

    def describe_program(self, iri: URIRef, program: Program) -> Iterator[Triple]:
        """What a local programme is; the scheme describes the national ones."""
        if program.concept:
            return
        yield iri, RDF.type, XT[program.kind.capitalize()]
        yield iri, RDFS.label, zh(program.text)
        if program.broader:
            yield iri, SKOS.broader, self.iris.program(program.broader)

    def document(self, document: Document) -> URIRef:
        """A title that says whose it is stands for itself; else its number; else its title in this county."""
        names_a_place = any(document.start <= p.start and p.end <= document.end for p in self.reading.places)
        if names_a_place or _NATIONAL.search(document.text):
            return self.iris.document(document.text)
        if document.number:
            return self.iris.document(document.number)
        return self.iris.document(document.text, self.county)

    def describe_document(self, iri: URIRef, document: Document) -> Iterator[Triple]:
        """Its title, number and issuer."""
        yield iri, RDF.type, XT.Document
        yield iri, RDFS.label, zh(document.text)
        if document.number:
            yield iri, XT.number, Literal(document.number)
        if document.issuer:
            yield iri, XT.issuer, zh(document.issuer)
