"""The graphs that shards keep, a page at a time."""

import gzip
import zlib
from collections import OrderedDict
from collections.abc import Callable
from typing import IO, Self

from flows.storage import DataFolder
from flows.store.corrected import Corrected
from flows.store.kept_rows import KeptRows
from flows.store.state import Member, Past
from flows.sums import DamagedError
from serve.search.rows import PageRows, page_rows

OPEN_FILES = 16


class Graphs:
    """Reads members of shards' graphs, as they are corrected; the files last asked for stay open."""

    def __init__(self, data: DataFolder, corrected: Corrected) -> None:
        self.data, self.corrected = data, corrected
        self._open = OrderedDict[str, IO[bytes]]()
        self._kept = KeptRows(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()
        self._kept.close()

    def reader(self, past: Past) -> Callable[[str], list[bytes]]:
        """What gives the N-Triples of a page's graph when it said this (a hash), what is rejected included."""

        def lines(said: str) -> list[bytes]:
            page, triples = self._member(past.members[said])
            return self.corrected.ever(page, triples).splitlines(keepends=True)

        return lines

    def lines(self, member: Member) -> list[bytes]:
        """The N-Triples lines of a member."""
        return self.triples(member).splitlines(keepends=True)

    def triples(self, member: Member) -> bytes:
        """The N-Triples of a member. Raises FileNotFoundError, DamagedError."""
        return self.corrected.now(*self._member(member))

    def told(self, page: str, member: Member) -> tuple[bytes, PageRows]:
        """The N-Triples of a page's member, and the rows that the index has of it: those that the shard keeps, unless
        it is corrected. Raises as ``triples``."""
        graph, text = self._member(member)
        said = self.corrected.now(graph, text)
        kept = self._kept.rows(member) if said is text else None
        return said, kept or page_rows(page, said.decode(), self.corrected.iris.base)

    def _member(self, member: Member) -> tuple[bytes, bytes]:
        """A member's page, which each of its lines names as the graph, and its N-Triples without that."""
        try:
            text: bytes = gzip.decompress(self._read(member))
        except (EOFError, zlib.error, gzip.BadGzipFile):
            text = b""
        if not text.endswith(b"> .\n"):
            rel = self.data.output("graph", member.shard)
            raise DamagedError(f"{self.data.path(rel)}: damaged; run 'xiangtu build --force', which makes it again")
        graph = text[text.rfind(b" <") :]
        return graph[1:-3], text.replace(graph, b" .\n")

    def _read(self, member: Member) -> bytes:
        file = self._open.pop(member.shard, None) or self.data.open(self.data.output("graph", member.shard))
        self._open[member.shard] = file
        if len(self._open) > OPEN_FILES:
            self._open.popitem(last=False)[1].close()
        file.seek(member.at)
        return file.read(member.size)
