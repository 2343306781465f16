"""The rows of the index that shards keep beside their graphs: of each page's newest graph, where that stands."""

import zlib
from collections import OrderedDict
from pathlib import Path
from typing import Self
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from flows.storage import DataFolder
from flows.store.state import Member
from serve.search.packed import packed, unpacked
from serve.search.rows import PageRows

LEVEL = 4
"""Of deflate."""
OPEN_FILES = 16


class RowsFile:
    """A shard's rows while they are written: the same rows give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def add(self, at: int, rows: PageRows) -> None:
        """Add the rows of the graph that begins there."""
        self._zip.writestr(ZipInfo(str(at)), packed(rows), ZIP_DEFLATED, LEVEL)


class KeptRows:
    """Reads them; the files last asked for stay open."""

    def __init__(self, data: DataFolder) -> None:
        self._data = data
        self._open = OrderedDict[str, ZipFile | None]()

    def close(self) -> None:
        """Close the files."""
        while self._open:
            if file := self._open.popitem()[1]:
                file.close()

    def rows(self, member: Member) -> PageRows | None:
        """The rows of a member; None where none are kept, or of another index: whoever asks makes them from the graph,
        whose checksum stands beside theirs."""
        file = self._open.pop(member.shard) if member.shard in self._open else self._file(member.shard)
        self._open[member.shard] = file
        if len(self._open) > OPEN_FILES and (oldest := self._open.popitem(last=False)[1]):
            oldest.close()
        try:
            return unpacked(file.read(str(member.at))) if file else None
        except (KeyError, BadZipFile, zlib.error, ValueError):
            return None

    def _file(self, shard: str) -> ZipFile | None:
        try:
            return ZipFile(self._data.open(self._data.output("rows", shard)))
        except (FileNotFoundError, BadZipFile):
            return None
