"""The tagging as spaCy components, one a kind: each calls the pure function of its kind and stores the mentions.

``config.cfg`` names them in order; a component may be replaced (by a trained one, say) through that file alone.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from pipeline.docs import CharacterTokenizer, get_article, get_mentions, get_site, set_mentions
from pipeline.names import (
    read_documents,
    settle_organisations,
    settle_programs,
    suggest_organisations,
    suggest_programs,
)
from pipeline.numbers import read_numbers
from pipeline.places import settle_places, suggest_places
from pipeline.quick_spacy import Doc, Language, registry
from pipeline.records import Amount, Date, Document, Mention, Organisation, Place, Program, Quantity, Reading
from pipeline.statements import read_facts
from pipeline.statements.relations import read_relations
from pipeline.statements.tables.bare_cells import bare_numbers, listed_projects
from pipeline.tagger.component import named

M = TypeVar("M", bound=Mention)


def characters() -> Callable[[Language], CharacterTokenizer]:
    """The tokenizer of ``config.cfg``: a token a character."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)


registry.tokenizers("xiangtu.characters.v1", func=characters)


@Language.component("xiangtu_documents")
def documents(doc: Doc) -> Doc:
    """Titles and numbers of documents → ``doc.spans["documents"]``."""
    set_mentions(doc, "documents", read_documents(get_article(doc)))
    return doc


@Language.component("xiangtu_suggest")
def suggest(doc: Doc) -> Doc:
    """What the rules suggest for names → ``doc.user_data["suggested"]``, a record a kind."""
    article = get_article(doc)
    places = suggest_places(article, get_site(doc))
    doc.user_data["suggested"] = {
        "places": places,
        "programs": suggest_programs(article, places.mentions),
        "organisations": suggest_organisations(article, places.mentions),
    }
    return doc


@Language.component("xiangtu_places")
def places(doc: Doc) -> Doc:
    """Divisions and settlements → ``doc.spans["places"]``; the page's home → ``doc.user_data["home"]``."""
    suggested = doc.user_data["suggested"]["places"]
    found = settle_places(get_article(doc), get_site(doc), suggested, named(doc, "places"))
    set_mentions(doc, "places", found.mentions)
    doc.user_data["home"] = found.home
    return doc


@Language.component("xiangtu_programs")
def programs(doc: Doc) -> Doc:
    """National and local programmes → ``doc.spans["programs"]``."""
    suggested = doc.user_data["suggested"]["programs"]
    view = suggested.seen
    stretches = [(view.flat(start), view.flat(end)) for start, end in named(doc, "programs")]
    set_mentions(doc, "programs", settle_programs(suggested, stretches))
    return doc


@Language.component("xiangtu_organisations")
def organisations(doc: Doc) -> Doc:
    """Bodies with a proper name → ``doc.spans["organisations"]``."""
    suggested = doc.user_data["suggested"]["organisations"]
    found = settle_organisations(suggested, get_mentions(doc, "places", Place), named(doc, "organisations"))
    set_mentions(doc, "organisations", found)
    return doc


@Language.component("xiangtu_numbers")
def numbers(doc: Doc) -> Doc:
    """Money, quantities and dates → ``doc.spans["amounts"]``, ``["quantities"]``, ``["dates"]``."""
    article = get_article(doc)  # its text is at hand; spaCy joins its tokens anew each time that it is asked
    found = read_numbers(article.text, article.published)
    names = [*get_mentions(doc, "programs", Program), *get_mentions(doc, "documents", Document)]
    set_mentions(doc, "amounts", outside(found.amounts, names))
    set_mentions(doc, "quantities", outside(found.quantities, names))
    set_mentions(doc, "dates", found.dates)
    return doc


@Language.component("xiangtu_facts")
def facts(doc: Doc) -> Doc:
    """Statements about the world → ``doc.user_data["facts"]``; a fact has several spans, so it is no span group."""
    doc.user_data["facts"] = read_facts(reading_of(doc))
    return doc


@Language.component("xiangtu_relations")
def relations(doc: Doc) -> Doc:
    """How named things stand to one another → ``doc.user_data["relations"]``."""
    doc.user_data["relations"] = read_relations(reading_of(doc))
    return doc


@Language.component("xiangtu_cells")
def cells(doc: Doc) -> Doc:
    """Bare figures and projects of tables' cells join the amounts, quantities and programs of ``doc.spans``."""
    reading = reading_of(doc)
    amounts, quantities = bare_numbers(reading, reading.facts)
    if (amounts, quantities) != (reading.amounts, reading.quantities):
        set_mentions(doc, "amounts", amounts)
        set_mentions(doc, "quantities", quantities)
    if (programs := listed_projects(reading, reading.facts)) != reading.programs:
        set_mentions(doc, "programs", programs)
    return doc


def outside(mentions: Iterable[M], names: Iterable[Mention]) -> tuple[M, ...]:
    """The mentions that do not lie within one of the names: a number inside a name counts nothing."""
    inside = {at for name in names for at in range(name.start, name.end)}
    return tuple(m for m in mentions if not (m.start in inside and m.end - 1 in inside))


def reading_of(doc: Doc) -> Reading:
    """All that the components have put on the Doc, as one record."""
    return Reading(
        article=get_article(doc),
        home=doc.user_data.get("home"),
        places=get_mentions(doc, "places", Place),
        organisations=get_mentions(doc, "organisations", Organisation),
        programs=get_mentions(doc, "programs", Program),
        documents=get_mentions(doc, "documents", Document),
        amounts=get_mentions(doc, "amounts", Amount),
        quantities=get_mentions(doc, "quantities", Quantity),
        dates=get_mentions(doc, "dates", Date),
        facts=doc.user_data.get("facts", ()),
        relations=doc.user_data.get("relations", ()),
    )
