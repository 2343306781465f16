"""A release: the newest graphs as dumps, with checksums, a description (DCAT, VoID) and what changed since the last.

Everything is streamed in the order of pages, so the same captures give the same bytes, however they were built and
whatever their number.
"""

import gzip
import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from pyoxigraph import DefaultGraph, RdfFormat, Store
from rdflib import SDO

from flows.batches import batched
from flows.files import gzip_file
from flows.release.changes import PageList, captured, write_changes
from flows.release.describe import DESCRIPTIONS, About, Dump, describe
from flows.release.diff import write_difference
from flows.release.forms import PREFIXES, check, write_forms
from flows.release.index import LATEST, enter, file_entry, pipeline_of
from flows.release.rows import Tables
from flows.release.sheets import TABLES, tables
from flows.release.workbook import workbook
from flows.storage import DataFolder
from flows.store import corrections
from flows.store.corrected import Corrected
from flows.store.divisions import place_pattern
from flows.store.folders import reading
from flows.store.graphs import Graphs
from flows.store.history import END, ended_in, history
from flows.store.load import scheme_quads
from flows.store.reposts import REPOSTS, alike_of, repost_quads
from flows.store.state import State
from flows.sums import digest
from flows.sums import read_sums as sums_of
from ontology.iris import Iris
from pipeline.divisions import PLACES as DIVISIONS
from pipeline.divisions import place_graph
from pipeline.graph.written import nquads
from serve.compared import CHANGES, ENDED, PAGES

Page = tuple[bytes, list[bytes], list[bytes], list[bytes]]
"""A page with the lines of its graph, of its times and of its history."""
OPEN_FILES = 100
"""Shards merged at once; more are merged in rounds."""
SEEN = "seen"
"""The name of the graph of the pages' times, for ``Iris.graph``."""
DAYS = f"SELECT DISTINCT (SUBSTR(STR(?at), 1, 10) AS ?day) {{ ?page <{SDO.datePublished}> ?at }}"
SUMS = "SHA256SUMS"
QUADS = "xiangtu.nq.gz"
FILES = {
    QUADS: "application/n-quads",
    "xiangtu.trig.gz": "application/trig",
    "xiangtu.ttl.gz": "text/turtle",
    "xiangtu.jsonld.gz": "application/ld+json",
    **{f"{name}.csv": "text/csv" for name in TABLES},
    **{f"{name}.parquet": "application/vnd.apache.parquet" for name in TABLES},
    "xiangtu.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "added.nq.gz": "application/n-quads",
    "removed.nq.gz": "application/n-quads",
    **dict.fromkeys((CHANGES, PAGES, ENDED), "text/tab-separated-values"),
}
"""A release's files but for its description and checksums, each with its media type."""


class EmptyError(RuntimeError):
    """There is nothing to release."""


@dataclass(slots=True)
class Tally:
    """What a pass over the graphs counts."""

    pages: int = 0
    quads: int = 0
    codes: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Said:
    """What the store says now: its triples by predicate, the first and the last day on which a page was published."""

    predicates: Counter[str]
    period: tuple[str, str] | None


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


def release(data: DataFolder, state: State, iris: Iris, date: str, origin: tuple[str, str], out: DataFolder) -> Release:
    """Write the release of a day (ISO date); a second one of that day with other contents is ``DATE.2``.

    It is written to ``out``, this data folder or another, and compared with the one before it there. ``origin`` is the
    licence that the description names, and the version of the pipeline that read the pages.
    Names tell the order in which releases were made: one of a day before the newest's takes that one's day.
    Raises EmptyError where no page has been read.
    """
    if not state.counts()["pages"]:
        raise EmptyError(f"{data.url}: no pages in the graph; run 'xiangtu build' first")
    with out.scratch() as folder:
        tally, found = write_dumps(data, state, iris, folder)
        earlier = releases(out)
        since = earlier[-1] if earlier else None
        if since and read_sums(out, since).get(QUADS) == digest(folder / QUADS):
            return Release(f"releases/{since}", {}, tally.pages, tally.quads, {}, since, unchanged=True)
        changes = write_changes(
            partial(opened_of, out, since), folder, same_pipeline=pipeline_of(out, since) in (None, origin[1])
        )
        with out.open(f"releases/{since}/{QUADS}") if since else nullcontext() as old:
            changes |= {f"quads {what}": n for what, n in write_difference(old, folder / QUADS, folder).items()}
        day = max(date, since.partition(".")[0]) if since else date
        target = f"releases/{free_name(day, earlier)}"
        about = About(date, tally.pages, found.predicates.total(), found.predicates, *origin, since, found.period)
        listed = write_descriptions(folder, iris, about)
        for entry in listed:
            out.publish(folder / entry["name"], f"{target}/{entry['name']}")
        name = target.partition("/")[2]
        about_it = {"name": name, "date": date, "pages": tally.pages, "quads": tally.quads, "pipeline": origin[1]}
        enter(out, folder, {**about_it, "since": since, "changes": changes, "files": listed})
    sizes = {entry["name"]: entry["bytes"] for entry in listed}
    return Release(target, sizes, tally.pages, tally.quads, changes, since)


