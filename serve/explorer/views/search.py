"""What was found for what somebody typed: things by kind, then sentences."""

from dataclasses import dataclass
from typing import Any

from serve.explorer.graph import THING, Graph, Thing
from serve.explorer.listing import Choice
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Asked, View
from serve.explorer.views.evidence import Mark, marked, passage_link
from serve.search.find import PINYIN, Hit, find_sentences, find_things
from serve.search.forms import normal

THINGS, SENTENCES, SUGGESTED, EACH = 40, 20, 8, 3
NAME, SHORTEST = 20, 2
"""Letters that names in a text have where it is cut in two."""
KINDS = ("place", "program", "org", "document", "indicator", "site")
EXAMPLES = ("place", "program", "indicator")


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, with where it is."""

    hit: Hit
    name: str
    href: str
    where: str
    also: str
    """The other name by which it was found, empty where it was found by its own."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that was found."""

    words: Mark
    href: str
    title: str
    published: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """What the template of a search knows."""

    asked: str
    kinds: tuple[Choice, ...]
    things: tuple[Found, ...]
    sentences: tuple[Sentence, ...]
    following: int | None
    is_apart: bool
    """Whether the things are what parts of the text mean, as nothing was found for all of it."""
    examples: tuple[Thing, ...]
    """Of each kind what pages tell most of, where nothing was found or asked."""


def search_view(graph: Graph, reader: Reader, asked: Asked) -> View:
    """The page of a search. Raises BadRequestError."""
    text, kind = asked.text("q"), asked.one_of("kind", "", *KINDS)
    hits = find_things(graph.db(), text, THINGS, kind or None) if not asked.offset else []
    rows = [] if kind else find_sentences(graph.db(), text, SENTENCES + 1, asked.offset)
    parts = apart(graph, text) if not hits and not rows and not kind and not asked.offset else []
    found = found_of(graph, reader, hits or parts)
    quotes = {
        graph.key(r["passage"]): r["quote"] for r in graph.ask("quotes", ((row.key,) for row in rows[:SENTENCES]))
    }
    marks = ", ".join("?" * len(rows))
    pages = {r["page"]: r for r in graph.rows(f"SELECT * FROM pages WHERE page IN ({marks})", *(r.page for r in rows))}
    sentences = tuple(
        Sentence(marked_like(quotes[row.key], text), passage_link(row.key), pages[row.page]["title"] or "",
                 (pages[row.page]["published"] or "")[:10], pages[row.page]["url"] or "")
        for row in rows[:SENTENCES] if row.key in quotes
    )  # fmt: skip
    more = asked.offset + SENTENCES if len(rows) > SENTENCES else None
    kinds = tuple(Choice(k, reader.say(f"kind.{k}"), None, k == kind) for k in KINDS)
    tables = (things_table(graph, found), sentences_table(sentences))
    shown = examples(graph) if not found and not sentences else ()
    title = reader.say("search.title", asked=text) if text else reader.say("search")
    return View("search.html", title, SearchView(text, kinds, found, sentences, more, bool(parts), shown), tables)


def found_of(graph: Graph, reader: Reader, hits: list[Hit]) -> tuple[Found, ...]:
    """Hits as they are shown, under their names in the reader's language."""
    things = graph.things(hit.key for hit in hits)
    named = ((hit, reader.name(things.get(hit.key), hit.name)) for hit in hits)
    return tuple(Found(hit, name, link(hit.key), where(graph, reader, hit), also(hit, name)) for hit, name in named)


def where(graph: Graph, reader: Reader, hit: Hit) -> str:
    """Where a thing is, in a few words: what tells it from others of its name."""
    if hit.parent is None or hit.kind not in ("place", "org"):
        return ""
    parent = graph.thing(hit.parent)
    chain = (*graph.above(parent), parent) if parent else ()
    return " ".join(reader.name(thing) for thing in chain[-3:])


def apart(graph: Graph, text: str) -> list[Hit]:
    """What a text means that two names make (额肯呼都格嘎查集体经济): what it begins with at the longest, and what the
    rest is a name of; nothing where it is made otherwise."""
    for at in range(min(len(text), NAME) - SHORTEST, SHORTEST - 1, -1):
        first = find_things(graph.db(), text[:at], 1)
        if first and first[0].near < PINYIN and (rest := find_things(graph.db(), text[at:], EACH)):
            return [*first, *rest]
    return []


def also(hit: Hit, shown: str) -> str:
    """Another name than the shown one: that by which a thing was found, else its Chinese one."""
    other = (hit.wording, hit.name)
    return next((name for name in other if normal(name) != normal(shown)), "")


def examples(graph: Graph) -> tuple[Thing, ...]:
    """The things of which most is told, some of each kind that people look for."""
    sql = f"SELECT {THING} FROM things WHERE kind = ? AND facts ORDER BY facts DESC, key LIMIT ?"
    rows = graph.once("examples", lambda: [row for kind in EXAMPLES for row in graph.rows(sql, kind, EACH)])
    return tuple(Thing(*row) for row in rows)


def marked_like(quote: str, asked: str) -> Mark:
    """The sentence cut at what was asked, where it stands there."""
    at = normal(quote).find(normal(asked)) if len(normal(quote)) == len(quote) else -1
    return Mark(quote, "", "") if at < 0 else marked(quote, quote[at : at + len(normal(asked))])


def things_table(graph: Graph, found: tuple[Found, ...]) -> Table:
    """The things that were found as a table to download."""
    rows = (
        (Cell(f.hit.name, f.href), Cell(f.hit.kind), Cell(f.where), Cell(raw=f.hit.pages), Cell(raw=f.hit.facts),
         Cell(graph.base + f.hit.key))
        for f in found
    )  # fmt: skip
    return table("things", "name kind where #pages #facts -iri", rows)


def sentences_table(found: tuple[Sentence, ...]) -> Table:
    """The sentences that were found as a table to download."""
    rows = (
        (Cell(s.words.before + s.words.marked + s.words.after, s.href), Cell(s.title), Cell(s.published), Cell(s.url))
        for s in found
    )
    return table("sentences", "sentence title published url", rows)


def suggestions(graph: Graph, reader: Reader, text: str, kind: str = "") -> list[dict[str, Any]]:
    """The things that somebody who is still typing may mean; ``value`` is what a field takes of one."""
    return [
        {"name": it.name, "href": it.href, "kind": reader.say(f"kind.{it.hit.kind}"),
         "value": f"{it.hit.name} {it.hit.key.partition('/')[2]}", "where": it.where or it.also}
        for it in found_of(graph, reader, find_things(graph.db(), text, SUGGESTED, kind or None))
    ]  # fmt: skip


def places_named(graph: Graph, names: list[str]) -> list[Thing]:
    """Places by their codes, keys or names, or name and key, each the nearest; what is not found is left out."""
    found = list[Thing]()
    for name in names:
        thing = graph.thing(f"place/{name}") or graph.thing(f"place/{name.partition(' ')[2]}")
        if thing is None and (hits := find_things(graph.db(), name, 1, "place")):
            thing = graph.thing(hits[0].key)
        if thing and thing not in found:
            found.append(thing)
    return found
