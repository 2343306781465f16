"""What new pages cost beside many known ones: the clusters of reposts kept in the state.

usage: python -m bench.reposts [KNOWN…]

Signatures of our own making, a fifth of them near copies; then 1,000 new pages of which a fifth repost known ones.
Prints the processor's seconds and the memory of that build, and the state's bytes a page for the clusters alone.
"""

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.store.alike import Alike
from flows.store.state import Captured, Shard, State, opened
from ontology.iris import Iris
from pipeline.clean.reposts import SIZE

NEW = 1000
SHARD = 50_000
IRIS = Iris()


@dataclass(frozen=True)
class Cost:
    """Of the known pages: seconds to build their clusters, bytes a page. Of the new ones: seconds. The process's memory
    at its peak in MB."""

    known: int
    built: float
    bytes_a_page: float
    seconds: float
    memory: float


def pages(first: int, count: int) -> Iterator[Captured]:
    """Captures, every fifth a near copy of an earlier one."""
    for number in range(first, first + count):
        dice = random.Random(number)
        copied = random.Random(dice.randrange(number)) if number % 5 == 4 else dice
        sign = bytearray(copied.randbytes(SIZE))
        if number % 5 == 4:
            sign[:8] = dice.randbytes(8)
        moment = f"2024-05-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}"
        url = f"http://{number % 500}.example.com/{number}.html"
        yield Captured(
            str(IRIS.page(url)), url, f"{number:064x}", f"{moment}:00+00:00", None, bytes(sign), moment, "某某报"
        )


def take_in(state: State, name: str, captures: Iterable[Captured]) -> None:
    state.add_shard(Shard(name, name, name, 0, 0), captures)


def size_of(db: sqlite3.Connection) -> int:
    """Bytes that the clusters' tables take."""
    try:
        names = "'signed', 'signed_first', 'bands', 'reposts'"
        return int(db.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({names})").fetchone()[0])
    except sqlite3.OperationalError:  # a library without dbstat
        return 0


def measure(known: int) -> Cost:
    """Build the clusters of so many known pages, then of new ones on top."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "state.sqlite") as state:
        for first in range(0, known, SHARD):
            take_in(state, f"known-{first}", pages(first, min(SHARD, known - first)))
        alike = Alike(state.db, IRIS.pages)
        start = time.process_time()
        alike.settle()
        built = time.process_time() - start
        state.set_loaded("store", {})
        take_in(state, "new", pages(known, NEW))
        start = time.process_time()
        alike.settle()
        seconds = time.process_time() - start
        told = sum(1 for _ in alike.reposts(only_untold=True))
        assert told > NEW // 10, f"only {told} new pages were told to be reposts"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Cost(known, built, size_of(state.db) / (known + NEW), seconds, memory)


def main() -> None:
    for known in map(int, sys.argv[1:] or ("100000", "1000000")):
        cost = measure(known)
        print(
            f"{known:>10,} known: built in {cost.built:.1f} s ({cost.built / known * 1e6:.0f} µs a page, "
            f"{cost.bytes_a_page:.0f} bytes); {NEW:,} new in {cost.seconds:.2f} s; {cost.memory:.0f} MB in all"
        )


if __name__ == "__main__":
    main()
