"""The Oxigraph store's folders: readers never meet a writer.

``store`` links to a folder of ``.stores``; a build fills a new one and switches the link. A reader holds a shared lock
on the folder that it reads; old folders go when nobody holds them.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from flows.storage import DataFolder


class NoStoreError(RuntimeError):
    """There is no store to read yet."""


def link(data: DataFolder) -> Path | None:
    """The folder that ``store`` links to, None where there is none."""
    path = data.local / "store"
    return path.resolve() if path.is_dir() else None


def next_folder(data: DataFolder) -> Path:
    """A new folder's path among the stores."""
    home = data.local / ".stores"
    home.mkdir(parents=True, exist_ok=True)
    numbers = [int(p.name) for p in home.iterdir() if p.name.isdigit()]
    return home / f"{max(numbers, default=0) + 1:06d}"


def switch(data: DataFolder, folder: Path) -> None:
    """Point ``store`` to another folder, in one step."""
    new = data.local / ".store.new"
    with suppress(FileNotFoundError):
        new.unlink()
    new.symlink_to(os.path.relpath(folder, data.local))
    new.replace(data.local / "store")


def tidy(data: DataFolder, keep: Path) -> None:
    """Remove the stores that nobody reads, and those a killed build left."""
    for folder in sorted((data.local / ".stores").iterdir()):
        if folder.name != keep.name and folder.is_dir():
            with (data.local / ".stores" / f"{folder.name}.lock").open("w") as lock, suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder)
                Path(lock.name).unlink()


@contextmanager
def reading(data: DataFolder) -> Iterator[Path]:
    """The newest store's folder, which stays while the context is open. Raises NoStoreError before the first build."""
    while True:
        folder = link(data)
        if folder is None:
            raise NoStoreError(
                f"{data.local / 'store'}: nothing is built yet; run 'xiangtu build' or 'xiangtu demo' first"
            )
        with (folder.parent / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            if link(data) == folder:
                yield folder
                return
