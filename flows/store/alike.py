"""Which pages are of one text: clusters kept up to date in the state, a change at a time.

Pages take precedence by their time of publication, then by address. Under each key of a signature (a band) the first
page in this order leads; a page's cluster is that of the first leader that it meets under its keys and whose original
is of its text; else it has one of its own. So the clusters are a function of the pages, whatever came first: a page
that comes, goes or changes sets going those that meet it where it leads or led, and these, in their order, those that
meet them. Everything stands on the disk, in tables of the state; nothing held grows with the number of pages.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.clean.reposts import BANDS, PRECEDENCE, SIZE, Witness, bands, is_same, precedence, tell

SCHEMA = """
CREATE TABLE IF NOT EXISTS signed (   -- pages with a signature; member is precedence and page, first their cluster's
    page BLOB PRIMARY KEY, member BLOB NOT NULL, signature BLOB NOT NULL, first BLOB) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS signed_first ON signed (first) WHERE first IS NOT NULL;
CREATE TABLE IF NOT EXISTS bands (    -- who stands under a key, the leader first
    key INTEGER, member BLOB, PRIMARY KEY (key, member)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reposts (
    page BLOB PRIMARY KEY, original BLOB NOT NULL, told TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS untold (   -- pages whose line in reposts changed since the store was filled
    page BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE entering (key INTEGER, member BLOB, PRIMARY KEY (key, member)) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE entered (member BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE unsettled (member BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TEMP TABLE unsettled_clusters (member BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
"""
LEADERS = f"""SELECT column1, (SELECT min(member) FROM bands WHERE key = column1)
FROM (VALUES {", ".join(["(?)"] * BANDS)})"""
FOLLOWING = """INSERT OR IGNORE INTO unsettled SELECT member FROM entering e
WHERE member > (SELECT min(member) FROM bands WHERE key = e.key)"""
"""Newcomers whom others lead under one of their keys."""
FOLLOWED = """INSERT OR IGNORE INTO unsettled SELECT b.member FROM entering e JOIN bands b ON b.key = e.key
WHERE b.member > e.member AND e.member = (SELECT min(member) FROM bands WHERE key = e.key)"""
"""Whom newcomers lead now."""
PAGE_DIGITS = 20
AT_ONCE = 100_000
"""Pages settled in one transaction, which bounds what it takes beside the tables."""


Repost = tuple[str, str, str]
"""A page, its original, and what told them apart."""


@dataclass(frozen=True, slots=True)
class Alike:
    """The clusters of a state. ``prefix`` is what the pages' IRIs begin with."""

    db: sqlite3.Connection
    prefix: str

    def settle(self) -> None:
        """Bring the clusters in line with the newest captures of the pages that were touched."""
        last, sql = "", "SELECT page FROM touched WHERE page > ? ORDER BY page LIMIT ?"
        while pages := [page for (page,) in self.db.execute(sql, (last, AT_ONCE))]:
            last = pages[-1]
            with self.db:
                self._settle(pages)

    def _settle(self, pages: Iterable[str]) -> None:
        for page in pages:
            self._replace(bytes.fromhex(page[-PAGE_DIGITS:]))
        self.db.execute("INSERT INTO bands SELECT key, member FROM entering ORDER BY key, member")
        self.db.execute(FOLLOWING)
        self.db.execute(FOLLOWED)
        self._settle_pages()
        self._settle_clusters()
        for table in ("entering", "entered", "unsettled", "unsettled_clusters"):
            self.db.execute(f"DELETE FROM {table}")

    def reposts(self, *, only_untold: bool = False) -> Iterator[Repost]:
        """The reposts in the order of pages, or those only that the store does not have yet."""
        which = "WHERE page IN (SELECT page FROM untold)" if only_untold else ""
        for page, original, told in self.db.execute(f"SELECT page, original, told FROM reposts {which} ORDER BY page"):
            yield self._iri(page), self._iri(original), told

    def untold(self) -> Iterator[str]:
        """The pages of which the store says what no longer holds, or does not say what does."""
        yield from (self._iri(page) for (page,) in self.db.execute("SELECT page FROM untold ORDER BY page"))

    def original(self, page: str) -> str | None:
        """What a page is a repost of, None where it is none."""
        sql = "SELECT original FROM reposts WHERE page = ?"
        row = self.db.execute(sql, (bytes.fromhex(page[-PAGE_DIGITS:]),)).fetchone()
        return self._iri(row[0]) if row else None

    def _iri(self, page: bytes) -> str:
        return f"{self.prefix}{page.hex()}"

    # Pages come and go

    def _replace(self, page: bytes) -> None:
        """Take a page's signature out of its keys where it is no longer that, and note the new one to enter them."""
        old = self.db.execute("SELECT member, signature, first FROM signed WHERE page = ?", (page,)).fetchone()
        sql = "SELECT published, signature FROM captures WHERE newest AND page = ? AND length(signature) = ?"
        new = self.db.execute(sql, (self._iri(page), SIZE)).fetchone()
        entry = (precedence(new[0]) + page, new[1]) if new else None
        if old:
            self._tell_again(old[2] or old[0])
        if old and old[:2] != entry:
            self._leave(old[0], old[1])
            self.db.execute("DELETE FROM signed WHERE page = ?", (page,))
            self._put(page, None)
        if entry and (not old or old[:2] != entry):
            self.db.execute("INSERT INTO signed VALUES (?, ?, ?, NULL)", (page, *entry))
            self.db.execute("INSERT INTO entered VALUES (?)", entry[:1])
            rows = ((key, entry[0]) for key in bands(entry[1]))
            self.db.executemany("INSERT INTO entering VALUES (?, ?)", rows)

    def _leave(self, member: bytes, signature: bytes) -> None:
        for key, leader in self._leaders(signature):
            if leader == member:
                self._set_going(key, member)
            self.db.execute("DELETE FROM bands WHERE (key, member) = (?, ?)", (key, member))

    def _set_going(self, key: int, leader: bytes) -> None:
        """Everyone under a key is to be settled but its leader."""
        sql = "INSERT OR IGNORE INTO unsettled SELECT member FROM bands WHERE key = ? AND member > ?"
        self.db.execute(sql, (key, leader))

    def _leaders(self, signature: bytes) -> list[tuple[int, bytes]]:
        return self.db.execute(LEADERS, bands(signature)).fetchall()

    def _signature(self, member: bytes) -> bytes:
        row = self.db.execute("SELECT signature FROM signed WHERE page = ?", (member[PRECEDENCE:],)).fetchone()
        return bytes(row[0])

    # Whose cluster a page is in

    def _settle_pages(self) -> None:
        """Find the cluster of all that were set going; a page comes after all that it depends on."""
        member, sql = b"", "SELECT min(member) FROM unsettled WHERE member > ?"
        while member := self.db.execute(sql, (member,)).fetchone()[0] or b"":
            page = member[PRECEDENCE:]
            row = self.db.execute("SELECT signature, first FROM signed WHERE (page, member) = (?, ?)", (page, member))
            if (known := row.fetchone()) is None:  # it has left
                continue
            signature, before = known
            leaders = self._leaders(signature)
            first = self._first(signature, sorted({leader for _, leader in leaders if leader < member}))
            if first != before:
                self.db.execute("UPDATE signed SET first = ? WHERE page = ?", (first, page))
                for cluster in {before or member, first or member}:
                    self._tell_again(cluster)
            if first != before or self._has_entered(first):
                for key, leader in leaders:
                    if leader == member:
                        self._set_going(key, member)

    def _has_entered(self, first: bytes | None) -> bool:
        """Whether an original's text is new, so that who is like it is to be asked again."""
        sql = "SELECT 1 FROM entered WHERE member = ?"
        return first is not None and self.db.execute(sql, (first,)).fetchone() is not None

    def _first(self, signature: bytes, leaders: Iterable[bytes]) -> bytes | None:
        """The first of a page's cluster, None where it is so itself."""
        for leader in leaders:
            other = self._signature(leader)
            if is_same(signature, other):
                sql = "SELECT first FROM signed WHERE page = ?"
                origin = self.db.execute(sql, (leader[PRECEDENCE:],)).fetchone()[0] or leader
                if origin == leader or is_same(signature, self._signature(origin)):
                    return bytes(origin)
        return None

    # Which page of a cluster is the original

    def _tell_again(self, first: bytes) -> None:
        self.db.execute("INSERT OR IGNORE INTO unsettled_clusters VALUES (?)", (first,))

    def _settle_clusters(self) -> None:
        for (first,) in self.db.execute("SELECT member FROM unsettled_clusters ORDER BY member"):
            page = first[PRECEDENCE:]
            sql = "SELECT 1 FROM signed WHERE (page, member) = (?, ?) AND first IS NULL"
            if not self.db.execute(sql, (page, first)).fetchone():
                continue
            if not self.db.execute("SELECT 1 FROM signed WHERE first = ?", (first,)).fetchone():
                self._put(page, None)
                continue
            best, others = tell(Cluster(self, first))
            for iri, told in others:
                self._put(bytes.fromhex(iri[-PAGE_DIGITS:]), (bytes.fromhex(best[-PAGE_DIGITS:]), told))
            self._put(bytes.fromhex(best[-PAGE_DIGITS:]), None)

    def _put(self, page: bytes, row: tuple[bytes, str] | None) -> None:
        """A page's line in ``reposts``, noted where it is another than before."""
        before = self.db.execute("SELECT original, told FROM reposts WHERE page = ?", (page,)).fetchone()
        if before == row:
            return
        if row:
            self.db.execute("INSERT OR REPLACE INTO reposts VALUES (?, ?, ?)", (page, *row))
        else:
            self.db.execute("DELETE FROM reposts WHERE page = ?", (page,))
        self.db.execute("INSERT OR IGNORE INTO untold VALUES (?)", (page,))


@dataclass(frozen=True, slots=True)
class Cluster:
    """The witnesses of a cluster, read anew whenever it is gone through."""

    alike: Alike
    first: bytes

    def __iter__(self) -> Iterator[Witness]:
        alike = self.alike
        pages = alike.db.execute("SELECT page FROM signed WHERE first = ?", (self.first,))
        yield self._witness(self.first[PRECEDENCE:])
        yield from (self._witness(page) for (page,) in pages)

    def _witness(self, page: bytes) -> Witness:
        iri = self.alike._iri(page)
        sql = "SELECT published, source, own_names FROM captures WHERE newest AND page = ?"
        published, source, names = self.alike.db.execute(sql, (iri,)).fetchone()
        return Witness(iri, published, source, tuple((names or "").split("\n")))
