"""The graph as the explorer reads it: the store for what is said, the index for what there is and in what order."""

import re
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store

from ontology.iris import DEFAULT_BASE, XT
from serve.search import schema
from serve.source import Source

_VALUES = re.compile(r"(VALUES [^{}\n]+ \{)[^{}]*\}")
_OWN = re.compile(f"<{re.escape(DEFAULT_BASE)}(?!{re.escape(XT.removeprefix(DEFAULT_BASE))})")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")

Row = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name: a place, programme, organisation, document, indicator or site. ``key`` ends its IRI."""

    key: str
    kind: str
    name: str
    english: str | None = None
    level: int | None = None
    parent: str | None = None
    pages: int = 0
    facts: int = 0
    places: int = 0


class Graph:
    """An open store and its index; safe to share between threads."""

    def __init__(self, folder: Path, base: str) -> None:
        self.base = base
        self.store = Store.read_only(str(folder))
        self._folder = folder
        self._local = threading.local()
        self._kept = dict[Any, Any]()
        self.db()

    def db(self) -> sqlite3.Connection:
        """This thread's connection to the index."""
        if not hasattr(self._local, "db"):
            self._local.db = schema.opened(self._folder)
        db: sqlite3.Connection = self._local.db
        return db

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """Rows of the index."""
        return self.db().execute(sql, values).fetchall()

    def ask(self, name: str, values: Iterable[Sequence[str]]) -> list[Row]:
        """The rows of ``queries/NAME.rq`` for these values of its parameters: keys or whole IRIs, a sequence a row.

        Raises ValueError for what is no IRI.
        """
        given = [tuple(self._iri(value) for value in row) for row in values]
        if not given:
            return []
        shown = " ".join(row[0] if len(row) == 1 else f"({' '.join(row)})" for row in given)
        text = _VALUES.sub(lambda found: f"{found[1]} {shown} }}", query_text(name, self.base))
        answer = self.store.query(text)
        assert isinstance(answer, QuerySolutions)
        variables = [variable.value for variable in answer.variables]
        return [{v: row[v].value for v in variables if row[v] is not None} for row in answer]

    def _iri(self, value: str) -> str:
        iri = value if ":" in value.split("/", 1)[0] else self.base + value
        if not _IRI.fullmatch(iri):
            raise ValueError(f"not an IRI: {iri!r}")
        return f"<{iri}>"

    def once(self, name: Any, make: Callable[[], T]) -> T:
        """What was made under a name for this graph, which does not change; made when it is first asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def is_there(self, key: str) -> bool:
        """Whether anything is said of a thing now."""
        node = NamedNode(self.base + key)
        return next(self.store.quads_for_pattern(node, None, None, DefaultGraph()), None) is not None

    def key(self, iri: str) -> str:
        """An IRI without the base."""
        return iri.removeprefix(self.base)

    def things(self, keys: Iterable[str | None]) -> dict[str, Thing]:
        """What the index knows of these keys, by key."""
        wanted = list({key for key in keys if key})
        found = dict[str, Thing]()
        for at in range(0, len(wanted), 500):
            group = wanted[at : at + 500]
            sql = f"SELECT {THING} FROM things WHERE key IN ({', '.join('?' * len(group))})"
            found.update((row["key"], Thing(*row)) for row in self.rows(sql, *group))
        return found

    def thing(self, key: str) -> Thing | None:
        """One of them."""
        return self.things([key]).get(key)

    def above(self, place: Thing) -> list[Thing]:
        """The divisions that hold a place, the greatest first."""
        chain, seen, at = list[Thing](), {place.key}, place.parent
        while at and at not in seen and (found := self.thing(at)):
            chain.insert(0, found)
            seen.add(at)
            at = found.parent
        return chain

    def tallies(self) -> dict[str, str]:
        """The counts of the whole graph."""
        return {row["key"]: row["value"] for row in self.rows("SELECT key, value FROM notes")}


THING = "key, kind, name, english, level, parent, pages, facts, places"
"""The columns of a thing in their order."""


@cache
def query_text(name: str, base: str) -> str:
    """A query of the explorer for a graph under this base."""
    text = files("serve.explorer").joinpath("queries", f"{name}.rq").read_text("utf-8")
    return text if base == DEFAULT_BASE else _OWN.sub(f"<{base}", text)


class Current:
    """The graph of the newest store, opened anew when a build switches the store. The old one closes after its last
    reader."""

    def __init__(self, source: Source, base: str = DEFAULT_BASE) -> None:
        self.source = source
        self.base = base
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._graph: Graph | None = None

    def graph(self) -> Graph | None:
        """The newest store's graph, None before the first build. Raises NoIndexError."""
        folder = self.source.newest()
        if folder is None:
            return None
        with self._lock:
            if self._graph is None or folder != self._folder:
                stack = ExitStack()
                held = stack.enter_context(self.source.hold())
                try:
                    graph = Graph(held, self.base)
                except BaseException:
                    stack.close()
                    raise
                weakref.finalize(graph, stack.close)
                self._graph, self._folder = graph, held
            return self._graph
