"""Whether ``state.sqlite`` is as the last build left it: a seal beside it, which is off while somebody writes.

The seal has size, time and checksum. Where size and time are the same the file is taken for sound, else it is read;
where there is no seal, because a build was killed, SQLite's own check tells.
"""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

from flows.sums import digest

Seal = tuple[int, int, str]


def _file(path: Path) -> Path:
    return path.with_name(f"{path.name}.seal")


def _read(path: Path) -> Seal | None:
    try:
        size, time_ns, value = json.loads(_file(path).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return int(size), int(time_ns), str(value)


def broken(path: Path, *, all_read: bool = False) -> str | None:
    """What is wrong with a database, None where it is sound or was never there."""
    seal = _read(path)
    if not path.exists():
        return f"{path} is gone" if seal else None
    stat = path.stat()
    if seal and not all_read and seal[:2] == (stat.st_size, stat.st_mtime_ns):
        return None
    if seal:
        return None if digest(path) == seal[2] else f"{path} is damaged"
    return unsound(path)


def unsound(path: Path) -> str | None:
    """What SQLite finds wrong with a database, None where it finds nothing.

    Raises OperationalError where it is locked.
    """
    try:
        with closing(read_only(path)) as db:
            found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        return f"{path} is damaged ({error})"
    return None if found == "ok" else f"{path} is damaged"


def take_off(path: Path) -> Seal | None:
    """Break the seal before the database is written; gives what it was."""
    seal = _read(path)
    _file(path).unlink(missing_ok=True)
    return seal


def put_on(path: Path, before: Seal | None) -> None:
    """Seal a closed database, if there is one; one that was not written keeps the checksum that it had ``before``."""
    if not path.exists():
        return
    stat = path.stat()
    same = before and before[:2] == (stat.st_size, stat.st_mtime_ns)
    value = before[2] if before and same else digest(path)
    new = _file(path).with_suffix(".new")
    new.write_text(json.dumps((stat.st_size, stat.st_mtime_ns, value)), "utf-8")
    new.replace(_file(path))


def remove(path: Path) -> None:
    """Remove a database with all that stands beside it."""
    for end in ("", "-wal", "-shm", "-journal", ".seal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def read_only(path: Path) -> sqlite3.Connection:
    """A connection that only reads, in a folder that is read-only too."""
    still = "" if os.access(path.parent, os.W_OK) else "&immutable=1"  # a log beside it can't be made there
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{still}", uri=True)
