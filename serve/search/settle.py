"""What follows from the pages of an index: which statements stand, in what order, what they count and contest."""

import json
import sqlite3
from collections.abc import Mapping

from serve.search.forms import letters, normal, readings
from serve.search.ids import WITHIN_BITS, number
from serve.search.tallies import Kind, Tallies

TURNED = """
CREATE TEMP TABLE raw_turned (statement INTEGER);
CREATE TEMP TABLE turned (statement INTEGER PRIMARY KEY);
CREATE TEMP TABLE new_told (statement INTEGER, id INTEGER, first INTEGER, last INTEGER, confidence REAL);
CREATE TEMP TABLE new_mentions (thing INTEGER, page INTEGER);
CREATE TEMP TABLE new_passages (id INTEGER, page INTEGER, first INTEGER, last INTEGER, text TEXT);
CREATE TEMP TABLE moved (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE contests (contest INTEGER PRIMARY KEY);
CREATE TEMP TABLE stood_on (page INTEGER PRIMARY KEY);
CREATE TEMP TABLE new_facts (
    fact, place, level, indicator, program, year, timed, home, planned, value, high, low, unit, per, contest, claim,
    what, said, most, said_unit, qualifier, at, money, misfit, number INTEGER);
CREATE TEMP TABLE new_relations (
    relation, kind, place, program, organisation, document, since, year, planned, at,
    number INTEGER);
"""
"""Statements that pages came or went with, things of which something else is said, and what pages say as it comes:
written one after the other, and put in its place in order, which SQLite does many times faster than here and there."""

WRITTEN = """
INSERT INTO told SELECT * FROM new_told ORDER BY statement, id;
INSERT INTO mentions SELECT * FROM new_mentions ORDER BY thing, page;
INSERT INTO passages SELECT id, page, first, last FROM new_passages ORDER BY id;
INSERT INTO sentences (rowid, text) SELECT id, text FROM new_passages ORDER BY id;
DELETE FROM new_told;
DELETE FROM new_mentions;
DELETE FROM new_passages;
"""
"""FTS5 writes a segment whenever a lower id follows a higher one: in order it writes few."""

STAND = f"""
INSERT INTO new_facts SELECT fact, place, level, indicator, program, year, timed, home, planned, value,
    high, low, unit, per, contest, claim, what, said, most, said_unit, qualifier, at, money, misfit, number
    FROM turned CROSS JOIN facts ON number = statement;
INSERT INTO new_relations SELECT relation, kind, place, program, organisation, document, since,
    CASE WHEN since IS NOT NULL THEN year END, planned, at, number
    FROM turned CROSS JOIN relations ON number = statement;
CREATE INDEX temp.new_facts_number ON new_facts (number);
CREATE INDEX temp.new_relations_number ON new_relations (number);
DELETE FROM facts WHERE number IN (SELECT statement FROM turned);
DELETE FROM relations WHERE number IN (SELECT statement FROM turned);
CREATE TEMP TABLE standing AS
    SELECT t.statement, coalesce(min(iif(p.original IS NULL, o.id, NULL)), min(o.id)) AS id,
        max(1, count(*) - count(p.original)) AS witnesses,
        min(p.published) AS earliest, max(o.confidence) AS confidence
    FROM turned t CROSS JOIN told o ON o.statement = t.statement CROSS JOIN pages p ON p.id = o.id >> {WITHIN_BITS}
    GROUP BY t.statement ORDER BY 2;
INSERT INTO facts SELECT s.id, f.*, s.id >> {WITHIN_BITS}, o.first, o.last, s.confidence, s.witnesses, 0
    FROM standing s CROSS JOIN new_facts f ON f.rowid = (SELECT min(rowid) FROM new_facts WHERE number = s.statement)
    CROSS JOIN told o ON o.statement = s.statement AND o.id = s.id;
INSERT INTO relations SELECT s.id, relation, kind, place, program, organisation, document, since,
        coalesce(year, CAST(substr(s.earliest, 1, 4) AS INTEGER)), planned, at, number, s.id >> {WITHIN_BITS},
        o.first, o.last
    FROM standing s
    CROSS JOIN new_relations r ON r.rowid = (SELECT min(rowid) FROM new_relations WHERE number = s.statement)
    CROSS JOIN told o ON o.statement = s.statement AND o.id = s.id;
"""
"""A statement stands on the newest page that tells it and is no repost, if there is one; reposts are no witnesses
beside their originals. The year of
one without a time is that of the first page, which may have changed."""

