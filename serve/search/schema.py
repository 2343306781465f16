"""The index beside a store: one SQLite file that says which things, facts and sentences there are and in what order.

What lists show of facts stands here too, as asking the store for them takes most of a page's time; sentences stand in
the store alone. Ids are given in the order of time, the newest page first (``ids``), so that
whatever is read in the order of ids comes newest first without sorting.
"""

import sqlite3
from pathlib import Path

FILE = "index.sqlite"
"""Its name within a store's folder."""
VERSION = 9

TABLES = """
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, page TEXT NOT NULL, url TEXT, title TEXT, published TEXT, site TEXT, home TEXT,
    original TEXT, facts INTEGER NOT NULL DEFAULT 0, checked TEXT) STRICT;
CREATE TABLE archives (page INTEGER PRIMARY KEY, raw TEXT NOT NULL, digest TEXT NOT NULL) STRICT;
CREATE TABLE turns (            -- the days on which the whole of a page, or what it said once, began or ended
    page INTEGER, whole INTEGER, day TEXT, PRIMARY KEY (page, whole, day)) STRICT, WITHOUT ROWID;
CREATE TABLE things (           -- places, programmes, organisations, documents, indicators, sites
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, english TEXT,
    level INTEGER, parent TEXT, pages INTEGER NOT NULL, facts INTEGER NOT NULL, places INTEGER NOT NULL) STRICT;
CREATE TABLE names (            -- all wordings of things, those of weighty things first
    id INTEGER PRIMARY KEY, thing INTEGER NOT NULL, name TEXT NOT NULL, initials TEXT, pinyin TEXT) STRICT;
CREATE TABLE facts (
    id INTEGER PRIMARY KEY, fact TEXT NOT NULL, place TEXT, level INTEGER, indicator TEXT, program TEXT,
    year INTEGER, timed INTEGER NOT NULL, home INTEGER NOT NULL, planned INTEGER NOT NULL,
    value REAL, high REAL, low REAL, unit TEXT, per TEXT, contest INTEGER, claim INTEGER NOT NULL,
    what TEXT NOT NULL, said TEXT NOT NULL, most TEXT, said_unit TEXT NOT NULL, qualifier TEXT NOT NULL, at TEXT,
    money INTEGER NOT NULL, misfit INTEGER NOT NULL,
    number INTEGER NOT NULL, page INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, confidence REAL,
    witnesses INTEGER NOT NULL, contested INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE relations (
    id INTEGER PRIMARY KEY, relation TEXT NOT NULL, kind TEXT NOT NULL, place TEXT, program TEXT, organisation TEXT,
    document TEXT, since TEXT, year INTEGER, planned INTEGER NOT NULL, at TEXT,
    number INTEGER NOT NULL, page INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
CREATE TABLE mentions (thing INTEGER, page INTEGER, PRIMARY KEY (thing, page)) STRICT, WITHOUT ROWID;
CREATE TABLE passages (id INTEGER PRIMARY KEY, page INTEGER NOT NULL, first INTEGER, last INTEGER) STRICT;
CREATE TABLE told (             -- which statement (its number) stands on which page, an id; where, and how surely
    statement INTEGER, id INTEGER, first INTEGER NOT NULL, last INTEGER NOT NULL, confidence REAL,
    PRIMARY KEY (statement, id)) STRICT, WITHOUT ROWID;
CREATE TABLE described (        -- what so many pages say of a thing
    key TEXT, said TEXT, n INTEGER NOT NULL, PRIMARY KEY (key, said)) STRICT, WITHOUT ROWID;
CREATE TABLE counted (          -- of things, described or not; of the pages, how many are no reposts
    key TEXT PRIMARY KEY, pages INTEGER NOT NULL, facts INTEGER NOT NULL, sources INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
CREATE TABLE below (key TEXT PRIMARY KEY, pages INTEGER NOT NULL, facts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE measured (
    indicator TEXT, year INTEGER, level INTEGER, planned INTEGER, facts INTEGER NOT NULL,
    PRIMARY KEY (indicator, year, level, planned)) STRICT;
CREATE TABLE used (
    program TEXT, indicator TEXT, year INTEGER, planned INTEGER, facts INTEGER NOT NULL,
    PRIMARY KEY (program, indicator, year, planned)) STRICT;
CREATE TABLE told_by_site (
    site TEXT PRIMARY KEY, pages INTEGER NOT NULL, reposts INTEGER NOT NULL, facts INTEGER NOT NULL,
    first TEXT, last TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE told_of_province (           -- '' where it is not known what a page is about
    province TEXT PRIMARY KEY, counties INTEGER NOT NULL, sites INTEGER NOT NULL, pages INTEGER NOT NULL,
    facts INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tallies (                    -- how often pairs are met (``tallies``)
    kind INTEGER, key INTEGER, member INTEGER, n INTEGER NOT NULL,
    PRIMARY KEY (kind, key, member)) STRICT, WITHOUT ROWID;
CREATE TABLE distinct_members (
    kind INTEGER, key INTEGER, n INTEGER NOT NULL, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID;
CREATE INDEX names_thing ON names (thing);
CREATE UNIQUE INDEX facts_number ON facts (number);
CREATE INDEX facts_contest ON facts (contest) WHERE contest IS NOT NULL;
CREATE UNIQUE INDEX relations_number ON relations (number);
CREATE VIRTUAL TABLE name_letters USING fts5 (text, content='', detail=none, tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE sentences USING fts5 (text, content='', detail=none, tokenize='unicode61 remove_diacritics 0');
"""
"""Of facts, ``said``, ``most``, ``said_unit`` and ``at`` are number, upper bound, unit and time as a sentence has them,
``value`` and ``unit`` the same in the base unit; ``misfit`` are those whose unit does not measure their indicator.
A page is ``checked`` on the day when it was last asked for, NULL where it has ended. ``first`` and
``last`` say where the sentence stands on the page.
``measured``, ``used``, ``below`` and ``told_…`` are counts that a page or a question could not make in time: facts of
an indicator by year and level, of a programme by indicator and year, pages and facts of a division with all that lies
in it, what sites tell, what is told of provinces without reposts. They, ``told``, ``described``, ``counted`` and
``tallies`` are kept up to date as pages come and go; nothing is ever counted anew."""

