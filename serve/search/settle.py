"""From raw rows to the index: ids in the order of time, names in the order of weight, counts, contradictions."""

import sqlite3
from heapq import merge
from operator import itemgetter

from serve.search.forms import letters, normal, pairs, readings

RAW = """
CREATE TEMP TABLE raw_pages (page TEXT, url TEXT, title TEXT, published TEXT, site TEXT, home TEXT, original TEXT);
CREATE TEMP TABLE raw_archives (page TEXT, raw TEXT, digest TEXT);
CREATE TEMP TABLE raw_mentions (thing TEXT, page TEXT);
CREATE TEMP TABLE raw_passages (page TEXT, first INTEGER, last INTEGER, quote TEXT);
CREATE TEMP TABLE raw_facts (
    fact TEXT, place TEXT, indicator TEXT, program TEXT, year INTEGER, timed INTEGER,
    home INTEGER, planned INTEGER, value REAL, high REAL, low REAL, unit TEXT, per TEXT, contest TEXT, claim TEXT,
    what TEXT, said TEXT, most TEXT, said_unit TEXT, qualifier TEXT, at TEXT, confidence REAL);
CREATE TEMP TABLE raw_relations (
    relation TEXT, kind TEXT, place TEXT, program TEXT, organisation TEXT, document TEXT, since TEXT, year INTEGER,
    planned INTEGER, at TEXT);
CREATE TEMP TABLE raw_told (statement TEXT, page TEXT, first INTEGER, last INTEGER);
CREATE TEMP TABLE raw_things (key TEXT, kind TEXT, name TEXT, english TEXT, level INTEGER, parent TEXT);
CREATE TEMP TABLE raw_names (key TEXT, name TEXT);
"""

SETTLE = """
CREATE TEMP TABLE named AS SELECT key, kind, min(name) AS name, min(english) AS english, min(level) AS level,
    min(parent) AS parent FROM raw_things GROUP BY key HAVING min(name) IS NOT NULL;
CREATE UNIQUE INDEX temp.named_key ON named (key);
INSERT INTO pages (page, url, title, published, site, home, original)
    SELECT page, min(url), min(title), min(published) AS published, min(site), min(home), min(original)
    FROM raw_pages GROUP BY page
    ORDER BY published IS NULL, substr(published, 1, 10) DESC, page;
CREATE UNIQUE INDEX page_ids ON pages (page, id, original);
INSERT INTO archives SELECT p.id, min(a.raw), min(a.digest) FROM raw_archives a JOIN pages p ON p.page = a.page
    GROUP BY p.id;
CREATE TEMP TABLE told AS
    SELECT t.statement, min(p.id) AS page, count(DISTINCT p.id) AS witnesses, min(p.published) AS earliest,
        min(printf('%012d %010d %010d', p.id, t.first, t.last)) AS place
    FROM raw_told t JOIN pages p ON p.page = t.page
    GROUP BY t.statement;
UPDATE told SET witnesses = max(1, witnesses - (
    SELECT count(*) FROM raw_told t JOIN pages p ON p.page = t.page
    WHERE t.statement = told.statement AND p.original IS NOT NULL)) WHERE witnesses > 1;
CREATE UNIQUE INDEX temp.told_statement ON told (statement);
INSERT INTO facts (fact, place, level, indicator, program, year, timed, home, planned, value, high, low, unit, per,
        page, witnesses, contested, what, said, most, said_unit, qualifier, at, confidence, first, last)
    SELECT f.fact, f.place, t.level, f.indicator, f.program, f.year, f.timed, f.home, f.planned, f.value, f.high,
        f.low, f.unit, f.per, told.page, told.witnesses, 0, f.what, f.said, f.most, f.said_unit, f.qualifier, f.at,
        max(f.confidence), CAST(substr(told.place, 14, 10) AS INTEGER), CAST(substr(told.place, 25) AS INTEGER)
    FROM raw_facts f JOIN told ON told.statement = f.fact LEFT JOIN named t ON t.key = f.place
    GROUP BY f.fact ORDER BY told.page, f.fact;
INSERT INTO relations (relation, kind, place, program, organisation, document, since, year, planned, page, at, first,
        last)
    SELECT r.relation, r.kind, r.place, r.program, r.organisation, r.document, r.since,
        coalesce(r.year, CAST(substr(told.earliest, 1, 4) AS INTEGER)), r.planned, told.page, r.at,
        CAST(substr(told.place, 14, 10) AS INTEGER), CAST(substr(told.place, 25) AS INTEGER)
    FROM raw_relations r JOIN told ON told.statement = r.relation
    GROUP BY r.relation ORDER BY told.page, r.relation;
UPDATE pages SET facts = n FROM (SELECT page AS at, count(*) AS n FROM facts GROUP BY page) WHERE at = id;
"""