COUNT = """
CREATE TEMP TABLE counting AS SELECT place, program, indicator, year, level, planned, contest, page
    FROM turned CROSS JOIN facts ON number = statement;
CREATE TEMP TABLE spoken_of AS SELECT place AS key, 1 AS is_place, count(*) AS n FROM counting GROUP BY 1
    UNION ALL SELECT program, 0, count(*) FROM counting GROUP BY 1
    UNION ALL SELECT indicator, 0, count(*) FROM counting GROUP BY 1;
INSERT OR IGNORE INTO stood_on SELECT DISTINCT page FROM counting;
INSERT INTO measured SELECT indicator, coalesce(year, 0), coalesce(level, 0), planned, {sign} * count(*) FROM counting
    WHERE indicator IS NOT NULL GROUP BY 1, 2, 3, 4 ON CONFLICT DO UPDATE SET facts = facts + excluded.facts;
INSERT INTO used SELECT program, coalesce(indicator, ''), coalesce(year, 0), planned, {sign} * count(*) FROM counting
    WHERE program IS NOT NULL GROUP BY 1, 2, 3, 4 ON CONFLICT DO UPDATE SET facts = facts + excluded.facts;
INSERT INTO below SELECT substr(key, 1, l), 0, {sign} * sum(n)
    FROM spoken_of CROSS JOIN (SELECT 8 AS l UNION SELECT 10 UNION SELECT 12 UNION SELECT 15 UNION SELECT 18)
    WHERE is_place AND length(key) >= l AND substr(key, 7, l - 6) NOT GLOB '*[^0-9]*' GROUP BY 1
    ON CONFLICT DO UPDATE SET facts = facts + excluded.facts;
INSERT INTO counted SELECT key, 0, {sign} * sum(n), 0 FROM spoken_of WHERE key IS NOT NULL GROUP BY 1
    ON CONFLICT DO UPDATE SET facts = facts + excluded.facts;
INSERT OR IGNORE INTO moved SELECT key FROM spoken_of WHERE key IS NOT NULL;
INSERT OR IGNORE INTO contests SELECT DISTINCT contest FROM counting WHERE contest IS NOT NULL;
DROP TABLE counting;
DROP TABLE spoken_of;
"""
"""The facts that turned are looked up once, as all that is counted of them is less than one of their rows."""
COUNTED_OUT = f"""
UPDATE pages SET facts = (SELECT count(*) FROM facts f
    WHERE f.id BETWEEN pages.id << {WITHIN_BITS} AND ((pages.id + 1) << {WITHIN_BITS}) - 1)
    WHERE id IN (SELECT page FROM stood_on);
DELETE FROM measured WHERE facts = 0;
DELETE FROM used WHERE facts = 0;
DELETE FROM below WHERE facts = 0 AND pages = 0;
"""
CONTESTED = f"""
CREATE TEMP TABLE groups AS SELECT contest FROM (SELECT f.contest, max(f.high) AS high, min(f.low) AS low
    FROM contests c CROSS JOIN facts f ON f.contest = c.contest CROSS JOIN told o ON o.statement = f.number
    GROUP BY f.contest, o.id >> {WITHIN_BITS}) GROUP BY contest HAVING min(high) < max(low);
UPDATE facts SET contested = 0 WHERE contested AND contest IN (SELECT contest FROM contests);
UPDATE facts SET contested = 1 WHERE contest IN (SELECT contest FROM groups);
"""
"""Two pages contradict where all that the one says of it lies below all that the other says: a page that gives several
numbers of one kind (pilot villages and model villages) speaks of several things."""
ADOPTED = """SELECT program, place FROM turned CROSS JOIN relations ON number = statement
WHERE kind = 'adoption' AND program IS NOT NULL AND place IS NOT NULL"""

