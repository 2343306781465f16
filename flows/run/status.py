"""How a data folder stands: crawled, built, released when; what waits, was refused, is held; disk and versions.

Nothing is written: it can be asked while a build runs, and of a folder that is read-only.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from flows.run.version import pipeline_version
from flows.storage import DataFolder
from flows.store.folders import link
from flows.store.seal import read_only

COUNTS = "SELECT count(*) FILTER (WHERE newest), count(*) FILTER (WHERE reason IS NOT NULL) FROM captures"
READ = "SELECT s.raw, s.input, i.size FROM shards s LEFT JOIN inputs i ON i.raw = s.raw"
REASONS = "SELECT reason, count(*) FROM captures WHERE reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC"
HOLDS = "SELECT host, reason, until FROM crawl_holds WHERE until > ? ORDER BY host"


@dataclass(slots=True)
class Status:
    """A data folder as it stands; moments are ISO 8601, UTC, None where it never happened."""

    data: str
    crawled: str | None = None
    built: str | None = None
    released: str | None = None
    """The newest release, by its name."""
    pages: int = 0
    backlog: list[str] = field(default_factory=list)
    """Archives of ``raw`` that no build has read yet."""
    refused: dict[str, int] = field(default_factory=dict)
    held: list[str] = field(default_factory=list)
    """Hosts that are not asked for now, with the reason and until when."""
    disk_free_bytes: int = 0
    xiangtu: str = ""
    pipeline: str = ""

    @property
    def waits(self) -> bool:
        """Whether a build would find something to do."""
        return bool(self.backlog)


def status_of(data: DataFolder) -> Status:
    """How the data folder stands. Raises OSError, sqlite3.Error where its state is damaged."""
    status = Status(data.url, xiangtu=version("xiangtu"), pipeline=pipeline_version())
    state = data.local / "state.sqlite"
    read = set[str]()
    if state.exists():
        with closing(read_only(state)) as db:
            read = read_whole(db.execute(READ))
            status.pages, _ = db.execute(COUNTS).fetchone()
            status.refused = Counter({str(reason): int(count) for reason, count in db.execute(REASONS)})
    status.backlog = [raw for raw in data.find("raw", ".warc.gz", ".warc") if raw not in read]
    status.crawled = _last_crawl(data.local / "reports")
    status.built = _when(link(data))
    status.released = max((path.name for path in (data.local / "releases").glob("[0-9]*")), default=None)
    status.held = _holds(data.local / "crawl.sqlite")
    status.disk_free_bytes = shutil.disk_usage(existing(data.local)).free
    return status


def read_whole(shards: Iterable[tuple[str, str, int | None]]) -> set[str]:
    """The archives that were read to their end, of shards' archives, inputs and the archives' sizes."""
    left = dict[str, int]()
    for raw, made_from, size in shards:
        start, _, end = made_from.partition(":")[2].partition("-")
        left[raw] = left.get(raw, size or 0) - (int(end) - int(start) if end else size or 0)
    return {raw for raw, bytes_left in left.items() if bytes_left <= 0}


def _last_crawl(folder: Path) -> str | None:
    newest = max(folder.glob("crawl-*.json"), default=None)
    return str(json.loads(newest.read_text("utf-8"))["started"]) if newest else None


def _when(path: Path | None) -> str | None:
    return None if path is None else f"{datetime.fromtimestamp(path.stat().st_mtime, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _holds(path: Path) -> list[str]:
    if not path.exists():
        return []
    with closing(read_only(path)) as db:
        rows = db.execute(HOLDS, (f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",)).fetchall()
    return [f"{host}: {reason}, until {until}" for host, reason, until in rows]


def existing(path: Path) -> Path:
    """The path, or the nearest above it that is there."""
    return path if path.exists() else existing(path.absolute().parent)
