"""What people put right by hand, as pages show it: what was corrected and why, and what became of what is gone."""

from dataclasses import dataclass

from serve.explorer.graph import Graph
from serve.explorer.reader import Reader, link
from serve.explorer.statements import local
from serve.explorer.tables import Table
from serve.explorer.view import View
from serve.explorer.views.evidence import history_table

KINDS = {"fact": "reject", "relation": "reject", "page": "home"}
"""What an entry does, by what it corrects; it merges all others."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction: what it does, what it corrects and what stands in its place, why, by whom and when."""

    kind: str
    thing: str
    to: str
    reason: str
    by: str
    date: str


@dataclass(frozen=True, slots=True)
class RejectedView:
    """What the template of a rejected statement knows; the history is its sentences with their pages."""

    corrections: tuple[Correction, ...]
    history: Table


def corrections_of(graph: Graph, reader: Reader, key: str) -> tuple[Correction, ...]:
    """The corrections that changed a thing, the newest first."""
    rows = sorted(graph.ask("corrections", [(key,)]), key=lambda row: (row["date"], row["correction"]), reverse=True)
    ends = graph.things(graph.key(row["to"]) for row in rows if "to" in row)
    return tuple(
        Correction(
            KINDS.get(graph.key(row["thing"]).partition("/")[0], "merge"),
            local(row["thing"]),
            reader.name(ends.get(graph.key(row["to"])), local(row["to"])) if "to" in row else "",
            row["reason"],
            row["by"],
            row["date"],
        )
        for row in rows
    )


def successor(graph: Graph, key: str) -> str | None:
    """The address of what stands in the place of a name that was merged away, or of a statement that says something
    else by a correction; None where there is none."""
    revised = graph.ask("revision", [(key,)])
    merged = [row["to"] for row in graph.ask("corrections", [(key,)]) if "to" in row and graph.key(row["thing"]) == key]
    found = [row["statement"] for row in revised] + merged
    return link(graph.key(found[0])) if found and graph.key(found[0]) != key else None


def rejected_view(graph: Graph, reader: Reader, key: str) -> View | None:
    """The page of a statement that was rejected; None for one that was not."""
    corrections = tuple(c for c in corrections_of(graph, reader, key) if c.kind == "reject")
    said = graph.ask("rejected", [(key,)]) if corrections else []
    if not said:
        return None
    first = said[0]
    measure = (first.get("unit", ""), first.get("valueMax"), first.get("per"))
    amount = reader.amount(first["value"], *measure) if "value" in first else ""
    moments = history_table(graph, key)
    title = f"{first.get('what', reader.say('correction.statement'))} {amount}".strip()
    return View("rejected.html", title, RejectedView(corrections, moments), (moments,), key)