NOTED = {
    "pages": "SELECT count(*) FROM pages",
    "reposts": "SELECT count(*) FROM pages WHERE original IS NOT NULL",
    "facts": "SELECT count(*) FROM facts",
    "planned": "SELECT count(*) FROM facts WHERE planned",
    "relations": "SELECT count(*) FROM relations",
    "contested": "SELECT count(*) FROM facts WHERE contested",
    "sentences": "SELECT count(*) FROM passages",
    "places": "SELECT count(*) FROM things WHERE kind = 'place'",
    "programs": "SELECT count(*) FROM things WHERE kind = 'program' AND pages",
    "organisations": "SELECT count(*) FROM things WHERE kind = 'org'",
    "documents": "SELECT count(*) FROM things WHERE kind = 'document'",
    "sites": "SELECT count(*) FROM things WHERE kind = 'site'",
}
LONG_NAME = 40
"""Nobody types the pinyin of a longer one."""
NAME_BITS, WEIGHTS = 48, 63


def statements(db: sqlite3.Connection, tallies: Tallies) -> None:
    """Settle the statements that pages came or went with."""
    write(db)
    db.executescript("INSERT OR IGNORE INTO turned SELECT DISTINCT statement FROM raw_turned ORDER BY 1;")
    _count(db, tallies, -1)
    db.executescript(STAND)
    _count(db, tallies, 1)
    tallies.settle()
    db.executescript(COUNTED_OUT + CONTESTED)


def write(db: sqlite3.Connection) -> None:
    """Put what pages say in its place."""
    if db.execute("SELECT 1 FROM new_mentions UNION ALL SELECT 1 FROM new_told UNION ALL SELECT 1 FROM new_passages"
                  " LIMIT 1").fetchone():  # fmt: skip
        db.executescript(WRITTEN)


def _count(db: sqlite3.Connection, tallies: Tallies, sign: int) -> None:
    db.executescript(COUNT.format(sign=sign))
    for program, place in db.execute(ADOPTED):
        tallies.add(Kind.PROGRAM_PLACES, program, [number(place)], sign)
        db.execute("INSERT OR IGNORE INTO moved VALUES (?)", (program,))


def write_things(
    db: sqlite3.Connection, said: Mapping[tuple[str, str], int], pages: Mapping[str, int], sources: Mapping[str, int]
) -> None:
    """Write what pages say more or less of things, and how many more or less name them, and how many that are no
    reposts."""
    told = sorted((*thing, n) for thing, n in said.items() if n)
    sql = "INSERT INTO described VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n"
    db.executemany(sql, told)
    db.executemany("DELETE FROM described WHERE (key, said) = (?, ?) AND n <= 0", (row[:2] for row in told))
    named = sorted((key, n, sources.get(key, 0)) for key, n in pages.items() if n or sources.get(key))
    sql = """INSERT INTO counted VALUES (?, ?, 0, ?) ON CONFLICT DO UPDATE
        SET pages = pages + excluded.pages, sources = sources + excluded.sources"""
    db.executemany(sql, named)
    db.executemany("INSERT OR IGNORE INTO moved VALUES (?)", ((thing[0],) for thing in (*said, *named)))


def about(db: sqlite3.Connection, pages: Mapping[str, int]) -> None:
    """Write how many pages more or less are about a division and what lies in it."""
    sql = "INSERT INTO below VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET pages = pages + excluded.pages"
    db.executemany(sql, sorted(pages.items()))
    db.execute("DELETE FROM below WHERE facts = 0 AND pages = 0")


