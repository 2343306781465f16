"""The data folder: the only module that knows its paths.

    raw/SITE/*.warc.gz  releases/DATE/
    pages/SHARD.parquet  quarantine/SHARD.jsonl  captures/SHARD.jsonl  readings/SHARD.jsonl.gz  graph/SHARD.nq.gz
    rows/SHARD.zip  sums/SHARD.sha256
    state.sqlite  store  .stores/N/  .lock  .prefect/  .tmp/

The first three lines may be any fsspec URL, the fourth is a local folder.

``store`` is a link to the newest of ``.stores``: a build fills a new one and switches the link, so nobody ever reads a
store that is being written.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote_to_bytes

import fsspec

from crawl.packing import readable
from flows.settings import SettingError, Settings

OUTPUTS = {
    **{"pages": ".parquet", "quarantine": ".jsonl", "captures": ".jsonl", "readings": ".jsonl.gz"},
    **{"rows": ".zip", "graph": ".nq.gz", "sums": ".sha256"},
}
"""A shard's outputs in the order they are published; their checksums come last and say that all are there."""


PIECE_BYTES = 1 << 20
"""Of a remote file, what is copied at once."""


class BusyError(RuntimeError):
    """Another process holds the lock of the data folder."""


@dataclass(frozen=True)
class DataFolder:
    """A data folder by its URL, and the local folder for what needs a disk."""

    url: str
    local: Path

    @cached_property
    def _place(self) -> tuple[Any, str]:
        fs, root = fsspec.core.url_to_fs(self.url)
        return fs, root.rstrip("/")

    @property
    def is_local(self) -> bool:
        """Whether the whole folder stands on this machine's disk."""
        return "://" not in self.url or self.url.startswith("file://")

    def path(self, rel: str) -> str:
        """A path of the file system from one within the folder, where names that are no UTF-8 are percent-encoded."""
        root = self._place[1]
        if "%" in rel and self.is_local and not Path(f"{root}/{rel}").exists():
            bare = os.fsdecode(unquote_to_bytes(rel))
            return f"{root}/{bare if Path(f'{root}/{bare}').exists() else rel}"
        return f"{root}/{rel}"

    def inside(self, path: Path) -> str | None:
        """The path within the folder's ``raw`` of a file that stands there, else None."""
        home = Path(self.path("raw")).resolve()
        full = path.resolve()
        return (
            readable(f"raw/{full.relative_to(home).as_posix()}")
            if self.is_local and full.is_relative_to(home)
            else None
        )

    def output(self, kind: str, shard: str) -> str:
        """The path within the folder of one of a shard's outputs."""
        return f"{kind}/{shard}{OUTPUTS[kind]}"

    def exists(self, rel: str) -> bool:
        """Whether a file stands there."""
        return bool(self._place[0].exists(self.path(rel)))

    def is_complete(self, shard: str) -> bool:
        """Whether a shard was written to its end, so that its checksums are there."""
        return self.exists(self.output("sums", shard))

    def open(self, rel: str) -> IO[bytes]:
        """A file to read. Raises FileNotFoundError."""
        handle: IO[bytes] = self._place[0].open(self.path(rel), "rb")
        return handle

    def find(self, rel: str, *suffixes: str) -> list[str]:
        """The files below a folder that end so, as sorted paths within the data folder; hidden ones left out."""
        fs, root = self._place
        try:
            found = fs.find(self.path(rel))
        except FileNotFoundError:
            return []
        rels = (readable(str(path)[len(root) + 1 :]) for path in found)
        return sorted(r for r in rels if r.endswith(suffixes) and not any(p.startswith(".") for p in r.split("/")))

    def info(self, rel: str) -> tuple[int, str]:
        """A file's size in bytes and a token that changes when the file does."""
        return _info(self._place[0].info(self.path(rel)))

    def infos(self, rel: str) -> dict[str, tuple[int, str]]:
        """The same of each file that stands right in a folder, by its path within the data folder, in one listing."""
        try:
            found = self._place[0].ls(self.path(rel), detail=True)
        except FileNotFoundError:
            return {}
        return {f"{rel}/{str(i['name']).rpartition('/')[2]}": _info(i) for i in found if i["type"] == "file"}

    def remove(self, rel: str) -> None:
        """Remove a file, where there is one."""
        if self.exists(rel):
            self._place[0].rm_file(self.path(rel))

    def publish(self, file: Path, rel: str) -> None:
        """Move a finished local file to its place, whole or not at all."""
        fs, _ = self._place
        if self.is_local:
            target = Path(self.path(rel))
            target.parent.mkdir(parents=True, exist_ok=True)
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
            file.replace(target)
        else:
            fs.makedirs(self.path(rel).rsplit("/", 1)[0], exist_ok=True)
            fs.put_file(str(file), self.path(rel))
            file.unlink()

    @contextmanager
    def fetched(self, rel: str, start: int = 0, end: int | None = None) -> Iterator[Path]:
        """The file as one on this disk: itself where it is, else a copy for the while, of the bytes from ``start`` to
        ``end`` in their places.
        """
        if self.is_local:
            yield Path(self.path(rel))
            return
        with self.scratch() as folder:
            copy = folder / rel.rsplit("/", 1)[-1]
            if end is None:
                self._place[0].get_file(self.path(rel), str(copy))
            else:
                with self.open(rel) as source, copy.open("wb") as out:
                    source.seek(start)
                    out.seek(start)
                    while start < end and (piece := source.read(min(PIECE_BYTES, end - start))):
                        start += out.write(piece)
            yield copy

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A temporary folder on the same disk as the outputs, removed at the end."""
        home = self.local / ".tmp"
        home.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=home))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what killed runs left in the scratch folder; only while holding the lock."""
        shutil.rmtree(self.local / ".tmp", ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The one writer's lock. Raises BusyError where another process holds it; a killed process holds nothing."""
        self.local.mkdir(parents=True, exist_ok=True)
        with (self.local / ".lock").open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                holder = handle.read().strip() or "unknown"
                raise BusyError(f"{self.url}: process {holder} is writing here; wait for it, or end it") from None
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield


def site_of(raw: str) -> str:
    """The folder of ``raw`` that an archive stands in: a site's id, or ``files``."""
    return raw.split("/")[1] if raw.count("/") >= 2 else "files"


def _info(info: dict[str, Any]) -> tuple[int, str]:
    token = info.get("mtime") or info.get("ETag") or info.get("etag") or info.get("LastModified") or info["name"]
    return int(info["size"]), str(token)


def data_folder(settings: Settings) -> DataFolder:
    """The data folder that the settings name. Raises SettingError for a URL without a local folder beside it."""
    url = settings.data.rstrip("/") or "/"
    if "://" not in url:
        return DataFolder(str(Path(url).absolute()), Path(settings.local or url).absolute())
    if url.startswith("file://"):
        return DataFolder(url, Path(settings.local or url.removeprefix("file://")).absolute())
    if not settings.local:
        raise SettingError(f"XIANGTU_LOCAL: {url} needs a local folder beside it for the store; set one")
    try:
        fsspec.core.url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise SettingError(f"XIANGTU_DATA={url}: {error}") from None
    return DataFolder(url, Path(settings.local).absolute())
