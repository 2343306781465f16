"""The index made from a store: one pass over it into raw tables, then SQL that settles order and counts."""

import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from serve.search import schema, settle
from serve.search.walk import Row, rows

HELD = 5_000
"""Rows of a table that wait to be written together."""
CACHE_KB = 64 * 1024


def make_index(folder: Path, base: str) -> Path:
    """Make the index of the store in this folder, whole or not at all; ``base`` is what its IRIs begin with.

    Takes about a minute a million facts and memory that does not grow with them.
    """
    target, new = folder / schema.FILE, folder / f"{schema.FILE}.new"
    new.unlink(missing_ok=True)
    with closing(sqlite3.connect(new)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "temp_store = FILE", f"cache_size = -{CACHE_KB}"):
            db.execute(f"PRAGMA {pragma}")
        db.executescript(schema.TABLES)
        db.executescript(settle.RAW)
        gather(db, Store.read_only(str(folder)), base)
        settle.settle(db)
        db.executescript(schema.INDEXES)
        settle.count(db)
        db.execute("INSERT INTO notes VALUES ('version', ?)", (str(schema.VERSION),))
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
