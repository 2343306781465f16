"""Facts as pages list them: from the index, their sentences from the store, in tables of one make."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from serve.explorer.graph import Graph, Thing
from serve.explorer.reader import UNCERTAIN, Reader, link
from serve.explorer.tables import Cell, Table, table

SHORT = 90
"""Letters of a sentence that a list shows."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in the words of one page, with what the index counted of it."""

    key: str
    what: str
    value: str
    most: str | None
    unit: str
    per: str | None
    qualifier: str
    planned: bool
    when: str
    is_dated: bool
    """Whether the sentence says when; else ``when`` is the year of its page."""
    confidence: float | None
    place: Thing | None
    at_home: bool
    """Whether the sentence names no place, so that its page's stands for it."""
    indicator: Thing | None
    program: Thing | None
    quote: str
    """The sentence, empty where it was not asked for."""
    page: str
    url: str
    title: str
    published: str
    site: str
    witnesses: int
    contested: bool
    year: int | None
    amount: float | None
    """The value in its base unit."""
    written: str = ""
    """The number as the sentence has it, empty where it was not asked for."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The words that must stand beside the number."""
        found = (
            self.qualifier in UNCERTAIN and self.qualifier,
            self.planned and "planned",
            self.contested and "contested",
        )
        return tuple(tag for tag in found if tag)


COLUMNS = """f.fact, f.place, f.indicator, f.program, f.planned, f.home, f.value AS amount, f.year, f.witnesses,
    f.contested, f.what, f.said, f.most, f.said_unit, f.per, f.qualifier, f.at, f.confidence, f.first, f.last, p.page,
    p.url, p.title, p.published, p.site"""


def facts(
    graph: Graph, where: str, values: Sequence[object], limit: int, order: str = "f.id", *, quoted: bool = True
) -> list[Fact]:
    """The facts that an SQL condition on the index finds (``f`` a fact, ``p`` its newest page), in this order."""
    sql = f"SELECT {COLUMNS} FROM facts f CROSS JOIN pages p ON p.id = f.page WHERE {where} ORDER BY {order} LIMIT ?"
    return told(graph, graph.rows(sql, *values, limit), quoted=quoted)


def over_years(graph: Graph, where: str, values: Sequence[object], limit: int, *, quoted: bool) -> list[Fact]:
    """The facts with a year that a condition finds, the newest year first: of each place and year the newest that is
    done and the newest that is planned, then the next of each, until there are so many."""
    sql = f"""WITH ranked AS (SELECT f.id, f.year, row_number() OVER (
            PARTITION BY f.place, f.year, f.planned ORDER BY f.id) AS turn
            FROM facts f WHERE {where} AND f.year IS NOT NULL ORDER BY turn, f.year DESC, f.id LIMIT ?)
        SELECT {COLUMNS} FROM ranked r CROSS JOIN facts f ON f.id = r.id CROSS JOIN pages p ON p.id = f.page
        ORDER BY f.year DESC, r.turn, f.id"""
    return told(graph, graph.rows(sql, *values, limit), quoted=quoted)


def told(graph: Graph, found: Iterable[sqlite3.Row], *, quoted: bool = True) -> list[Fact]:
    """The facts of rows of the index (``COLUMNS``), in their order; with their sentences, which the store has, where
    they are shown."""
    rows = list(found)
    ends = ("place", "indicator", "program", "site")
    things = graph.things(row[end] for row in rows for end in ends)
    passages = [f"{row['page']}#char={row['first']},{row['last']}" for row in rows]
    asked = graph.ask("quotes", ((passage,) for passage in passages)) if quoted else ()
    quotes = {graph.key(row["passage"]): row["quote"] for row in asked}
    return [fact_of(row, things, quotes.get(at, "")) for row, at in zip(rows, passages, strict=True)]


