"""A statement with all that speaks for it: every sentence, its page and site, reposts, and when it stood there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from serve.explorer.graph import Graph, Row, Thing
from serve.explorer.listing import RELATIONS, Relation, related
from serve.explorer.reader import Reader, link
from serve.explorer.statements import COLUMNS, Fact, facts, facts_table, local, site_name, told
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import NotFoundError, View
from serve.search.ids import number

OTHERS = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A sentence cut at what is highlighted in it."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A page that makes the statement: its sentence, where it stands, whether it only reposts another."""

    sentence: Mark
    page: str
    href: str
    url: str
    title: str
    published: str
    site: str
    credit: str
    repost_of: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What the template of a statement knows; ``fact`` or ``relation``."""

    fact: Fact | None
    relation: Relation | None
    amount: str
    above: tuple[Thing, ...]
    witnesses: tuple[Witness, ...]
    seen: tuple[str, str, str]
    """First and last seen, and ended, as days; empty where the history does not say."""
    history: Table
    others: Table | None
    """Facts that contradict this one."""
    claim: str
    """The address of the claim that it makes, empty where there is none."""
    wordings: Table | None
    """Facts that make the same claim in other words."""
    report: str
    """The text with which an error is reported."""


def fact_view(graph: Graph, reader: Reader, key: str) -> View:
    """The page of a fact. Raises NotFoundError."""
    sql = f"SELECT {COLUMNS} FROM facts f CROSS JOIN pages p ON p.id = f.page WHERE f.fact = ?"
    found = told(graph, graph.rows(sql, key))
    if not found:
        raise NotFoundError(key)
    written = graph.ask("written", [(key,)])
    fact = replace(found[0], written=written[0]["written"]) if written else found[0]
    shown = reader.amount(fact.value, fact.unit, fact.most, fact.per)
    said = graph.ask("witnesses", [(key,)])
    witnesses = witnesses_of(graph, said, fact.written)
    others = others_of(graph, reader, fact)
    claim, wordings = wordings_of(graph, reader, key)
    place = (*graph.above(fact.place), fact.place) if fact.place else ()
    moments = history_table(graph, key, said)
    title = f"{fact.what} {shown}"
    about = EvidenceView(
        fact, None, shown, place, witnesses, seen(moments), moments, others, claim, wordings,
        report(reader, graph.base + key, title, witnesses),
    )  # fmt: skip
    found_table = facts_table(graph, reader, found, "fact")
    tables = (found_table, moments, *(more for more in (others, wordings) if more))
    return View("fact.html", title, about, tables, key)


def relation_view(graph: Graph, reader: Reader, key: str) -> View:
    """The page of a statement without a number. Raises NotFoundError."""
    sql = f"""SELECT {RELATIONS} FROM relations r
        CROSS JOIN pages p ON p.id = r.page WHERE r.number = ?"""
    found = related(graph, graph.rows(sql, number(key)))
    if not found:
        raise NotFoundError(key)
    relation = found[0]
    ends = [end for end in (relation.organisation, relation.document, relation.program) if end]
    said = graph.ask("witnesses", [(key,)])
    witnesses = witnesses_of(graph, said, ends[0].name if ends else "")
    place = (*graph.above(relation.place), relation.place) if relation.place else ()
    moments = history_table(graph, key, said)
    title = " · ".join((reader.say(f"relation.{relation.kind}"), *(reader.name(end) for end in ends)))
    about = EvidenceView(
        None, relation, "", place, witnesses, seen(moments), moments, None, "", None,
        report(reader, graph.base + key, title, witnesses),
    )  # fmt: skip
    return View("fact.html", title, about, (moments,), key)


def claim_view(graph: Graph, reader: Reader, key: str) -> View:
    """The facts that make one claim in different words. Raises NotFoundError."""
    keys = [graph.key(row["fact"]) for row in graph.ask("claim", [(key,)])]
    marks = ", ".join("?" * len(keys))
    found = facts(graph, f"f.fact IN ({marks})", keys, len(keys) or 1)
    if not found:
        raise NotFoundError(key)
    shown = facts_table(graph, reader, found, "claim")
    title = f"{found[0].what} {reader.amount(found[0].value, found[0].unit, found[0].most, found[0].per)}"
    return View("table.html", title, shown, (shown,), key)


def witnesses_of(graph: Graph, said: list[Row], written: str) -> tuple[Witness, ...]:
    """Every page that makes a statement, originals first and of those the newest; ``written`` is highlighted."""
    marks = ", ".join("?" * len(said))
    rows = graph.rows(f"SELECT * FROM pages WHERE page IN ({marks})", *(graph.key(row["page"]) for row in said))
    pages = {row["page"]: row for row in rows}
    sites = graph.things(row["site"] for row in rows)

    def witness(row: Row) -> Witness:
        page = pages[graph.key(row["page"])]
        passage = graph.key(row["passage"])
        return Witness(
            marked(row["quote"], written),
            page["page"],
            passage_link(passage),
            row["url"],
            page["title"] or "",
            (page["published"] or "")[:10],
            site_name(sites.get(page["site"]), page["site"]),
            row.get("credit", ""),
            link(graph.key(row["original"])) if "original" in row else "",
        )

    known = [row for row in said if graph.key(row["page"]) in pages]
    known.sort(key=lambda row: ("original" in row, pages[graph.key(row["page"])]["id"], row["passage"]))
    return tuple(witness(row) for row in known)


def passage_link(passage: str) -> str:
    """The address of a passage: its page, at the passage."""
    page, _, place = passage.partition("#char=")
    return f"{link(page)}#c{place.replace(',', '-')}"


def marked(quote: str, written: str) -> Mark:
    """The sentence cut where the words stand that say it; wholly marked where they are not found."""
    at = quote.find(written) if written else -1
    return Mark("", quote, "") if at < 0 else Mark(quote[:at], written, quote[at + len(written) :])


def history_table(graph: Graph, key: str, said: Iterable[Row] = ()) -> Table:
    """When which page stated it: where the history does not say, it stood there as long as its page (``said``)."""
    found = graph.ask("appearances", [(key,)])
    told = {(row["page"], row["quote"]) for row in found}
    found += [row for row in said if "firstSeen" in row and (row["page"], row["quote"]) not in told]
    rows = sorted(found, key=lambda row: (row["firstSeen"], row["page"], row["quote"]))
    marks = ", ".join("?" * len(rows))
    keys = (graph.key(row["page"]) for row in rows)
    sql = f"SELECT page, title FROM pages WHERE page IN ({marks})"
    titles = {row["page"]: row["title"] for row in graph.rows(sql, *keys)}
    cells = (moment_row(row, graph.key(row["page"]), titles.get(graph.key(row["page"])) or "") for row in rows)
    return table("history", "page first_seen last_seen ended sentence", cells)


def moment_row(row: Row, page: str, title: str) -> tuple[Cell, ...]:
    """When one page stated it."""
    days = (Cell(row.get(name, "")[:10], raw=row.get(name, "")) for name in ("firstSeen", "lastSeen", "ended"))
    return (Cell(title or local(row["page"]), link(page), raw=row["page"]), *days, Cell(row["quote"], is_quote=True))


def seen(moments: Table) -> tuple[str, str, str]:
    """The first and the last day on which any page stated it, and the last on which the last one ceased to."""
    if not moments.rows:
        return "", "", ""
    firsts, lasts, ends = ([row[at].text for row in moments.rows] for at in (1, 2, 3))
    return min(firsts), max(lasts), max(ends) if all(ends) else ""


def others_of(graph: Graph, reader: Reader, fact: Fact) -> Table | None:
    """The facts that contradict this one: of the same place, thing and time with another number."""
    if not fact.contested or fact.place is None:
        return None
    mine = graph.rows("SELECT * FROM facts WHERE fact = ?", fact.key)[0]
    sql = """f.place = ? AND f.indicator IS ? AND f.year IS ? AND f.planned = ? AND f.contested AND f.fact != ?
        AND f.unit IS ? AND f.per IS ? AND f.program IS ?"""
    values = [mine[c] for c in ("place", "indicator", "year", "planned", "fact", "unit", "per", "program")]
    found = [f for f in facts(graph, sql, values, OTHERS) if f.when == fact.when]
    return facts_table(graph, reader, found, "contradictions", leave=("where", "indicator")) if found else None


def wordings_of(graph: Graph, reader: Reader, key: str) -> tuple[str, Table | None]:
    """The address of a fact's claim, and the facts that make it in other words."""
    rows = graph.ask("wordings", [(key,)])
    keys = [graph.key(row["other"]) for row in rows if "other" in row][:OTHERS]
    marks = ", ".join("?" * len(keys))
    found = facts(graph, f"f.fact IN ({marks})", keys, OTHERS) if keys else []
    claim = link(graph.key(rows[0]["claim"])) if rows else ""
    return claim, facts_table(graph, reader, found, "wordings", leave=("where", "indicator")) if found else None


def report(reader: Reader, iri: str, title: str, witnesses: tuple[Witness, ...]) -> str:
    """The text with which somebody tells that something is wrong."""
    first = witnesses[0] if witnesses else None
    sentence = f"{first.sentence.before}{first.sentence.marked}{first.sentence.after}" if first else ""
    return reader.say("report.text", iri=iri, title=title, sentence=sentence, url=first.url if first else "")
