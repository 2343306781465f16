"""A release: the newest graphs as dumps, with checksums, a description (DCAT, VoID) and what changed since the last.

Everything is streamed in the order of pages, so the same captures give the same bytes, however they were built and
whatever their number.
"""

import gzip
import hashlib
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse, serialize

from flows.batches import batched
from flows.describe import Dump, describe
from flows.files import gzip_file, open_gzip
from flows.load import place_pattern, scheme_quads
from flows.reposts import REPOSTS, repost_quads
from flows.state import State
from flows.storage import DataFolder
from ontology.iris import XT, Iris
from pipeline.divisions import PLACES, place_graph
from pipeline.emit import nquads

OPEN_FILES = 100
"""Shards merged at once; more are merged in rounds."""
SUMS = "SHA256SUMS"
PREFIXES = {
    "xt": str(XT),
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class EmptyError(RuntimeError):
    """There is nothing to release."""


@dataclass(slots=True)
class Tally:
    """What a pass over the graphs counts."""

    pages: int = 0
    quads: int = 0
    predicates: Counter[str] = field(default_factory=Counter)
    codes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Release:
    """A finished release: its folder within the data folder, its files with sizes, and what changed."""

    folder: str
    files: dict[str, int]
    pages: int
    quads: int
    changes: dict[str, int]
    since: str | None
    unchanged: bool = False
    """Whether an earlier release holds the very same bytes, so that none was written."""


def release(data: DataFolder, state: State, iris: Iris, date: str) -> Release:
    """Write the release of a day (ISO date); a second one of that day with other contents is ``DATE.2``.

    Raises EmptyError where no page has been read.
    """
    if not state.counts()["pages"]:
        raise EmptyError(f"{data.url}: no pages in the graph; run 'xiangtu build' first")
    with data.scratch() as folder, ExitStack() as stack:
        tally = Tally()
        chunks = merged(data, state, stack, folder)
        write_quads(folder, chunks, repost_quads(state, iris), iris, tally)
        write_turtle(folder)
        earlier = releases(data)
        since = earlier[-1] if earlier else None
        sums = {name: digest(folder / name) for name in ("xiangtu.nq.gz", "xiangtu.ttl.gz", "pages.tsv.gz")}
        if since and read_sums(data, since).get("xiangtu.nq.gz") == sums["xiangtu.nq.gz"]:
            return Release(f"releases/{since}", {}, tally.pages, tally.quads, {}, since, unchanged=True)
        changes = write_changes(data, since, folder)
        sums["changes.tsv.gz"] = digest(folder / "changes.tsv.gz")
        dumps = [
            Dump(
                "xiangtu.nq.gz", "application/n-quads", (folder / "xiangtu.nq.gz").stat().st_size, sums["xiangtu.nq.gz"]
            ),
            Dump("xiangtu.ttl.gz", "text/turtle", (folder / "xiangtu.ttl.gz").stat().st_size, sums["xiangtu.ttl.gz"]),
        ]
        (folder / "void.ttl").write_text(
            describe(iris, date, dumps, tally.pages, tally.quads, tally.predicates), "utf-8"
        )
        sums["void.ttl"] = digest(folder / "void.ttl")
        (folder / SUMS).write_text("".join(f"{value}  {name}\n" for name, value in sorted(sums.items())))
        target = f"releases/{free_name(date, earlier)}"
        sizes = {name: (folder / name).stat().st_size for name in (*sorted(sums), SUMS)}
        for name in sizes:
            data.publish(folder / name, f"{target}/{name}")
    return Release(target, sizes, tally.pages, tally.quads, changes, since)


def releases(data: DataFolder) -> list[str]:
    """The names of the complete releases, oldest first."""
    names = (rel.split("/")[1] for rel in data.find("releases", f"/{SUMS}"))
    return sorted(names, key=lambda name: (name.partition(".")[0], int(name.partition(".")[2] or 1)))


def free_name(date: str, taken: list[str]) -> str:
    """The date, or the date with the next free number."""
    number = 1
    while (name := date if number == 1 else f"{date}.{number}") in taken:
        number += 1
    return name


def read_sums(data: DataFolder, name: str) -> dict[str, str]:
    """The checksums of a release, by file."""
    with data.open(f"releases/{name}/{SUMS}") as file:
        return {line.split()[1].decode(): line.split()[0].decode() for line in file}


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def graph_of(line: bytes) -> bytes:
    """The named graph of an N-Quads line."""
    return line[line.rindex(b"<") + 1 : line.rindex(b">")]


def merged(data: DataFolder, state: State, stack: ExitStack, folder: Path) -> Iterator[bytes]:
    """The N-Quads lines of every page's newest graph, pages in order."""
    parts: list[Iterator[bytes]] = []
    names = [name for name in state.shards() if state.newest(name)]
    for number, group in enumerate(batched(names, OPEN_FILES)):
        part = folder / f"part-{number}"
        with ExitStack() as own, part.open("wb") as out:
            streams = [newest_lines(data, state, name, own) for name in group]
            together = heapq.merge(*streams, key=graph_of)
            out.writelines(together)
        parts.append(iter(stack.enter_context(part.open("rb"))))
    return heapq.merge(*parts, key=graph_of)


def newest_lines(data: DataFolder, state: State, shard: str, stack: ExitStack) -> Iterator[bytes]:
    """The lines of the pages whose newest graph stands in this shard."""
    pages = {page.encode() for page in state.newest(shard)}
    packed = stack.enter_context(data.open(data.output("graph", shard)))
    lines = stack.enter_context(gzip.GzipFile(fileobj=packed))
    return (line for line in lines if graph_of(line) in pages)


def write_quads(folder: Path, lines: Iterable[bytes], reposts: Iterable[bytes], iris: Iris, tally: Tally) -> None:
    """The N-Quads dump: pages, then the schemes, the divisions that the pages point to and which pages are reposts; and
    the list of pages."""
    places = place_pattern(iris)
    with gzip_file(folder / "xiangtu.nq.gz") as out, gzip_file(folder / "pages.tsv.gz") as pages:
        for page, group in groupby(lines, key=graph_of):
            total = hashlib.sha256()
            tally.pages += 1
            for line in group:
                total.update(line)
                count(line, tally)
                tally.codes.update(code.decode() for code in places.findall(line))
                out.write(line)
            pages.write(page + b"\t" + total.hexdigest().encode() + b"\n")
        places_name = iris.graph(PLACES)
        graphs = {**scheme_quads(iris), str(places_name): nquads(place_graph(tally.codes, iris), places_name)}
        beside = {name: (text.encode() for text in texts) for name, texts in graphs.items()}
        for _, quads in sorted({**beside, str(iris.graph(REPOSTS)): reposts}.items()):
            for line in quads:
                count(line, tally)
                out.write(line)


def count(line: bytes, tally: Tally) -> None:
    """Count a quad and its predicate."""
    tally.quads += 1
    tally.predicates[line.split(b" ", 2)[1][1:-1].decode()] += 1


def write_turtle(folder: Path) -> None:
    """The union of the graphs as Turtle; what several pages say stands several times."""
    with open_gzip(folder / "xiangtu.nq.gz") as quads, gzip_file(folder / "xiangtu.ttl.gz") as out:
        triples = (Triple(q.subject, q.predicate, q.object) for q in parse(quads, RdfFormat.N_QUADS))
        serialize(triples, out, RdfFormat.TURTLE, prefixes=PREFIXES)


def write_changes(data: DataFolder, since: str | None, folder: Path) -> dict[str, int]:
    """The pages added, changed and removed since a release, as lines ``page TAB what``; gives their numbers."""
    numbers: Counter[str] = Counter()
    with ExitStack() as stack:
        new = stack.enter_context(gzip.open(folder / "pages.tsv.gz"))
        old: Iterable[bytes] = ()
        if since:
            old = stack.enter_context(gzip.open(stack.enter_context(data.open(f"releases/{since}/pages.tsv.gz"))))
        out = stack.enter_context(gzip_file(folder / "changes.tsv.gz"))
        for page, what in differences(old, new):
            numbers[what] += 1
            out.write(page + b"\t" + what.encode() + b"\n")
    return dict(numbers)


def differences(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[bytes, str]]:
    """The pages in which two sorted lists of ``page TAB digest`` differ."""
    sides = heapq.merge(((*line.split(), 0) for line in old), ((*line.split(), 1) for line in new))
    for page, group in groupby(sides, key=lambda item: item[0]):
        entries = list(group)
        if len(entries) == 1:
            yield page, "added" if entries[0][2] else "removed"
        elif entries[0][1] != entries[1][1]:
            yield page, "changed"