def fact_of(row: sqlite3.Row, things: Mapping[str, Thing], quote: str) -> Fact:
    """A fact of a row of the index."""

    def thing(end: str) -> Thing | None:
        key = row[end]
        return things.get(key) or Thing(key, end, local(key)) if key else None

    return Fact(
        key=row["fact"],
        what=row["what"],
        value=row["said"],
        most=row["most"],
        unit=row["said_unit"],
        per=row["per"],
        qualifier=row["qualifier"],
        planned=bool(row["planned"]),
        when=row["at"] or str(row["year"] or ""),
        is_dated=row["at"] is not None,
        confidence=row["confidence"],
        place=thing("place"),
        at_home=bool(row["home"]),
        indicator=thing("indicator"),
        program=thing("program"),
        quote=quote,
        page=row["page"],
        url=row["url"] or "",
        title=row["title"] or "",
        published=(row["published"] or "")[:10],
        site=site_name(things.get(row["site"]), row["site"]),
        witnesses=row["witnesses"],
        contested=bool(row["contested"]),
        year=row["year"],
        amount=row["amount"],
    )


def local(iri: str) -> str:
    """What an IRI ends with, as a name for what has none."""
    from urllib.parse import unquote

    return unquote(iri.rstrip("/").rsplit("/", 1)[-1])


def site_name(site: Thing | None, key: str | None) -> str:
    """A site by its name, else its host."""
    return site.name if site else (key or "").removeprefix("site/")


FACT_COLUMNS = "indicator what #amount where when program sentence source -value -value_max -unit -per -qualifier \
-modality -confidence -contested -witnesses -published -url -place_iri -program_iri -fact_iri -page_iri"


def facts_table(
    graph: Graph,
    reader: Reader,
    found: Sequence[Fact],
    name: str = "facts",
    *,
    leave: Iterable[str] = (),
    **more: object,
) -> Table:
    """The table of facts that all pages share; ``leave`` names columns that this page says elsewhere."""
    left = set(leave)
    columns = " ".join(f"-{c.lstrip('#')}" if c.lstrip("#") in left else c for c in FACT_COLUMNS.split())
    return table(name, columns, (fact_row(graph, reader, fact) for fact in found), **more)  # type: ignore[arg-type]


def fact_row(graph: Graph, reader: Reader, fact: Fact) -> tuple[Cell, ...]:
    """A fact as a row of that table."""
    sentence = fact.quote if len(fact.quote) <= SHORT else fact.quote[:SHORT] + "…"
    return (
        named(reader, fact.indicator),
        Cell(fact.what, link(fact.key)),
        amount_cell(reader, fact),
        named(reader, fact.place, ("home",) if fact.at_home and fact.place else ()),
        when_cell(reader, fact),
        named(reader, fact.program),
        Cell(sentence, link(fact.key), raw=fact.quote, is_quote=True),
        Cell(fact.site, link(fact.page), tags=("reposted",) if fact.witnesses > 1 else ()),
        Cell(raw=float(fact.value)),
        Cell(raw=float(fact.most) if fact.most else ""),
        Cell(fact.unit),
        Cell(fact.per or ""),
        Cell(fact.qualifier),
        Cell("planned" if fact.planned else "actual"),
        Cell(raw=fact.confidence if fact.confidence is not None else ""),
        Cell(raw="yes" if fact.contested else "no"),
        Cell(raw=fact.witnesses),
        Cell(fact.published),
        Cell(fact.url),
        Cell(graph.base + fact.place.key if fact.place else ""),
        Cell(graph.base + fact.program.key if fact.program else ""),
        Cell(graph.base + fact.key),
        Cell(graph.base + fact.page),
    )


def when_cell(reader: Reader, fact: Fact) -> Cell:
    """A fact's time; that of a page whose sentence gives none is marked, in downloads by brackets."""
    if fact.is_dated or not fact.when:
        return Cell(reader.period(fact.when), raw=fact.when)
    return Cell(reader.period(fact.when), raw=f"[{fact.when}]", tags=("undated",))


def amount_cell(reader: Reader, fact: Fact) -> Cell:
    """A fact's number with its unit, and what must be said beside it."""
    shown = reader.amount(fact.value, fact.unit, fact.most, fact.per)
    return Cell(shown, link(fact.key), tags=fact.tags)


def named(reader: Reader, thing: Thing | None, tags: tuple[str, ...] = ()) -> Cell:
    """A thing as a link."""
    return Cell(reader.name(thing), link(thing.key), tags=tags) if thing else Cell()