def things(db: sqlite3.Connection, tallies: Tallies) -> None:
    """Settle the things of which something else is said or counted, and their names."""
    keys = [key for (key,) in db.execute("SELECT key FROM moved ORDER BY key")]
    for key in keys:
        told = [json.loads(said) for (said,) in db.execute("SELECT said FROM described WHERE key = ?", (key,))]
        thing = number(key)
        if not told:
            db.execute("DELETE FROM things WHERE id = ?", (thing,))
            _names(db, thing, 0, [])
            continue
        kind = told[0][0]
        name, english, level, parent = (
            min((one[at] for one in told if one[at] is not None), default=None) for at in range(1, 5)
        )
        name = name or key.rsplit("/", 1)[-1]
        counted = db.execute("SELECT pages, facts FROM counted WHERE key = ?", (key,)).fetchone() or (0, 0)
        places = tallies.of(Kind.PROGRAM_PLACES, key) if kind == "program" else 0
        row = (thing, key, kind, name, english, level, parent, *counted, places)
        db.execute(f"INSERT OR REPLACE INTO things VALUES ({', '.join('?' * len(row))})", row)
        wordings = {name, *(word for one in told for word in one[5]), *filter(None, [english])}
        _names(db, thing, sum(counted), sorted({normal(word) for word in wordings}))
    db.execute("DELETE FROM counted WHERE pages = 0 AND facts = 0")


def _names(db: sqlite3.Connection, thing: int, weight: int, wordings: list[str]) -> None:
    """Give a thing these names: of several the weightier's come first, where its weight's power of two is greater."""
    first = (WEIGHTS - weight.bit_length()) << NAME_BITS
    known = db.execute("SELECT id, name FROM names WHERE thing = ? ORDER BY name", (thing,)).fetchall()
    if [name for _, name in known] == wordings and all(at >> NAME_BITS == first >> NAME_BITS for at, _ in known):
        return
    for at, name in known:
        sql = "INSERT INTO name_letters (name_letters, rowid, text) VALUES ('delete', ?, ?)"
        db.execute(sql, (at, " ".join(letters(name))))
        db.execute("DELETE FROM names WHERE id = ?", (at,))
    for name in wordings:
        at = first | number(f"{thing} {name}") >> (63 - NAME_BITS)
        initials, pinyin = (None, None) if len(name) > LONG_NAME or name.isascii() else readings(name)
        db.execute("INSERT INTO names VALUES (?, ?, ?, ?, ?)", (at, thing, name, initials, pinyin))
        db.execute("INSERT INTO name_letters (rowid, text) VALUES (?, ?)", (at, " ".join(letters(name))))


def sites(db: sqlite3.Connection, more: Mapping[str, list[int]], tallies: Tallies) -> None:
    """Settle what sites tell: pages and reposts more or less, claims, and the first and last day."""
    sql = """INSERT INTO told_by_site VALUES (?, ?, ?, 0, NULL, NULL)
        ON CONFLICT DO UPDATE SET pages = pages + excluded.pages, reposts = reposts + excluded.reposts"""
    db.executemany(sql, ((site, *told) for site, told in sorted(more.items())))
    sql = """UPDATE told_by_site SET facts = ?, first = (SELECT min(published) FROM pages WHERE site = ?2),
        last = (SELECT max(published) FROM pages WHERE site = ?2) WHERE site = ?2"""
    db.executemany(sql, ((tallies.of(Kind.SITE_CLAIMS, site), site) for site in sorted(more)))
    db.execute("DELETE FROM told_by_site WHERE pages = 0")


def provinces(db: sqlite3.Connection, more: Mapping[str, int], tallies: Tallies) -> None:
    """Settle what is told of provinces: pages more or less, counties, sites and claims."""
    for province, pages in sorted(more.items()):
        counts = (tallies.of(kind, province) for kind in (Kind.PROVINCE_COUNTIES, Kind.PROVINCE_SITES))
        row = (province, *counts, pages, tallies.of(Kind.PROVINCE_CLAIMS, province))
        sql = """INSERT INTO told_of_province VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET pages = pages
            + excluded.pages, counties = excluded.counties, sites = excluded.sites, facts = excluded.facts"""
        db.execute(sql, row)
    db.execute("DELETE FROM told_of_province WHERE pages = 0")


def note(db: sqlite3.Connection, notes: Mapping[str, str]) -> None:
    """Write how much there is of everything, and what is said beside."""
    told = {key: str(db.execute(sql).fetchone()[0]) for key, sql in NOTED.items()}
    db.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?)", {**told, **notes}.items())
    db.commit()
    db.execute("PRAGMA analysis_limit = 1000")
    db.execute("ANALYZE")
    db.commit()
