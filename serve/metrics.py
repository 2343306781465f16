"""What the endpoint counts, in Prometheus' terms."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from serve.errors import QueryError
from serve.pool import Pool

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one application."""

    def __init__(self, pool: Pool) -> None:
        self.registry = CollectorRegistry()
        self.queries = Counter("xiangtu_queries", "Queries by what came of them", ["outcome"], registry=self.registry)
        self.seconds = Histogram(
            "xiangtu_query_seconds", "Time from a query to its answer", buckets=SECONDS, registry=self.registry
        )
        for name, what in (
            ("running", "Queries that run"),
            ("slow", "Slow queries that run beside the others"),
            ("stopped", "Slow queries that wait to run on"),
            ("waiting", "Queries that wait for a place"),
            ("ready", "Query processes that are free"),
        ):
            gauge = Gauge(f"xiangtu_queries_{name}", what, registry=self.registry)
            gauge.set_function(lambda name=name: float(getattr(pool, name)))  # type: ignore[misc]


@contextmanager
def measured(metrics: Metrics) -> Iterator[None]:
    """Count a query and its time."""
    begun, outcome = time.monotonic(), "abandoned"
    try:
        yield
        outcome = "answered"
    except QueryError as error:
        outcome = error.reason
        raise
    finally:
        metrics.queries.labels(outcome).inc()
        metrics.seconds.observe(time.monotonic() - begun)