def write_descriptions(folder: Path, iris: Iris, about: About) -> list[dict[str, Any]]:
    """Write the descriptions and the checksums; gives all files as the index has them, the checksums last."""
    files = [dump_of(folder / name, kind) for name, kind in FILES.items()]
    for name, text in describe(iris, about, files).items():
        (folder / name).write_text(text, "utf-8")
    listed = [file_entry(folder / name) for name in sorted({*FILES, *DESCRIPTIONS})]
    (folder / SUMS).write_text("".join(f"{entry['sha256']}  {entry['name']}\n" for entry in listed))
    return [*listed, file_entry(folder / SUMS)]


def dump_of(path: Path, media_type: str) -> Dump:
    """A finished file as the description has it."""
    return Dump(path.name, media_type, path.stat().st_size, digest(path))


def write_dumps(data: DataFolder, state: State, iris: Iris, folder: Path) -> tuple[Tally, Said]:
    """All files of a release but for what changed and the descriptions; each is opened again and counted.

    Gives what was counted, and what the store says now. Raises OSError.
    """
    with ExitStack() as stack:
        tally, alike = Tally(), alike_of(state, iris)
        originals = {page: original for page, original, _ in alike.reposts()}
        rows = stack.enter_context(tables(folder, Tables(iris, originals)))
        corrected = Corrected(corrections.applied(data.local, state, iris), iris)
        graphs = stack.enter_context(Graphs(data, corrected))
        pages = rows.noted(with_history(merged(data, state, stack, folder), state, graphs, iris))
        beside = {
            str(iris.graph(REPOSTS)): repost_quads(alike.reposts(), iris),
            str(iris.graph(corrections.GRAPH)): corrections.quads(corrected.corrections, iris),
        }
        listed = PageList(stack.enter_context(gzip_file(folder / PAGES)), captured(state, iris))
        write_quads(folder, noted(pages, listed), beside, iris, tally)
        with reading(data) as at:
            found = write_turtle(folder, Store.read_only(str(at)))
    write_forms(folder)
    workbook(folder, "xiangtu.xlsx", TABLES)
    check(folder, tally.quads, rows.counts)
    return tally, found


def releases(data: DataFolder) -> list[str]:
    """The names of the complete releases, oldest first."""
    names = (rel.split("/")[1] for rel in data.find("releases", f"/{SUMS}"))
    names = (name for name in names if name != LATEST)
    return sorted(names, key=lambda name: (name.partition(".")[0], int(name.partition(".")[2] or 1)))


def free_name(date: str, taken: list[str]) -> str:
    """The date, or the date with the next free number."""
    number = 1
    while (name := date if number == 1 else f"{date}.{number}") in taken:
        number += 1
    return name


def read_sums(data: DataFolder, name: str) -> dict[str, str]:
    """The checksums of a release, by file."""
    sums = sums_of(data, f"releases/{name}/{SUMS}")
    return {rel.rpartition("/")[2]: value for rel, value in sums.items()}


def graph_of(line: bytes) -> bytes:
    """The named graph of an N-Quads line."""
    return line[line.rindex(b"<") + 1 : line.rindex(b">")]


def merged(data: DataFolder, state: State, stack: ExitStack, folder: Path) -> Iterator[tuple[bytes, list[bytes]]]:
    """Every page with the N-Quads lines of its newest graph, in order."""
    names = [name for name in state.shards() if state.newest(name)]
    parts = [newest_pages(data, state, name, stack) for name in names[:OPEN_FILES]]
    for number, group in enumerate(batched(names[OPEN_FILES:], OPEN_FILES)):
        part = folder / f"part-{number}"
        with ExitStack() as own, part.open("wb") as out:
            streams = [newest_pages(data, state, name, own) for name in group]
            out.writelines(line for _, lines in heapq.merge(*streams) for line in lines)
        parts.append(by_page(stack.enter_context(part.open("rb"))))
    return heapq.merge(*parts)


def newest_pages(data: DataFolder, state: State, shard: str, stack: ExitStack) -> Iterator[tuple[bytes, list[bytes]]]:
    """The pages whose newest graph stands in this shard, with their lines."""
    pages = {page.encode() for page in state.newest(shard)}
    packed = stack.enter_context(data.open(data.output("graph", shard)))
    lines = stack.enter_context(gzip.GzipFile(fileobj=packed))
    return ((page, graph) for page, graph in by_page(lines) if page in pages)


