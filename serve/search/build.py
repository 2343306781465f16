"""The index made from a store: one pass over it into raw tables, then SQL that settles order and counts."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Store

from serve.search import schema, settle
from serve.search.walk import Row, rows

HELD = 5_000
"""Rows of a table that wait to be written together."""
CACHE_KB = 64 * 1024


def make_index(
    folder: Path,
    base: str,
    notes: Mapping[str, str] = MappingProxyType({}),
    archives: Iterable[tuple[str, str, str]] = (),
) -> Path:
    """Make the index of the store in this folder, whole or not at all; ``base`` is what its IRIs begin with.

    ``notes`` are kept for the data page (``refused``: a JSON object of reasons and counts, ``refused_by_host``: a list
    of hosts, reasons and counts). ``archives`` tells of pages (IRIs) in which archive each is, and the digest of its
    body there. The time it takes grows with the store (``python -m bench.explorer`` says how), its memory does not.
    """
    target, new = folder / schema.FILE, folder / f"{schema.FILE}.new"
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", f"cache_size = -{CACHE_KB}"):
            db.execute(f"PRAGMA {pragma}")
        db.executescript(schema.TABLES)
        db.executescript(settle.RAW)
        gather(db, Store.read_only(str(folder)), base)
        archived = ((page.removeprefix(base), raw, digest) for page, raw, digest in archives)
        db.executemany("INSERT INTO raw_archives VALUES (?, ?, ?)", archived)
        settle.settle(db)
        db.executescript(schema.INDEXES)
        settle.count(db)
        told = {**notes, "version": str(schema.VERSION)}
        db.executemany("INSERT INTO notes VALUES (?, ?)", told.items())
        db.commit()
        db.execute("ANALYZE")
        db.commit()
    new.replace(target)
    return target


def gather(db: sqlite3.Connection, store: Store, base: str) -> None:
    """Put what the index keeps of the store into the raw tables."""
    waiting = defaultdict[str, list[Row]](list)

    def write(table: str) -> None:
        group = waiting.pop(table)
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(group[0]))})", group)

    for table, row in rows(store, base):
        waiting[table].append(row)
        if len(waiting[table]) >= HELD:
            write(table)
    for table in list(waiting):
        write(table)
