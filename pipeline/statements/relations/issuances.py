"""Which bodies and places issued the documents that a page names, and what the documents set up."""

from collections.abc import Iterator

from pipeline.records import Document, Organisation, PlaceRef, Program, Relation
from pipeline.statements.relations.actors import actors
from pipeline.statements.relations.relation_codes import issuer
from pipeline.statements.relations.relation_page import Page, Verb
from pipeline.statements.relations.triggers import pattern
from pipeline.text.sentences import Clause, Sentence

LONGEST_GAP = 10
"""Characters between the verb that issues and the title (印发了新修订的《…》)."""
REACH = 24
"""Characters before a verb or a title in which an agency stands (县委、县政府联合)."""
OWNER_REACH = 40
"""Characters before a title in which the body that it is of begins."""


def issuances(page: Page, sentence: Sentence) -> Iterator[Relation]:
    """The documents that a sentence says somebody issued, or whose title or number says so."""
    for document in page.documents.within(sentence.start, sentence.end):
        clause = next((c for c in sentence.clauses if c.start <= document.start < c.end), None)
        if clause is None:
            continue
        stated = list(_of_document(page, sentence, clause, document))
        yield from stated
        if not stated and (body := issuer(document, page.home)):
            program = _sets_up(page, document)
            yield page.relation(
                "issuance", sentence, clause, document.start, organisation=body, document=document, program=program
            )


def _of_document(page: Page, sentence: Sentence, clause: Clause, document: Document) -> Iterator[Relation]:
    program = _sets_up(page, document)
    titled = _in_title(page, document)
    if titled is not None:
        yield page.relation(
            "issuance", sentence, clause, document.start, organisation=titled, document=document, program=program
        )
        return
    at, planned = document.start, False
    if not _is_possessed(page, document):
        verb = _issuing(page, clause, document)
        if verb is None or page.is_negated(verb.start, clause.start):
            yield from _signed(page, sentence, clause, document, program)
            return
        drafting = "drafting" in verb.does and "issue" not in verb.does
        planned = drafting or pattern("at_it").search(page.text, clause.start, verb.start) is not None
        at = verb.start
    bodies = actors(page, sentence, clause, at).all
    where = None if bodies else _issuing_place(page, sentence, clause, at)
    if bodies or where is not None:
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


def _is_possessed(page: Page, document: Document) -> bool:
    """Whether a body or an agency stands right before a title, as whose it is: 某局《关于…的通知》."""
    owner = page.organisations.within(max(0, document.start - OWNER_REACH), document.start)
    if owner and owner[-1].end == document.start:
        return True
    return pattern("agency").search(page.text[max(0, document.start - REACH) : document.start]) is not None


def _issuing_place(page: Page, sentence: Sentence, clause: Clause, at: int) -> PlaceRef | None:
    """The place that issues what no named body does: its committee and government, else the clause's subject."""
    before = page.text[max(clause.start, at - REACH) : at]
    if agency := pattern("agency").search(before):
        return page.level(agency["level"][:1])
    if pattern("unnamed").search(before) or page.organisations.within(clause.start, at):
        return None
    return page.where(sentence, clause, at)


def _signed(
    page: Page, sentence: Sentence, clause: Clause, document: Document, program: Program | None
) -> Iterator[Relation]:
    """现将《…》印发给你们: the bodies that sign below."""
    if pattern("hereby").match(page.text, document.end, clause.end + 1):
        for body in page.signers(sentence.end):
            yield page.relation(
                "issuance", sentence, clause, document.start, organisation=body, document=document, program=program
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
