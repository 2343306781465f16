"""``state.sqlite``: which inputs and shards there are, every capture seen, and what the store holds.

All of it can be made again from the other files of the data folder; it is here so that a build that has nothing to do
finds that out at once. Written by one process at a time (the data folder's lock), each change whole or not at all.
"""

import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.reposts import SIZE, Witness

SCHEMA = """
CREATE TABLE IF NOT EXISTS inputs (   -- digests of archives, so that an unchanged file is not read to be hashed
    raw TEXT PRIMARY KEY, size INTEGER NOT NULL, token TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shards (   -- complete shards
    name TEXT PRIMARY KEY, input TEXT NOT NULL, raw TEXT NOT NULL,
    pages INTEGER NOT NULL, refused INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS captures ( -- every capture of a page; reason says why one was refused
    page TEXT NOT NULL, url TEXT NOT NULL, digest TEXT, fetched TEXT, shard TEXT NOT NULL, reason TEXT,
    newest INTEGER NOT NULL DEFAULT 0,
    signature BLOB, published TEXT, source TEXT, own_names TEXT) STRICT;
CREATE INDEX IF NOT EXISTS captures_page ON captures (page, reason, fetched, digest, shard);
CREATE INDEX IF NOT EXISTS captures_shard ON captures (shard);
CREATE INDEX IF NOT EXISTS captures_newest ON captures (page, shard) WHERE newest;
CREATE TABLE IF NOT EXISTS loaded (   -- the page graphs that the store holds, and from which shard
    page TEXT PRIMARY KEY, shard TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS packed (   -- plain files that were packed into archives
    url TEXT, digest TEXT, raw TEXT NOT NULL, PRIMARY KEY (url, digest)) STRICT;
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""

WITNESS = {"signature": "BLOB", "published": "TEXT", "source": "TEXT", "own_names": "TEXT"}
"""The columns of captures that an older state may lack."""

NEWEST = """
UPDATE captures SET newest = rowid = (
    SELECT c.rowid FROM captures c WHERE c.page = captures.page AND c.reason IS NULL
    ORDER BY c.fetched DESC, c.digest DESC, c.shard LIMIT 1)
WHERE page IN (SELECT page FROM captures WHERE shard = ?) AND reason IS NULL
"""
"""A page's newest capture is the last fetched; of two at once the one with the greater digest, whatever came first."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A complete shard: its name, the digest and path of the archive it was read from, and its counts."""

    name: str
    input: str
    raw: str
    pages: int
    refused: int


@dataclass(frozen=True, slots=True)
class Captured:
    """A capture: the page's IRI, its URL, the body's digest, when it was fetched, and why it was refused, if it was;
    else what reposts are told from."""

    page: str
    url: str
    digest: str | None
    fetched: str | None
    reason: str | None = None
    signature: bytes | None = None
    published: str | None = None
    source: str | None = None
    own_names: tuple[str, ...] = ()


