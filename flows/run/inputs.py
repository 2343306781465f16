"""What the user names, brought into the data folder's ``raw``: archives as they are, plain files packed."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from crawl.archive import SUFFIXES, cuts, is_archive
from crawl.packing import file_url, name_files, pack, readable
from flows.batches import batched
from flows.storage import DataFolder
from flows.store.state import Shard, State

FILES = "raw/files"
NAME_BYTES = 180
"""Of an archive's name, what the copy keeps: file systems take 255, and a digest and its temporary name are added."""


class InputError(ValueError):
    """An input that isn't there or holds nothing; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of the data folder: its path there, its size in bytes, the digest of its bytes, and the token that it
    had when that was taken, which changes when the file does. Of a large one, a part: from ``start`` to ``end``."""

    raw: str
    size: int
    digest: str
    token: str = ""
    start: int = 0
    end: int | None = None

    @property
    def input(self) -> str:
        """What a shard of it is made from: a digest, and of which bytes where it is a part."""
        return self.digest if self.end is None else f"{self.digest}:{self.start}-{self.end}"

    @property
    def length(self) -> int:
        """How many bytes are to be read."""
        return (self.size if self.end is None else self.end) - self.start

    @property
    def name(self) -> str:
        """How people are told of it."""
        return self.raw if self.end is None else f"{self.raw} from byte {self.start:,} to {self.end:,}"


def archive_of(shard: Shard) -> str:
    """The digest of the archive that a shard was made from, or from a part of."""
    return shard.input.partition(":")[0]


def archives(
    data: DataFolder, state: State, part: int, only: Iterable[str] | None = None, *, force: bool = False
) -> Iterator[Archive]:
    """The archives of ``raw``, or those ``only``, each content once, by path; in parts of about ``part`` bytes where
    they are larger.

    A digest that was taken before serves where size and time are the same, unless ``force`` has all taken anew.
    """
    seen = set()
    for raw in sorted(data.find("raw", *SUFFIXES) if only is None else only):
        size, token = data.info(raw)
        digest = None if force else state.input_digest(raw, size, token)
        if digest is None:
            with data.open(raw) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
            state.set_input(raw, size, token, digest)
        if digest not in seen:
            seen.add(digest)
            bounds = [0, *cuts_of(data, state, Archive(raw, size, digest, token), part), size]
            whole = len(bounds) == 2
            for start, end in pairwise(bounds):
                yield Archive(raw, size, digest, token, start, None if whole else end)


def cuts_of(data: DataFolder, state: State, archive: Archive, part: int) -> list[int]:
    """Where a large archive is cut. Found once, since it is read for that; none in one that can't be cut."""
    if archive.size < 2 * part:
        return []
    key = f"cuts {archive.digest} {part}"
    if (found := state.get(key)) is None:
        with data.fetched(archive.raw) as file:
            found = " ".join(map(str, cuts(file, part)))
        with state.db:
            state.put(key, found)
    return list(map(int, found.split()))


def bring_in(data: DataFolder, state: State, arguments: Iterable[str | Path], pack_files: int) -> list[str]:
    """The archives of the data folder that hold the arguments: files, archives, folders of both.

    An archive is copied into ``raw/files`` under a name with its digest, unless it stands in the data folder already.
    Plain files whose very bytes were packed before are not packed again. Raises InputError for an argument that is not
    there, or when there is no file at all.
    """
    paths = [Path(argument) for argument in arguments]
    for path in paths:
        if not path.exists():
            raise InputError(
                f"{readable(str(path))}: no such file or folder; give WARC, HTML, text, xlsx, docx, PDF or CSV"
            )
    raws = [bring_archive(data, path) for path in find_archives(paths)]
    plain = name_files(path for path in paths if path.is_dir() or not is_archive(path))
    raws += bring_files(data, state, plain, pack_files)
    if not raws:
        raise InputError(
            f"{readable(', '.join(map(str, paths)))}: no file in there; give WARC, HTML, text, xlsx, docx, PDF or CSV"
        )
    return sorted(set(raws))


def find_archives(paths: Iterable[Path]) -> Iterator[Path]:
    """The archives among the paths and under those that are folders."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and is_archive(p))
        elif is_archive(path):
            yield path


def bring_archive(data: DataFolder, path: Path) -> str:
    """The archive's path in the data folder, where it is copied to if it stands elsewhere."""
    inside = data.inside(path)
    if inside is not None:
        return inside
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    suffix = next(s for s in sorted(SUFFIXES, key=len, reverse=True) if path.name.lower().endswith(s))
    name = readable(path.name)[: -len(suffix)].encode()[:NAME_BYTES].decode(errors="ignore")
    raw = f"{FILES}/{name}-{digest[:12]}{suffix}"
    if not data.exists(raw):
        with data.scratch() as folder:
            copy = folder / "archive"
            shutil.copyfile(path, copy)
            data.publish(copy, raw)
    return raw


def bring_files(data: DataFolder, state: State, named: dict[str, Path], size: int) -> list[str]:
    """The archives that hold these plain files; new files are packed, ``size`` in one archive at the most."""
    raws = []
    new: list[tuple[str, Path, str]] = []
    for name, path in sorted(named.items()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        raw = state.packed(file_url(name), digest)
        if raw is not None and data.exists(raw):
            raws.append(raw)
        else:
            new.append((name, path, digest))
    for group in batched(new, size):
        with data.scratch() as folder:
            target = folder / "files.warc.gz"
            pack({name: path for name, path, _ in group}, target)
            with target.open("rb") as file:
                raw = f"{FILES}/{hashlib.file_digest(file, 'sha256').hexdigest()[:20]}.warc.gz"
            data.publish(target, raw)
        state.set_packed(raw, [(file_url(name), digest) for name, _, digest in group])
        raws.append(raw)
    return raws
