"""Checksums: lists as ``sha256sum`` writes them, and what is wrong with the files that they name."""

import hashlib
import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from flows.storage import DataFolder


class DamagedError(RuntimeError):
    """A file of the data folder is damaged; the message names it and what to do."""


def digest(path: Path) -> str:
    """A file's SHA-256."""
    with path.open("rb") as file:
        return digest_of(file)


def digest_of(file: IO[bytes]) -> str:
    """The SHA-256 of what is left of an open file."""
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def sums_text(files: dict[str, Path]) -> str:
    """The list of these files, each under the name that it is known by from the list's own place."""
    return "".join(f"{digest(path)}  {name}\n" for name, path in sorted(files.items()))


def read_sums(data: DataFolder, rel: str) -> dict[str, str]:
    """The checksums of a list, by path within the data folder. Raises FileNotFoundError, ValueError."""
    with data.open(rel) as file:
        lines = file.read().decode("ascii").splitlines()
    pairs = [line.split("  ", 1) for line in lines]
    if not pairs or any(len(pair[0]) != hashlib.sha256().digest_size * 2 for pair in pairs):
        raise ValueError(f"{rel}: no list of checksums")
    return {posixpath.normpath(posixpath.join(posixpath.dirname(rel), name)): value for value, name in pairs}


def wrong_files(data: DataFolder, rel: str) -> Iterator[str]:
    """What is wrong with a list of checksums and the files that it names, a phrase each; nothing where all is well."""
    try:
        sums = read_sums(data, rel)
    except FileNotFoundError:
        yield f"{rel} is gone"
        return
    except ValueError:
        yield f"{rel} is damaged"
        return
    for name, value in sums.items():
        try:
            with data.open(name) as file:
                if digest_of(file) != value:
                    yield f"{name} is damaged"
        except FileNotFoundError:
            yield f"{name} is gone"
