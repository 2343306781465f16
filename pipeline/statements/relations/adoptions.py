"""Which places carry out a programme, and which bodies take part in it."""

import re
from collections.abc import Iterator

from pipeline.records import Place, PlaceRef, Program, Relation
from pipeline.statements.relations.actors import Actors, actors, authority_place, speaking
from pipeline.statements.relations.relation_page import Page, Verb
from pipeline.statements.relations.triggers import Trigger, pattern
from pipeline.text.sentences import Clause, Sentence

LONGEST_GAP = 18
"""Characters between a verb and the programme that it governs; with a list between them, before the list."""
REACH = 24
"""Characters looked at on either side of a name."""
LONGEST_RELATIVE = 40
"""The same where what stands between says which programme (实行统一供苗、统一销售的“四统一”管理)."""
_QUOTED = re.compile('[“"]')
_DOES: frozenset[Trigger] = frozenset({"carry", "use", "join", "pay"})


def of_programs(page: Page, sentence: Sentence) -> Iterator[Relation]:
    """The adoptions and participations that a sentence states."""
    lists = _lists(page, sentence)
    if not lists or pattern("preamble").search(page.text, sentence.start, sentence.end):
        return
    for listed in lists:
        for program in listed:
            clause = next((c for c in sentence.clauses if c.start <= program.start < c.end), None)
            if clause is not None:
                yield from _of_program(page, sentence, clause, program, listed)


def _lists(page: Page, sentence: Sentence) -> list[list[Program]]:
    """The programmes of a sentence, those that only marks and 和 join together (“四议两公开”、积分制和门前三包)."""
    found: list[list[Program]] = []
    for program in page.programs.within(sentence.start, sentence.end):
        if found and pattern("joiner").fullmatch(page.text, found[-1][-1].end, program.start):
            found[-1].append(program)
        else:
            found.append([program])
    return found


def _of_program(
    page: Page, sentence: Sentence, clause: Clause, program: Program, listed: list[Program]
) -> Iterator[Relation]:
    """The relations of one programme of a list."""
    head = listed[0]
    yield from _by_others(page, sentence, clause, program)
    verb = _governing(page, clause, head)
    if _is_no_object(page, program, listed, verb):
        return
    at = verb.start if verb else _framed(page, clause, head)
    if at is None and (owner := _headline(page, sentence, program)):
        yield page.relation("adoption", sentence, clause, program.start, program=program, where=page.ref(owner))
        return
    if at is None and _runs(page, clause, program):
        at = program.start
    if at is None or page.is_negated(at, clause.start) or page.is_wished(at, clause.start):
        return
    if pattern("purpose").fullmatch(page.text, clause.start, at):
        return
    acting = actors(page, sentence, clause, at)
    where = page.where(sentence, clause, at)
    told = where if page.names_place(sentence) else None
    for body in acting.all:
        yield page.relation(
            "participation", sentence, clause, program.start, organisation=body, program=program, where=told
        )
    if verb is None or verb.does & {"carry", "use"}:
        for place in _adopters(page, sentence, clause, at, acting, where):
            yield page.relation("adoption", sentence, clause, program.start, program=program, where=place)


def _adopters(
    page: Page, sentence: Sentence, clause: Clause, at: int, acting: Actors, where: PlaceRef | None
) -> tuple[PlaceRef, ...]:
    """The places that carry out what a verb at ``at`` says: through their bodies, each of a list, or the one named."""
    if acting.subjects:
        place = authority_place(page, acting.subjects)
    else:
        place = speaking(page, sentence, clause)
        if place is None and (named := page.acting(sentence, at) or page.following(sentence, clause)):
            return named
        place = place or where
    return (place,) if place else ()


def _is_no_object(page: Page, program: Program, listed: list[Program], verb: Verb | None) -> bool:
    """Whether the words around a name make something else of it: an honour, its money, somebody else's example."""
    first, last = listed[0].start, listed[-1].end
    if verb is not None and "pay" in verb.does:
        return False
    before = page.text[max(0, first - REACH) : first].rpartition("\n")[2]
    following = ["not_after", "relative", "spoken_of"]
    if verb is not None:
        word = page.text[verb.start : verb.end]
        following += ["counted"] * bool(pattern("builds").search(word))
        if len(word) == 1 and not pattern("bare_use").match(page.text, program.end, last + REACH):
            return True
        following += ["topics"] * bool(pattern("topical").search(word))
        if pattern("moves").search(word) and not pattern("moved").match(page.text, last, last + REACH):
            return True
    if pattern("not_before").search(before) or pattern("not_after_list").match(page.text, last, last + REACH):
        return True
    return any(pattern(name).match(page.text, program.end, program.end + REACH) for name in following)


def _governing(page: Page, clause: Clause, program: Program) -> Verb | None:
    """The verb that a programme is the object of."""
    for verb in page.verbs(clause.start, program.start):
        if "elsewhere" in verb.does:
            return None
        gap = page.text[verb.end : program.start].rstrip('“"‘')
        if len(gap) > (LONGEST_RELATIVE if gap.endswith("的") else LONGEST_GAP):
            return None
        if verb.does & _DOES and not pattern("noun_verb").match(page.text, verb.end, program.start):
            return None if _parted(page, verb.end, program.start) else verb
    return None


def _parted(page: Page, start: int, end: int) -> bool:
    """Whether another verb or preposition stands between a verb and a name, but to say which it is."""
    if pattern("telling").fullmatch(page.text, start, end):
        return False
    if any(cue.kind in ("verb", "preposition") for cue in page.readers.lexis.between(start, end)):
        return True
    return pattern("parting").search(page.text, start, end) is not None


def _framed(page: Page, clause: Clause, program: Program) -> int | None:
    """Where 以 stands in 以 X 为抓手, or 在 in 在 X 带动下, None where a programme is not so framed."""
    low = max(clause.start, program.start - REACH)
    for frame in ("frame", "under"):
        before = pattern(f"{frame}_before").search(page.text[low : program.start])
        if before and pattern(f"{frame}_after").match(page.text, program.end, clause.end):
            return low + before.start()
    return None


def _runs(page: Page, clause: Clause, program: Program) -> bool:
    """Whether a programme is itself what starts or spreads: X 启动, X 在全镇铺开."""
    return pattern("passive").match(page.text, program.end, clause.end + 1) is not None


def _headline(page: Page, sentence: Sentence, program: Program) -> Place | None:
    """The place that a headline begins with before it names a programme of the place's own in quotes."""
    if sentence.kind != "title" or program.concept:
        return None
    if not _QUOTED.search(page.text, max(0, program.start - 1), program.start + 1):
        return None
    places = page.places.within(sentence.start, program.start)
    return places[-1] if places and pattern("headline").match(page.text, places[-1].end, program.start) else None


def _by_others(page: Page, sentence: Sentence, clause: Clause, program: Program) -> Iterator[Relation]:
    """Bodies named behind a programme that carry it out or share in it: X,由某公司承建; X,与某公司合作; X,某局配合."""
    stop = next((p.start for p in page.programs.within(program.end, sentence.end)), sentence.end)
    for body in page.organisations.within(program.end, stop):
        before = page.text[max(program.end, body.start - REACH) : body.start]
        if any(
            pattern(name).search(before) and pattern(f"{name}_verb").match(page.text, body.end, sentence.end)
            for name in ("by", "with", "closing")
        ):
            later = next((c for c in sentence.clauses if c.start <= body.start < c.end), clause)
            yield page.relation(
                "participation",
                sentence,
                later,
                body.start,
                organisation=body,
                program=program,
                where=page.where(sentence, later, body.start) if page.names_place(sentence) else None,
            )
