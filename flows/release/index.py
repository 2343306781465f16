"""``releases/index.json``: every release with its files, sizes and checksums, and which is the latest.

On a disk ``releases/latest`` links to that one too, so that its files have an address that stays.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from flows.storage import DataFolder

INDEX = "releases/index.json"
LATEST = "latest"
"""The name of the link; no release bears it."""


def read_index(data: DataFolder) -> dict[str, Any]:
    """The index as it stands; an empty one where there is none."""
    if not data.exists(INDEX):
        return {"latest": None, "releases": []}
    with data.open(INDEX) as file:
        found: dict[str, Any] = json.load(file)
    return found


def enter(data: DataFolder, folder: Path, entry: dict[str, Any]) -> None:
    """Enter a release, which is the latest now; ``folder`` is where the new index is made."""
    index = read_index(data)
    others = [one for one in index["releases"] if one["name"] != entry["name"]]
    made = folder / "index.json"
    new = {"latest": entry["name"], "releases": [*others, entry]}
    made.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", "utf-8")
    data.publish(made, INDEX)
    if data.is_local:
        link, fresh = Path(data.path(f"releases/{LATEST}")), folder / LATEST
        fresh.symlink_to(entry["name"])
        fresh.replace(link)


def pipeline_of(data: DataFolder, name: str | None) -> str | None:
    """The version of the pipeline that a release was read with, None where the index does not say."""
    found = (one.get("pipeline") for one in read_index(data)["releases"] if one["name"] == name)
    return next(found, None)


def file_entry(path: Path) -> dict[str, Any]:
    """A file's name, size in bytes and SHA-256."""
    with path.open("rb") as file:
        return {
            "name": path.name,
            "bytes": path.stat().st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }
