"""How days and sites stand, as Markdown for people: a chart of pages and facts by day, the worst sites first."""

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from flows.storage import DataFolder, site_of
from flows.store.seal import read_only

DAYS = 30
"""Of how many days the chart tells."""
SITES = 20
LINKS = 3
"""Files of the quarantine to which a site's row leads at the most, those with the most refusals."""
BAR = 24
"""Characters of the longest bar."""
REFUSED = """SELECT s.raw, s.name, count(*) FILTER (WHERE c.newest), count(c.reason), count(*)
    FROM shards s JOIN captures c ON c.shard = s.name GROUP BY s.name ORDER BY 4 DESC, 2"""


@dataclass(frozen=True, slots=True)
class Day:
    """What stood in the store after a day's last run."""

    day: str
    pages: int
    facts: int


@dataclass(slots=True)
class Site:
    """What came of a site: pages in the store, captures refused of how many, and the shards with refusals."""

    name: str
    pages: int = 0
    refused: int = 0
    captures: int = 0
    shards: list[str] = field(default_factory=list)


def days_of(data: DataFolder) -> list[Day]:
    """The last days on which the gate looked, by its figures."""
    path = data.local / "reports" / "gates.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    runs = [run for run in map(json.loads, lines) if "moment" in run]
    newest = {run["moment"][:10]: run["figures"] for run in runs}
    return [Day(day, int(f["pages"]), int(f["facts"])) for day, f in sorted(newest.items())][-DAYS:]


def days_text(days: Iterable[Day]) -> str:
    """Days as a table, with bars of pages and facts."""
    days = list(days)
    most = [max([getattr(day, what) for day in days], default=0) for what in ("pages", "facts")]
    rows = [
        f"| {day.day} | {day.pages:,} | {bar(day.pages, most[0])} | {day.facts:,} | {bar(day.facts, most[1])} |"
        for day in days
    ]
    return "\n".join(["| day | pages | | facts | |", "|---|---:|---|---:|---|", *rows])


def bar(value: int, most: int) -> str:
    """A bar whose length is to that of the longest as the value to the greatest."""
    return "█" * (round(BAR * value / most) or bool(value)) if most else ""


def sites_of(data: DataFolder) -> list[Site]:
    """The sites of a data folder, those with the greatest share of refused captures first."""
    found = defaultdict[str, Site](lambda: Site(""))
    with closing(read_only(data.local / "state.sqlite")) as db:
        for raw, shard, pages, refused, captures in db.execute(REFUSED):
            site = found[site_of(str(raw))]
            site.name = site_of(str(raw))
            site.pages += pages
            site.refused += refused
            site.captures += captures
            if refused:
                site.shards.append(str(shard))
    return sorted(found.values(), key=lambda site: (-site.refused / site.captures, site.name))


def sites_text(sites: Iterable[Site], data: DataFolder) -> str:
    """The worst sites as a table, each with links to the files of the quarantine that tell the most of it."""
    sites = list(sites)
    rows = [
        f"| {site.name} | {site.pages:,} | {site.refused:,} | {site.refused / site.captures:.0%} | "
        f"{' '.join(link(data, shard) for shard in site.shards[:LINKS])} |"
        for site in sites[:SITES]
    ]
    more = [f"\n{len(sites) - SITES} more sites are left out here."] if len(sites) > SITES else []
    return "\n".join(["| site | pages | refused | share | quarantine |", "|---|---:|---:|---:|---|", *rows, *more])


def link(data: DataFolder, shard: str) -> str:
    """A link to a shard's file of the quarantine."""
    rel = data.output("quarantine", shard)
    address = Path(data.path(rel)).absolute().as_uri() if data.is_local else data.path(rel)
    return f"[{shard[:8]}]({address})"
