"""A publication: what another store lacks is sent, what no longer holds is removed, in batches that count once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flows.publish.ledger import Ledger, Plan, ledger_of, triple_of
from flows.publish.remote import Remote, Target
from flows.storage import DataFolder
from flows.store.counts import COUNTS
from flows.store.folders import reading
from flows.store.update import HISTORY
from ontology.iris import Iris

BEAT_S = 5.0
"""How often it is told how far it is."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was sent: triples that came and went; none of either where the other store was in step."""

    added: int = 0
    removed: int = 0


def publish(
    data: DataFolder, iris: Iris, target: Target, told: Callable[[str], object], batch: int, *, anew: bool = False
) -> Published:
    """Bring another store in step with ours. ``anew`` empties its graphs first and sends all.

    Raises NoStoreError, BusyError, DamagedError, RemoteError, OSError.
    """
    ledger = ledger_of(data, target)
    with ledger.locked(), Remote(target, told) as remote:
        remote.greet()
        if anew:
            ledger.forget()
            for graph in (None, str(iris.graph(HISTORY)), str(iris.graph(COUNTS))):
                remote.empty(graph)
        sent = Published()
        if plan := ledger.plan():
            told("going on with what was left unsent")
            sent = send(ledger, plan, remote, told)
        with reading(data) as store:
            name = name_of(store)
            if ledger.store == name:
                return sent
            told("comparing with what it has")
            plan = ledger.compare(store, name, batch)
        now = send(ledger, plan, remote, told)
        return Published(sent.added + now.added, sent.removed + now.removed)


def send(ledger: Ledger, plan: Plan, remote: Remote, told: Callable[[str], object]) -> Published:
    """Send what has not arrived of a plan, and note that the other store has it."""
    counts, beat, total = {"added": 0, "removed": 0}, time.monotonic(), plan.added + plan.removed
    for verb, lines in ledger.batches(plan):
        by_graph: dict[str | None, list[bytes]] = {}
        for line in lines:
            graph, triple = triple_of(line)
            by_graph.setdefault(graph, []).append(triple)
        for graph, triples in by_graph.items():
            (remote.add if verb == "added" else remote.remove)(graph, triples)
        ledger.arrived()
        counts[verb] += len(lines)
        if time.monotonic() - beat > BEAT_S:
            beat = time.monotonic()
            told(f"{sum(counts.values()):,} of {total:,} triples sent")
    ledger.settle(plan, remote.target)
    return Published(**counts)


def name_of(store: Path) -> str:
    """What tells a store from those before it, though its folder's number may come again."""
    return f"{store.name} {store.stat().st_ctime_ns}"
