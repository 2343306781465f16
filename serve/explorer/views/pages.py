"""A page: what it is, its reposts or its original, and its passages in order with what is read in them."""

from dataclasses import dataclass

from serve.explorer.graph import Graph, Thing
from serve.explorer.listing import Relation, pages_table, related
from serve.explorer.reader import Reader, link
from serve.explorer.statements import COLUMNS, Fact, facts_table, site_name, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import NotFoundError, View
from serve.explorer.views.evidence import Mark, marked

REPOSTS = 50
MENTIONED = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage: its anchor, its words cut at what is read in them, and the statements that it makes."""

    anchor: str
    words: Mark
    facts: tuple[Fact, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """What the template of a page knows."""

    url: str
    home: Thing | None
    site: str
    site_href: str
    said: dict[str, tuple[str, ...]]
    """What is said of the page itself by local name: ``creditText``, ``author``, ``fetched``, ``mark`` …"""
    original: str
    reposts: Table | None
    archive: tuple[str, str]
    """The archive that holds its newest capture and the digest of its body there, empty where it is not known."""
    passages: tuple[Passage, ...]
    mentioned: dict[str, tuple[Thing, ...]]
    """What it names by kind."""
    past: Table | None


def page_view(graph: Graph, reader: Reader, key: str) -> View:
    """The page of a page. Raises NotFoundError."""
    rows = graph.rows("SELECT * FROM pages WHERE page = ?", key)
    if not rows:
        raise NotFoundError(key)
    row = rows[0]
    said = dict[str, tuple[str, ...]]()
    for known in graph.ask("page", [(key,)]):
        name = known["property"].replace("#", "/").rsplit("/", 1)[-1]
        said[name] = tuple(sorted((*said.get(name, ()), known["value"])))
    passages, facts = passages_of(graph, key)
    things = graph.things([row["home"], row["site"]])
    copies = graph.rows("SELECT * FROM pages WHERE original = ? ORDER BY id LIMIT ?", key, REPOSTS)
    reposts = pages_table(graph, copies, "reposts") if copies else None
    stated = facts_table(graph, reader, facts, "facts", leave=("source",))
    past = past_table(graph, key)
    archived = graph.rows("SELECT raw, digest FROM archives WHERE page = ?", row["id"])
    archive = (archived[0]["raw"], archived[0]["digest"]) if archived else ("", "")
    about = PageView(
        said.get("url", ("",))[0], things.get(row["home"]), site_name(things.get(row["site"]), row["site"]),
        link(row["site"]) if row["site"] else "", said, link(row["original"]) if row["original"] else "", reposts,
        archive, passages, mentioned(graph, key), past,
    )  # fmt: skip
    title = row["title"] or about.url or key
    return View("page.html", title, about, tuple(t for t in (stated, reposts, past) if t), key)


def passages_of(graph: Graph, key: str) -> tuple[tuple[Passage, ...], list[Fact]]:
    """The passages of a page in the order of its text, and its facts in that order."""
    said = graph.ask("passages", [(key,)])
    stated = {graph.key(row["statement"]) for row in said if "statement" in row}
    sql = f"SELECT {COLUMNS} FROM facts f CROSS JOIN pages p ON p.page = ? WHERE f.fact = ?"
    found = told(graph, [row for s in sorted(stated) if s.startswith("fact/") for row in graph.rows(sql, key, s)])
    facts = {fact.key: fact for fact in found}
    sql = """SELECT r.relation, r.since, p.page, p.url, p.title, p.published, p.site FROM relations r
        CROSS JOIN pages p ON p.page = ? WHERE r.relation = ?"""
    listed = [row for s in sorted(stated) if s.startswith("relation/") for row in graph.rows(sql, key, s)]
    relations = {relation.key: relation for relation in related(graph, listed)}
    by_passage = dict[tuple[int, int, str], list[str]]()
    for row in said:
        own = by_passage.setdefault((int(row["first"]), int(row["last"]), row["quote"]), [])
        if "statement" in row:
            own.append(graph.key(row["statement"]))
    shown, order = list[Passage](), list[Fact]()
    for (first, last, quote), keys in sorted(by_passage.items()):
        of_facts = sorted((facts[k] for k in keys if k in facts), key=lambda f: quote.find(f.written or f.what))
        order += [fact for fact in of_facts if fact not in order]
        words = marked(quote, of_facts[0].written or "") if of_facts else Mark(quote, "", "")
        own_relations = tuple(relations[k] for k in sorted(keys) if k in relations)
        shown.append(Passage(f"c{first}-{last}", words, tuple(of_facts), own_relations))
    return tuple(shown), order


def mentioned(graph: Graph, key: str) -> dict[str, tuple[Thing, ...]]:
    """The things that a page names, by kind."""
    names = graph.ask("mentions", [(key,)])
    found = graph.things(graph.key(row["thing"]) for row in names[:MENTIONED])
    kinds = dict[str, tuple[Thing, ...]]()
    for thing in sorted(found.values(), key=lambda t: (t.level or 0, t.key)):
        kinds[thing.kind] = (*kinds.get(thing.kind, ()), thing)
    return kinds


def past_table(graph: Graph, key: str) -> Table | None:
    """What the page stated once and states no more."""
    rows = sorted(graph.ask("past", [(key,)]), key=lambda row: (row["ended"], row["statement"]))
    if not rows:
        return None
    return table(
        "past",
        "sentence first_seen last_seen ended -statement_iri",
        (
            (
                Cell(row["quote"], is_quote=True),
                Cell(row["firstSeen"][:10], raw=row["firstSeen"]),
                Cell(row["lastSeen"][:10], raw=row["lastSeen"]),
                Cell(row["ended"][:10], raw=row["ended"]),
                Cell(row["statement"]),
            )
            for row in rows
        ),
    )