CONTESTED = """
CREATE TEMP TABLE groups AS
    SELECT r.contest, r.unit, r.per, r.program, r.planned FROM raw_facts r JOIN told ON told.statement = r.fact
    WHERE r.contest IS NOT NULL AND r.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5
    HAVING min(r.high) < max(r.low) AND count(DISTINCT told.page) > 1;
CREATE INDEX temp.groups_contest ON groups (contest);
CREATE TEMP TABLE contested AS SELECT r.fact FROM groups g CROSS JOIN raw_facts r
    WHERE r.contest = g.contest AND r.unit IS g.unit AND r.per IS g.per AND r.program IS g.program
    AND r.planned = g.planned;
CREATE UNIQUE INDEX temp.contested_fact ON contested (fact);
UPDATE facts SET contested = 1 WHERE fact IN (SELECT fact FROM contested);
"""

COUNT = """
UPDATE things SET places = n FROM (
    SELECT program AS at, count(DISTINCT place) AS n FROM relations WHERE kind = 'adoption' GROUP BY program)
    WHERE at = key;
INSERT INTO measured SELECT indicator, coalesce(year, 0), coalesce(level, 0), planned, count(*) FROM facts
    WHERE indicator IS NOT NULL GROUP BY 1, 2, 3, 4;
INSERT INTO used SELECT program, coalesce(indicator, ''), coalesce(year, 0), planned, count(*) FROM facts
    WHERE program IS NOT NULL GROUP BY 1, 2, 3, 4;
INSERT INTO below SELECT key, sum(pages), sum(facts) FROM (
    SELECT substr(home, 1, n) AS key, count(*) AS pages, 0 AS facts
    FROM pages, (SELECT 8 AS n UNION SELECT 10 UNION SELECT 12 UNION SELECT 15 UNION SELECT 18)
    WHERE length(home) >= n GROUP BY 1
    UNION ALL
    SELECT substr(place, 1, n), 0, count(*)
    FROM facts, (SELECT 8 AS n UNION SELECT 10 UNION SELECT 12 UNION SELECT 15 UNION SELECT 18)
    WHERE length(place) >= n GROUP BY 1
) WHERE key GLOB 'place/[0-9]*' AND key NOT GLOB 'place/*[^0-9]*' GROUP BY key;
"""
"""``place/`` and 2, 4, 6, 9 or 12 digits: what a key begins with lies in that division."""

TOLD = """
CREATE TEMP TABLE claims (fact TEXT PRIMARY KEY, claim TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO claims SELECT fact, claim FROM raw_facts;
INSERT INTO told_by_site SELECT site, count(*), count(original), 0, min(published), max(published) FROM pages
    WHERE site IS NOT NULL GROUP BY site;
UPDATE told_by_site SET facts = n FROM (
    SELECT p.site AS at, count(DISTINCT f.claim) AS n
    FROM raw_told t JOIN claims f ON f.fact = t.statement JOIN pages p ON p.page = t.page GROUP BY p.site)
    WHERE at = site;
INSERT INTO told_of_province
    SELECT coalesce(substr(home, 1, 8), '') AS at,
        count(DISTINCT CASE WHEN length(home) >= 12 THEN substr(home, 1, 12) END), count(DISTINCT site), count(*), 0
    FROM pages WHERE original IS NULL GROUP BY at;
UPDATE told_of_province SET facts = n FROM (
    SELECT coalesce(substr(p.home, 1, 8), '') AS at, count(DISTINCT f.claim) AS n
    FROM raw_told t JOIN claims f ON f.fact = t.statement JOIN pages p ON p.page = t.page
    WHERE p.original IS NULL GROUP BY 1)
    WHERE at = province;
"""

