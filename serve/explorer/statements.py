"""Statements as pages list them: which ones the index says, what they say the store, in tables of one make."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ontology.iris import XT
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
    written: str | None
    confidence: float | None
    place: Thing | None
    at_home: bool
    """Whether the sentence names no place, so that its page's stands for it."""
    indicator: Thing | None
    program: Thing | None
    quote: str
    passage: str
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
    f.contested, p.page, p.url, p.title, p.published, p.site"""


def facts(graph: Graph, where: str, values: Sequence[object], limit: int, order: str = "f.id") -> list[Fact]:
    """The facts that an SQL condition on the index finds (``f`` a fact, ``p`` its newest page), in this order."""
    sql = f"SELECT {COLUMNS} FROM facts f CROSS JOIN pages p ON p.id = f.page WHERE {where} ORDER BY {order} LIMIT ?"
    return told(graph, graph.rows(sql, *values, limit))


def told(graph: Graph, found: Iterable[sqlite3.Row]) -> list[Fact]:
    """What the store says of facts that the index found, in their order."""
    listed = {row["fact"]: row for row in found}
    said = {graph.key(r["fact"]): r for r in graph.ask("facts", ((f, row["page"]) for f, row in listed.items()))}
    ends = ("place", "indicator", "program", "site")
    things = graph.things(row[end] for row in listed.values() for end in ends)

    def thing(row: sqlite3.Row, end: str) -> Thing | None:
        key = row[end]
        return things.get(key, Thing(key, end, local(key))) if key else None

    return [
        Fact(
            key=key,
            what=says["what"],
            value=says["value"],
            most=says.get("valueMax"),
            unit=says["unit"],
            per=says.get("per"),
            qualifier=says["qualifier"].removeprefix(XT),
            planned=bool(row["planned"]),
            when=says.get("when") or str(row["year"] or ""),
            is_dated="when" in says,
            written=says.get("written"),
            confidence=float(says["confidence"]) if "confidence" in says else None,
            place=thing(row, "place"),
            at_home=bool(row["home"]),
            indicator=thing(row, "indicator"),
            program=thing(row, "program"),
            quote=says["quote"],
            passage=graph.key(says["passage"]),
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
        for key, row in listed.items()
        if (says := said.get(key))
    ]


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
