"""Relations: what a page says of how named things stand to one another, each with its passage.

The steps, clause by clause: the verb that governs a programme or a document, or that founds a body → who acts → where,
when and whether planned, with the readers that facts use. Last, what the page says twice becomes one relation.
"""

from pipeline.records import Reading, Relation
from pipeline.statements.relations.adoptions import of_programs
from pipeline.statements.relations.affiliations import affiliations
from pipeline.statements.relations.issuances import issuances
from pipeline.statements.relations.related_once import once
from pipeline.statements.relations.relation_page import Page
from pipeline.text.sentences import Sentence

__all__ = ["read_relations"]


def read_relations(reading: Reading) -> tuple[Relation, ...]:
    """The relations of a page's reading, in the order of its text; ``reading.relations`` is not looked at."""
    page = Page(reading)
    return once(relation for sentence in page.readers.sentences for relation in _of(page, sentence))


def _of(page: Page, sentence: Sentence) -> list[Relation]:
    page.story.enter(sentence)
    if not page.names_something(sentence):
        return []
    return [*of_programs(page, sentence), *issuances(page, sentence), *affiliations(page, sentence)]
