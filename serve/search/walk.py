"""What the index keeps of a store, as rows for its raw tables: a query a table, whose answers are taken as they come.

A query decodes only the terms that it gives; walking over all triples takes ten times as long.
"""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

from pyoxigraph import QuerySolution, QuerySolutions, Store

from ontology.iris import XT

LEVELS = {"Province": 1, "Prefecture": 2, "County": 3, "Township": 4, "Village": 5, "Group": 6, "Place": 6}
KINDS = {"place": "place", "program": "program", "indicator": "indicator", "org": "org", "document": "document",
         "site": "site"}  # fmt: skip
"""What the keys of things begin with, and their kinds."""
UNSURE = {"about": (0.9, 1.1), "over": (1.0, 1e30), "under": (-1e30, 1.0)}
"""Between which multiples of a number what is meant may lie (as the question ``contradictions`` has it)."""

Row = tuple[Any, ...]
Rows = Iterator[tuple[str, Row]]
"""Rows, each with its raw table."""


def rows(store: Store, base: str) -> Rows:
    """All rows. ``base`` is what the graph's IRIs begin with; keys are what follows it."""
    for name, read in READERS.items():
        query = files("serve.search").joinpath("queries", f"{name}.rq").read_text("utf-8")
        answer = store.query(query)
        assert isinstance(answer, QuerySolutions)
        for solution in answer:
            yield from read(solution, base)


def pages(found: QuerySolution, base: str) -> Rows:
    """A page."""
    page, url, title, published, site, home, original = map(text, found)
    yield "raw_pages", (key(page, base), url, title, published, *(key(iri, base) for iri in (site, home, original)))


def mentions(found: QuerySolution, base: str) -> Rows:
    """A page names a thing."""
    thing, page = map(text, found)
    yield "raw_mentions", (key(thing, base), key(page, base))


def passages(found: QuerySolution, base: str) -> Rows:
    """A passage, and the statement that it makes; of several statements each has a row."""
    passage, quote, statement = map(text, found)
    page, _, place = str(passage).partition("#char=")
    first, _, last = place.partition(",")
    yield "raw_passages", (key(page, base), int(first), int(last), quote)
    if statement:
        yield "raw_told", (key(statement, base), key(page, base), int(first), int(last))


def facts(found: QuerySolution, base: str) -> Rows:
    """A fact."""
    fact, place, home, indicator, program, start, as_of, when, modality, qualifier, *measure, what, claim, sure = map(
        text, found
    )
    value, based, most, unit, base_unit, per = measure
    number, least = float(based or value or 0), float(value or 0)
    top = number * float(most) / least if most and least else number
    sort = str(qualifier).removeprefix(XT)
    low, high = UNSURE.get(sort, (1.0, 1.0))
    year = (start or as_of or "")[:4]
    contest = f"{place}|{when}|{indicator or what}" if place and when else None
    where = key(place or home, base)
    keys = (key(fact, base), where, key(indicator, base), key(program, base))
    marks = (int(bool(start)), int(place is None), int(modality == f"{XT}planned"))
    measures = (number, top * high, number * low, base_unit or unit, per)
    told = (what, value, most, unit, sort, when, float(sure) if sure else None)
    row = (*keys, int(year) if year.isdigit() else None, *marks, *measures, contest, key(claim or fact, base), *told)
    yield "raw_facts", row


def relations(found: QuerySolution, base: str) -> Rows:
    """A statement without a number."""
    relation, kind, place, program, organisation, document, start, modality, when = map(text, found)
    ends = (key(end, base) for end in (place, program, organisation, document))
    year, planned = int(start[:4]) if start else None, int(modality == f"{XT}planned")
    yield "raw_relations", (key(relation, base), str(kind).removeprefix(XT).lower(), *ends, start, year, planned, when)


def things(found: QuerySolution, base: str) -> Rows:
    """A thing and what it is shown as: a label, else the host or the end of its IRI."""
    thing, kind, label = map(text, found)
    at, sort = key(thing, base), sort_of(thing, base)
    if sort is None:
        return
    level = LEVELS.get(str(kind).removeprefix(XT), 6) if sort == "place" else None
    host = str(at).removeprefix("site/") if sort == "site" else None
    shown = label or host or str(at).rsplit("/", 1)[-1]
    yield "raw_things", (at, sort, shown, None, level, None)
    for wording in {shown, host or shown}:
        yield "raw_names", (at, wording)


def names(found: QuerySolution, base: str) -> Rows:
    """Another name of a thing; the English one is shown beside, the others are searched for."""
    thing, name = found
    at, sort = key(thing.value, base), sort_of(thing.value, base)
    if sort is None:
        return
    if getattr(name, "language", None) == "en":
        yield "raw_things", (at, sort, None, name.value, None, None)
    else:
        yield "raw_names", (at, name.value)


def parents(found: QuerySolution, base: str) -> Rows:
    """What a thing lies in."""
    thing, parent = map(text, found)
    if sort := sort_of(thing, base):
        yield "raw_things", (key(thing, base), sort, None, None, None, key(parent, base))


READERS: dict[str, Callable[[QuerySolution, str], Rows]] = {
    "pages": pages,
    "mentions": mentions,
    "passages": passages,
    "facts": facts,
    "relations": relations,
    "things": things,
    "names": names,
    "parents": parents,
}
"""How the answers of each query are read."""


def text(term: Any) -> str | None:
    """A term's text."""
    return None if term is None else str(term.value)


def sort_of(iri: str | None, base: str) -> str | None:
    """The kind of the thing that an IRI of ours names; None for what is not kept."""
    at = key(iri, base)
    return KINDS.get(str(at).partition("/")[0]) if at != iri else None


def key(iri: str | None, base: str) -> str | None:
    """What follows the base in an IRI."""
    return iri.removeprefix(base) if iri else None
