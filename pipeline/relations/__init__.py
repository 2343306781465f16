"""Relations: what a page says of how named things stand to one another, each with its passage.

The steps, clause by clause: the verb that governs a programme or a document, or that founds a body → who acts → where,
when and whether planned, with the readers that facts use. Last, what the page says twice becomes one relation.
"""

from pipeline.facts.layout import Sentence
from pipeline.records import Reading, Relation
from pipeline.relations.affiliations import affiliations
from pipeline.relations.documents import issuances
from pipeline.relations.page import Page
from pipeline.relations.programs import of_programs
from pipeline.relations.repeats import once

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
