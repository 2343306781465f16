"""The data behind the pages: releases, what changed between two, the ontology, quality, how to cite."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ontology.iris import XT
from serve.explorer.data import Changes, Gate, Releases
from serve.explorer.graph import Graph
from serve.explorer.reader import Reader, link
from serve.explorer.statements import site_name
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Asked, NotFoundError, View

SITES, REFUSED = 100, 100
KILO = 1000
SHARES = "share_"
"""What the names of figures that are shares begin with."""


@dataclass(frozen=True, slots=True)
class DataView:
    """What the template of the data page knows."""

    releases: tuple[str, ...]
    release: str
    files: Table
    since: str
    """The release that it is compared with, empty where there is none."""
    causes: Table
    changed: Table
    counts: Table
    sites: Table
    refused: Table
    refused_by_site: Table
    gate: Table
    checked: str
    """When the gate last ran."""
    ontology: str


def data_view(graph: Graph, reader: Reader, releases: Releases, asked: Asked) -> View:
    """The data page, for the newest release or the one that is asked for. Raises NotFoundError."""
    names = releases.names()
    release = asked.text("release") or (names[-1] if names else "")
    before = names[: names.index(release)] if release in names else []
    since = asked.text("since") or (before[-1] if before else "")
    try:
        files = files_table(reader, releases, release)
        changes = releases.changes(since, release) if since and since != release else Changes("", "", {}, ())
    except FileNotFoundError as error:
        raise NotFoundError(f"release {error}") from None
    causes, changed = causes_table(reader, changes), changed_table(graph, reader, changes)
    tallies, gate = graph.tallies(), releases.gate()
    counts, sites = counts_table(reader, tallies), sites_table(graph, reader)
    refused, by_site = refused_table(reader, tallies), refused_by_site(graph, reader, tallies)
    gates = gate_table(reader, gate)
    checked = gate.runs[0].get("moment", "") if gate.runs else ""
    about = DataView(
        tuple(reversed(names)), release, files, changes.old, causes, changed, counts, sites, refused, by_site, gates,
        checked, str(XT),
    )  # fmt: skip
    tables = (files, causes, changed, counts, sites, refused, by_site, gates)
    return View("data.html", reader.say("data"), about, tables)


def files_table(reader: Reader, releases: Releases, release: str) -> Table:
    """The files of a release with what they hold. Raises FileNotFoundError."""
    files = releases.files(release) if release else []
    at = f"/data/releases/{release}"
    rows = (
        (Cell(f.name, f"{at}/{f.name}"), Cell(worded(reader, f"file.{f.name}", "")), Cell(size(f.size), raw=f.size),
         Cell(f.digest))
        for f in files
    )  # fmt: skip
    return table("files", "file holds #size sha256", rows)


def causes_table(reader: Reader, changes: Changes) -> Table:
    """How many pages and statements changed, how and why."""
    rows = (
        (Cell(reader.say(f"change.{things}")), Cell(worded(reader, f"change.{what.replace(' ', '_')}", what), raw=what),
         Cell(worded(reader, f"cause.{cause}", cause), raw=cause), Cell(reader.number(n), raw=n))
        for (things, what, cause), n in changes.counts.items()
    )  # fmt: skip
    return table("causes", "changed what_changed cause #count", rows)


def changed_table(graph: Graph, reader: Reader, changes: Changes) -> Table:
    """The first things that changed, each with the page that it is on."""
    appearances = [graph.key(iri) for iri, _, _ in changes.first if graph.key(iri).startswith("appearance/")]
    said = {row["appearance"]: row for row in graph.ask("appearance", ((key,) for key in appearances))}
    of = {iri: said[iri]["page"] if iri in said else iri for iri, _, _ in changes.first}
    keys = [graph.key(page) for page in of.values()]
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT page, title, url FROM pages WHERE page IN ({marks})"
    pages = {row["page"]: row["title"] or row["url"] for row in graph.rows(sql, *keys)}
    rows = (
        (Cell(pages.get(graph.key(of[iri])) or iri, link(graph.key(of[iri])) if graph.key(of[iri]) in pages else "",
              raw=of[iri]),
         Cell(worded(reader, f"change.{what.replace(' ', '_')}", what), raw=what),
         Cell(worded(reader, f"cause.{cause}", cause), raw=cause),
         Cell(said[iri]["quote"] if iri in said else "", is_quote=True), Cell(iri))
        for iri, what, cause in changes.first
    )  # fmt: skip
    return table("changes", "page what_changed cause sentence -iri", rows)


def counts_table(reader: Reader, tallies: Mapping[str, str]) -> Table:
    """How much there is of everything."""
    known = {name: int(tallies[name]) for name in tallies if reader.says(f"count.{name}")}
    rows = ((Cell(reader.say(f"count.{k}"), raw=k), Cell(reader.number(n), raw=n)) for k, n in known.items())
    return table("counts", "counted #count", rows)


def refused_table(reader: Reader, tallies: Mapping[str, str]) -> Table:
    """Why pages were refused."""
    reasons: dict[str, int] = json.loads(tallies.get("refused", "{}"))
    rows = (
        (Cell(worded(reader, f"refused.{reason}", reason), raw=reason), Cell(reader.number(n), raw=n))
        for reason, n in reasons.items()
    )
    return table("refused", "reason #count", rows)


def refused_by_site(graph: Graph, reader: Reader, tallies: Mapping[str, str]) -> Table:
    """The same by site, the most first."""
    told: list[tuple[str, str, int]] = json.loads(tallies.get("refused_by_host", "[]"))[:REFUSED]
    sites = graph.things(f"site/{host}" for host, _, _ in told)
    rows = (
        (Cell(site_name(site, host), link(site.key) if site else ""), Cell(host),
         Cell(worded(reader, f"refused.{reason}", reason), raw=reason), Cell(reader.number(n), raw=n))
        for host, reason, n in told
        for site in [sites.get(f"site/{host}")]
    )  # fmt: skip
    return table("refused-by-site", "site host reason #count", rows)


def sites_table(graph: Graph, reader: Reader) -> Table:
    """The sites with most pages, with what they tell and from when to when."""
    sql = "SELECT * FROM told_by_site ORDER BY pages DESC, site LIMIT ?"
    rows = graph.rows(sql, SITES)
    sites = graph.things(row["site"] for row in rows)
    return table("sites", "site host #pages #reposts #facts first last", (
        (Cell(site_name(sites.get(row["site"]), row["site"]), link(row["site"])), Cell(row["site"].partition("/")[2]),
         *(Cell(reader.number(row[name]), raw=row[name]) for name in ("pages", "reposts", "facts")),
         *(Cell((row[name] or "")[:10]) for name in ("first", "last")))
        for row in rows))  # fmt: skip


def gate_table(reader: Reader, gate: Gate) -> Table:
    """What the gate found in its last run, beside the run before: each figure, its bounds, and whether it holds."""
    if not gate.runs:
        return table("gate", "figure #count", ())
    now, before = gate.runs[0], gate.runs[1]["figures"] if len(gate.runs) > 1 else {}
    out = [f for f in now.get("findings", ()) if f["of"] or f["figure"] not in now["figures"]]
    whole = {f["figure"]: f for f in reversed(now.get("findings", ())) if not f["of"]}
    bounds = now.get("bounds", {})
    rows = [
        (Cell(figure_name(reader, name), raw=name), figure(reader, name, value), figure(reader, name, before.get(name)),
         Cell(bound_of(reader, name, bounds.get(name, {}))), verdict(reader, whole.get(name)))
        for name, value in now["figures"].items()
    ]  # fmt: skip
    rows += [
        (Cell(f"{figure_name(reader, f['figure'])} · {f['of']}".removesuffix(" · "), raw=f["figure"]),
         figure(reader, f["figure"], f["value"]), Cell(), Cell(limit(reader, f["figure"], f["side"], f["limit"])),
         verdict(reader, f))
        for f in out
    ]  # fmt: skip
    return table("gate", "figure #now #before bound verdict", rows)


def figure_name(reader: Reader, name: str) -> str:
    """A figure of the gate in words."""
    return worded(reader, f"gate.{name.replace(' ', '_')}", name)


def figure(reader: Reader, name: str, value: float | None) -> Cell:
    """A figure's value: a share in percent."""
    if value is None:
        return Cell()
    return Cell(f"{value:.1%}" if SHARES in name else reader.number(round(value, 2)), raw=value)


def bound_of(reader: Reader, name: str, bound: Mapping[str, Mapping[str, float]]) -> str:
    """Within which bounds a figure is to be; what is beyond the outer one blocks a release."""
    said = (
        limit(reader, name, side, levels[level])
        for side, levels in bound.items()
        for level in ("warn", "block")
        if level in levels
    )
    return next(said, "")


def limit(reader: Reader, name: str, side: str, value: float) -> str:
    """A bound in words."""
    return reader.say(f"gate.{side}", value=figure(reader, name, value).text)


def verdict(reader: Reader, finding: Mapping[str, Any] | None) -> Cell:
    """Whether a figure holds."""
    name = "holds" if finding is None else "blocks" if finding["blocks"] else "warns"
    return Cell(reader.say(f"gate.{name}"), raw=name)


def worded(reader: Reader, name: str, otherwise: str) -> str:
    """A word of the interface, if there is one."""
    return reader.say(name) if reader.says(name) else otherwise


def size(count: int) -> str:
    """Bytes in words."""
    for unit in ("B", "kB", "MB"):
        if count < KILO:
            return f"{count:.3g} {unit}"
        count //= KILO
    return f"{count} GB"
