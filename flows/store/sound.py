"""Whether a store's folder is as its build left it: a list of its files with size, time and checksum stands in it.

A file of the size and time that it had is taken for sound, one of another time is read; so it costs what it costs to
list the folder, unless all is to be read.
"""

import json
from pathlib import Path
from typing import Any

from flows.sums import digest

FILE = "files.json"
UNSURE = ("LOG", "LOCK", FILE)
"""What the engine may write, or the list itself."""


def write_sums(folder: Path, before: Path | None = None) -> None:
    """Write the list; of files that were there before, hard links of the same time, the checksum is taken over."""
    old = read(before) if before else {}
    files = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(UNSURE) or not path.is_file():
            continue
        stat = path.stat()
        known = old.get(path.name)
        same = known and known["size"] == stat.st_size and known["time_ns"] == stat.st_mtime_ns
        value = known["sha256"] if known and same else digest(path)
        files[path.name] = {"size": stat.st_size, "time_ns": stat.st_mtime_ns, "sha256": value}
    (folder / FILE).write_text(json.dumps(files, indent=1), "utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The list, by name; empty where there is none that can be read."""
    try:
        files = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return files if isinstance(files, dict) else {}


def wrong_in(folder: Path, *, all_read: bool = False) -> str | None:
    """What is wrong with a store's folder, None where it is sound."""
    files = read(folder)
    if not files:
        return f"{folder / FILE} is damaged or gone"
    for name, known in files.items():
        path = folder / name
        try:
            stat = path.stat()
        except FileNotFoundError:
            return f"{path} is gone"
        if stat.st_size != known["size"] or (
            (all_read or stat.st_mtime_ns != known["time_ns"]) and digest(path) != known["sha256"]
        ):
            return f"{path} is damaged"
    return None
