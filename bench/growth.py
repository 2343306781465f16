"""What a build costs as it grows: processor time of a page and of its load, megabytes of store, peak memory.

usage: python -m bench.growth [PAGES…]        by default 500 2000 8000 32000, each in a process and a folder of its own

Pages of our own making (``bench.made``), read by one process. Load is all that a build does after its shards are read:
state, reposts, store, its compaction and the index. A year is 140,000 pages a day, 365 days.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.made import archives

COUNTS = (500, 2000, 8000, 32000)
A_DAY = 140_000


def measured(pages: int, folder: Path) -> dict[str, float]:
    """A build of so many pages from nothing: its figures, a page."""
    for _ in archives(folder, pages):
        pass
    from flows.run.build import build
    from flows.run.wanted import Wanted
    from flows.run.work import here
    from flows.settings import Settings
    from flows.storage import DataFolder

    data, settings = DataFolder(str(folder), folder), Settings()
    read = 0.0

    def timed(jobs):  # type: ignore[no-untyped-def]
        nonlocal read
        start = time.process_time()
        outcomes = list(here(data, settings)(jobs))
        read = time.process_time() - start
        yield from outcomes

    start = time.process_time()
    summary = build(data, settings, Wanted(), timed)
    load = time.process_time() - start - read
    store = (folder / "store").resolve()
    from pyoxigraph import Store

    triples = len(Store.read_only(str(store)))
    size = sum(f.stat().st_size for f in store.rglob("*") if f.suffix in (".sst", ".log", ".blob"))
    return {
        "pages": summary.pages,
        "read_ms": read / pages * 1000,
        "load_ms": load / pages * 1000,
        "triples": triples / pages,
        "store_kb": size / pages / 1000,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(int(sys.argv[2]), Path(sys.argv[3]))))
        return
    heads = ("pages", "read, ms", "load, ms", "pages a second", "triples a page", "store, kB a page", "peak memory, MB")
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    found: dict[str, float] = {}
    for pages in map(int, sys.argv[1:] or COUNTS):
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "bench.growth", "--one", str(pages), folder]
            said = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
            found = json.loads(said.splitlines()[-1])
        speed = 1000 / (found["read_ms"] + found["load_ms"])
        figures = (found[key] for key in ("triples", "store_kb", "peak_mb"))
        times = f"{found['read_ms']:.1f} | {found['load_ms']:.1f} | {speed:.0f}"
        print(f"| {found['pages']} | {times} | {' | '.join(f'{figure:.0f}' for figure in figures)} |", flush=True)
    year = A_DAY * 365
    print(
        f"\nA year of {A_DAY} pages a day: {found['store_kb'] * year / 1e9:.1f} TB of store,"
        f" {found['triples'] * year / 1e9:.0f} billion triples; a day takes"
        f" {found['read_ms'] * A_DAY / 3.6e6:.1f} hours of a core to read"
        f" and {found['load_ms'] * A_DAY / 6e4:.0f} minutes to load."
    )


if __name__ == "__main__":
    main()
