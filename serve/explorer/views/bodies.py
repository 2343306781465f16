"""Organisations, documents and sites: what is known of each, with its sentences and pages."""

from dataclasses import dataclass

from serve.explorer.graph import Graph, Thing
from serve.explorer.listing import mentioning, pages_table, relations, relations_table
from serve.explorer.reader import Reader
from serve.explorer.tables import Table
from serve.explorer.view import PAGE_ROWS, Asked, NotFoundError, View, paged
from serve.explorer.views.programs import Said, said_of

LISTED = 50
ENDS = {"org": "organisation", "document": "document"}
COLUMNS = {"org": "kind program document place since", "document": "organisation place program since"}


@dataclass(frozen=True, slots=True)
class BodyView:
    """What the template of an organisation, a document or a site knows."""

    thing: Thing
    where: tuple[Thing, ...]
    said: Said
    relations: Table | None
    pages: Table


def body_view(graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The page of an organisation or a document. Raises NotFoundError, BadRequestError."""
    thing = graph.thing(key)
    if thing is None or thing.kind not in ENDS:
        raise NotFoundError(key)
    found = relations(graph, f"r.{ENDS[thing.kind]} = ?", (key,), LISTED)
    said = relations_table(graph, reader, found, COLUMNS[thing.kind])
    rows, following = paged(mentioning(graph, key, PAGE_ROWS + 1, asked.offset), asked.offset)
    pages = pages_table(graph, rows, following=following)
    where = graph.thing(thing.parent) if thing.parent else None
    chain = (*graph.above(where), where) if where else ()
    about = BodyView(thing, chain, said_of(graph, reader, key), said, pages)
    return View("body.html", reader.name(thing), about, (said, pages), key)


def site_view(graph: Graph, reader: Reader, key: str, asked: Asked) -> View:
    """The page of a web site: its pages, the newest first. Raises NotFoundError, BadRequestError."""
    thing = graph.thing(key)
    if thing is None or thing.kind != "site":
        raise NotFoundError(key)
    sql = "SELECT * FROM pages WHERE site = ? ORDER BY id LIMIT ? OFFSET ?"
    rows, following = paged(graph.rows(sql, key, PAGE_ROWS + 1, asked.offset), asked.offset)
    pages = pages_table(graph, rows, following=following)
    return View("body.html", reader.name(thing), BodyView(thing, (), Said(), None, pages), (pages,), key)
