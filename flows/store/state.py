"""``state.sqlite``: which inputs and shards there are, every capture seen, and what the store holds.

All of it can be made again from the other files of the data folder; it is here so that a build that has nothing to do
finds that out at once. Written by one process at a time (the data folder's lock), each change whole or not at all.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from flows.store import alike, seal
from flows.sums import DamagedError

SCHEMA = """
CREATE TABLE IF NOT EXISTS inputs (   -- digests of archives, so that an unchanged file is not read to be hashed
    raw TEXT PRIMARY KEY, size INTEGER NOT NULL, token TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shards (   -- complete shards
    name TEXT PRIMARY KEY, input TEXT NOT NULL, raw TEXT NOT NULL,
    pages INTEGER NOT NULL, refused INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS verified ( -- outputs of shards as they were when their checksums were last found right
    rel TEXT PRIMARY KEY, size INTEGER NOT NULL, token TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS captures ( -- every capture of a page; reason says why one was refused
    page TEXT NOT NULL, url TEXT NOT NULL, digest TEXT, fetched TEXT, shard TEXT NOT NULL, reason TEXT,
    newest INTEGER NOT NULL DEFAULT 0,
    signature BLOB, published TEXT, source TEXT, own_names TEXT,
    said TEXT, at INTEGER, size INTEGER, -- a hash of what its graph says, and where the shard's graph has that
    seen TEXT) STRICT;                   -- when it was last known to hold
CREATE INDEX IF NOT EXISTS captures_page ON captures (page, reason, fetched, digest, shard);
CREATE INDEX IF NOT EXISTS captures_shard ON captures (shard);
CREATE INDEX IF NOT EXISTS captures_newest ON captures (page, shard) WHERE newest;
CREATE TABLE IF NOT EXISTS checks (   -- answers that a page is gone, or unchanged since a capture
    page TEXT NOT NULL, moment TEXT NOT NULL, what TEXT NOT NULL, since TEXT, shard TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS checks_page ON checks (page);
CREATE INDEX IF NOT EXISTS checks_shard ON checks (shard);
CREATE TABLE IF NOT EXISTS touched (  -- pages of which something was learned since the store was filled
    page TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS loaded (   -- the page graphs that the store holds, and where it had them from
    page TEXT PRIMARY KEY, shard TEXT NOT NULL, at INTEGER, size INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS packed (   -- plain files that were packed into archives
    url TEXT, digest TEXT, raw TEXT NOT NULL, PRIMARY KEY (url, digest)) STRICT;
CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TEMP TABLE changing (page TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

CACHE_KB = 16 * 1024
ADDED = {
    **{"signature": "BLOB", "published": "TEXT", "source": "TEXT", "own_names": "TEXT"},
    **{"said": "TEXT", "at": "INTEGER", "size": "INTEGER", "seen": "TEXT"},
}
"""The columns of captures that an older state may lack."""

SEEN = """
UPDATE captures SET seen = now.seen FROM (
    SELECT c.rowid AS id, max(c.fetched, coalesce((
        SELECT max(k.moment) FROM checks k WHERE k.page = c.page AND k.what = 'unchanged'
        AND substr(k.since, 1, 19) = substr(c.fetched, 1, 19)), '')) AS seen
    FROM changing p JOIN captures c ON c.page = p.page WHERE c.reason IS NULL) AS now
WHERE captures.rowid = now.id AND captures.seen IS NOT now.seen
"""
NEWEST = """
UPDATE captures SET newest = now.newest FROM (
    SELECT c.rowid AS id, c.rowid = (
        SELECT n.rowid FROM captures n WHERE n.page = c.page AND n.reason IS NULL
        ORDER BY n.seen DESC, n.fetched DESC, n.digest DESC, n.shard LIMIT 1) AS newest
    FROM changing p JOIN captures c ON c.page = p.page WHERE c.reason IS NULL) AS now
WHERE captures.rowid = now.id AND captures.newest IS NOT now.newest
"""
"""A page's newest capture is the last known to hold; of two at once the one with the greater digest."""

MISSING = """SELECT c.shard, c.page, c.at, c.size FROM touched t JOIN captures c ON c.page = t.page AND c.newest
LEFT JOIN loaded l ON l.page = c.page WHERE (l.page IS NULL OR (l.shard, l.at) IS NOT (c.shard, c.at))"""
"""The newest captures whose graphs the store lacks."""
RECHECKED = """SELECT t.page FROM touched t JOIN captures c ON c.page = t.page AND c.newest
JOIN loaded l ON l.page = c.page WHERE (l.shard, l.at) IS (c.shard, c.at) ORDER BY t.page"""
OUTDATED = """SELECT l.page, l.shard, l.at, l.size, c.shard, c.at, c.size
FROM touched t JOIN loaded l ON l.page = t.page
LEFT JOIN captures c ON c.page = t.page AND c.newest WHERE (c.page IS NULL OR (l.shard, l.at) IS NOT (c.shard, c.at))"""
"""Pages in the store whose graph there is no longer the newest, with where that is, if there is one."""


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
    said: str | None = None
    """A hash of what its graph says, whenever it was fetched."""
    at: int | None = None
    size: int | None = None
    """Where the shard's graph has the member that says it, in bytes."""


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """What was learned of a page at a moment: contents that say this (a hash), that it is gone, or unchanged since."""

    moment: str
    what: Literal["gone", "read", "unchanged"]
    digest: str = ""
    said: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Where a shard's graph has what a capture says: a gzip member."""

    shard: str
    at: int
    size: int


@dataclass(frozen=True, slots=True)
class Past:
    """All that was learned of a page, in the order of time, and where what it said is kept."""

    events: list[Event]
    members: dict[str, Member]
    newest: str
    """What its newest capture says."""


class State:
    """The open state of a data folder."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.given = 0, 0  # how many of the missing pages were given so far, of how many

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

    def add_shard(self, shard: Shard, captures: Iterable[Captured], checks: Iterable[tuple[str, Event]] = ()) -> None:
        """Take in a complete shard, its captures and what it says of pages without holding them; settle which captures
        are now the newest."""
        with self.db:
            self._remove(shard.name)
            self.db.execute(
                "INSERT INTO shards VALUES (?, ?, ?, ?, ?)",
                (shard.name, shard.input, shard.raw, shard.pages, shard.refused),
            )
            self.db.executemany(
                """INSERT INTO captures (page, url, digest, fetched, shard, reason,
                signature, published, source, own_names, said, at, size)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    (c.page, c.url, c.digest, c.fetched, shard.name, c.reason, *told_from, c.said, c.at, c.size)
                    for c in captures
                    for told_from in [(c.signature, c.published, c.source, "\n".join(c.own_names))]
                ),
            )
            self.db.executemany(
                "INSERT INTO checks VALUES (?, ?, ?, ?, ?)",
                ((page, e.moment, e.what, e.since or None, shard.name) for page, e in checks),
            )
            self._settle(shard.name)

    def drop_shard(self, name: str) -> None:
        """Forget a shard; the captures that it hid are the newest again."""
        with self.db:
            self._remove(name)
            self._settle(name)

    def _remove(self, name: str) -> None:
        self._note_pages(name)
        for table in ("captures", "checks"):
            self.db.execute(f"DELETE FROM {table} WHERE shard = ?", (name,))
        self.db.execute("DELETE FROM shards WHERE name = ?", (name,))

    def _settle(self, name: str) -> None:
        self._note_pages(name)
        self.db.execute(SEEN)
        self.db.execute(NEWEST)
        self.db.execute("INSERT OR IGNORE INTO touched SELECT page FROM changing")
        self.db.execute("DELETE FROM changing")

    def _note_pages(self, shard: str) -> None:
        sql = """INSERT OR IGNORE INTO changing SELECT page FROM captures WHERE shard = ?1 AND reason IS NULL
            UNION SELECT page FROM checks WHERE shard = ?1"""
        self.db.execute(sql, (shard,))

    def verified(self) -> dict[str, tuple[int, str]]:
        """The outputs of shards whose checksums were found right, with the size and token that they had then."""
        return {rel: (size, token) for rel, size, token in self.db.execute("SELECT * FROM verified")}

    def set_verified(self, files: dict[str, tuple[int, str]]) -> None:
        """Remember the size and token of outputs whose checksums are right."""
        with self.db:
            rows = ((rel, *info) for rel, info in files.items())
            self.db.executemany("INSERT OR REPLACE INTO verified VALUES (?, ?, ?)", rows)

    def unverify(self, rels: Iterable[str]) -> None:
        """Forget outputs that are gone."""
        with self.db:
            self.db.executemany("DELETE FROM verified WHERE rel = ?", ((rel,) for rel in rels))

    def newest(self, shard: str) -> set[str]:
        """The pages whose newest capture stands in this shard."""
        return {page for (page,) in self.db.execute("SELECT page FROM captures WHERE newest AND shard = ?", (shard,))}

    def touched(self) -> Iterator[str]:
        """The pages of the store of which something was learned since it was filled."""
        sql = "SELECT t.page FROM touched t WHERE EXISTS (SELECT 1 FROM loaded l WHERE l.page = t.page) ORDER BY t.page"
        return (page for (page,) in self.db.execute(sql))

    def rechecked(self) -> Iterator[str]:
        """Those of them whose newest graph the store has."""
        return (page for (page,) in self.db.execute(RECHECKED))

    def member(self, page: str) -> Member | None:
        """Where the newest graph of a page stands, None where it was never read."""
        row = self.db.execute("SELECT shard, at, size FROM captures WHERE newest AND page = ?", (page,)).fetchone()
        return Member(*row) if row else None

    def past(self, page: str) -> Past:
        """All that was learned of a page that was read."""
        sql = """SELECT fetched, digest, coalesce(said, ''), shard, at, size, newest FROM captures
            WHERE page = ? AND reason IS NULL ORDER BY newest, shard, at"""
        events, members, newest = set[Event](), dict[str, Member](), ""
        for fetched, digest, said, shard, at, size, is_newest in self.db.execute(sql, (page,)):
            events.add(Event(fetched, "read", digest, said))
            if said:
                members[said] = Member(shard, at, size)
            if is_newest:
                newest = said
        for moment, what, since in self.db.execute("SELECT moment, what, since FROM checks WHERE page = ?", (page,)):
            events.add(Event(moment, what, since=since or ""))
        return Past(sorted(events), members, newest)

    def packed(self, url: str, digest: str) -> str | None:
        """The archive that this body of a plain file was packed into, if it was."""
        row = self.db.execute("SELECT raw FROM packed WHERE (url, digest) = (?, ?)", (url, digest)).fetchone()
        return str(row[0]) if row else None

    def set_packed(self, raw: str, files: Iterable[tuple[str, str]]) -> None:
        """Remember the plain files (URL, digest) that an archive was made of."""
        with self.db:
            rows = ((url, digest, raw) for url, digest in files)
            self.db.executemany("INSERT OR REPLACE INTO packed VALUES (?, ?, ?)", rows)

    def news(self) -> tuple[int, int, int]:
        """How many page graphs the store lacks, how many it has without a newer one, and of how many pages it lacks
        something of their history."""
        sql = f"""SELECT (SELECT count(*) FROM ({MISSING})), (SELECT count(*) FROM ({OUTDATED} AND c.page IS NULL)),
            (SELECT count(*) FROM touched t WHERE EXISTS (SELECT 1 FROM captures WHERE newest AND page = t.page)
            OR EXISTS (SELECT 1 FROM loaded WHERE page = t.page))"""
        added, removed, histories = self.db.execute(sql).fetchone()
        return added, removed, histories

    def outdated(self) -> Iterator[tuple[str, Member, Member | None]]:
        """Pages in the store whose graph there is no longer the newest: where it stands, and where the newest does."""
        for page, *old, shard, at, size in self.db.execute(f"{OUTDATED} ORDER BY l.shard, l.at"):
            yield page, Member(*old), Member(shard, at, size) if shard else None

    def left(self) -> Iterator[str]:
        """The shards from which the store has graphs that are no longer the newest."""
        yield from (shard for (shard,) in self.db.execute(f"SELECT DISTINCT shard FROM ({OUTDATED})"))

    def missing(self) -> Iterator[tuple[str, Member]]:
        """The pages whose newest graph the store lacks, and where that stands, shard by shard."""
        total = self.news()[0]
        for number, (shard, page, at, size) in enumerate(self.db.execute(f"{MISSING} ORDER BY c.shard, c.at")):
            self.given = number, total
            yield page, Member(shard, at, size)
        self.given = total, total

    def set_loaded(self, store: str, marks: dict[str, str]) -> None:
        """The store named so now holds the newest captures, no more and no less."""
        with self.db:
            self.db.execute("DELETE FROM loaded WHERE page IN (SELECT page FROM touched)")
            self.db.execute(
                """INSERT INTO loaded SELECT page, shard, at, size FROM captures
                WHERE newest AND page IN (SELECT page FROM touched)"""
            )
            self.db.execute("DELETE FROM touched")
            self.db.execute("DELETE FROM untold")
            self.put("store", store)
            for key, value in marks.items():
                self.put(key, value)

    def clear_loaded(self) -> None:
        """There is no store that holds anything we know of."""
        with self.db:
            self.db.execute("DELETE FROM loaded")
            self.db.execute("DELETE FROM notes WHERE key NOT LIKE 'cuts %'")
            self.db.execute("INSERT OR IGNORE INTO touched SELECT page FROM captures WHERE newest")
            self.db.execute("INSERT OR IGNORE INTO untold SELECT page FROM reposts")

    def get(self, key: str) -> str | None:
        """A value kept under a key: ``store``, ``schemes``, ``cuts …``."""
        row = self.db.execute("SELECT value FROM notes WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def put(self, key: str, value: str) -> None:
        """Keep a value under a key, within a transaction."""
        self.db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (key, value))

    def refused(self) -> dict[str, int]:
        """How many captures were refused for each reason, the commonest first."""
        sql = "SELECT reason, count(*) AS n FROM captures WHERE reason IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1"
        return dict(self.db.execute(sql).fetchall())

    def counts(self) -> dict[str, int]:
        """How many shards, captures, pages and refused captures there are."""
        sql = """SELECT (SELECT count(*) FROM shards), (SELECT count(*) FROM captures),
            (SELECT count(*) FROM captures WHERE newest), (SELECT count(*) FROM captures WHERE reason IS NOT NULL)"""
        return dict(zip(("shards", "captures", "pages", "refused"), self.db.execute(sql).fetchone(), strict=True))


@contextmanager
def opened(path: Path, told: Callable[[str], object] | None = None, *, all_read: bool = False) -> Iterator[State]:
    """The state of a data folder, made where there is none.

    A damaged one is made anew, to be filled from the shards, where ``told`` hears of it; else DamagedError is raised.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if wrong := seal.broken(path, all_read=all_read):
        if told is None:
            raise DamagedError(f"{wrong}; run 'xiangtu build', which makes it again from the shards")
        told(f"{wrong}: made again from the shards")
        seal.remove(path)
    before = seal.take_off(path)
    try:
        with closing(sqlite3.connect(path)) as db:
            prepare(db)
            yield State(db)
    except sqlite3.DatabaseError:
        raise  # unsealed, so that it is looked at when it is opened next
    except BaseException:
        seal.put_on(path, before)
        raise
    seal.put_on(path, before)


@contextmanager
def only_read(path: Path) -> Iterator[State]:
    """The state of a data folder that is not written. Raises DamagedError."""
    if wrong := seal.broken(path) if path.exists() else f"{path} is gone":
        raise DamagedError(f"{wrong}; run 'xiangtu build', which makes it again from the shards")
    with closing(seal.read_only(path)) as db:
        yield State(db)


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables that there are not yet, and bring older ones up to date."""
    db.execute("PRAGMA journal_mode = WAL")
    for part in ("main", "temp"):
        db.execute(f"PRAGMA {part}.cache_size = -{CACHE_KB}")
    if "at" not in columns(db, "loaded"):  # an older state, whose store is made anew
        db.execute("DROP TABLE IF EXISTS loaded")
    db.executescript(SCHEMA + alike.SCHEMA)
    known = columns(db, "captures")
    for column, kind in ADDED.items():
        if column not in known:  # an older state: its captures have none until they are read again
            db.execute(f"ALTER TABLE captures ADD COLUMN {column} {kind}")
    if "seen" not in known:
        with db:
            db.execute("INSERT OR IGNORE INTO changing SELECT page FROM captures WHERE reason IS NULL")
            db.execute(SEEN)
            db.execute("INSERT OR IGNORE INTO touched SELECT page FROM changing")
            db.execute("DELETE FROM changing")


def columns(db: sqlite3.Connection, table: str) -> set[str]:
    """The names of a table's columns; none where there is no such table."""
    return {name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")}
