"""What a query may take, and the protocol's limits; the settings of the command line are these."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one query and of all at once; units stand in the names."""

    timeout_s: float = 30
    """A query that takes longer is ended: 408."""
    memory_mb: int = 2_000
    """Memory that a query may take beyond what its process has at rest: 503."""
    query_bytes: int = 100_000
    """A longer query is refused: 413."""
    rows: int = 1_000_000
    """An answer of more rows, or triples, is refused: 413."""
    answer_mb: int = 200
    """A larger answer is refused: 413."""
    processes: int = 4
    """Queries that run at once; further ones wait."""
    slow: int = 4
    """Queries that may run beside those once they are slow; as many more are stopped until one ends: 429 beyond."""
    queue: int = 200
    """Queries that may wait: 429 beyond."""
    wait_s: float = 10
    """A query that waits longer is sent away: 429."""
    csv_exact: bool = False
    """Whether CSV has cells as they are, also those that a spreadsheet would run."""


SLOW_S = 0.5
"""A query that has had so much of a processor is a slow one: it runs on at a lower priority and beside the others.
Processor time, since on a busy machine short queries take long too; the questions of ``ontology/queries`` take less."""
LASTING_S = 5.0
"""So is one that has lasted so long, whatever it waits for."""
LOOK_S = 0.25
"""How often a query that runs is looked at."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Limits of those who connect."""

    connections: int = 500
    """Connections at once; beyond, the one that has waited longest without a whole request makes room."""
    request_s: float = 15
    """Time for a whole request to arrive: 408."""


SEND_S = 30.0
"""A client that takes no further piece of its answer for so long is cut off."""