INDEXES = """
CREATE UNIQUE INDEX things_key ON things (key);
CREATE INDEX things_parent ON things (parent) WHERE parent IS NOT NULL;
CREATE INDEX things_kind ON things (kind, places DESC, facts DESC);
CREATE INDEX names_name ON names (name);
CREATE INDEX names_initials ON names (initials) WHERE initials IS NOT NULL;
CREATE INDEX names_pinyin ON names (pinyin) WHERE pinyin IS NOT NULL;
CREATE UNIQUE INDEX pages_page ON pages (page);
CREATE INDEX pages_home ON pages (home) WHERE home IS NOT NULL;
CREATE INDEX pages_original ON pages (original) WHERE original IS NOT NULL;
CREATE INDEX pages_site ON pages (site, published);
CREATE INDEX facts_place ON facts (place, indicator, year, planned);
CREATE INDEX facts_program ON facts (program) WHERE program IS NOT NULL;
CREATE INDEX facts_indicator ON facts (indicator, planned, year, level, value) WHERE indicator IS NOT NULL;
CREATE UNIQUE INDEX facts_fact ON facts (fact);
CREATE INDEX facts_contested ON facts (id) WHERE contested;
CREATE INDEX facts_planned ON facts (id) WHERE planned;
CREATE INDEX facts_due ON facts (id) WHERE planned AND timed AND money;
CREATE INDEX facts_incomplete ON facts (id) WHERE home OR at IS NULL;
CREATE INDEX facts_misfit ON facts (id) WHERE misfit;
CREATE INDEX relations_place ON relations (place, kind, program, since, year, planned);
CREATE INDEX relations_program ON relations (program, kind, year, place) WHERE program IS NOT NULL;
CREATE INDEX relations_organisation ON relations (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX relations_document ON relations (document) WHERE document IS NOT NULL;
"""


class NoIndexError(RuntimeError):
    """A store without its index, or with one of another version."""


def lacking(folder: Path) -> str | None:
    """Why a store's folder has no index that can be kept up to date; None where it has."""
    try:
        opened(folder).close()
    except (NoIndexError, sqlite3.DatabaseError) as error:
        return str(error)
    return None


def opened(folder: Path) -> sqlite3.Connection:
    """The index of a store's folder, to read only. Raises NoIndexError."""
    path = folder / FILE
    if not path.is_file():
        raise NoIndexError(f"{path}: the store has no index yet; run 'xiangtu build'")
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    db.row_factory = sqlite3.Row
    found = db.execute("SELECT value FROM notes WHERE key = 'version'").fetchone()
    if found is None or found[0] != str(VERSION):
        db.close()
        raise NoIndexError(f"{path}: the index is of another version; run 'xiangtu build'")
    return db
