"""What a build costs as it grows: processor time of a page and of its load, megabytes of store, peak memory.

usage: python -m bench.growth [PAGES…] [--plot FILE.svg]     each size is told, and drawn, as it is done
       by default 500 2000 8000 32000, each in a process and a folder of its own

Pages of our own making (``bench.made``). The first 300 are read, by one process; all others are emitted, checked,
written and loaded as these are, from readings that differ from theirs in numbers alone. Load is all that a build does
after its shards are there: state, reposts, store, its compaction and the index. A night is one archive more, of 100
pages, into the store that there is. A year is 140,000 pages a day, 365 days.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.made import archives, number_of, varied

COUNTS = (500, 2000, 8000, 32000)
READ, A_NIGHT = 300, 100
A_DAY = 140_000
COLUMNS = {
    "pages": "pages",
    "read_ms": "read, ms",
    "emit_ms": "of that mask, emit, check, write, ms",
    "load_ms": "load, ms",
    "speed": "pages a second",
    "night_ms": "load of a night, ms a page",
    "triples": "triples a page",
    "store_kb": "store, kB a page",
    "index_kb": "index, kB a page",
    "read_mb": "peak memory when all are read, MB",
    "peak_mb": "peak memory, MB",
}


class Reader:
    """Reads the first pages, and varies these for all others; keeps what the two took."""

    def __init__(self) -> None:
        from flows.run import shard

        self._read, self._known = shard.read, list[Any]()
        self.took = 0.0
        shard.read = self.read

    def read(self, page: Any, sites: Any, was: Any = None) -> Any:
        if len(self._known) >= READ:
            number = number_of(page.url)
            return varied(self._known[number % len(self._known)], number)
        start = time.process_time()
        self._known.append(self._read(page, sites, was))
        self.took += time.process_time() - start
        return self._known[-1]


def measured(pages: int, folder: Path) -> dict[str, float]:
    """A build of so many pages from nothing, then a night: figures, a page."""
    from flows.run.build import build
    from flows.run.wanted import Wanted
    from flows.run.work import here
    from flows.settings import Settings
    from flows.storage import DataFolder

    for _ in archives(folder, pages):
        pass
    data, settings, reader = DataFolder(str(folder), folder), Settings(), Reader()
    shards, peaks = 0.0, list[float]()

    def timed(jobs: list[Any]) -> Iterator[Any]:
        nonlocal shards
        start = time.process_time()
        outcomes = list(here(data, settings)(jobs))
        shards = time.process_time() - start
        peaks.append(peak_mb())
        yield from outcomes

    def taken() -> float:
        start = time.process_time()
        build(data, settings, Wanted(), timed)
        return time.process_time() - start - shards

    load = taken()
    read, emit = reader.took / min(READ, pages) * 1000, (shards - reader.took) / pages * 1000
    found = sizes(folder, pages)
    for _ in archives(folder, A_NIGHT, pages):
        pass
    night = taken()
    return {
        "pages": pages,
        "read_ms": read + emit,
        "emit_ms": emit,
        "load_ms": load / pages * 1000,
        "speed": 1000 / (read + emit + load / pages * 1000),
        "night_ms": night / A_NIGHT * 1000,
        **found,
        "read_mb": peaks[0],
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """The most memory that this process had until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def sizes(folder: Path, pages: int) -> dict[str, float]:
    """Triples and bytes of a store, a page."""
    from pyoxigraph import Store

    store = (folder / "store").resolve()
    size = sum(f.stat().st_size for f in store.rglob("*") if f.suffix in (".sst", ".log", ".blob"))
    return {
        "triples": len(Store.read_only(str(store))) / pages,
        "store_kb": size / pages / 1000,
        "index_kb": (store / "index.sqlite").stat().st_size / pages / 1000,
    }


def plot(rows: Iterable[dict[str, float]], file: Path) -> None:
    """The figures against the number of pages, as an SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "growth", "font.size": 8}
    from matplotlib import pyplot

    found = sorted(rows, key=lambda row: row["pages"])
    shown = ("load_ms", "night_ms", "store_kb", "peak_mb")
    figure, axes = pyplot.subplots(1, len(shown), figsize=(11, 2.4), layout="constrained")
    for axis, name in zip(axes, shown, strict=True):
        axis.plot([row["pages"] for row in found], [row[name] for row in found], "o-")
        axis.set(title=COLUMNS[name], xscale="log", xlabel="pages", ylim=(0, None))
    figure.savefig(file, metadata={"Date": None})


def run(pages: int) -> dict[str, float]:
    """The figures of a size, measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.growth", "--one", folder, str(pages)]
        said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return dict(json.loads(said.splitlines()[-1]))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("pages", nargs="*", type=int)
    parser.add_argument("--one")
    parser.add_argument("--plot", type=Path)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.pages[0], Path(asked.one))))
        return
    print(f"| {' | '.join(COLUMNS.values())} |\n{'|---' * len(COLUMNS)}|")
    rows = list[dict[str, float]]()
    for pages in asked.pages or COUNTS:
        rows.append(run(pages))
        figures = (f"{rows[-1][name]:.{1 if name.endswith('_ms') else 0}f}" for name in COLUMNS)
        print(f"| {' | '.join(figures)} |", flush=True)
        if asked.plot:
            plot(rows, asked.plot)
    last, year = rows[-1], A_DAY * 365
    print(
        f"\nA year of {A_DAY} pages a day: {last['store_kb'] * year / 1e9:.1f} TB of store,"
        f" {last['triples'] * year / 1e9:.0f} billion triples; a day takes"
        f" {last['read_ms'] * A_DAY / 3.6e6:.1f} hours of a core to read"
        f" and {last['load_ms'] * A_DAY / 6e4:.0f} minutes to load."
    )


if __name__ == "__main__":
    main()
