"""A store of ``bench.explorer`` whose index has its facts many times over: what pages cost at a million of them.

usage: python -m bench.grown FOLDER NEW TIMES

Copies FOLDER to NEW and there puts each fact into the index TIMES over, with other numbers, on the same places,
programmes, indicators and pages. Sentences come from the store, which stays as it is: what a page asks of that depends
on what it shows. To read a million facts takes an hour, this some minutes; ``python -m bench.explorer NEW`` then
measures. A place has TIMES as many facts as it would have among so many, so the figures are no better than those of a
store that grew.
"""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from serve.search.schema import FILE

OTHER = {"id": "f.id + {n} * 128", "fact": "f.fact || printf('%02x', {n})", "number": "f.number + {n}",
         "value": "f.value * (1 + {n} / 100.0)"}  # fmt: skip
"""What is other in a copy: its id by 128, which is more than the statements of a page."""
COUNTED = ("things", "below", "measured", "used")


def grow(db: sqlite3.Connection, times: int) -> None:
    """Put each fact in so many times over; the indexes are made anew at the end."""
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = 'facts'"
    indexes = db.execute(sql).fetchall()
    for name, _ in indexes:
        db.execute(f"DROP INDEX {name}")
    columns = [row[1] for row in db.execute("PRAGMA table_info(facts)")]
    db.execute("CREATE TEMP TABLE f AS SELECT * FROM facts")
    for n in range(1, times):
        row = ", ".join(OTHER.get(column, f"f.{column}").format(n=n) for column in columns)
        db.execute(f"INSERT OR IGNORE INTO facts SELECT {row} FROM f")
    for _, sql in indexes:
        db.execute(sql)
    for table in COUNTED:
        db.execute(f"UPDATE {table} SET facts = facts * ?", (times,))
    db.execute("UPDATE notes SET value = (SELECT count(*) FROM facts) WHERE key = 'facts'")
    db.commit()
    db.execute("ANALYZE")
    db.commit()


def main() -> None:
    """Copy, and grow the copy."""
    old, new, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    shutil.copytree(old, new)
    with closing(sqlite3.connect(new / FILE)) as db:
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144"):
            db.execute(f"PRAGMA {pragma}")
        grow(db, times)
        print(f"{db.execute('SELECT count(*) FROM facts').fetchone()[0]} facts, {(new / FILE).stat().st_size >> 20} MB")


if __name__ == "__main__":
    main()
