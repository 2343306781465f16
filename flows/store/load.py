"""The store brought in line with the newest captures: a new one beside the one in use, then put in its place.

A new store begins as a checkpoint of the old (hard links, whatever its size) and takes only the changes. Its default
graph is one merged graph of what is said now: what the pages state, when they were seen and which are reposts, the
divisions that they point to, the schemes and the ontology. What was said once stands in the graph ``history``, what
is counted of it in ``counts``.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Store

from flows.storage import DataFolder
from flows.store.corrected import Corrected
from flows.store.corrections import FILE as CORRECTIONS
from flows.store.corrections import Corrections, read_corrections
from flows.store.counts import tell_counts
from flows.store.folders import link, next_folder, switch, tidy
from flows.store.graphs import Graphs
from flows.store.sound import write_sums, wrong_in
from flows.store.state import State
from flows.store.told import notes_of
from flows.store.update import Update
from ontology.iris import XT, Iris
from ontology.schemes import graphs as scheme_graphs
from pipeline.graph.written import nquads, ntriples
from serve.search.index import Index
from serve.search.schema import lacking

OPTIMIZED_FROM = 0.1
"""The share of new triples in a store from which on it is worth writing all of it anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a new store has that the one before had not: page graphs put in, and taken out without a newer one; and the
    pages of whose history it knows more."""

    added: int
    removed: int
    histories: int
    corrections: int = 0
    unmet: tuple[str, ...] = ()
    """How many corrections by hand changed something, and those that met nothing, a line each."""


def refresh(
    data: DataFolder,
    state: State,
    iris: Iris,
    ontology: str,
    told: Callable[[str], object] = lambda _: None,
    all_read: bool = False,
) -> Change | None:
    """Bring the store in line with the newest captures; None where it is so already.

    ``ontology`` is a version of the schemes and the gazetteer; when it or what is corrected by hand changes, the store
    is made from nothing, as it is where it is damaged (``told`` hears of it; ``all_read`` has all its files read) or a
    shard that it was filled from is gone. Raises CorrectionError, DamagedError where a shard is damaged, OSError.
    """
    corrected = Corrected(read_corrections(data.local / CORRECTIONS, iris), iris)
    current = data.local / ".stores" / (state.get("store") or "-")
    lost = (shard for shard in state.left() if not data.exists(data.output("graph", shard)))
    same = (state.get("ontology"), state.get("corrections") or "") == (ontology, corrected.corrections.digest)
    if state.get("store") is None or not same or any(lost):
        state.clear_loaded()
    elif wrong := wrong_in(current, all_read=all_read) or lacking(current):
        told(f"{wrong}: the store is made again from the shards")
        state.clear_loaded()
    fresh = state.get("store") is None
    change = Change(*state.news())
    if not (fresh or change.added or change.removed or change.histories):
        if link(data) != current:
            switch(data, current)
        return None
    folder = next_folder(data)
    try:
        try:
            size = make(folder, current, data, state, corrected)
        except OSError:
            if fresh or not (wrong := wrong_in(current, all_read=True)):
                raise
            told(f"{wrong}: the store is made again from the shards")
            state.clear_loaded()
            shutil.rmtree(folder)
            size = make(folder, current, data, state, corrected)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    switch(data, folder)
    marks = {"ontology": ontology, "corrections": corrected.corrections.digest, "bytes": str(size)}
    state.set_loaded(folder.name, marks)
    tidy(data, keep=folder)
    unmet = tuple(unmet_in(folder, corrected.corrections))
    return replace(change, corrections=len(corrected.corrections.entries) - len(unmet), unmet=unmet)


def unmet_in(folder: Path, corrections: Corrections) -> Iterator[str]:
    """The corrections that changed nothing in a store."""
    if not corrections.entries:
        return
    store = Store.read_only(str(folder))
    for entry in corrections.entries:
        if not any(store.quads_for_pattern(None, NamedNode(XT.correction), NamedNode(entry.iri), None)):
            yield entry.line()


def make(folder: Path, current: Path, data: DataFolder, state: State, corrected: Corrected) -> int:
    """Make a store and its index in a new folder, from the current one where the state knows one; gives the bytes that
    it was ever filled with."""
    fresh = state.get("store") is None
    if not fresh:
        Store.read_only(str(current)).backup(str(folder))
    store, iris = Store(str(folder)), corrected.iris
    with Index(folder, iris.base, None if fresh else current) as index:
        size = fill(store, data, state, corrected, index, fresh=fresh)
        index.notes = notes_of(state)
    del store  # what reads it now opens it anew
    tell_counts(folder, iris, None if fresh else current)
    write_sums(folder, None if fresh else current)
    return size


def fill(store: Store, data: DataFolder, state: State, corrected: Corrected, index: Index, *, fresh: bool) -> int:
    """Put into a store and its index what they lack, take out what no longer holds; gives the bytes that the store was
    ever filled with."""
    iris = corrected.iris
    with Graphs(data, corrected) as graphs, Update(store, state, graphs, iris, index) as update:
        if fresh:
            update.put_beside("".join(line for lines in scheme_lines(iris) for line in lines).encode())
        else:
            update.take()
        update.put()
        update.settle()
        update.tell_reposts()
    store.flush()
    before = 0 if fresh else int(state.get("bytes") or 0)
    if update.now.loaded > OPTIMIZED_FROM * before:
        store.optimize()
    return before + update.now.loaded


@cache
def scheme_lines(iris: Iris) -> tuple[list[str], ...]:
    """The N-Triples of the ontology and the schemes; made once a process."""
    return tuple(ntriples(graph) for _, graph in sorted(scheme_graphs(iris).items()))


@cache
def scheme_quads(iris: Iris) -> dict[str, list[str]]:
    """The N-Quads of the ontology's and the schemes' graphs, by the graph's IRI; made once a process."""
    return {str(iris.graph(name)): nquads(graph, iris.graph(name)) for name, graph in scheme_graphs(iris).items()}