def by_page(lines: Iterable[bytes]) -> Iterator[tuple[bytes, list[bytes]]]:
    """The lines of each page's graph; those of a page stand together."""
    graph, end = list[bytes](), b""
    for line in lines:
        if not (end and line.endswith(end)):
            if graph:
                yield graph_of(graph[0]), graph
            graph, end = [], b" <%b> .\n" % graph_of(line)
        graph.append(line)
    if graph:
        yield graph_of(graph[0]), graph


def with_history(
    pages: Iterable[tuple[bytes, list[bytes]]], state: State, graphs: Graphs, iris: Iris
) -> Iterator[Page]:
    """Each page with the lines of its graph, of its times and of its history."""
    seen = f" <{iris.graph(SEEN)}> .\n".encode()
    for page, lines in pages:
        name, graph = page.decode(), corrected_lines(page, lines, graphs.corrected)
        past = state.past(name)
        times, appearances = history(name, past, graphs.reader(past), iris, graphs.corrected.rejected)
        own = f" <{iris.history(name)}> .\n".encode()
        yield page, graph, [in_graph(line, seen) for line in times], [in_graph(line, own) for line in appearances]


def noted(pages: Iterable[Page], listed: PageList) -> Iterator[Page]:
    """The pages as they come, each entered in the list of pages."""
    for page in pages:
        listed.write(page[0], page[1])
        yield page
    listed.finish()


def opened_of(data: DataFolder, name: str | None, file: str) -> IO[bytes] | None:
    """A file of a release, None where it has none such."""
    return data.open(f"releases/{name}/{file}") if name and file in read_sums(data, name) else None


def corrected_lines(page: bytes, lines: list[bytes], corrected: Corrected) -> list[bytes]:
    """A page's N-Quads as they are corrected."""
    if not corrected.corrections.entries:
        return lines
    end = b" <" + page + b"> .\n"
    triples = b"".join(line.removesuffix(end) + END for line in lines)
    return [in_graph(line, end) for line in corrected.now(b"<" + page + b">", triples).splitlines(keepends=True)]


def in_graph(line: bytes, graph: bytes) -> bytes:
    """A line of N-Triples in a graph, which is given as the end of a line of N-Quads."""
    return line[: -len(END)] + graph


def write_quads(
    folder: Path,
    pages: Iterable[Page],
    others: Mapping[str, Iterable[bytes]],
    iris: Iris,
    tally: Tally,
) -> None:
    """The N-Quads dump: each page and its history, then the schemes, the divisions that the pages point to, when pages
    were seen, and ``others`` by their graph; and the lists that the next release is compared with."""
    places, places_name = place_pattern(iris), iris.graph(DIVISIONS)
    with gzip_file(folder / QUADS) as out, (folder / SEEN).open("w+b") as seen, gzip_file(folder / ENDED) as ended:
        for page, graph, times, past in pages:
            tally.pages += 1
            text = b"".join((*graph, *past))
            tally.codes.update(code.decode() for code in set(places.findall(text)))
            tally.quads += len(graph) + len(past)
            out.write(text)
            seen.writelines(times)
            ended.writelines(sorted(b"\t".join((page, iri, when)) + b"\n" for iri, when in ended_in((*times, *past))))
        seen.seek(0)
        graphs = {**scheme_quads(iris), str(places_name): nquads(place_graph(tally.codes, iris), places_name)}
        beside: dict[str, Iterable[bytes]] = {name: (text.encode() for text in texts) for name, texts in graphs.items()}
        beside |= {**others, str(iris.graph(SEEN)): seen}
        for _, quads in sorted(beside.items(), key=itemgetter(0)):
            for line in quads:
                tally.quads += 1
                out.write(line)


def said_in(store: Store) -> Said:
    """How many triples of each predicate the store says now, and from which day to which its pages were published."""
    rows = store.query("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    predicates = Counter({row["p"].value: int(row["n"].value) for row in rows})  # type: ignore[union-attr]
    days = {row["day"].value for row in store.query(DAYS)}  # type: ignore[union-attr]
    return Said(predicates, (min(days), max(days)) if days else None)


def write_turtle(folder: Path, store: Store) -> Said:
    """What is said now as Turtle, each triple once; gives what it says. The store's memory goes with it."""
    with gzip_file(folder / "xiangtu.ttl.gz") as out:
        store.dump(out, RdfFormat.TURTLE, from_graph=DefaultGraph(), prefixes=PREFIXES)
    return said_in(store)
