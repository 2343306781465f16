"""A page: what it is, its reposts or its original, and its passages in order with what is read in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from serve.explorer.graph import Graph, Thing
from serve.explorer.lines import Card, Line, Span, cut, linked
from serve.explorer.listing import RELATIONS, Relation, pages_table, related
from serve.explorer.reader import Reader, link
from serve.explorer.statements import COLUMNS, Fact, facts_table, site_name, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import NotFoundError, View
from serve.search.ids import number

REPOSTS = 50
MENTIONED = 200


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
    lines: tuple[Line, ...]
    """Its passages in the order of its text, with what they state."""
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
    lines, facts = lines_of(graph, reader, key)
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
        archive, lines, mentioned(graph, key), past,
    )  # fmt: skip
    title = row["title"] or about.url or key
    return View("page.html", title, about, tuple(t for t in (stated, reposts, past) if t), key)


def lines_of(graph: Graph, reader: Reader, key: str) -> tuple[tuple[Line, ...], list[Fact]]:
    """The passages of a page in the order of its text, and its facts in that order."""
    said = graph.ask("passages", [(key,)])
    facts, relations = stated(graph, key, {graph.key(row["statement"]) for row in said if "statement" in row})
    for row in said:
        if (own_key := graph.key(row.get("statement", ""))) in facts:
            facts[own_key] = replace(facts[own_key], quote=row["quote"], written=row.get("written", ""))
    by_passage = dict[tuple[int, int, str], list[str]]()
    for row in said:
        own = by_passage.setdefault((int(row["first"]), int(row["last"]), row["quote"]), [])
        if "statement" in row:
            own.append(graph.key(row["statement"]))
    shown, order = list[Line](), dict[str, Fact]()
    for (first, last, quote), keys in sorted(by_passage.items()):
        of_facts = sorted((facts[k] for k in keys if k in facts), key=lambda f: quote.find(f.written or f.what))
        of_relations = [relations[k] for k in sorted(keys) if k in relations]
        order |= {fact.key: fact for fact in of_facts}
        shown.append(passage_line(reader, quote, f"c{first}-{last}", of_facts, of_relations))
    return tuple(shown), list(order.values())


def stated(graph: Graph, page: str, keys: set[str]) -> tuple[dict[str, Fact], dict[str, Relation]]:
    """The facts and relations of these keys in the words of a page."""
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT {COLUMNS} FROM facts f CROSS JOIN pages p ON p.page = ? WHERE f.fact IN ({marks})"
    facts = {fact.key: fact for fact in told(graph, graph.rows(sql, page, *sorted(keys)), quoted=False)}
    sql = f"""SELECT {RELATIONS} FROM relations r
        CROSS JOIN pages p ON p.page = ? WHERE r.number IN ({marks})"""
    relations = related(graph, graph.rows(sql, page, *map(number, sorted(keys))))
    return facts, {relation.key: relation for relation in relations}


def passage_line(reader: Reader, quote: str, anchor: str, facts: Sequence[Fact], relations: Sequence[Relation]) -> Line:
    """A passage with what it states: the figures highlighted, and the names that relations tie."""
    spans, cards = list[Span](), list[Card]()
    for fact in facts:
        number = len(cards)
        cards.append(fact_card(reader, fact, linked("c", number)))
        if fact.written and (at := quote.find(fact.written)) >= 0:
            spans.append(
                Span(at, at + len(fact.written), f"{linked('w', number)} {linked('n', number)}", is_figure=True)
            )
    for relation in relations:
        number = len(cards)
        cards.append(relation_card(reader, relation, linked("c", number)))
        for end in (relation.organisation, relation.document, relation.program):
            if end and (at := quote.find(end.name)) >= 0:
                spans.append(Span(at, at + len(end.name), f"{linked('w', number)} {linked('n', number)}"))
    (cut_line,) = cut(quote, [(0, len(quote))], spans) if quote else [()]
    return Line(cut_line, tuple(cards), anchor=anchor)


def fact_card(reader: Reader, fact: Fact, css: str) -> Card:
    """A fact as a card."""
    rows = (reader.name(fact.place), reader.period(fact.when) if fact.is_dated else "", reader.name(fact.program))
    return Card(
        f"fact {'planned ' if fact.planned else ''}{css}",
        "",
        fact.what,
        reader.amount(fact.value, fact.unit, fact.most, fact.per),
        tuple((tag, reader.say(f"tag.{tag}")) for tag in fact.tags),
        tuple(("", row) for row in rows if row),
        link(fact.key),
    )


def relation_card(reader: Reader, relation: Relation, css: str) -> Card:
    """A statement without a number as a card."""
    ends = (reader.name(end) for end in (relation.organisation, relation.document, relation.program) if end)
    rows = (reader.name(relation.place), reader.period(relation.when))
    return Card(
        f"relation {'planned ' if relation.planned else ''}{css}",
        reader.say(f"relation.{relation.kind}"),
        " · ".join(ends),
        tags=(("planned", reader.say("tag.planned")),) if relation.planned else (),
        rows=tuple(("", row) for row in rows if row),
        href=link(relation.key),
    )


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
