"""The index kept up to date: pages put in and taken out as rows, and what follows from all of them settled at the end.

What a change costs depends on the pages that change, and on what they share with others, not on how many there are.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from types import MappingProxyType, TracebackType
from typing import Self, TypeVar

from serve.search import schema, settle
from serve.search.ids import WITHIN_BITS, number, page_number
from serve.search.rows import PageRows, Reader, Row, Times, Turn, said_in, times_in
from serve.search.tallies import Kind, Tallies

T = TypeVar("T")

CACHE_KB = 32 * 1024
HELD = 20_000
"""Counts that wait to be written together."""
MOST = (1 << WITHIN_BITS) - 1
"""Sentences of a page that can be found by their words."""
PROVINCE, COUNTY = len("place/43"), len("place/431225")
DIVISIONS = (8, 10, 12, 15, 18)
"""What the keys of divisions are long: ``place/`` and 2, 4, 6, 9 or 12 digits."""


class Index:
    """An index being written in a store's folder: put and take pages, then leave the context to settle and keep it.

    ``before`` is the folder of a store whose index it begins with. Raises NoIndexError where that has none.
    """

    def __init__(self, folder: Path, base: str, before: Path | None = None) -> None:
        self.base = base
        self._target, self._new = folder / schema.FILE, folder / f"{schema.FILE}.new"
        self._new.unlink(missing_ok=True)
        if before:
            schema.opened(before).close()
            copyfile(before / schema.FILE, self._new)
        self.db = sqlite3.connect(self._new)
        cache = (f"{part}.cache_size = -{CACHE_KB}" for part in ("main", "temp"))
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", *cache):
            self.db.execute(f"PRAGMA {pragma}")
        self._fresh = before is None
        if self._fresh:
            self.db.executescript(schema.TABLES)
        self.db.executescript(settle.TURNED)
        self._tallies = Tallies(self.db)
        self._things = Counter[tuple[str, str]]()
        self._mentioned, self._sources, self._about = Counter[str](), Counter[str](), Counter[str]()
        self._sites, self._provinces = dict[str, list[int]](), Counter[str]()
        self.notes: Mapping[str, str] = MappingProxyType({})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._settle()
        finally:
            self.db.close()
        if kind is None:
            self._new.replace(self._target)

    def put(
        self, rows: PageRows, times: Times, original: str | None = None, archive: tuple[str, str] | None = None
    ) -> None:
        """Put a page in by its rows, with its times, what it is a repost of (an IRI), and in which archive it is with
        which digest."""
        original = original.removeprefix(self.base) if original else None
        at = self._free(page_number(rows.page, rows.own[2]))
        self.db.execute(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (at, rows.page, *rows.own, original, times.checked),
        )
        if archive:
            self.db.execute("INSERT INTO archives VALUES (?, ?, ?)", (at, *archive))
        self._write_turns(at, times.turns)
        self._turn(rows)
        self._keep("new_facts", rows.facts)
        self._keep("new_relations", rows.relations)
        told = ((n, here, *rest) for here, (n, *rest) in within(at, rows.told))
        self.db.executemany("INSERT INTO new_told VALUES (?, ?, ?, ?, ?)", told)
        self.db.executemany("INSERT INTO new_mentions VALUES (?, ?)", ((number(key), at) for key in rows.mentions))
        if original is None:
            spans = ((here, at, *passage) for here, passage in within(at, rows.passages))
            self.db.executemany("INSERT INTO new_passages VALUES (?, ?, ?, ?, ?)", spans)
        self._count(rows, original, 1)

    def take(self, rows: PageRows) -> None:
        """Take a page out that had these rows when it was put in."""
        found = self.db.execute("SELECT id, original FROM pages WHERE page = ?", (rows.page,)).fetchone()
        if found is None:
            raise schema.NoIndexError(f"{self._target}: it does not know {rows.page}, which the store has")
        at, original = found
        settle.write(self.db)
        self._turn(rows)
        told = ((n, here) for here, (n, *_) in within(at, rows.told))
        self.db.executemany("DELETE FROM told WHERE (statement, id) = (?, ?)", told)
        mentioned = ((number(key), at) for key in rows.mentions)
        self.db.executemany("DELETE FROM mentions WHERE (thing, page) = (?, ?)", mentioned)
        if original is None:
            sql = "INSERT INTO sentences (sentences, rowid, text) VALUES ('delete', ?, ?)"
            self.db.executemany(sql, ((here, words) for here, (*_, words) in within(at, rows.passages)))
            low = at << WITHIN_BITS
            self.db.execute("DELETE FROM passages WHERE id BETWEEN ? AND ?", (low, low | MOST))
        for table, column in (("archives", "page"), ("turns", "page"), ("pages", "id")):
            self.db.execute(f"DELETE FROM {table} WHERE {column} = ?", (at,))
        self._count(rows, original, -1)

    def check(self, page: str, times: str) -> None:
        """A page that is in has these times now (N-Triples), and what it said once those."""
        now, key = times_in(page, times), page.removeprefix(self.base)
        self.db.execute("UPDATE pages SET checked = ? WHERE page = ?", (now.checked, key))
        (at,) = self.db.execute("SELECT id FROM pages WHERE page = ?", (key,)).fetchone()
        self.db.execute("DELETE FROM turns WHERE page = ?", (at,))
        self._write_turns(at, now.turns)

    def put_things(self, triples: str) -> None:
        """Put in things that stand beside the pages: divisions and schemes. What is there already stays as it is."""
        for key, said in Reader(self.base).things(said_in(triples)):
            self.db.execute("INSERT OR REPLACE INTO described VALUES (?, ?, 1)", (key, said))
            self.db.execute("INSERT OR IGNORE INTO temp.moved VALUES (?)", (key,))

    def put_beside(self, found: Iterable[tuple[str, str]]) -> None:
        """Put in those of these things, by key, of which no page says what they are."""
        self._flush(always=True)
        for key, triples in found:
            if not self.db.execute("SELECT 1 FROM described WHERE key = ?", (key,)).fetchone():
                self.put_things(triples)

    def take_things(self, triples: str) -> None:
        """Take out divisions that nothing points to any more."""
        for key, said in Reader(self.base).things(said_in(triples)):
            self.db.execute("DELETE FROM described WHERE (key, said) = (?, ?)", (key, said))
            self.db.execute("INSERT OR IGNORE INTO temp.moved VALUES (?)", (key,))

    def knows(self, page: str) -> bool:
        """Whether a page is in."""
        sql = "SELECT 1 FROM pages WHERE page = ?"
        return self.db.execute(sql, (page.removeprefix(self.base),)).fetchone() is not None

    def _free(self, at: int) -> int:
        while self.db.execute("SELECT 1 FROM pages WHERE id = ?", (at,)).fetchone():
            at += 1
        return at

    def _write_turns(self, at: int, days: Iterable[Turn]) -> None:
        self.db.executemany("INSERT INTO turns VALUES (?, ?, ?)", ((at, *day) for day in days))

    def _turn(self, rows: PageRows) -> None:
        """What a page states is to be settled."""
        self.db.executemany("INSERT INTO raw_turned VALUES (?)", ((n,) for n, *_ in rows.told))

    def _keep(self, table: str, rows: Sequence[Row]) -> None:
        if rows:
            self.db.executemany(f"INSERT INTO temp.{table} VALUES ({', '.join('?' * len(rows[0]))})", rows)

    def _count(self, rows: PageRows, original: str | None, sign: int) -> None:
        """What a page adds to the counts, or takes from them."""
        _, _, _, site, home = rows.own
        province = (home or "")[:PROVINCE]
        self._things.update(dict.fromkeys(rows.things, sign))
        self._mentioned.update(dict.fromkeys(rows.mentions, sign))
        for place, program in rows.runs:
            self._tallies.add(Kind.PLACE_PROGRAMS, place, [number(program)], sign)
        for length in DIVISIONS:
            if home and len(home) >= length and home[PROVINCE - 2 :].isdigit():
                self._about[home[:length]] += sign
        if site:
            self._mentioned[site] += sign
            told = self._sites.setdefault(site, [0, 0])
            told[0] += sign
            told[1] += sign * int(original is not None)
            self._tallies.add(Kind.SITE_CLAIMS, site, rows.claims, sign)
        if original is None:
            self._sources.update(dict.fromkeys(rows.mentions, sign))
            self._provinces[province] += sign
            self._tallies.add(Kind.PROVINCE_CLAIMS, province, rows.claims, sign)
            if home and len(home) >= COUNTY:
                self._tallies.add(Kind.PROVINCE_COUNTIES, province, [number(home[:COUNTY])], sign)
            if site:
                self._tallies.add(Kind.PROVINCE_SITES, province, [number(site)], sign)
        self._flush()

    def _flush(self, *, always: bool = False) -> None:
        self._tallies.flush(always=always)
        if always or len(self._things) + len(self._mentioned) > HELD:
            settle.write_things(self.db, self._things, self._mentioned, self._sources)
            self._things.clear()
            self._mentioned.clear()
            self._sources.clear()

    def _settle(self) -> None:
        self._flush(always=True)
        settle.statements(self.db, self._tallies)
        settle.about(self.db, self._about)
        settle.things(self.db, self._tallies)
        if self._fresh:
            self.db.executescript(schema.INDEXES)
        settle.sites(self.db, self._sites, self._tallies)
        settle.provinces(self.db, self._provinces, self._tallies)
        settle.note(self.db, {**self.notes, "version": str(schema.VERSION)})


def within(at: int, items: Iterable[T]) -> Iterator[tuple[int, T]]:
    """What stands on a page, each with its id."""
    return zip(range(at << WITHIN_BITS, (at << WITHIN_BITS) + MOST + 1), items, strict=False)
