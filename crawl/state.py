"""What the crawler knows of each address: captured when, with which bytes, or still wanted.

A cache of the archives beside it: archives that are not in it are read in again, so that losing the file loses nothing.
An address is written down as wanted when a list shows it and as captured when its answer is in the archive; a crawl
that was killed therefore goes on where it stopped.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from crawl.archive import PARTIAL, read_captures, recover
from crawl.urls import key_of
from pipeline.records import RawPage

VERSION = 2
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS crawl_pages (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, role TEXT NOT NULL,
    digest TEXT, captured TEXT, checked TEXT, etag TEXT, modified TEXT, via TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS crawl_wanted ON crawl_pages (site) WHERE captured IS NULL;
CREATE TABLE IF NOT EXISTS crawl_lists (
    url TEXT PRIMARY KEY, site TEXT NOT NULL, walked INTEGER NOT NULL DEFAULT 0, direct INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawl_walks (
    url TEXT, moment TEXT, rows INTEGER NOT NULL, pages INTEGER NOT NULL, PRIMARY KEY (url, moment)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawl_holds (
    host TEXT PRIMARY KEY, reason TEXT NOT NULL, tries INTEGER NOT NULL, until TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawl_files (site TEXT, name TEXT, PRIMARY KEY (site, name)) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""
OLDER = "DROP TABLE IF EXISTS crawl_pages; DROP TABLE IF EXISTS crawl_lists; DROP TABLE IF EXISTS crawl_files;"
"""Of another version: made again from the archives."""
COLUMNS = "url, digest, captured, checked, etag, modified, role, via"
WALKS = 20
"""Walks of a list that are remembered."""
HOLDS = (timedelta(hours=6), timedelta(days=1), timedelta(days=7))
BRIEF_HOLDS = (timedelta(minutes=10), timedelta(hours=1))
"""Before these, where a connection failed: most are back within minutes."""


@dataclass(frozen=True, slots=True)
class Known:
    """An address. ``captured`` (ISO 8601, UTC) is None while it is wanted; ``digest`` is of the payload as sent."""

    url: str
    digest: str | None = None
    captured: str | None = None
    checked: str | None = None
    etag: str | None = None
    modified: str | None = None
    role: str = "article"
    via: str | None = None


class State:
    """The crawler's table of addresses in ``<data>/crawl.sqlite``. Raises sqlite3.Error where it can't be used."""

    def __init__(self, data: Path) -> None:
        self.data = data
        data.mkdir(parents=True, exist_ok=True)
        path = data / "crawl.sqlite"
        try:
            self._db = _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):  # locked, or the disk: not the file's contents
                raise
            path.replace(path.with_suffix(".damaged"))
            self._db = _connect(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # Addresses

    def known(self, url: str) -> Known | None:
        """What is known of an address."""
        row = self._db.execute(f"SELECT {COLUMNS} FROM crawl_pages WHERE key = ?", (key_of(url),)).fetchone()
        return Known(*row) if row else None

    def want(self, site: str, url: str, role: str = "article", via: str | None = None) -> None:
        """Write down that an address is to be fetched, and the article that an attachment hangs on."""
        row = (key_of(url), url, site, role, via)
        self._db.execute("INSERT OR IGNORE INTO crawl_pages (key, url, site, role, via) VALUES (?, ?, ?, ?, ?)", row)

    def drop(self, url: str) -> None:
        """An address that gives nothing (gone, forbidden) is wanted no more."""
        self._db.execute("DELETE FROM crawl_pages WHERE key = ? AND captured IS NULL", (key_of(url),))

    def due(self, site: str, before: str | None = None) -> list[Known]:
        """What earlier runs did not get of a site, and articles last checked before a moment (ISO 8601, UTC)."""
        rows = self._db.execute(
            f"SELECT {COLUMNS} FROM crawl_pages WHERE site = ? "
            "AND (captured IS NULL OR (role = 'article' AND checked < ?)) ORDER BY url",
            (site, before or ""),
        )
        return [Known(*row) for row in rows]

    def captured(
        self, site: str, url: str, role: str, digest: str, moment: str, etag: str | None, modified: str | None
    ) -> None:
        """Write down an answer that is in the archive."""
        self._db.execute(
            "INSERT INTO crawl_pages (key, url, site, role, digest, captured, checked, etag, modified) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key) DO UPDATE SET digest = excluded.digest, captured = excluded.captured, "
            "checked = excluded.checked, etag = excluded.etag, modified = excluded.modified",
            (key_of(url), url, site, role, digest, moment, moment, etag, modified),
        )

    def same(self, url: str, other: str) -> None:
        """Write down that an address led to another that is captured."""
        self._db.execute(
            "UPDATE crawl_pages SET (digest, captured, checked) = "
            "(SELECT digest, captured, checked FROM crawl_pages WHERE key = ?) WHERE key = ?",
            (key_of(other), key_of(url)),
        )

    def unchanged(self, url: str, moment: str) -> None:
        """Write down that an address was asked again and the last capture holds."""
        self._db.execute("UPDATE crawl_pages SET checked = ? WHERE key = ?", (moment, key_of(url)))

    # Lists

    def begin_list(self, site: str, url: str) -> tuple[bool, bool, tuple[int, ...]]:
        """Whether the list was walked to its end before, whether its rows stood on the page of its own address, and
        how many its first page had in each walk, the newest first. Its walk is open now.
        """
        row = self._db.execute("SELECT walked, direct FROM crawl_lists WHERE url = ?", (url,)).fetchone()
        self.open_list(site, url)
        walks = self._db.execute(
            "SELECT rows FROM crawl_walks WHERE url = ? ORDER BY moment DESC LIMIT ?", (url, WALKS)
        )
        walked, direct = row or (0, 0)
        return bool(walked), bool(direct), tuple(rows for (rows,) in walks)

    def open_list(self, site: str, url: str) -> None:
        """A list's walk left something out, so the next one goes to the list's end."""
        self._db.execute(
            "INSERT INTO crawl_lists (url, site) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET walked = 0", (url, site)
        )

    def end_list(self, url: str, *, direct: bool) -> None:
        """The list was walked to its end, or to what was known."""
        self._db.execute("UPDATE crawl_lists SET walked = 1, direct = ? WHERE url = ?", (direct, url))

    def count_list(self, url: str, rows: int, pages: int, moment: str) -> None:
        """Remember how many rows a list's first page had, and how many pages were read."""
        self._db.execute("INSERT OR REPLACE INTO crawl_walks VALUES (?, ?, ?, ?)", (url, moment, rows, pages))
        self._db.execute(
            "DELETE FROM crawl_walks WHERE url = ? AND moment NOT IN "
            "(SELECT moment FROM crawl_walks WHERE url = ? ORDER BY moment DESC LIMIT ?)",
            (url, url, WALKS),
        )

    # Hosts that put up a wall

    def held(self, host: str, moment: datetime) -> str | None:
        """Why a host is still to be left alone, else None."""
        row = self._db.execute("SELECT reason, tries, until FROM crawl_holds WHERE host = ?", (host,)).fetchone()
        if row is None or (row[2] is not None and row[2] <= moment.isoformat()):
            return None
        when = f"until {row[2]}" if row[2] else "until a person has looked"
        return f"{row[0]}; held {when} after {row[1]} tries"

    def hold(self, host: str, reason: str, moment: datetime, *, brief: bool = False) -> None:
        """Leave a host alone: for hours, then a day, then a week, then until a person frees it; ``brief``: for minutes
        before that, and for an hour.
        """
        row = self._db.execute("SELECT tries FROM crawl_holds WHERE host = ?", (host,)).fetchone()
        tries = (row[0] if row else 0) + 1
        holds = (*BRIEF_HOLDS, *HOLDS) if brief else HOLDS
        until = (moment + holds[tries - 1]).isoformat(timespec="seconds") if tries <= len(holds) else None
        self._db.execute("INSERT OR REPLACE INTO crawl_holds VALUES (?, ?, ?, ?)", (host, reason, tries, until))

    def free(self, host: str) -> None:
        """The host answers again."""
        self._db.execute("DELETE FROM crawl_holds WHERE host = ?", (host,))

    # Archives

    def catch_up(self, site: str, hanging: Callable[[RawPage], Iterable[str]] = lambda _: ()) -> int:
        """Complete what a killed crawl left, and read in archives not in the table; returns how many captures.

        ``hanging`` gives the attachments of an article, which the crawl may have had no time to ask for.
        """
        folder = self.data / "raw" / site
        recover(folder)
        seen = {name for (name,) in self._db.execute("SELECT name FROM crawl_files WHERE site = ?", (site,))}
        count = 0
        for path in sorted(folder.glob("*.warc.gz")):
            if path.name not in seen:
                count += self._read_in(site, path, hanging)
                self.read(site, path)
        return count

    def read(self, site: str, path: Path) -> None:
        """An archive's captures are all in the table."""
        name = path.name.removesuffix(PARTIAL)
        self._db.execute("INSERT OR IGNORE INTO crawl_files (site, name) VALUES (?, ?)", (site, name))

    def _read_in(self, site: str, path: Path, hanging: Callable[[RawPage], Iterable[str]]) -> int:
        count = 0
        self._db.execute("BEGIN")
        for capture in read_captures(path):
            page = capture.page
            if isinstance(page, RawPage) and capture.role in ("article", "attachment"):
                headers = {name.lower(): value for name, value in page.headers}
                moment = page.fetched.isoformat()
                etag, modified = headers.get("etag"), headers.get("last-modified")
                for address in {capture.asked or page.url, page.url}:
                    self.captured(site, address, capture.role, capture.digest or "", moment, etag, modified)
                for url in hanging(page) if capture.role == "article" else ():
                    self.want(site, url, "attachment", page.url)
                count += 1
        self._db.execute("COMMIT")
        return count


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60, isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    if db.execute("PRAGMA user_version").fetchone()[0] != VERSION:
        db.executescript(OLDER)
    db.executescript(SCHEMA)
    return db
