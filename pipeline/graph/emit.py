"""A page's reading as RDF: the page, what it names and what it states, each statement with its passage.

A page's graph holds what this page says and nothing that every page would repeat: a division with a code, a national
programme, an indicator and a unit are only pointed to. What these are stands once, in graphs of their own:
``divisions.place_graph`` and ``ontology.schemes.scheme_graph``. Load those beside the pages and query the union.

Graphs hold no blank nodes and depend on nothing but the reading, so the same page gives the same bytes.
"""

from collections.abc import Iterator
from datetime import datetime

from rdflib import PROV, RDF, RDFS, SDO, XSD, Graph, Literal, URIRef

from ontology.iris import XT, Iris
from pipeline.graph.literals import published, utc, zh
from pipeline.graph.passages import cover
from pipeline.graph.says import claimed, days, derived, fact_says, measured, plain, relation_says
from pipeline.graph.things import Things, Triple
from pipeline.graph.written import written
from pipeline.records import Article, Fact, Mention, Reading, Relation

_TYPE, _MENTIONS = RDF.type, SDO.mentions
_FROM, _QUOTED = PROV.wasDerivedFrom, PROV.wasQuotedFrom
"""Terms that stand in most triples: rdflib looks one up by name each time that it is asked."""


def page_triples(reading: Reading, fetched: datetime, iris: Iris | None = None) -> tuple[Triple, ...]:
    """What the graph of a page holds, each triple once; the graph's name is ``iris.page(reading.article.url)``.

    ``fetched`` is when the web gave the page (UTC where it bears no zone). Raises ValueError where the quote of
    a fact or a relation is not, letter for letter, the text at its place.
    """
    return tuple(page_written(reading, fetched, iris).values())


def page_written(reading: Reading, fetched: datetime, iris: Iris | None = None) -> dict[str, Triple]:
    """The same by subject, predicate and object as N-Triples spell them."""
    return written(_Emitter(reading, iris or Iris()).triples(fetched))


def page_graph(reading: Reading, fetched: datetime, iris: Iris | None = None) -> Graph:
    """The same as an rdflib graph, which takes several times as long: for whoever queries or serialises one page."""
    graph = Graph(bind_namespaces="none")
    for triple in page_triples(reading, fetched, iris):
        graph.add(triple)
    return graph


