"""Which bodies and places issued the documents that a page names, and what the documents set up."""

from collections.abc import Iterator

from pipeline.facts.layout import Clause, Sentence
from pipeline.records import Document, Organisation, Program, Relation
from pipeline.relations.actors import actors
from pipeline.relations.lexicon import pattern
from pipeline.relations.page import Page, Verb

LONGEST_GAP = 10
"""Characters between the verb that issues and the title (印发了新修订的《…》)."""
REACH = 24
"""Characters before a title in which the body that issued it stands (由某局印发的《…》)."""


def issuances(page: Page, sentence: Sentence) -> Iterator[Relation]:
    """The documents that a sentence says somebody issued, or whose title says so."""
    for document in page.documents.within(sentence.start, sentence.end):
        clause = next((c for c in sentence.clauses if c.start <= document.start < c.end), None)
        if clause is not None:
            yield from _of_document(page, sentence, clause, document)


def _of_document(page: Page, sentence: Sentence, clause: Clause, document: Document) -> Iterator[Relation]:
    program = _sets_up(page, document)
    titled = _in_title(page, document)
    if titled is not None:
        yield page.relation(
            "issuance", sentence, clause, document.start, organisation=titled, document=document, program=program
        )
        return
    verb = _issuing(page, clause, document)
    if verb is None or page.is_negated(verb.start, clause.start):
        return
    drafting = "drafting" in verb.does and "issue" not in verb.does
    planned = drafting or page.text[max(clause.start, verb.start - 4) : verb.start].endswith(("正在", "着手", "抓紧"))
    bodies = actors(page, sentence, clause, verb.start).all
    where = None if bodies else page.where(sentence, clause, verb.start)
    if not bodies and where is None:
        return
    for body in bodies or (None,):
        yield page.relation(
            "issuance",
            sentence,
            clause,
            document.start,
            planned=planned,
            organisation=body,
            document=document,
            program=program,
            where=where,
        )


def _issuing(page: Page, clause: Clause, document: Document) -> Verb | None:
    """The verb that issues a document."""
    for verb in page.verbs(clause.start, document.start + 1):
        if document.start - verb.end > LONGEST_GAP or "elsewhere" in verb.does:
            return None
        if verb.does & {"issue", "drafting"}:
            return verb
    return None


def _in_title(page: Page, document: Document) -> Organisation | None:
    """The body that a title begins with: 《某县人民政府关于…的通知》."""
    for body in page.issuers.within(document.start, document.end):
        opens = not page.text[document.start : body.start].strip('《“"').removeprefix("中共")
        if opens and page.text.startswith("关于", body.end):
            return body
    return None


def _sets_up(page: Page, document: Document) -> Program | None:
    """The programme that a title names and says nothing else of: 《“积分制”管理办法》."""
    for program in page.titled.within(document.start, document.end):
        if pattern("sets_up").match(page.text, program.end, document.end):
            return program
    return None
