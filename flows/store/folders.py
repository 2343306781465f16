"""The Oxigraph store's folders: readers never meet a writer.

``store`` links to a folder of ``.stores``; a build fills a new one and switches the link. A reader holds a shared lock
on the folder that it reads; old folders go when nobody holds them.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

from flows.storage import DataFolder
from flows.store.sound import FILE, wrong_in
from flows.sums import DamagedError


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
    """The newest store's folder, which stays while the context is open. Raises NoStoreError before the first build,
    DamagedError."""
    while True:
        folder = link(data)
        if folder is None:
            raise NoStoreError(
                f"{data.local / 'store'}: nothing is built yet; run 'xiangtu build' or 'xiangtu demo' first"
            )
        with _lock(folder.parent / f"{folder.name}.lock") as lock:
            if lock:
                fcntl.flock(lock, fcntl.LOCK_SH)
            if link(data) == folder:
                if (folder / FILE).exists() and (wrong := wrong_in(folder)):  # an older store has no list
                    raise DamagedError(f"{wrong}; run 'xiangtu build', which makes the store again from the shards")
                yield folder
                return


def _lock(path: Path) -> AbstractContextManager[IO[str] | None]:
    """A store's lock file; None where it can't be made, so that nobody can remove the store either."""
    with suppress(FileNotFoundError):
        return path.open()
    try:
        return path.open("w")
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        return nullcontext()