class _Emitter:
    """The triples of one page. Each thing that the page names is described once, at its first mention."""

    def __init__(self, reading: Reading, iris: Iris) -> None:
        self.reading = reading
        self.iris = iris
        self.things = Things(reading, iris)
        self.page = iris.page(reading.article.url)
        self.described: set[URIRef] = set()
        self.mentions: list[tuple[int, int, URIRef]] = []

    def triples(self, fetched: datetime) -> Iterator[Triple]:
        reading = self.reading
        yield from self._article(reading.article, fetched)
        for place in reading.places:
            yield from self._mention(place, self.things.place(place), self.things.describe_place(place))
        for organisation in reading.organisations:
            iri = self.things.organisation(organisation)
            yield from self._mention(organisation, iri, self.things.describe_organisation(iri, organisation))
        for program in reading.programs:
            iri = self.things.program(program)
            yield from self._mention(program, iri, self.things.describe_program(iri, program))
        for document in reading.documents:
            iri = self.things.document(document)
            yield from self._mention(document, iri, self.things.describe_document(iri, document))
        for fact in reading.facts:
            yield from self._fact(fact)
        for relation in reading.relations:
            yield from self._relation(relation)
        yield from self._passages()

    def _article(self, article: Article, fetched: datetime) -> Iterator[Triple]:
        page = self.page
        yield page, _TYPE, XT.Page
        yield page, SDO.url, Literal(article.url, datatype=XSD.anyURI)
        yield page, XT.fetched, utc(fetched)
        for predicate, text in (
            (SDO.headline, article.title),
            (SDO.creditText, article.source),
            (SDO.articleSection, article.column),
            *((SDO.author, author) for author in article.authors),
            *((SDO.keywords, keyword) for keyword in article.keywords),
        ):
            if text:
                yield page, predicate, zh(text)
        if day := published(article.published):
            yield page, SDO.datePublished, day
        for mark in article.marks:
            yield page, XT.mark, Literal(mark)
        if article.via:
            yield page, XT.attachedTo, self.iris.page(article.via)
        if self.reading.home:
            yield page, XT.home, self.iris.place(self.reading.home)
        if site := self.iris.site(article.url):
            yield page, SDO.isPartOf, site
            yield site, _TYPE, XT.Site
            if article.site_name:
                yield site, RDFS.label, zh(article.site_name)

    def _mention(self, mention: Mention, iri: URIRef, description: Iterator[Triple]) -> Iterator[Triple]:
        self.mentions.append((mention.start, mention.end, iri))
        if iri not in self.described:
            self.described.add(iri)
            yield self.page, _MENTIONS, iri
            yield from description

    def _fact(self, fact: Fact) -> Iterator[Triple]:
        says = fact_says(fact, self.things)
        said = plain(says, self.iris.base)
        # A fact without place and home is this page's alone: nothing tells it from the same words elsewhere.
        if not said.keys() & {"place", "home"}:
            said["page"] = self.things.page_scope
        iri = self.iris.fact(said)
        if iri not in self.described:
            self.described.add(iri)
            measure = measured(fact, self.things)
            yield iri, _TYPE, XT.Fact
            for key, value in says.items():
                yield iri, XT[key], value
            yield from derived(iri, fact, measure, self.things)
            yield iri, XT.claim, self.iris.claim(claimed(said, measure, fact.indicator))
        yield iri, XT.written, zh(self.reading.article.text[slice(*fact.number)])
        yield from self._stated(iri, fact)

    def _relation(self, relation: Relation) -> Iterator[Triple]:
        says = relation_says(relation, self.things)
        iri = self.iris.relation({"kind": relation.kind, **plain(says, self.iris.base)})
        if iri not in self.described:
            self.described.add(iri)
            yield iri, _TYPE, XT[relation.kind.capitalize()]
            for key, value in says.items():
                yield iri, XT[key], value
            yield from days(iri, relation.when)
        yield from self._stated(iri, relation)

    def _stated(self, iri: URIRef, statement: Fact | Relation) -> Iterator[Triple]:
        """The passage of a statement, and what it points to that is not described yet."""
        article, start, end = self.reading.article, statement.start, statement.end
        if not statement.quote or article.text[start:end] != statement.quote:
            kind = type(statement).__name__.lower()
            raise ValueError(
                f"{article.url}: a {kind}'s quote is not the page's text, characters {start} to {end}: "
                f"{statement.quote!r}"
            )
        yield iri, _FROM, self.iris.passage(self.page, start, end)
        if where := statement.where:
            yield from self._once(self.things.place(where), self.things.describe_place(where))
        if program := statement.program:
            yield from self._once(found := self.things.program(program), self.things.describe_program(found, program))
        if isinstance(statement, Relation) and (body := statement.organisation):
            yield from self._once(
                found := self.things.organisation(body), self.things.describe_organisation(found, body)
            )
        if isinstance(statement, Relation) and (document := statement.document):
            yield from self._once(
                found := self.things.document(document), self.things.describe_document(found, document)
            )

    def _once(self, iri: URIRef, description: Iterator[Triple]) -> Iterator[Triple]:
        if iri not in self.described:
            self.described.add(iri)
            yield from description

    def _passages(self) -> Iterator[Triple]:
        text = self.reading.article.text
        statements: tuple[Fact | Relation, ...] = (*self.reading.facts, *self.reading.relations)
        quoted = ((said.start, said.end) for said in statements)
        for (start, end), things in cover(text, quoted, self.mentions):
            passage = self.iris.passage(self.page, start, end)
            yield passage, _TYPE, XT.Passage
            yield passage, XT.quote, zh(text[start:end])
            yield passage, _QUOTED, self.page
            for thing in things:
                yield passage, _MENTIONS, thing
