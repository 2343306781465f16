"""The data behind the pages: releases, what changed between two, the ontology, quality, how to cite."""

import json
from dataclasses import dataclass

from ontology.iris import XT
from serve.explorer.data import Changes, Releases
from serve.explorer.graph import THING, Graph, Thing
from serve.explorer.reader import Reader, link
from serve.explorer.tables import Cell, Table, table
from serve.explorer.view import Asked, NotFoundError, View

SITES = 100
KILO = 1000


@dataclass(frozen=True, slots=True)
class DataView:
    """What the template of the data page knows."""

    releases: tuple[str, ...]
    release: str
    files: Table
    changes: Changes | None
    changed: Table
    counts: Table
    sites: Table
    refused: Table
    ontology: str


def data_view(graph: Graph, reader: Reader, releases: Releases, asked: Asked) -> View:
    """The data page, for the newest release or the one that is asked for. Raises NotFoundError."""
    names = releases.names()
    release = asked.text("release") or (names[-1] if names else "")
    before = names[: names.index(release)] if release in names else []
    since = asked.text("since") or (before[-1] if before else "")
    try:
        files = files_table(releases, release)
        changes = releases.changes(since, release) if since and since != release else None
    except FileNotFoundError as error:
        raise NotFoundError(f"release {error}") from None
    first = changes.first if changes else ()
    lines = ((Cell(iri, link(graph.key(iri))), Cell(reader.say(f"change.{what}"), raw=what)) for iri, what in first)
    changed = table("changes", "page what_changed", lines)
    counts, refused = counted(graph, reader)
    sites = sites_table(graph, reader)
    about = DataView(tuple(reversed(names)), release, files, changes, changed, counts, sites, refused, str(XT))
    return View("data.html", reader.say("data"), about, (files, changed, counts, sites, refused))


def files_table(releases: Releases, release: str) -> Table:
    """The files of a release. Raises FileNotFoundError."""
    files = releases.files(release) if release else []
    at = f"/data/releases/{release}"
    rows = ((Cell(f.name, f"{at}/{f.name}"), Cell(size(f.size), raw=f.size), Cell(f.digest)) for f in files)
    return table("files", "file size sha256", rows)


def counted(graph: Graph, reader: Reader) -> tuple[Table, Table]:
    """How much there is of everything, and why pages were refused."""
    tallies = graph.tallies()
    known = {name: int(tallies[name]) for name in tallies if reader.says(f"count.{name}")}
    counts = ((Cell(reader.say(f"count.{k}"), raw=k), Cell(reader.number(n), raw=n)) for k, n in known.items())
    reasons: dict[str, int] = json.loads(tallies.get("refused", "{}"))
    refused = ((Cell(reason), Cell(reader.number(n), raw=n)) for reason, n in reasons.items())
    return table("counts", "counted #count", counts), table("refused", "reason #count", refused)


def sites_table(graph: Graph, reader: Reader) -> Table:
    """The sites with most pages."""
    rows = graph.rows(f"SELECT {THING} FROM things WHERE kind = 'site' ORDER BY id LIMIT ?", SITES)
    sites = [Thing(*row) for row in rows]
    return table("sites", "site host #pages", (
        (Cell(s.name, link(s.key)), Cell(s.key.removeprefix("site/")), Cell(reader.number(s.pages), raw=s.pages))
        for s in sites))  # fmt: skip


def size(count: int) -> str:
    """Bytes in words."""
    for unit in ("B", "kB", "MB"):
        if count < KILO:
            return f"{count:.3g} {unit}"
        count //= KILO
    return f"{count} GB"