class State:
    """The open state of a data folder."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def input_digest(self, raw: str, size: int, token: str) -> str | None:
        """The digest of an archive, where it has been taken and the file has not changed since."""
        row = self.db.execute("SELECT digest FROM inputs WHERE (raw, size, token) = (?, ?, ?)", (raw, size, token))
        return next((str(digest) for (digest,) in row), None)

    def set_input(self, raw: str, size: int, token: str, digest: str) -> None:
        """Remember an archive's digest."""
        with self.db:
            self.db.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?)", (raw, size, token, digest))

    def shards(self) -> dict[str, Shard]:
        """The complete shards by name."""
        return {row[0]: Shard(*row) for row in self.db.execute("SELECT * FROM shards ORDER BY name")}

    def add_shard(self, shard: Shard, captures: Iterable[Captured]) -> None:
        """Take in a complete shard and its captures, and settle which captures are now the newest."""
        with self.db:
            self._drop(shard.name)
            self.db.execute(
                "INSERT INTO shards VALUES (?, ?, ?, ?, ?)",
                (shard.name, shard.input, shard.raw, shard.pages, shard.refused),
            )
            self.db.executemany(
                """INSERT INTO captures
                (page, url, digest, fetched, shard, reason, signature, published, source, own_names)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    (c.page, c.url, c.digest, c.fetched, shard.name, c.reason, *told_from)
                    for c in captures
                    for told_from in [(c.signature, c.published, c.source, "\n".join(c.own_names))]
                ),
            )
            self.db.execute(NEWEST, (shard.name,))

    def drop_shard(self, name: str) -> None:
        """Forget a shard; the captures that it hid are the newest again."""
        with self.db:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self.db.execute(
            "UPDATE captures SET newest = 0, reason = 'dropped' WHERE shard = ? AND reason IS NULL", (name,)
        )
        self.db.execute(NEWEST, (name,))
        self.db.execute("DELETE FROM captures WHERE shard = ?", (name,))
        self.db.execute("DELETE FROM shards WHERE name = ?", (name,))

    def newest(self, shard: str) -> set[str]:
        """The pages whose newest capture stands in this shard."""
        return {page for (page,) in self.db.execute("SELECT page FROM captures WHERE newest AND shard = ?", (shard,))}

    def signatures(self) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        """Of the newest captures with a signature, earliest pages first: their rows, and a signature a row."""
        sql = """SELECT rowid, signature FROM captures WHERE newest AND length(signature) = ?
            ORDER BY coalesce(published, '9999'), page"""
        rows, signs = array("q"), bytearray()
        for row, sign in self.db.execute(sql, (SIZE,)):
            rows.append(row)
            signs += sign
        return np.frombuffer(rows, np.int64), np.frombuffer(signs, np.uint8).reshape(-1, SIZE)

    def witnesses(self, rows: Iterable[int]) -> list[Witness]:
        """What tells the original among the captures in these rows, in their order."""
        sql = "SELECT page, published, source, own_names FROM captures WHERE rowid = ?"
        found = (self.db.execute(sql, (row,)).fetchone() for row in rows)
        return [Witness(page, published, source, tuple(names.split("\n"))) for page, published, source, names in found]

    def packed(self, url: str, digest: str) -> str | None:
        """The archive that this body of a plain file was packed into, if it was."""
        row = self.db.execute("SELECT raw FROM packed WHERE (url, digest) = (?, ?)", (url, digest)).fetchone()
        return str(row[0]) if row else None

    def set_packed(self, raw: str, files: Iterable[tuple[str, str]]) -> None:
        """Remember the plain files (URL, digest) that an archive was made of."""
        with self.db:
            rows = ((url, digest, raw) for url, digest in files)
            self.db.executemany("INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", rows)

    def outdated(self) -> list[str]:
        """Pages in the store whose graph is no longer the newest, sorted."""
        sql = """SELECT page FROM loaded l WHERE NOT EXISTS (
            SELECT 1 FROM captures c WHERE c.newest AND c.page = l.page AND c.shard = l.shard) ORDER BY page"""
        return [page for (page,) in self.db.execute(sql)]

    def missing(self) -> Iterator[tuple[str, set[str]]]:
        """The shards with newest captures that the store lacks, and their pages."""
        sql = """SELECT shard, page FROM captures c WHERE newest AND NOT EXISTS (
            SELECT 1 FROM loaded l WHERE l.page = c.page AND l.shard = c.shard) ORDER BY shard, page"""
        shards: dict[str, set[str]] = {}
        for shard, page in self.db.execute(sql):
            shards.setdefault(shard, set()).add(page)
        yield from shards.items()

    def set_loaded(self, store: str, marks: dict[str, str]) -> None:
        """The store named so now holds the newest captures, no more and no less."""
        with self.db:
            self.db.execute("DELETE FROM loaded")
            self.db.execute("INSERT INTO loaded SELECT page, shard FROM captures WHERE newest")
            self._set("store", store)
            for key, value in marks.items():
                self._set(key, value)

    def clear_loaded(self) -> None:
        """There is no store that holds anything we know of."""
        with self.db:
            self.db.execute("DELETE FROM loaded")
            self.db.execute("DELETE FROM notes")

    def get(self, key: str) -> str | None:
        """A value kept under a key: ``store``, ``schemes``."""
        row = self.db.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def _set(self, key: str, value: str) -> None:
        self.db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))

    def counts(self) -> dict[str, int]:
        """How many shards, captures, pages and refused captures there are."""
        sql = """SELECT (SELECT count(*) FROM shards), (SELECT count(*) FROM captures),
            (SELECT count(*) FROM captures WHERE newest), (SELECT count(*) FROM captures WHERE reason IS NOT NULL)"""
        return dict(zip(("shards", "captures", "pages", "refused"), self.db.execute(sql).fetchone(), strict=True))


@contextmanager
def opened(path: Path) -> Iterator[State]:
    """The state of a data folder, made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(SCHEMA)
        known = {name for _, name, *_ in db.execute("PRAGMA table_info(captures)")}
        for column, kind in WITNESS.items():
            if column not in known:  # made before reposts were told: its captures have none until they are read again
                db.execute(f"ALTER TABLE captures ADD COLUMN {column} {kind}")
        yield State(db)
