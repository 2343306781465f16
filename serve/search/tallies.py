"""How many different things stand together (claims of a site, places of a programme), kept as pages come and go.

Each pair has the number of times that it is met; the first makes one more of its kind, the last one less.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from enum import IntEnum

from serve.search.ids import number

HELD = 50_000
"""Pairs that wait to be written together."""

COUNTED = """
CREATE TEMP TABLE sums AS SELECT kind, key, member, sum(n) AS n FROM temp.pairs GROUP BY 1, 2, 3 HAVING sum(n) != 0;
INSERT INTO distinct_members SELECT kind, key, count(*) FROM temp.sums d
    WHERE n > 0 AND NOT EXISTS (SELECT 1 FROM tallies t WHERE (t.kind, t.key, t.member) = (d.kind, d.key, d.member))
    GROUP BY 1, 2 ON CONFLICT DO UPDATE SET n = n + excluded.n;
INSERT INTO tallies SELECT kind, key, member, n FROM temp.sums WHERE true
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
UPDATE distinct_members SET n = distinct_members.n - gone.n FROM (
    SELECT d.kind, d.key, count(*) AS n FROM temp.sums d
    JOIN tallies t ON (t.kind, t.key, t.member) = (d.kind, d.key, d.member) WHERE t.n <= 0 GROUP BY 1, 2) AS gone
    WHERE (distinct_members.kind, distinct_members.key) = (gone.kind, gone.key);
DELETE FROM tallies WHERE n <= 0 AND (kind, key, member) IN (SELECT kind, key, member FROM temp.sums);
DELETE FROM distinct_members WHERE n <= 0 AND (kind, key) IN (SELECT kind, key FROM temp.sums);
DELETE FROM temp.pairs;
DROP TABLE temp.sums;
"""


class Kind(IntEnum):
    """What is counted of what."""

    SITE_CLAIMS = 1
    PROVINCE_CLAIMS = 2
    PROVINCE_COUNTIES = 3
    PROVINCE_SITES = 4
    PROGRAM_PLACES = 5
    PLACE_PROGRAMS = 6


class Tallies:
    """The counts of an index that is being written."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._pairs = Counter[tuple[int, int, int]]()
        db.execute("CREATE TEMP TABLE pairs (kind INTEGER, key INTEGER, member INTEGER, n INTEGER)")

    def add(self, kind: Kind, key: str, members: Iterable[int], sign: int) -> None:
        """Members (their numbers) are met with a key once more each (1) or once less (-1)."""
        pairs, plain, of = self._pairs, int(kind), number(key)
        for member in members:
            pairs[plain, of, member] += sign

    def flush(self, *, always: bool = False) -> None:
        """Write down what waits, where it is much."""
        if self._pairs and (always or len(self._pairs) >= HELD):
            rows = ((*pair, n) for pair, n in self._pairs.items() if n)
            self._db.executemany("INSERT INTO temp.pairs VALUES (?, ?, ?, ?)", rows)
            self._pairs.clear()

    def settle(self) -> None:
        """Count what was met since."""
        self.flush(always=True)
        self._db.executescript(COUNTED)

    def of(self, kind: Kind, key: str) -> int:
        """How many different members there are; what was met since ``settle`` is not among them."""
        sql = "SELECT n FROM distinct_members WHERE (kind, key) = (?, ?)"
        row = self._db.execute(sql, (kind, number(key))).fetchone()
        return int(row[0]) if row else 0
