"""A release of many pages: time, memory, sizes, and whether others can read each of its files.

usage: python -m bench.release export DATA           writes a release and says what it took
       python -m bench.release night DATA C N G      a night on pages of bench.made: C changed, N new, G gone; built
       python -m bench.release reload DATA [NAME]    opens each file of a release (the newest) with other people's tools
       python -m bench.release apply DATA            the release before the newest, with what changed, is the newest

Raptor is Debian's raptor2-utils; what is not installed is left out with a word. rdflib reads whole dumps into a store
that counts: its own takes some 3 GB for a million triples.
"""

import gzip
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, cast

from rdflib import Dataset
from rdflib.store import Store


def newest(data: Path, name: str = "") -> tuple[Path, dict[str, object]]:
    """A release's folder and its entry in the index."""
    index = json.loads((data / "releases" / "index.json").read_text("utf-8"))
    entry = next(one for one in reversed(index["releases"]) if one["name"] == (name or index["latest"]))
    return data / "releases" / entry["name"], entry


def export(data: Path) -> None:
    start = time.monotonic()
    subprocess.run([sys.executable, "-m", "flows.cli", "export", "--data", str(data)], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{time.monotonic() - start:.0f} s, of it {used.ru_utime + used.ru_stime:.0f} s of a core;", end=" ")
    print(f"{used.ru_maxrss / 1024:.0f} MB at the peak")
    folder, entry = newest(data)
    print(f"{entry['pages']:,} pages, {entry['quads']:,} quads")
    for file in sorted(folder.iterdir(), key=lambda path: -path.stat().st_size):
        print(f"| `{file.name}` | {file.stat().st_size / 1e6:.1f} MB |")


def night(data: Path, *numbers: str) -> None:
    """One archive more, a month later: 300 of its pages are read, the others vary these (``bench.growth``)."""
    from bench.growth import Reader
    from bench.made import FIRST, html, url
    from crawl.archive import Archive
    from flows.run.build import build
    from flows.run.wanted import Wanted
    from flows.run.work import here
    from flows.settings import Settings
    from flows.storage import DataFolder

    changed, new, gone = map(int, numbers)
    known = json.loads((data / "releases" / "index.json").read_text("utf-8"))["releases"][-1]["pages"]
    settings, folder, start = Settings(), DataFolder(str(data), data), time.process_time()
    with Archive(data / "raw" / "night", f"night{known}") as archive:
        for at in range(changed + new + gone):
            number = at if at < changed else known + at if at < changed + new else known - 1 - (at - changed - new)
            here_now = at < changed + new
            body = html(number + known * 1000).encode() if here_now else b""
            moment = FIRST + timedelta(days=30, seconds=at)
            archive.write(url(number), moment, 200 if here_now else 404, [("Content-Type", "text/html")], body)
    Reader()
    print(build(folder, settings, Wanted(), here(folder, settings)).counts)
    print(
        f"{time.process_time() - start:.0f} s of a core; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"
    )


@contextmanager
def unpacked(path: Path) -> Iterator[IO[bytes]]:
    with gzip.open(path) as file:
        yield cast("IO[bytes]", file)


def by_pyoxigraph(name: str) -> Callable[[Path], int]:
    def read(folder: Path) -> int:
        from pyoxigraph import RdfFormat, parse

        form = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
        with unpacked(folder / name) as file:
            return sum(1 for _ in parse(file, form[name.split(".")[1]]))

    return read


def by_raptor(name: str, form: str) -> Callable[[Path], int]:
    def read(folder: Path) -> int:
        with ExitStack() as stack:
            packed = subprocess.Popen(["gzip", "-dc", str(folder / name)], stdout=subprocess.PIPE)
            stack.callback(packed.wait)
            said = subprocess.run(
                ["rapper", "--input", form, "--count", "-", "https://w3id.org/xiangtu/"],
                stdin=packed.stdout, capture_output=True, text=True, check=True,
            )  # fmt: skip
        wrong = [line for line in said.stderr.splitlines() if "Warning" in line or "Error" in line]
        assert not wrong, wrong[:3]
        return int(said.stderr.split("returned ")[1].split()[0])

    return read


HELD = ("xiangtu.trig.gz", "xiangtu.ttl.gz", "xiangtu.jsonld.gz")
"""What rdflib reads whole before it parses; N-Quads it reads as they come."""
HELD_QUADS = 2_000_000


class Counting(Store):
    """A store of rdflib's that keeps no quad: 14 million would take its own some 40 GB."""

    context_aware = graph_aware = True

    def __init__(self) -> None:
        super().__init__()
        self.added = 0

    def add(self, *_: object, **__: object) -> None:
        self.added += 1

    def remove(self, *_: object, **__: object) -> None:
        pass

    add_graph = remove_graph = remove


def by_rdflib(name: str) -> Callable[[Path], int]:
    """The quads of a whole file as rdflib's own parser gives them, without a warning."""

    def read(folder: Path) -> int:
        form = {"nq": "nquads", "trig": "trig", "ttl": "turtle", "jsonld": "json-ld"}[name.split(".")[1]]
        store = Counting()
        with unpacked(folder / name) as file, warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            Dataset(store=store).parse(file=file, format=form)
        told = [each for each in told if each.category is not DeprecationWarning]  # of rdflib, by rdflib
        assert not told, [str(each.message) for each in told[:3]]
        return store.added

    return read


def by_rdflib_described(folder: Path) -> int:
    from rdflib import Graph

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return sum(len(Graph().parse(folder / name)) for name in ("void.ttl", "dcat.ttl"))


def by_duckdb(folder: Path) -> int:
    import duckdb

    asked = f"SELECT count(*), sum(value), count(DISTINCT county) FROM '{folder}/facts.parquet'"
    return int(duckdb.sql(asked).limit(1).fetchall()[0][0])


def by_pandas(folder: Path) -> int:
    import pandas

    facts = pandas.read_parquet(folder / "facts.parquet")
    assert facts["value"].dtype == float
    assert len(pandas.read_csv(folder / "facts.csv", encoding="utf-8-sig", low_memory=False)) == len(facts)
    return len(facts)


def by_openpyxl(folder: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(folder / "xiangtu.xlsx", read_only=True)
    return sum(1 for _ in book["facts"].iter_rows()) - 1


READERS: dict[str, Callable[[Path], int]] = {
    **{f"pyoxigraph, {name}": by_pyoxigraph(name) for name in ("xiangtu.nq.gz", "xiangtu.trig.gz", "xiangtu.ttl.gz",
                                                            "xiangtu.jsonld.gz")},
    "raptor, xiangtu.nq.gz": by_raptor("xiangtu.nq.gz", "nquads"),
    "raptor, xiangtu.ttl.gz": by_raptor("xiangtu.ttl.gz", "turtle"),
    **{f"rdflib, {name}": by_rdflib(name) for name in ("xiangtu.nq.gz", *HELD)},
    "rdflib, void.ttl and dcat.ttl": by_rdflib_described,
    "duckdb, facts.parquet": by_duckdb,
    "pandas, facts.parquet and facts.csv": by_pandas,
    "openpyxl, xiangtu.xlsx": by_openpyxl,
}  # fmt: skip


def reload(data: Path, name: str = "") -> None:
    folder, entry = newest(data, name)
    print(f"{folder.name}: {entry['quads']:,} quads\n\n| read by | things | s |\n|---|---|---|")
    for what, read in READERS.items():
        if what.startswith("raptor") and not shutil.which("rapper"):
            print(f"| {what} | not installed | |")
            continue
        if what.removeprefix("rdflib, ") in HELD and int(str(entry["quads"])) > HELD_QUADS:
            print(f"| {what} | left out: rdflib holds such a file whole | |")
            continue
        start = time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        try:
            count = f"{read(folder):,}"
        except ImportError as error:
            count = f"not installed: {error.name}"
        took = time.process_time() + resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start
        print(f"| {what} | {count} | {took:.1f} |", flush=True)


APPLIED = """set -eo pipefail; export LC_ALL=C
lines() { gzip -dc "$1" | sort -u -T "$3" > "$3/$2"; }
lines "$1/xiangtu.nq.gz" old "$3"; lines "$2/xiangtu.nq.gz" new "$3"
lines "$2/added.nq.gz" added "$3"; lines "$2/removed.nq.gz" removed "$3"
comm -23 "$3/old" "$3/removed" | sort -m - "$3/added" | cmp - "$3/new"
wc -l "$3/old" "$3/removed" "$3/added" "$3/new"
"""
"""The old release without what was removed, with what was added, is the new one to the byte: sort and comm see it."""


def apply(data: Path) -> None:
    new, entry = newest(data)
    with tempfile.TemporaryDirectory(dir=data) as scratch:
        old = data / "releases" / str(entry["since"])
        subprocess.run(["bash", "-c", APPLIED, "apply", str(old), str(new), scratch], check=True)


def main(verb: str, data: str, *name: str) -> None:
    {"export": export, "night": night, "reload": reload, "apply": apply}[verb](Path(data), *name)


if __name__ == "__main__":
    main(*sys.argv[1:])
