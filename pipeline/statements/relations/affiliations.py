"""Which village a company or a co-operative belongs to: by its name, by whose it is said to be, by who founded it."""

from collections.abc import Iterator

from pipeline.records import Organisation, PlaceRef, Relation
from pipeline.statements.relations.actors import actors, authority_place
from pipeline.statements.relations.relation_page import COUNTY_DIGITS, SHORTEST_STEM, VILLAGES, Page
from pipeline.statements.relations.triggers import pattern
from pipeline.text.sentences import Clause, Sentence

KINDS = frozenset({"company", "cooperative"})
COLLECTIVES = ("合作社", "联合社", "公司")
"""What the bodies of a village that are businesses end in, 村股份经济合作社 and its like."""
REACH = 12
"""Characters before a body in which the village that it is of begins."""
LONGEST_GAP = 8
"""Characters between the verb that founds a body and its name (成立了全镇首家某合作社)."""


def affiliations(page: Page, sentence: Sentence) -> Iterator[Relation]:
    """The companies and co-operatives of a sentence that belong to a village."""
    for body in page.organisations.within(sentence.start, sentence.end):
        clause = next((c for c in sentence.clauses if c.start <= body.start < c.end), None)
        if clause is None or not (body.kind in KINDS or (body.kind == "village" and body.text.endswith(COLLECTIVES))):
            continue
        village = _by_name(page, body) or _owner(page, body)
        for where in (village,) if village else _founders(page, sentence, clause, body):
            yield page.relation("affiliation", sentence, clause, body.start, organisation=body, where=where)


def _by_name(page: Page, body: Organisation) -> PlaceRef | None:
    """The village whose name stands in the body's, whole or, after its county's or township's, without 村."""
    rest = body.start
    for place in page.places.within(body.start, body.end):
        if place.level in VILLAGES:
            return page.ref(place)
        rest = max(rest, place.end) if place.start <= rest else rest
    words = page.text[rest : body.end]
    villages = (page.stems.get(words[:length]) for length in range(len(words), SHORTEST_STEM - 1, -1))
    return next((village for village in villages if village and _same_county(body, village)), None)


def _same_county(body: Organisation, village: PlaceRef) -> bool:
    known = village.code or village.within or ""
    return not body.place or known[:COUNTY_DIGITS].startswith(body.place[:COUNTY_DIGITS])


def _owner(page: Page, body: Organisation) -> PlaceRef | None:
    """The village right before a body: 某村的某合作社."""
    end = body.start - page.text.startswith("的", body.start - 1)
    found = page.places.within(max(0, end - REACH), end)
    return page.ref(found[-1]) if found and found[-1].end == end and found[-1].level in VILLAGES else None


def _founders(page: Page, sentence: Sentence, clause: Clause, body: Organisation) -> tuple[PlaceRef, ...]:
    """The villages that founded a body or run it."""
    for verb in page.verbs(clause.start, body.start):
        if body.start - verb.end > LONGEST_GAP or pattern("parting").search(page.text, verb.end, body.start):
            return ()
        if "found" not in verb.does:
            continue
        if page.is_negated(verb.start, clause.start):
            return ()
        founders = actors(page, sentence, clause, verb.start).subjects
        found = authority_place(page, founders) if founders else page.where(sentence, clause, verb.start)
        listed = () if founders else page.acting(sentence, verb.start)
        return tuple(ref for ref in listed or (found,) if ref is not None and page.is_village(ref))
    return ()