TALLIES = {
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


def settle(db: sqlite3.Connection) -> None:
    """Fill the tables from the raw ones."""
    db.executescript(SETTLE)
    db.executescript("CREATE INDEX temp.raw_contest ON raw_facts (contest) WHERE contest IS NOT NULL;" + CONTESTED)
    _things(db)
    _names(db)
    _sentences(db)
    db.execute("DROP INDEX page_ids")


def count(db: sqlite3.Connection) -> None:
    """What is counted once, with the indexes at hand."""
    db.executescript(COUNT)
    db.executescript(TOLD)
    for key, sql in TALLIES.items():
        db.execute("INSERT INTO notes VALUES (?, ?)", (key, str(db.execute(sql).fetchone()[0])))


def _things(db: sqlite3.Connection) -> None:
    db.executescript("""
        CREATE TEMP TABLE counted AS SELECT key, sum(pages) AS pages, sum(facts) AS facts FROM (
            SELECT thing AS key, count(DISTINCT page) AS pages, 0 AS facts FROM raw_mentions GROUP BY 1
            UNION ALL SELECT site, count(*), 0 FROM pages WHERE site IS NOT NULL GROUP BY 1
            UNION ALL SELECT place, 0, count(*) FROM facts WHERE place IS NOT NULL GROUP BY 1
            UNION ALL SELECT program, 0, count(*) FROM facts WHERE program IS NOT NULL GROUP BY 1
            UNION ALL SELECT indicator, 0, count(*) FROM facts WHERE indicator IS NOT NULL GROUP BY 1
        ) GROUP BY key;
        CREATE UNIQUE INDEX temp.counted_key ON counted (key);
        INSERT INTO things (key, kind, name, english, level, parent, pages, facts, places)
            SELECT t.key, kind, name, english, level, parent, coalesce(c.pages, 0), coalesce(c.facts, 0), 0
            FROM named t LEFT JOIN counted c ON c.key = t.key
            ORDER BY coalesce(c.pages, 0) + coalesce(c.facts, 0) DESC, coalesce(level, 9), t.key;
        CREATE UNIQUE INDEX thing_ids ON things (key, id);
        INSERT OR IGNORE INTO mentions SELECT t.id, p.id FROM raw_mentions m
            JOIN things t ON t.key = m.thing JOIN pages p ON p.page = m.page;
        DROP INDEX thing_ids;
    """)


def _names(db: sqlite3.Connection) -> None:
    rows = db.execute(
        """SELECT DISTINCT t.id, n.name, n.name = t.name FROM raw_names n JOIN things t ON t.key = n.key
        ORDER BY t.id, n.name = t.name DESC, n.name"""
    )
    english = db.execute("SELECT id, english, 0 FROM things WHERE english IS NOT NULL ORDER BY id")
    for number, (thing, written, _) in enumerate(merge(rows, english, key=itemgetter(0)), 1):
        name = normal(written)
        initials, pinyin = (None, None) if len(name) > LONG_NAME or name.isascii() else readings(name)
        db.execute("INSERT INTO names VALUES (?, ?, ?, ?, ?)", (number, thing, name, initials, pinyin))
        db.execute("INSERT INTO name_letters (rowid, text) VALUES (?, ?)", (number, " ".join(letters(name))))


def _sentences(db: sqlite3.Connection) -> None:
    rows = db.execute(
        """SELECT DISTINCT p.id, r.first, r.last, r.quote FROM raw_passages r JOIN pages p ON p.page = r.page
        WHERE p.original IS NULL ORDER BY p.id, r.first"""
    )
    for number, (page, first, last, quote) in enumerate(rows, 1):
        db.execute("INSERT INTO passages VALUES (?, ?, ?, ?)", (number, page, first, last))
        db.execute("INSERT INTO sentences (rowid, text) VALUES (?, ?)", (number, " ".join(pairs(normal(quote)))))
