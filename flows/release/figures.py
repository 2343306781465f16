"""What the gate looks at: figures of all that the store holds, of each site, and of the reader on annotated pages."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from importlib.resources import files

from flows.storage import DataFolder, site_of
from flows.store.folders import reading
from flows.store.seal import read_only
from serve.search.schema import opened

CAPTURES = """SELECT s.raw, count(*) FILTER (WHERE c.newest), count(c.reason),
    count(*) FILTER (WHERE c.reason = 'shape'), count(*)
    FROM captures c JOIN shards s ON s.name = c.shard GROUP BY s.raw"""
TOLD = "SELECT a.raw, sum(p.facts) FROM archives a JOIN pages p ON p.id = a.page GROUP BY a.raw"
PLACED = """SELECT a.raw, count(*), count(f.place)
    FROM facts f LEFT JOIN archives a ON a.page = f.page GROUP BY a.raw"""
"""Each fact once, with the newest of the pages that state it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures by name: of the whole, of each site, and the reader's (``SET: FIGURE``)."""

    whole: dict[str, float]
    sites: dict[str, dict[str, float]]
    reader: dict[str, float]


@dataclass(slots=True)
class Counts:
    """What is counted of a site: pages in the store, what they tell, different facts and those with a place; captures,
    and how many of them were refused, and refused since their graph breaks a shape."""

    pages: int = 0
    told: int = 0
    facts: int = 0
    placed: int = 0
    captures: int = 0
    refused: int = 0
    misshapen: int = 0

    def figures(self, facts: int) -> dict[str, float]:
        """As figures, with ``facts`` facts; a share of nothing is what can't be wrong."""
        return {
            "pages": self.pages,
            "facts": facts,
            "facts_per_page": facts / self.pages if self.pages else 0.0,
            "share_with_place": self.placed / self.facts if self.facts else 1.0,
            "share_refused": self.refused / (self.captures or 1),
            "share_misshapen": self.misshapen / (self.captures or 1),
        }


def figures_of(data: DataFolder) -> Figures:
    """The figures of a data folder as it stands. Raises NoStoreError, NoIndexError, sqlite3.Error, OSError."""
    sites = counts_by_site(data)
    whole = Counts(*(sum(getattr(site, f.name) for site in sites.values()) for f in fields(Counts)))
    by_site = {name: site.figures(site.told) for name, site in sorted(sites.items()) if site.captures}
    return Figures(whole.figures(whole.facts), by_site, reader_figures())


def counts_by_site(data: DataFolder) -> dict[str, Counts]:
    """The counts by the folder of ``raw`` that pages came in: a site's id, or files."""
    found: dict[str, Counts] = {}
    with closing(read_only(data.local / "state.sqlite")) as db:
        _add(found, db.execute(CAPTURES), "pages", "refused", "misshapen", "captures")
    with reading(data) as folder, closing(opened(folder)) as index:
        _add(found, index.execute(TOLD), "told")
        _add(found, index.execute(PLACED), "facts", "placed")
    return found


def _add(found: dict[str, Counts], rows: Iterable[sqlite3.Row | tuple[object, ...]], *names: str) -> None:
    for raw, *numbers in rows:
        site = found.setdefault(site_of(str(raw or "")), Counts())
        for name, number in zip(names, numbers, strict=True):
            setattr(site, name, getattr(site, name) + int(str(number)))


def reader_figures() -> dict[str, float]:
    """What the reader is held to on annotated pages that nobody who writes its rules reads, by set and figure; the
    quality gate (``corpus.gate``) writes them down whenever its floors rise or fall."""
    text = files("flows.release").joinpath("reader.json").read_text("utf-8")
    sets: Mapping[str, Mapping[str, float]] = json.loads(text)
    return {f"{name}: {figure}": value for name, figures in sets.items() for figure, value in figures.items()}
